//! Writes HTTP/1.1 responses byte by byte and counts them. Knows nothing of what they say.

use std::fmt::Write as _;
use std::io;

use tokio::io::AsyncWriteExt;
use tokio::net::tcp::WriteHalf;

use crate::record::Answered;

/// How the end of a body is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    Length(usize),
    /// Pieces of unknown number; to an HTTP/1.0 peer this becomes [`Body::UntilClose`].
    Chunked,
    UntilClose,
}

/// What becomes of the connection after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The response is complete and the connection may carry another one.
    Keep,
    /// FIN.
    Close,
    /// RST.
    Reset,
}

/// One response on its way out.
///
/// It lives outside the future that writes it, so that what was sent is known after that future
/// was dropped because the peer went away.
#[derive(Debug)]
pub(crate) struct Wire<'a, 'b> {
    out: &'a mut WriteHalf<'b>,
    http_1_0: bool,
    request_id: &'a str,
    body: Body,
    status: Option<u16>,
    bytes: u64,
    complete: bool,
}

impl<'a, 'b> Wire<'a, 'b> {
    pub(crate) fn new(out: &'a mut WriteHalf<'b>, http_1_0: bool, request_id: &'a str) -> Self {
        Self {
            out,
            http_1_0,
            request_id,
            body: Body::Length(0),
            status: None,
            bytes: 0,
            complete: false,
        }
    }

    /// Starts the response.
    pub(crate) async fn head(
        &mut self,
        status: u16,
        headers: &[(&str, &str)],
        body: Body,
    ) -> io::Result<()> {
        self.body = if body == Body::Chunked && self.http_1_0 {
            Body::UntilClose
        } else {
            body
        };
        self.status = Some(status);
        let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(status));
        // Writing to a String cannot fail, so its result is let go.
        for (name, value) in headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let _ = write!(head, "x-request-id: {}\r\n", self.request_id);
        match self.body {
            Body::Length(length) => {
                let _ = write!(head, "content-length: {length}\r\n");
            }
            Body::Chunked => head.push_str("transfer-encoding: chunked\r\n"),
            Body::UntilClose => head.push_str("connection: close\r\n"),
        }
        head.push_str("\r\n");
        self.raw(head.as_bytes()).await
    }

    /// Sends a piece of the body, as exactly one chunk where the body is chunked.
    pub(crate) async fn piece(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self.body {
            // An empty chunk would end the body.
            Body::Chunked if bytes.is_empty() => Ok(()),
            Body::Chunked => {
                let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
                chunk.extend_from_slice(bytes);
                chunk.extend_from_slice(b"\r\n");
                self.raw(&chunk).await
            }
            Body::Length(_) | Body::UntilClose => self.raw(bytes).await,
        }
    }

    /// Ends the body the way its head promised, and says what follows for the connection.
    pub(crate) async fn finish(&mut self) -> io::Result<End> {
        if self.body == Body::Chunked {
            self.raw(b"0\r\n\r\n").await?;
        }
        self.complete = true;
        Ok(if self.body == Body::UntilClose {
            End::Close
        } else {
            End::Keep
        })
    }

    /// What was sent until now.
    pub(crate) fn answered(&self) -> Answered {
        Answered {
            status: self.status,
            bytes: self.bytes,
            finished: self.complete,
        }
    }

    async fn raw(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let written = self.out.write(bytes).await?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            self.bytes += written as u64;
            bytes = bytes.get(written..).unwrap_or_default();
        }
        Ok(())
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        307 => "Temporary Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        529 => "Site Overloaded",
        _ => "Status",
    }
}
