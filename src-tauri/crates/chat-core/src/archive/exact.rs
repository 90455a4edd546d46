//! Values that come back as they went, byte for byte and bit for bit.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// JSON text that the store keeps as it is: written into the document as what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonText(pub String);

impl Serialize for JsonText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serde_json::from_str::<&RawValue>(&self.0) {
            // White space around it would not come back.
            Ok(json) if json.get().len() == self.0.len() => json.serialize(serializer),
            Ok(_) | Err(_) => self.0.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for JsonText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(deserializer)?;
        // Text that was no JSON was written as a string; none of ours is a string.
        let text = match serde_json::from_str::<String>(json.get()) {
            Ok(text) => text,
            Err(_) => json.get().to_owned(),
        };
        Ok(Self(text))
    }
}

/// A number with a fraction, read to the nearest value: the quick way is sometimes one bit off.
pub(super) fn float<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    let Some(json) = Option::<Box<RawValue>>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let number: f64 = json.get().parse().map_err(D::Error::custom)?;
    if number.is_finite() {
        Ok(Some(number))
    } else {
        Err(D::Error::custom("a number out of range"))
    }
}
