//! A catalogue as JSON of our own: how one is kept with the date it was read on, and the shape of
//! the list that is shipped. Prices are decimals for a million tokens, as people write them.

use super::{Catalogue, Inputs, MAX_ID_BYTES, Model, Price, Rates, Tier, row};
use crate::calendar::Day;
use crate::money::Usd;
use serde::{Deserialize, Serialize};

/// Text that is not a kept catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a kept list of models")]
pub struct NotSaved;

impl Catalogue {
    /// The catalogue as JSON, for [`Catalogue::from_json`].
    pub fn to_json(&self) -> String {
        let saved = Saved {
            tells_retirement: self.tells_retirement,
            models: self.models.iter().map(Row::of).collect(),
        };
        // Strings and numbers always serialize.
        serde_json::to_string(&saved).unwrap_or_default()
    }

    /// The inverse of [`Catalogue::to_json`]. Rows that cannot be read are left out.
    pub fn from_json(text: &str) -> Result<Self, NotSaved> {
        let saved: Saved = serde_json::from_str(text).map_err(|_| NotSaved)?;
        Ok(saved.catalogue())
    }
}

/// A whole list.
#[derive(Serialize, Deserialize)]
pub(super) struct Saved {
    #[serde(default, skip_serializing_if = "is_false")]
    tells_retirement: bool,
    models: Vec<Row>,
}

impl Saved {
    pub(super) fn catalogue(self) -> Catalogue {
        let mut catalogue = Catalogue::new(self.models.into_iter().filter_map(Row::model));
        catalogue.tells_retirement = self.tells_retirement;
        catalogue
    }
}

#[derive(Serialize, Deserialize)]
struct Row {
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    context: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    output: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    usd: Option<PerMillion>,
    /// By the fewest input tokens.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    above: Vec<(u64, PerMillion)>,
    /// What it reads besides text: `i` for pictures, `p` for PDF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reads: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    thinks: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retires: Option<Moment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    released: Option<Moment>,
}

/// Input, output, cache read, cache write.
type PerMillion = (String, String, Option<String>, Option<String>);

/// Milliseconds since 1970, or a day.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Moment {
    Ms(i64),
    Day(String),
}

impl Moment {
    fn ms(self) -> Option<i64> {
        match self {
            Self::Ms(ms) => Some(ms),
            Self::Day(day) => Day::at_start_of(&day).map(Day::start_ms),
        }
    }
}

impl Row {
    fn of(model: &Model) -> Self {
        let price = model.price.as_ref();
        Self {
            id: model.id.clone(),
            context: model.context_window,
            output: model.max_output,
            usd: price.and_then(|price| per_million(price.base())),
            above: price
                .into_iter()
                .flat_map(Price::tiers)
                .filter_map(|tier| Some((tier.from, per_million(&tier.rates)?)))
                .collect(),
            reads: model.inputs.map(|inputs| {
                let words = [(inputs.image, 'i'), (inputs.pdf, 'p')];
                words
                    .iter()
                    .filter(|(reads, _)| *reads)
                    .map(|(_, letter)| letter)
                    .collect()
            }),
            thinks: model.reasoning,
            retires: model.retires_at_ms.map(Moment::Ms),
            released: model.released_at_ms.map(Moment::Ms),
        }
    }

    fn model(self) -> Option<Model> {
        let id = row::clean(&self.id, MAX_ID_BYTES)?;
        let price = self.usd.as_ref().and_then(rates).and_then(|base| {
            let tier = |(from, usd): &(u64, PerMillion)| {
                Some(Tier {
                    from: *from,
                    rates: rates(usd)?,
                })
            };
            Price::new(base, self.above.iter().filter_map(tier).collect())
        });
        Some(Model {
            context_window: self.context,
            max_output: self.output,
            price,
            inputs: self.reads.as_deref().map(|letters| Inputs {
                image: letters.contains('i'),
                pdf: letters.contains('p'),
            }),
            reasoning: self.thinks,
            retires_at_ms: self.retires.and_then(Moment::ms),
            released_at_ms: self.released.and_then(Moment::ms),
            ..Model::new(id)
        })
    }
}

fn per_million(rates: &Rates) -> Option<PerMillion> {
    let text = |rate: Usd| Some(rate.checked_mul(1_000_000)?.to_string());
    Some((
        text(rates.input)?,
        text(rates.output)?,
        rates.cache_read.and_then(text),
        rates.cache_write.and_then(text),
    ))
}

fn rates((input, output, cache_read, cache_write): &PerMillion) -> Option<Rates> {
    // A decimal shifted by its exponent is exact; a division would round.
    let rate = |text: &String| Usd::parse(&format!("{text}e-6")).ok();
    Some(Rates {
        input: rate(input)?,
        output: rate(output)?,
        cache_read: cache_read.as_ref().and_then(rate),
        cache_write: cache_write.as_ref().and_then(rate),
    })
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serde asks for"
)]
fn is_false(value: &bool) -> bool {
    !value
}
