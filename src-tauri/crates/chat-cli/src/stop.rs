//! Ctrl-C and SIGTERM, which counts as Ctrl-C.

use tokio_util::sync::CancellationToken;

/// Work that a signal stops: it is told by the token, and then ends by itself. The second signal
/// does not wait for that: there is no result then.
pub(crate) async fn stoppable<T>(
    stop: &CancellationToken,
    work: impl Future<Output = T>,
) -> Option<T> {
    let mut signals = Stop::listen();
    tokio::pin!(work);
    tokio::select! {
        biased;
        done = &mut work => return Some(done),
        () = signals.requested() => stop.cancel(),
    }
    tokio::select! {
        biased;
        done = work => Some(done),
        () = signals.requested() => None,
    }
}

/// Listens from its making on: a signal that comes while nobody waits is not lost.
#[derive(Debug)]
pub(crate) struct Stop {
    #[cfg(unix)]
    signals: Option<[tokio::signal::unix::Signal; 2]>,
}

impl Stop {
    /// Begins to listen. From then on the signals no longer end the process by themselves.
    pub(crate) fn listen() -> Self {
        Self {
            #[cfg(unix)]
            signals: {
                use tokio::signal::unix::{SignalKind, signal};
                let both = signal(SignalKind::interrupt())
                    .and_then(|interrupt| Ok([interrupt, signal(SignalKind::terminate())?]));
                both.ok()
            },
        }
    }

    /// Waits for the next of them. Where signals cannot be waited for, it waits for ever: the
    /// system then ends the process itself.
    pub(crate) async fn requested(&mut self) {
        #[cfg(unix)]
        match &mut self.signals {
            Some([interrupt, terminate]) => {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
            }
            None => std::future::pending().await,
        }
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
