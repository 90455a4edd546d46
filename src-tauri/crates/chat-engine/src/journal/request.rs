//! The request behind an answer: where it went, what it said, which headers it had; no value of a
//! header, as that may be a key.

use super::frames::packer;
use super::{MAX_REQUEST, Recorded};
use crate::redact::safe_url;
use crate::transport::Request;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::io::{self, Read, Write};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Kept<'a> {
    url: String,
    headers: Vec<&'a str>,
    /// The body, where it is not too long to keep.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a RawValue>,
    body_bytes: usize,
    /// The providers whose keys joined the body on its way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    own_keys: Vec<&'a str>,
}

/// The same read again.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Asked {
    pub(crate) url: String,
    #[serde(default)]
    pub(crate) headers: Vec<String>,
    /// The body to the letter.
    #[serde(default)]
    pub(crate) body: Option<Box<RawValue>>,
    pub(crate) body_bytes: u64,
    #[serde(default)]
    pub(crate) own_keys: Vec<String>,
}

/// The request as JSON, packed.
pub(super) fn packed(request: &Request) -> io::Result<Vec<u8>> {
    let bytes = request.body.as_deref().unwrap_or_default();
    let fits = bytes.len() <= MAX_REQUEST;
    let body = std::str::from_utf8(bytes).ok().filter(|_| fits);
    let kept = Kept {
        url: safe_url(&request.url),
        headers: request
            .headers
            .iter()
            .map(|(name, _)| name.as_str())
            .collect(),
        body: body.and_then(|body| serde_json::from_str(body).ok()),
        body_bytes: bytes.len(),
        own_keys: request
            .provider_keys
            .iter()
            .map(|own| own.provider)
            .collect(),
    };
    let mut packer = packer()?;
    packer.write_all(&serde_json::to_vec(&kept)?)?;
    packer.finish()
}

/// The JSON of a recorded request; none where it is damaged.
pub(crate) fn unpacked(recorded: &Recorded) -> Option<String> {
    let decoder = zstd::stream::read::Decoder::new(&recorded.request[..]).ok()?;
    let mut json = String::new();
    let most = u64::try_from(2 * MAX_REQUEST).unwrap_or(u64::MAX);
    decoder.take(most).read_to_string(&mut json).ok()?;
    serde_json::from_str::<&RawValue>(&json)
        .is_ok()
        .then_some(json)
}

/// A recorded request; none where it is damaged.
pub(crate) fn asked(recorded: &Recorded) -> Option<Asked> {
    serde_json::from_str(&unpacked(recorded)?).ok()
}
