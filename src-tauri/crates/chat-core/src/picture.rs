//! Whether bytes are a picture that a page may draw, told by their header alone.
//!
//! Four formats of pixels, never SVG, which is a document. A small file can unpack to gigabytes, so
//! its size in pixels is read before a page gets it.

use crate::failure::{Code, Failure};
use crate::request::MediaKind;

/// Largest picture that a page gets, in bytes.
pub const MAX_SHOWN_BYTES: usize = 16 * 1024 * 1024;
/// Longest side, in pixels.
pub const MAX_SIDE: u32 = 8_192;
/// Most pixels: 160 MB once unpacked.
pub const MAX_PIXELS: u64 = 40_000_000;

/// A picture, as its header tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Its format.
    pub kind: MediaKind,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
}

/// Why a picture is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unshown {
    /// No PNG, JPEG, GIF or WebP, or one whose header cannot be read.
    #[error("it is no PNG, JPEG, GIF or WebP that can be read")]
    Unknown,
    /// Over [`MAX_SHOWN_BYTES`].
    #[error("it is over 16 MiB")]
    Bytes,
    /// Over [`MAX_SIDE`] or [`MAX_PIXELS`].
    #[error("it is over 8,192 pixels wide or high, or over 40 million in all")]
    Pixels,
}

impl Unshown {
    /// As a person is told it.
    pub fn failure(self) -> Failure {
        Failure::new(
            Code::BadResponse,
            format!("This picture is not shown: {self}."),
        )
    }
}

/// Looks at a picture's header.
pub fn look(bytes: &[u8]) -> Result<Header, Unshown> {
    if bytes.len() > MAX_SHOWN_BYTES {
        return Err(Unshown::Bytes);
    }
    let header = read(bytes).ok_or(Unshown::Unknown)?;
    let pixels = u64::from(header.width) * u64::from(header.height);
    if pixels == 0 {
        return Err(Unshown::Unknown);
    }
    if header.width.max(header.height) > MAX_SIDE || pixels > MAX_PIXELS {
        return Err(Unshown::Pixels);
    }
    Ok(header)
}

fn read(bytes: &[u8]) -> Option<Header> {
    let (kind, (width, height)) = if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        (MediaKind::Png, png(bytes)?)
    } else if bytes.starts_with(b"\xFF\xD8\xFF") {
        (MediaKind::Jpeg, jpeg(bytes)?)
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        (MediaKind::Gif, (little(bytes, 6, 2)?, little(bytes, 8, 2)?))
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP" {
        (MediaKind::Webp, webp(bytes)?)
    } else {
        return None;
    };
    Some(Header {
        kind,
        width,
        height,
    })
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    Some((big(bytes, 16, 4)?, big(bytes, 20, 4)?))
}

/// Goes from segment to segment to the first that begins a frame.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        (*bytes.get(at)? == 0xff).then_some(())?;
        match *bytes.get(at + 1)? {
            // Filling.
            0xff => at += 1,
            // Without a length.
            0x01 | 0xd0..=0xd7 => at += 2,
            // The picture itself or its end, and no size came.
            0xd8..=0xda => return None,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Some((big(bytes, at + 7, 2)?, big(bytes, at + 5, 2)?));
            }
            _ => {
                let length = usize::try_from(big(bytes, at + 2, 2)?).ok()?;
                at = at.checked_add(length.max(2))?.checked_add(2)?;
            }
        }
    }
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8X" => Some((little(bytes, 24, 3)? + 1, little(bytes, 27, 3)? + 1)),
        b"VP8L" => {
            (*bytes.get(20)? == 0x2f).then_some(())?;
            let both = little(bytes, 21, 4)?;
            Some(((both & 0x3fff) + 1, (both >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => {
            (bytes.get(23..26)? == b"\x9d\x01\x2a").then_some(())?;
            Some((
                little(bytes, 26, 2)? & 0x3fff,
                little(bytes, 28, 2)? & 0x3fff,
            ))
        }
        _ => None,
    }
}

/// A number of up to four bytes, the highest first.
fn big(bytes: &[u8], at: usize, count: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(count)?)?;
    Some(bytes.iter().fold(0, |n, byte| n << 8 | u32::from(*byte)))
}

/// A number of up to four bytes, the lowest first.
fn little(bytes: &[u8], at: usize, count: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(count)?)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |n, byte| n << 8 | u32::from(*byte)),
    )
}

#[cfg(test)]
mod tests;
