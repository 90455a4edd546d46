//! Bytes as text: UTF-8 with or without a byte order mark, UTF-16 with one.

use super::Reason;

/// A text has at most one control character to so many others.
const PLAIN_PER_CONTROL: usize = 20;

/// The text of a file, or why it is none.
pub(super) fn text(bytes: &[u8]) -> Result<String, Reason> {
    let text = if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        utf8(rest)?
    } else if bytes.starts_with(b"\xFF\xFE\0\0") || bytes.starts_with(b"\0\0\xFE\xFF") {
        return Err(Reason::Encoding);
    } else if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        utf16(rest, u16::from_le_bytes)?
    } else if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        utf16(rest, u16::from_be_bytes)?
    } else {
        utf8(bytes)?
    };
    if text.is_empty() {
        return Err(Reason::Empty);
    }
    if is_binary(text.bytes()) {
        return Err(Reason::Binary);
    }
    Ok(text)
}

fn utf8(bytes: &[u8]) -> Result<String, Reason> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) if is_binary(bytes.iter().copied()) => Err(Reason::Binary),
        Err(_) => Err(Reason::Encoding),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Reason> {
    let (pairs, rest) = bytes.as_chunks();
    if !rest.is_empty() {
        return Err(Reason::Encoding);
    }
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .collect::<Result<_, _>>()
        .map_err(|_| Reason::Encoding)
}

/// A NUL, or more controls than any text has. Every byte of a text's other characters is plain.
fn is_binary(bytes: impl Iterator<Item = u8>) -> bool {
    let (mut controls, mut plain) = (0_usize, 0_usize);
    for byte in bytes {
        match byte {
            0 => return true,
            // Logs colour their words with escapes, and typists of old struck twice.
            b'\t' | b'\n' | b'\r' | 0x08 | 0x0C | 0x1B => plain += 1,
            0x01..=0x1F | 0x7F => controls += 1,
            _ => plain += 1,
        }
    }
    controls.saturating_mul(PLAIN_PER_CONTROL) > plain
}
