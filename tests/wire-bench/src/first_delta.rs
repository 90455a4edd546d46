//! From the server's write to the first delta in hand: a raw socket beside HTTP and parsing.

use crate::bytes;
use crate::loopback::{HEAD, apart, read_request, request};
use crate::memory::{decoder, text};
use crate::table::{Goal, Table, median};
use chat_engine::sse::Framer;
use chat_engine::transport::Transport;
use futures::StreamExt;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

const ROUNDS: usize = 400;
/// The client waits in its read by then.
const BEFORE_THE_DELTA: Duration = Duration::from_millis(3);

/// The rows of the first delta.
pub async fn rows(table: &mut Table) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener
        .set_nonblocking(true)
        .expect("a socket that waits for nobody");
    let address = listener.local_addr().expect("an address");
    let origin = format!("http://{address}");
    let (wrote, mut written) = mpsc::channel(1);
    // A server is another process: its work does not stand in the way of the reader's.
    let apart = apart();
    apart.spawn(async move {
        let listener = TcpListener::from_std(listener).expect("a listener");
        while let Ok((mut socket, _)) = listener.accept().await {
            socket.set_nodelay(true).expect("no delay");
            read_request(&mut socket).await;
            socket.write_all(HEAD).await.expect("the head");
            tokio::time::sleep(BEFORE_THE_DELTA).await;
            let at = Instant::now();
            socket
                .write_all(bytes::single().as_bytes())
                .await
                .expect("the delta");
            wrote.send(at).await.expect("the bench listens");
        }
    });
    let transport = Transport::new();
    let (mut raw_took, mut ours_took) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let arrived = raw(&address.to_string()).await;
        let at = written.recv().await.expect("it wrote");
        raw_took.push((arrived - at).as_secs_f64() * 1e6);
        let arrived = ours(&transport, &origin).await;
        let at = written.recv().await.expect("it wrote");
        ours_took.push((arrived - at).as_secs_f64() * 1e6);
    }
    let (ours, raw) = (median(ours_took), median(raw_took));
    table.row(
        "first delta, p50 | a raw socket",
        ours,
        raw,
        "us",
        ours / raw,
        Goal::AtMost(2.0),
    );
}

async fn raw(address: &str) -> Instant {
    let mut socket = TcpStream::connect(address).await.expect("a connection");
    socket
        .write_all(b"GET / HTTP/1.1\r\nhost: bench\r\n\r\n")
        .await
        .expect("a request");
    let mut seen = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = socket.read(&mut buffer).await.expect("an answer");
        assert!(read > 0, "the server closed before its delta");
        seen.extend_from_slice(&buffer[..read]);
        if seen.len() > HEAD.len() {
            return Instant::now();
        }
    }
}

async fn ours(transport: &Transport, origin: &str) -> Instant {
    let mut response = transport.send(request(origin)).await.expect("an answer");
    let mut framer = Framer::new();
    let mut decoder = decoder();
    while let Some(piece) = response.body.next().await {
        let mut read = 0;
        framer
            .push(&piece.expect("bytes"), &mut |event, data| {
                read += text(&decoder.frame(Some(event).filter(|e| !e.is_empty()), data));
            })
            .expect("no bound is met");
        if read > 0 {
            return Instant::now();
        }
    }
    panic!("the stream ended before its first delta");
}
