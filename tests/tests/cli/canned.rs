//! A server that answers by path with fixed responses, for what the demo gateway never does.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A whole HTTP response for a path.
pub(crate) type Respond = fn(&str) -> String;

/// A running server; it ends with the test's runtime.
#[derive(Debug)]
pub(crate) struct Canned {
    pub(crate) url: String,
    paths: Arc<Mutex<Vec<String>>>,
}

impl Canned {
    /// Answers every request with what `respond` gives for its path.
    pub(crate) async fn start(respond: Respond) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let paths: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&paths);
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let seen = Arc::clone(&seen);
                tokio::spawn(async move {
                    let mut request = Vec::new();
                    let mut piece = [0; 4096];
                    while !request.windows(4).any(|w| w == b"\r\n\r\n") {
                        match socket.read(&mut piece).await {
                            Ok(0) | Err(_) => break,
                            Ok(n) => request.extend_from_slice(&piece[..n]),
                        }
                    }
                    let head = String::from_utf8_lossy(&request).into_owned();
                    let Some(path) = head.split(' ').nth(1).map(str::to_owned) else {
                        // Somebody only looked whether the port is open.
                        return;
                    };
                    seen.lock().unwrap().push(path.clone());
                    let _ = socket.write_all(respond(&path).as_bytes()).await;
                    let _ = socket.shutdown().await;
                });
            }
        });
        Self { url, paths }
    }

    /// The paths of the requests so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.paths.lock().unwrap().clone()
    }
}

/// A response with a body.
pub(crate) fn response(status: &str, kind: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    )
}

/// Nothing there.
pub(crate) fn not_found() -> String {
    response("404 Not Found", "text/plain", "nothing here")
}

/// A short streamed answer.
pub(crate) fn stream() -> String {
    response(
        "200 OK",
        "text/event-stream",
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n\
         data: [DONE]\n\n",
    )
}
