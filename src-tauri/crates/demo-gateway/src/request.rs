//! Reads HTTP/1.1 requests from a socket, within bounds. Knows nothing of what they ask for.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{ReadHalf, WriteHalf};

const MAX_HEAD: usize = 64 << 10;
const MAX_BODY: usize = 32 << 20;
const MAX_HEADERS: usize = 128;
/// A chunk's size line, or a line of trailers.
const MAX_LINE: usize = 8 << 10;
/// What may arrive ahead of time while an answer is under way.
const MAX_AHEAD: usize = 1 << 20;

#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// HTTP/1.0 peers understand neither chunks nor keep-alive.
    pub(crate) http_1_0: bool,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(held, _)| held.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn wants_close(&self) -> bool {
        self.http_1_0
            || self
                .header("connection")
                .is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }
}

#[derive(Debug)]
pub(crate) enum ReadFailure {
    /// The peer closed or reset the connection: between requests that is the usual end.
    Closed,
    HeadTooLarge,
    /// Holds the head, so that the refusal can be recorded.
    BodyTooLarge(Box<Request>),
    Malformed,
}

impl From<io::Error> for ReadFailure {
    fn from(_: io::Error) -> Self {
        Self::Closed
    }
}

/// The bytes of one connection that were read and not yet used.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    bytes: Vec<u8>,
}

impl Inbox {
    async fn fill(&mut self, reader: &mut ReadHalf<'_>) -> Result<(), ReadFailure> {
        if reader.read_buf(&mut self.bytes).await? == 0 {
            return Err(ReadFailure::Closed);
        }
        Ok(())
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        let rest = self.bytes.split_off(length.min(self.bytes.len()));
        std::mem::replace(&mut self.bytes, rest)
    }

    /// Returns once the peer has closed or reset the connection; keeps what it sends meanwhile.
    /// A half-closed socket counts as closed, which is what an HTTP client means by it.
    pub(crate) async fn until_closed(&mut self, reader: &mut ReadHalf<'_>) {
        while self.bytes.len() < MAX_AHEAD {
            if self.fill(reader).await.is_err() {
                return;
            }
        }
    }

    /// Reads and drops what a refused peer still sends, so that it gets to read the refusal.
    pub(crate) async fn drain(&mut self, reader: &mut ReadHalf<'_>) {
        loop {
            self.bytes.clear();
            if self.fill(reader).await.is_err() {
                return;
            }
        }
    }

    /// Reads the next request. Cancelling it loses nothing that was not being waited for.
    pub(crate) async fn next(
        &mut self,
        reader: &mut ReadHalf<'_>,
        writer: &mut WriteHalf<'_>,
    ) -> Result<Request, ReadFailure> {
        let mut request = loop {
            if let Some((request, used)) = parse_head(&self.bytes)? {
                self.take(used);
                break request;
            }
            if self.bytes.len() >= MAX_HEAD {
                return Err(ReadFailure::HeadTooLarge);
            }
            self.fill(reader).await?;
        };
        let chunked = request
            .header("transfer-encoding")
            .is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
        let length = match request
            .header("content-length")
            .map(|value| value.trim().parse())
        {
            None => 0_u64,
            Some(Ok(length)) => length,
            Some(Err(_)) => return Err(ReadFailure::Malformed),
        };
        if !chunked && length > MAX_BODY as u64 {
            return Err(ReadFailure::BodyTooLarge(Box::new(request)));
        }
        let waits = request
            .header("expect")
            .is_some_and(|value| value.eq_ignore_ascii_case("100-continue"));
        if waits && (chunked || length > 0) {
            writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        }
        if chunked {
            match self.chunked_body(reader).await? {
                Some(body) => request.body = body,
                None => return Err(ReadFailure::BodyTooLarge(Box::new(request))),
            }
        } else {
            let length = usize::try_from(length).unwrap_or(usize::MAX);
            while self.bytes.len() < length {
                self.fill(reader).await?;
            }
            request.body = self.take(length);
        }
        Ok(request)
    }

    /// `None` when the body is over the limit.
    async fn chunked_body(
        &mut self,
        reader: &mut ReadHalf<'_>,
    ) -> Result<Option<Vec<u8>>, ReadFailure> {
        let mut body = Vec::new();
        loop {
            let line = self.line(reader).await?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| ReadFailure::Malformed)?;
            if size == 0 {
                // Trailers, up to the blank line.
                while !self.line(reader).await?.is_empty() {}
                return Ok(Some(body));
            }
            if body.len().saturating_add(size) > MAX_BODY {
                return Ok(None);
            }
            while self.bytes.len() < size {
                self.fill(reader).await?;
            }
            body.extend_from_slice(&self.take(size));
            if !self.line(reader).await?.is_empty() {
                return Err(ReadFailure::Malformed);
            }
        }
    }

    async fn line(&mut self, reader: &mut ReadHalf<'_>) -> Result<String, ReadFailure> {
        loop {
            if let Some(end) = self.bytes.iter().position(|byte| *byte == b'\n') {
                let line = self.take(end + 1);
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            if self.bytes.len() > MAX_LINE {
                return Err(ReadFailure::Malformed);
            }
            self.fill(reader).await?;
        }
    }
}

/// The head, and how many bytes it took; `None` while it is not complete.
fn parse_head(bytes: &[u8]) -> Result<Option<(Request, usize)>, ReadFailure> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut head = httparse::Request::new(&mut headers);
    let used = match head.parse(bytes) {
        Ok(httparse::Status::Complete(used)) => used,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(httparse::Error::TooManyHeaders) => return Err(ReadFailure::HeadTooLarge),
        Err(_) => return Err(ReadFailure::Malformed),
    };
    if used > MAX_HEAD {
        return Err(ReadFailure::HeadTooLarge);
    }
    let request = Request {
        method: head.method.unwrap_or_default().to_owned(),
        target: head.path.unwrap_or_default().to_owned(),
        headers: head
            .headers
            .iter()
            .map(|header| {
                (
                    header.name.to_owned(),
                    String::from_utf8_lossy(header.value).into_owned(),
                )
            })
            .collect(),
        body: Vec::new(),
        http_1_0: head.version == Some(0),
    };
    Ok(Some((request, used)))
}
