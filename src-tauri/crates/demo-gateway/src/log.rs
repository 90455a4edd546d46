//! The bounded record of requests, shared by all connections. Knows nothing of HTTP.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::record::{Answered, ClosedBy, Recorded};

/// Most requests kept; older ones are dropped first.
const MAX_REQUESTS: usize = 10_000;
/// Most bytes of bodies kept over all requests.
const MAX_BODY_BYTES: usize = 64 << 20;

/// Where a record stands in the log, also after others were dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket(u64);

#[derive(Debug)]
pub(crate) struct Log {
    kept: Mutex<Kept>,
    /// Counts the changes, so that a waiter misses none.
    changes: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Kept {
    entries: VecDeque<(Ticket, Recorded)>,
    next_ticket: u64,
    body_bytes: usize,
}

impl Log {
    pub(crate) fn new() -> Self {
        Self {
            kept: Mutex::default(),
            changes: watch::Sender::new(0),
        }
    }

    pub(crate) fn add(&self, record: Recorded) -> Ticket {
        let ticket = {
            let mut kept = self.lock();
            let ticket = Ticket(kept.next_ticket);
            kept.next_ticket += 1;
            kept.body_bytes += record.body.len();
            kept.entries.push_back((ticket, record));
            while kept.entries.len() > MAX_REQUESTS || kept.body_bytes > MAX_BODY_BYTES {
                let Some((_, dropped)) = kept.entries.pop_front() else {
                    break;
                };
                kept.body_bytes = kept.body_bytes.saturating_sub(dropped.body.len());
            }
            ticket
        };
        self.changed();
        ticket
    }

    pub(crate) fn answered(&self, ticket: Ticket, answered: Answered) {
        if let Some((_, record)) = self
            .lock()
            .entries
            .iter_mut()
            .rev()
            .find(|(held, _)| *held == ticket)
        {
            record.answered = Some(answered);
        }
        self.changed();
    }

    /// Marks every request of that connection, unless its end is known already.
    pub(crate) fn closed(&self, connection: u64, by: ClosedBy) {
        let now = Instant::now();
        for (_, record) in &mut self.lock().entries {
            if record.connection == connection && record.closed_at.is_none() {
                record.closed_at = Some(now);
                record.closed_by = Some(by);
            }
        }
        self.changed();
    }

    /// Copies of all records. Their JSON is read here and not when they are kept, since a tree of
    /// values takes several times the room of its text.
    pub(crate) fn all(&self) -> Vec<Recorded> {
        let mut records: Vec<Recorded> = {
            let kept = self.lock();
            kept.entries
                .iter()
                .map(|(_, record)| record.clone())
                .collect()
        };
        for record in &mut records {
            if !record.body_truncated() {
                record.json = serde_json::from_slice(&record.body).ok();
            }
        }
        records
    }

    pub(crate) fn clear(&self) {
        let mut kept = self.lock();
        kept.entries.clear();
        kept.body_bytes = 0;
    }

    /// Waits until `enough` holds for the records or the time is over; returns them either way.
    pub(crate) async fn wait_until(
        &self,
        within: Duration,
        enough: impl Fn(&VecDeque<(Ticket, Recorded)>) -> bool,
    ) -> Vec<Recorded> {
        let mut changes = self.changes.subscribe();
        let settled = async {
            // The borrow of the lock ends before each wait.
            while !enough(&self.lock().entries) {
                if changes.changed().await.is_err() {
                    break;
                }
            }
        };
        // Late is an answer too: the caller sees what came.
        drop(tokio::time::timeout(within, settled).await);
        self.all()
    }

    fn changed(&self) {
        self.changes
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(connection: u64, body: Vec<u8>) -> Recorded {
        Recorded {
            connection,
            method: "POST".to_owned(),
            path: format!("/{connection}"),
            headers: Vec::new(),
            body_len: body.len(),
            body,
            json: None,
            received_at: Instant::now(),
            answered: None,
            closed_at: None,
            closed_by: None,
        }
    }

    #[test]
    fn only_the_connection_that_ended_is_marked_and_only_once() {
        let log = Log::new();
        for connection in [1, 2, 1] {
            log.add(record(connection, Vec::new()));
        }
        log.closed(1, ClosedBy::Peer);
        log.closed(1, ClosedBy::Server);
        let by: Vec<_> = log.all().iter().map(|record| record.closed_by).collect();
        assert_eq!(by, [Some(ClosedBy::Peer), None, Some(ClosedBy::Peer)]);
    }

    #[test]
    fn the_oldest_are_dropped_over_either_bound() {
        let log = Log::new();
        for connection in 0..MAX_REQUESTS as u64 + 5 {
            log.add(record(connection, Vec::new()));
        }
        let kept = log.all();
        assert_eq!((kept.len(), kept[0].connection), (MAX_REQUESTS, 5));

        let log = Log::new();
        for connection in 0..70 {
            log.add(record(connection, vec![b' '; 1 << 20]));
        }
        let kept = log.all();
        assert_eq!((kept.len(), kept[0].connection), (64, 6));
        log.clear();
        log.add(record(1, vec![b' '; 1 << 20]));
        assert_eq!(log.all().len(), 1);
    }

    #[test]
    fn an_answer_finds_its_request_after_others_were_dropped() {
        let log = Log::new();
        log.add(record(1, vec![0; MAX_BODY_BYTES]));
        let ticket = log.add(record(2, vec![0; 1]));
        let answered = Answered {
            status: Some(200),
            bytes: 7,
            finished: true,
        };
        log.answered(ticket, answered);
        let kept = log.all();
        assert_eq!((kept.len(), kept[0].answered), (1, Some(answered)));
    }
}
