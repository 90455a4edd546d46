//! A body in pieces: for each its milliseconds since the head and its length, both as four bytes,
//! the smaller first, then itself. Packed with zstd while it comes.

use super::{Headers, MAX_RAW, Recorded, Server, request};
use crate::transport::Request;
use chat_core::dialect::{Dialect, Upstream};
use std::io::{self, Read, Write};
use zstd::stream::read::Decoder;
use zstd::stream::write::Encoder;

/// Fast enough for any stream, and SSE becomes a tenth.
const LEVEL: i32 = 3;
/// How far back it looks, as a power of two: 1 MiB, so that a stream takes little memory.
const WINDOW: u32 = 20;

/// A packer of bytes.
pub(super) fn packer() -> io::Result<Encoder<'static, Vec<u8>>> {
    let mut packer = Encoder::new(Vec::new(), LEVEL)?;
    packer.window_log(WINDOW)?;
    Ok(packer)
}

/// Packs an answer while it comes. An error of the packer ends it; the answer goes on.
pub(crate) struct Recorder {
    packer: Encoder<'static, Vec<u8>>,
    head: Recorded,
    /// The same on a clock that never goes back.
    began: u64,
    kept: usize,
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

/// What is known when an answer's head has come.
#[derive(Debug)]
pub(crate) struct Head<'a> {
    pub(crate) attempt: u32,
    pub(crate) at_ms: i64,
    /// The same moment on a clock that never goes back, in milliseconds.
    pub(crate) began: u64,
    pub(crate) dialect: Dialect,
    pub(crate) upstream: &'a Upstream,
    pub(crate) status: u16,
    pub(crate) content_type: Option<&'a str>,
    /// [`Recorded::headers`].
    pub(crate) headers: Headers,
    /// None where it is not known any more.
    pub(crate) request: Option<&'a Request>,
}

impl Recorder {
    pub(crate) fn start(head: Head<'_>) -> io::Result<Self> {
        Ok(Self {
            packer: packer()?,
            head: Recorded {
                attempt: head.attempt,
                at_ms: head.at_ms,
                program: env!("CARGO_PKG_VERSION").to_owned(),
                dialect: head.dialect,
                upstream: Server::from(head.upstream),
                status: head.status,
                content_type: head.content_type.map(str::to_owned),
                headers: head.headers,
                request: match head.request {
                    Some(sent) => request::packed(sent)?,
                    None => Vec::new(),
                },
                body: Vec::new(),
                raw_bytes: 0,
                cut: false,
                whole: false,
            },
            began: head.began,
            kept: 0,
        })
    }

    /// Takes a piece as it came.
    pub(crate) fn push(&mut self, now: u64, bytes: &[u8]) -> io::Result<()> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.head.raw_bytes = self.head.raw_bytes.saturating_add(length);
        self.kept = self.kept.saturating_add(bytes.len() + 8);
        // What came behind a gap would say something else.
        self.head.cut |= self.kept > MAX_RAW;
        if self.head.cut {
            return Ok(());
        }
        let ms = u32::try_from(now.saturating_sub(self.began)).unwrap_or(u32::MAX);
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.packer.write_all(&ms.to_le_bytes())?;
        self.packer.write_all(&length.to_le_bytes())?;
        self.packer.write_all(bytes)
    }

    /// The end: `whole` where the body came to its own.
    pub(crate) fn finish(self, whole: bool) -> io::Result<Recorded> {
        let mut recorded = self.head;
        recorded.body = self.packer.finish()?;
        recorded.whole = whole;
        Ok(recorded)
    }
}

/// The pieces of a packed body, one at a time. What is damaged ends them.
pub(crate) struct Frames<'a> {
    from: io::Take<Decoder<'a, io::BufReader<&'a [u8]>>>,
}

impl<'a> Frames<'a> {
    pub(crate) fn of(packed: &'a [u8]) -> io::Result<Self> {
        let mut decoder = Decoder::new(packed)?;
        decoder.window_log_max(WINDOW)?;
        // A packed body that unpacks without end says no more than one that is too long.
        let most = u64::try_from(MAX_RAW).unwrap_or(u64::MAX);
        Ok(Self {
            from: decoder.take(most),
        })
    }

    /// The next piece with its milliseconds; none at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<(u32, Vec<u8>)>> {
        let Some(ms) = self.number()? else {
            return Ok(None);
        };
        let length = self.number()?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let length = u64::from(length);
        let mut bytes = Vec::new();
        (&mut self.from).take(length).read_to_end(&mut bytes)?;
        if u64::try_from(bytes.len()).ok() != Some(length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Some((ms, bytes)))
    }

    /// Four bytes; none where there are no more.
    fn number(&mut self) -> io::Result<Option<u32>> {
        let mut bytes = Vec::with_capacity(4);
        (&mut self.from).take(4).read_to_end(&mut bytes)?;
        match <[u8; 4]>::try_from(bytes) {
            Ok(bytes) => Ok(Some(u32::from_le_bytes(bytes))),
            Err(none) if none.is_empty() => Ok(None),
            Err(_half) => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}
