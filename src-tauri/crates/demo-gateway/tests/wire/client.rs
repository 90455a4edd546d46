//! A small HTTP and SSE client written from the standards, so that the server is not tested with
//! its own code.

use std::io;
use std::time::Duration;

use demo_gateway::{Gateway, Options, Pace, start};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Far longer than anything on loopback takes; a test that waits so long has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// How a body ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyEnd {
    /// As its head promised.
    Complete,
    /// FIN before that.
    Closed,
    /// RST.
    Reset,
    /// Neither, for a while.
    Open,
}

#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
}

impl Head {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(held, _)| held == name)
            .map(|(_, value)| value.as_str())
    }
}

#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) head: Head,
    /// The chunks of a chunked body, else the body as one piece.
    pub(crate) chunks: Vec<Vec<u8>>,
    pub(crate) end: BodyEnd,
}

impl Response {
    pub(crate) fn body(&self) -> Vec<u8> {
        self.chunks.concat()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body()).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body()).unwrap_or_else(|error| {
            panic!(
                "no JSON ({error}): {}",
                self.text().chars().take(400).collect::<String>()
            )
        })
    }

    /// The events of an SSE body whose data is JSON.
    pub(crate) fn chunks_json(&self) -> Vec<Value> {
        events(&self.body())
            .iter()
            .filter_map(|event| serde_json::from_slice(event.as_bytes()).ok())
            .collect()
    }

    /// All `delta.content` strings, joined.
    pub(crate) fn answer(&self) -> String {
        deltas(&self.chunks_json(), "content")
    }
}

pub(crate) fn deltas(chunks: &[Value], field: &str) -> String {
    chunks
        .iter()
        .filter_map(|chunk| chunk["choices"][0]["delta"][field].as_str())
        .collect()
}

/// The data of each event of a complete SSE body (WHATWG rules; invalid UTF-8 is replaced).
pub(crate) fn events(body: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(body);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut events = Vec::new();
    let mut data: Vec<&str> = Vec::new();
    // A last line without its end is no line yet.
    let lines = text.rsplit_once('\n').map_or("", |(lines, _)| lines);
    for line in lines.split('\n') {
        if line.is_empty() {
            if !data.is_empty() {
                events.push(data.join("\n"));
            }
            data.clear();
        } else if let Some(value) = line.strip_prefix("data:") {
            data.push(value.strip_prefix(' ').unwrap_or(value));
        }
    }
    events
}

pub(crate) struct Client {
    stream: TcpStream,
    bytes: Vec<u8>,
}

impl Client {
    pub(crate) async fn connect(gateway: &Gateway) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", gateway.port()))
            .await
            .unwrap();
        Self {
            stream,
            bytes: Vec::new(),
        }
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    pub(crate) async fn send(&mut self, method: &str, path: &str, headers: &str, body: &[u8]) {
        let length = body.len();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\n{headers}content-length: {length}\r\n\r\n"
        );
        self.write(&[head.as_bytes(), body].concat()).await;
    }

    pub(crate) async fn chat(&mut self, body: &Value) {
        self.send(
            "POST",
            "/v1/chat/completions",
            "",
            body.to_string().as_bytes(),
        )
        .await;
    }

    async fn fill(&mut self) -> io::Result<usize> {
        timeout(PATIENCE, self.stream.read_buf(&mut self.bytes))
            .await
            .expect("silence")
    }

    async fn line(&mut self) -> Result<String, BodyEnd> {
        loop {
            if let Some(at) = self.bytes.windows(2).position(|pair| pair == b"\r\n") {
                let line: Vec<u8> = self.bytes.drain(..at + 2).collect();
                return Ok(String::from_utf8(line).unwrap().trim_end().to_owned());
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> Result<(), BodyEnd> {
        match self.fill().await {
            Ok(0) => Err(BodyEnd::Closed),
            Ok(_) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => Err(BodyEnd::Reset),
            Err(error) => panic!("{error}"),
        }
    }

    async fn exactly(&mut self, length: usize) -> Result<Vec<u8>, BodyEnd> {
        while self.bytes.len() < length {
            self.more().await?;
        }
        Ok(self.bytes.drain(..length).collect())
    }

    pub(crate) async fn head(&mut self) -> Result<Head, BodyEnd> {
        let status = self.line().await?;
        let status = status.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = Vec::new();
        loop {
            let line = self.line().await?;
            let Some((name, value)) = line.split_once(": ") else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        Ok(Head { status, headers })
    }

    /// One chunk of a chunked body; `None` at its end.
    pub(crate) async fn chunk(&mut self) -> Result<Option<Vec<u8>>, BodyEnd> {
        let size = usize::from_str_radix(&self.line().await?, 16).unwrap();
        let chunk = self.exactly(size).await?;
        assert_eq!(self.line().await?, "");
        Ok((size > 0).then_some(chunk))
    }

    /// A whole response, however it ends.
    pub(crate) async fn response(&mut self) -> Response {
        let head = self.head().await.expect("a head");
        let mut chunks = Vec::new();
        let end = if head.header("transfer-encoding") == Some("chunked") {
            loop {
                match self.chunk().await {
                    Ok(Some(chunk)) => chunks.push(chunk),
                    Ok(None) => break BodyEnd::Complete,
                    Err(end) => break end,
                }
            }
        } else if let Some(length) = head.header("content-length") {
            match self.exactly(length.parse().unwrap()).await {
                Ok(body) => {
                    chunks.push(body);
                    BodyEnd::Complete
                }
                Err(end) => {
                    chunks.push(std::mem::take(&mut self.bytes));
                    end
                }
            }
        } else {
            loop {
                match self.more().await {
                    Ok(()) => {}
                    Err(BodyEnd::Closed) => break BodyEnd::Complete,
                    Err(end) => break end,
                }
            }
        };
        if head.header("content-length").is_none() && head.header("transfer-encoding").is_none() {
            chunks.push(std::mem::take(&mut self.bytes));
        }
        Response { head, chunks, end }
    }

    /// What happens on the socket within that time, besides what was read already.
    pub(crate) async fn state(&mut self, within: Duration) -> BodyEnd {
        match timeout(within, self.stream.read_buf(&mut self.bytes)).await {
            Err(_) | Ok(Ok(1..)) => BodyEnd::Open,
            Ok(Ok(0)) => BodyEnd::Closed,
            Ok(Err(_)) => BodyEnd::Reset,
        }
    }
}

/// A server without pauses.
pub(crate) async fn gateway() -> Gateway {
    start(Options {
        pace: Pace::None,
        ..Options::default()
    })
    .await
    .unwrap()
}

pub(crate) fn question(scenario: &str, text: &str, stream: bool) -> Value {
    let model = match scenario {
        "" => "demo".to_owned(),
        name => format!("scenario:{name}"),
    };
    json!({ "model": model, "stream": stream, "messages": [{ "role": "user", "content": text }] })
}

/// One question over a connection of its own.
pub(crate) async fn ask(gateway: &Gateway, scenario: &str, text: &str) -> Response {
    send(gateway, &question(scenario, text, true)).await
}

pub(crate) async fn send(gateway: &Gateway, body: &Value) -> Response {
    let mut client = Client::connect(gateway).await;
    client.chat(body).await;
    client.response().await
}
