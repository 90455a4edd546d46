//! A server that answers by path with fixed responses, for what the demo gateway never does.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A whole HTTP response for a path.
pub type Respond = fn(&str) -> String;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Its target.
    pub path: String,
    /// Request line and headers.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Sent {
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A running server; it ends with the test's runtime.
#[derive(Debug)]
pub struct Canned {
    /// Its address, without a path.
    pub url: String,
    seen: Arc<Mutex<Vec<Sent>>>,
}

impl Canned {
    /// Answers every request with what `respond` gives for its path.
    pub async fn start(respond: Respond) -> Self {
        Self::with(move |sent| respond(&sent.path)).await
    }

    /// Answers every request with what `respond` gives for it.
    pub async fn with(respond: impl Fn(&Sent) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Vec<Sent>>> = Arc::default();
        let kept = Arc::clone(&seen);
        let respond = Arc::new(respond);
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let (kept, respond) = (Arc::clone(&kept), Arc::clone(&respond));
                tokio::spawn(async move {
                    // Somebody may only look whether the port is open.
                    let Some(sent) = read(&mut socket).await else {
                        return;
                    };
                    kept.lock().unwrap().push(sent.clone());
                    // It may take its time.
                    let response = tokio::task::spawn_blocking(move || respond(&sent));
                    let response = response.await.unwrap();
                    let _ = socket.write_all(response.as_bytes()).await;
                    let _ = socket.shutdown().await;
                });
            }
        });
        Self { url, seen }
    }

    /// The requests so far.
    pub fn requests(&self) -> Vec<Sent> {
        self.seen.lock().unwrap().clone()
    }

    /// The paths of the requests so far.
    pub fn paths(&self) -> Vec<String> {
        self.requests().into_iter().map(|sent| sent.path).collect()
    }
}

async fn read(socket: &mut TcpStream) -> Option<Sent> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                .and_then(|(_, value)| value.trim().parse().ok())
                .unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                let path = head.split(' ').nth(1)?.to_owned();
                let body = bytes[end + 4..].to_vec();
                return Some(Sent { path, head, body });
            }
        }
        match socket.read(&mut piece).await {
            Ok(0) | Err(_) => return None,
            Ok(n) => bytes.extend_from_slice(&piece[..n]),
        }
    }
}

/// A response with a body.
pub fn response(status: &str, kind: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    )
}

/// A JSON error.
pub fn json(status: &str, body: &serde_json::Value) -> String {
    response(status, "application/json", &body.to_string())
}

/// Nothing there.
pub fn not_found() -> String {
    response("404 Not Found", "text/plain", "nothing here")
}

/// A short streamed answer.
pub fn stream() -> String {
    response(
        "200 OK",
        "text/event-stream",
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n\
         data: [DONE]\n\n",
    )
}
