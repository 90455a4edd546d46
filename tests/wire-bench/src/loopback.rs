//! The whole way over loopback HTTP: our transport, framing and decoder beside `async-openai`.

use crate::bytes;
use crate::memory::{decoder, text};
use crate::table::{Goal, Table, median};
use async_openai::Client;
use async_openai::config::OpenAIConfig;
use async_openai::types::chat::{
    ChatCompletionRequestUserMessageArgs, CreateChatCompletionRequestArgs,
};
use chat_engine::sse::Framer;
use chat_engine::transport::{Request, Transport, Via};
use futures::StreamExt;
use std::sync::Arc;
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const ROUNDS: usize = 5;

/// The head of every answer here: it ends with the connection.
pub const HEAD: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";

/// The rows over loopback.
pub async fn rows(table: &mut Table) {
    let stream = Arc::new(bytes::ordinary());
    let origin = serve(Arc::clone(&stream));
    let transport = Transport::new();
    let client = Client::with_config(
        OpenAIConfig::new()
            .with_api_base(format!("{origin}/v1"))
            .with_api_key("bench-key"),
    );
    let (mut ours_took, mut others_took) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let from = Instant::now();
        let read = ours(&transport, &origin).await;
        ours_took.push(from.elapsed().as_secs_f64());
        let from = Instant::now();
        let other = others(&client).await;
        others_took.push(from.elapsed().as_secs_f64());
        assert_eq!(read, other, "both read the same text");
    }
    #[expect(clippy::cast_precision_loss, reason = "megabytes")]
    let megabytes = stream.len() as f64 / 1e6;
    let (ours, others) = (median(ours_took), median(others_took));
    table.row(
        "the same over loopback HTTP | async-openai",
        megabytes / ours,
        megabytes / others,
        "MB/s",
        others / ours,
        Goal::AtLeast(4.0),
    );
}

/// Reads a request's head and its body.
pub async fn read_request(socket: &mut TcpStream) {
    let mut seen = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = socket.read(&mut buffer).await.expect("a request");
        assert!(read > 0, "the client closed before its request was whole");
        seen.extend_from_slice(&buffer[..read]);
        let Some(head) = seen.windows(4).position(|end| end == b"\r\n\r\n") else {
            continue;
        };
        let length = String::from_utf8_lossy(&seen[..head])
            .lines()
            .find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length")
                    .then(|| value.trim().parse().ok())?
            })
            .unwrap_or(0_usize);
        if seen.len() >= head + 4 + length {
            return;
        }
    }
}

/// A runtime on a thread of its own, until the program ends.
pub fn apart() -> tokio::runtime::Handle {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let handle = runtime.handle().clone();
    std::thread::spawn(move || runtime.block_on(std::future::pending::<()>()));
    handle
}

fn serve(stream: Arc<Vec<u8>>) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener
        .set_nonblocking(true)
        .expect("a socket that waits for nobody");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    apart().spawn(async move {
        let listener = TcpListener::from_std(listener).expect("a listener");
        while let Ok((mut socket, _)) = listener.accept().await {
            read_request(&mut socket).await;
            socket.write_all(HEAD).await.expect("the head");
            socket.write_all(&stream).await.expect("the body");
        }
    });
    origin
}

/// A request to the server here, as the engine makes one.
pub fn request(origin: &str) -> Request {
    Request {
        url: format!("{origin}/v1/chat/completions")
            .parse()
            .expect("an address"),
        key: None,
        provider_keys: Vec::new(),
        headers: Vec::new(),
        body: Some(
            br#"{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true}"#.to_vec(),
        ),
        via: Via {
            connect_ms: 5_000,
            proxy: None,
            ca_pem: None,
        },
    }
}

async fn ours(transport: &Transport, origin: &str) -> usize {
    let mut response = transport.send(request(origin)).await.expect("an answer");
    let mut framer = Framer::new();
    let mut decoder = decoder();
    let mut read = 0;
    while let Some(piece) = response.body.next().await {
        framer
            .push(&piece.expect("a whole body"), &mut |event, data| {
                read += text(&decoder.frame(Some(event).filter(|e| !e.is_empty()), data));
            })
            .expect("no bound is met");
    }
    read + text(&decoder.finish().0)
}

async fn others(client: &Client<OpenAIConfig>) -> usize {
    let question = ChatCompletionRequestUserMessageArgs::default()
        .content("hi")
        .build()
        .expect("a message");
    let request = CreateChatCompletionRequestArgs::default()
        .model("m")
        .messages([question.into()])
        .build()
        .expect("a request");
    let mut stream = client
        .chat()
        .create_stream(request)
        .await
        .expect("an answer");
    let mut read = 0;
    while let Some(chunk) = stream.next().await {
        for choice in chunk.expect("ordinary bytes").choices {
            read += choice.delta.content.map_or(0, |text| text.len());
        }
    }
    read
}
