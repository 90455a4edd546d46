//! The request behind an answer: where it went, what it said, which headers it had; no value of a
//! header, as that may be a key.

use super::frames::packer;
use super::{MAX_REQUEST, Recorded};
use crate::redact::safe_url;
use crate::transport::Request;
use serde::Serialize;
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
