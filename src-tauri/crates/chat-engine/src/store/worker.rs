//! A thread that owns one SQLite connection and does one job at a time.
//!
//! After an error of the disk the connection is made anew before the next job: what the system said
//! it could not write it may have forgotten, and a sync that then succeeds proves nothing.
//! It knows nothing of tables. Its queue is bounded: an asker waits for room without blocking the
//! async runtime.

use super::error::Fault;
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{fmt, io, thread};
use tokio::sync::{mpsc, oneshot};

/// How many jobs may wait.
const QUEUE: usize = 64;

/// Tells whether the disk failed.
type Job = Box<dyn FnOnce(Ready<'_>) -> bool + Send>;

/// What a job gets to work on: the connection, or why there is none.
type Ready<'a> = Result<&'a mut Connection, Fault>;

/// Makes the connection anew after an error of the disk, with everything written once more that may
/// not have arrived.
pub(super) type Renew = Box<dyn FnMut() -> Result<Connection, Fault> + Send>;

enum Order {
    Run(Job),
    Close(oneshot::Sender<()>),
}

/// The thread ended, or the job broke.
pub(super) struct Gone;

/// A handle on the thread; the last one dropped ends it.
#[derive(Clone)]
pub(super) struct Worker {
    orders: mpsc::Sender<Order>,
}

impl fmt::Debug for Worker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").finish_non_exhaustive()
    }
}

impl Worker {
    /// Starts the thread. `farewell` runs on the connection when it is closed in order; without
    /// `renew` it stays as it is after errors.
    pub(super) fn start(
        name: &str,
        connection: Connection,
        renew: Option<Renew>,
        farewell: fn(&Connection),
    ) -> io::Result<Self> {
        let (orders, inbox) = mpsc::channel(QUEUE);
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || work(connection, renew, inbox, farewell))?;
        Ok(Self { orders })
    }

    /// Does a job on the connection. It is done even when the caller stops waiting.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Connection) -> Result<T, Fault> + Send + 'static,
    ) -> Result<Result<T, Fault>, Gone> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |ready| {
            let done = ready.and_then(job);
            let failed = done.as_ref().is_err_and(Fault::is_of_disk);
            // The asker may have gone; the work is done all the same.
            reply.send(done).ok();
            failed
        });
        self.orders.send(Order::Run(job)).await.map_err(|_| Gone)?;
        answer.await.map_err(|_| Gone)
    }

    /// Does what waits, closes the connection and ends the thread. Closing twice is harmless.
    pub(super) async fn close(&self) {
        let (reply, closed) = oneshot::channel();
        if self.orders.send(Order::Close(reply)).await.is_ok() {
            closed.await.ok();
        }
    }
}

fn work(
    connection: Connection,
    mut renew: Option<Renew>,
    mut inbox: mpsc::Receiver<Order>,
    farewell: fn(&Connection),
) {
    let mut connection = Some(connection);
    while let Some(order) = inbox.blocking_recv() {
        match order {
            Order::Run(job) => {
                let ready = ready(&mut connection, renew.as_mut());
                // A job that panics has rolled its transaction back while unwinding and dropped its
                // reply: its asker learns of it, the others go on.
                match catch_unwind(AssertUnwindSafe(|| job(ready))) {
                    Ok(true) if renew.is_some() => connection = None,
                    Ok(_) => {}
                    Err(_) => tracing::error!("a job of the store panicked"),
                }
            }
            Order::Close(reply) => {
                inbox.close();
                part(connection.take(), farewell);
                reply.send(()).ok();
                return;
            }
        }
    }
    part(connection, farewell);
}

fn ready<'a>(connection: &'a mut Option<Connection>, renew: Option<&mut Renew>) -> Ready<'a> {
    if connection.is_none()
        && let Some(renew) = renew
    {
        *connection = Some(renew()?);
    }
    // It is missing only where it can be made anew.
    connection.as_mut().ok_or(Fault::Ended)
}

fn part(connection: Option<Connection>, farewell: fn(&Connection)) {
    if let Some(connection) = connection {
        farewell(&connection);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panicking_job_ends_alone() {
        let worker =
            Worker::start("t", Connection::open_in_memory().unwrap(), None, |_| ()).unwrap();
        let broken = worker.run::<()>(|_| panic!("on purpose")).await;
        assert!(broken.is_err());
        let answer = worker
            .run(|db| Ok(db.query_row("SELECT 2", [], |row| row.get::<_, i64>(0))?))
            .await;
        assert!(matches!(answer, Ok(Ok(2))));
        worker.close().await;
        worker.close().await;
        assert!(worker.run(|_| Ok(())).await.is_err());
    }

    fn disk_failed() -> Fault {
        let code = rusqlite::ffi::SQLITE_IOERR_FSYNC;
        Fault::Sql(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(code),
            None,
        ))
    }

    /// Mutation seen to fail: `believed` in `xtask/scripts/mutations.py`.
    #[tokio::test]
    async fn after_an_error_of_the_disk_nothing_goes_on_over_the_old_connection() {
        let numbered = |number: i64| {
            let db = Connection::open_in_memory().unwrap();
            db.pragma_update(None, "user_version", number).unwrap();
            db
        };
        let mut times = 0;
        let renew: Renew = Box::new(move || {
            times += 1;
            // Once the disk fails while it is made, too.
            if times == 1 {
                Err(disk_failed())
            } else {
                Ok(numbered(7))
            }
        });
        let worker = Worker::start("t", numbered(1), Some(renew), |_| ()).unwrap();
        let which = || {
            worker.run(|db| {
                Ok(db.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))?)
            })
        };
        assert!(matches!(which().await, Ok(Ok(1))));
        let failed = worker.run::<()>(|_| Err(disk_failed())).await;
        assert!(matches!(failed, Ok(Err(_))));
        let refused = which().await;
        assert!(
            matches!(refused, Ok(Err(_))),
            "it is not done where nothing can be relied on"
        );
        assert!(matches!(which().await, Ok(Ok(7))), "made anew");
        worker.close().await;
    }
}
