//! One connection: request after request, and a constant eye on whether the peer is still there.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::log::{Log, Ticket};
use crate::record::{Answered, ClosedBy, Recorded};
use crate::reply::{self, Reply};
use crate::request::{Inbox, ReadFailure, Request};
use crate::routes;
use crate::server::Shared;
use crate::wire::{End, Wire};

/// Most bytes of one body that the record keeps.
const KEPT_BODY: usize = 1 << 20;
/// How long a refused peer may go on sending before the connection is closed on it.
const DRAIN: Duration = Duration::from_secs(5);
/// Before a reset, so that what was sent is read: some systems drop unread bytes on RST.
const BEFORE_RESET: Duration = Duration::from_millis(30);

/// Marks the connection's requests as closed even when the task is aborted.
struct CloseMark<'a> {
    log: &'a Log,
    connection: u64,
    by: ClosedBy,
}

impl Drop for CloseMark<'_> {
    fn drop(&mut self) {
        self.log.closed(self.connection, self.by);
    }
}

/// Serves a connection until one side ends it.
pub(crate) async fn serve(mut stream: TcpStream, connection: u64, shared: Arc<Shared>) {
    // Pieces must leave when they are written; a failure only makes them arrive in fewer packets.
    drop(stream.set_nodelay(true));
    let mut mark = CloseMark {
        log: &shared.log,
        connection,
        by: ClosedBy::Server,
    };
    let end = requests(&mut stream, connection, &shared, &mut mark.by).await;
    if end == End::Reset {
        tokio::time::sleep(BEFORE_RESET).await;
        // Without linger, dropping the socket sends RST instead of FIN.
        drop(socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)));
    }
    drop(stream);
}

async fn requests(
    stream: &mut TcpStream,
    connection: u64,
    shared: &Arc<Shared>,
    closed_by: &mut ClosedBy,
) -> End {
    let (mut reader, mut writer) = stream.split();
    let mut inbox = Inbox::default();
    loop {
        let request = match inbox.next(&mut reader, &mut writer).await {
            Ok(request) => request,
            Err(ReadFailure::Closed) => {
                *closed_by = ClosedBy::Peer;
                return End::Close;
            }
            Err(failure) => {
                let (request, refusal) = refuse(failure);
                let ticket = request.map(|request| shared.log.add(record(connection, &request)));
                let request_id = shared.ids.request();
                let mut wire = Wire::new(&mut writer, false, &request_id);
                // The connection ends here whether or not the refusal could be written.
                drop(refusal.send(&mut wire).await);
                note(shared, ticket, wire.answered());
                drop(writer.shutdown().await);
                drop(tokio::time::timeout(DRAIN, inbox.drain(&mut reader)).await);
                return End::Close;
            }
        };
        let ticket = Some(shared.log.add(record(connection, &request)));
        let request_id = shared.ids.request();
        let mut wire = Wire::new(&mut writer, request.http_1_0, &request_id);
        let end = tokio::select! {
            biased;
            () = inbox.until_closed(&mut reader) => None,
            // A failed write means the same as a failed read: nobody is there any more.
            end = routes::answer(&request, shared, &mut wire) => end.ok(),
        };
        note(shared, ticket, wire.answered());
        match end {
            None => {
                *closed_by = ClosedBy::Peer;
                return End::Close;
            }
            Some(End::Keep) if !request.wants_close() => {}
            Some(End::Reset) => return End::Reset,
            Some(End::Keep | End::Close) => {
                drop(writer.shutdown().await);
                return End::Close;
            }
        }
    }
}

fn refuse(failure: ReadFailure) -> (Option<Request>, Reply) {
    match failure {
        ReadFailure::BodyTooLarge(request) => (
            Some(*request),
            reply::too_large().with("connection", "close"),
        ),
        ReadFailure::HeadTooLarge => (None, Reply::empty(431)),
        ReadFailure::Malformed | ReadFailure::Closed => (None, Reply::empty(400)),
    }
}

fn note(shared: &Shared, ticket: Option<Ticket>, answered: Answered) {
    if let Some(ticket) = ticket {
        shared.log.answered(ticket, answered);
    }
}

pub(crate) fn record(connection: u64, request: &Request) -> Recorded {
    Recorded {
        connection,
        method: request.method.clone(),
        path: request.target.clone(),
        headers: request.headers.clone(),
        body: request.body.iter().take(KEPT_BODY).copied().collect(),
        body_len: request.body.len(),
        json: None,
        received_at: Instant::now(),
        answered: None,
        closed_at: None,
        closed_by: None,
    }
}
