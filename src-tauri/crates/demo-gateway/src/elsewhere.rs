//! The other port that the scenario `redirect` points to: it records who follows, key and all.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::OnceCell;
use tokio::task::JoinHandle;

use crate::Recorded;
use crate::connection::record;
use crate::log::Log;
use crate::reply::Reply;
use crate::request::Inbox;
use crate::wire::Wire;

/// How long a visitor may take to say what it wants, while others wait.
const PATIENCE: Duration = Duration::from_secs(2);

/// Opened on the first redirect, so that a plain demo has one port only.
pub(crate) struct Elsewhere {
    log: Arc<Log>,
    open: OnceCell<(u16, JoinHandle<()>)>,
}

impl Elsewhere {
    pub(crate) fn new() -> Self {
        Self {
            log: Arc::new(Log::new()),
            open: OnceCell::new(),
        }
    }

    pub(crate) fn requests(&self) -> Vec<Recorded> {
        self.log.all()
    }

    /// The port, listening from now on.
    pub(crate) async fn port(&self) -> io::Result<u16> {
        let open = self.open.get_or_try_init(|| async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
            let port = listener.local_addr()?.port();
            io::Result::Ok((port, tokio::spawn(listen(listener, Arc::clone(&self.log)))))
        });
        open.await.map(|(port, _)| *port)
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        if let Some((_, listening)) = self.open.get() {
            listening.abort();
        }
    }
}

/// One connection after the other, one request each: nobody is expected here.
async fn listen(listener: TcpListener, log: Arc<Log>) {
    let mut connection = 0;
    while let Ok((mut stream, _)) = listener.accept().await {
        connection += 1;
        let (mut reader, mut writer) = stream.split();
        let mut inbox = Inbox::default();
        let visit = tokio::time::timeout(PATIENCE, inbox.next(&mut reader, &mut writer));
        if let Ok(Ok(request)) = visit.await {
            let ticket = log.add(record(connection, &request));
            let mut wire = Wire::new(&mut writer, true, "elsewhere");
            // The visit is recorded whether or not the visitor stays for the answer.
            drop(
                Reply::text(200, "text/plain", "You followed a redirect.\n")
                    .send(&mut wire)
                    .await,
            );
            log.answered(ticket, wire.answered());
        }
    }
}
