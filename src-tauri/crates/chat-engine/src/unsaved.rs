//! Ends of turns that could not be written, kept in memory until they can be.
//!
//! It knows no disk and no clock; what is kept is bounded.

use crate::books::Books;
use crate::driver::{Job, Tape};
use crate::live::LiveTurn;
use crate::store::{EndTurn, NewTurn, Piece, StoredMessage};
use chat_core::ids::MessageId;
use chat_core::turn::Outcome;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How much of answers may be kept, in bytes; what is over it is on the screen alone.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// The end of a turn as it truly was, with everything that writes it, also into a store that
/// knows nothing of the turn.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) live: Arc<LiveTurn>,
    pub(crate) begin: NewTurn,
    pub(crate) end: EndTurn,
    pub(crate) outcome: Outcome,
    pub(crate) books: Books,
    pub(crate) started_at_ms: i64,
    /// What can be played again, if there is room for it.
    pub(crate) tape: Option<Arc<Tape>>,
}

/// What became of the end of a turn.
#[derive(Debug)]
pub(crate) enum Ended {
    /// It is stored, or nothing of the turn is to be.
    Written,
    /// It could not be written and is kept.
    Waits(Arc<Kept>),
    /// It could not be written, and there is no room to keep it.
    NoRoom,
}

impl Kept {
    /// The whole answer joins its end: what was stored of it is not relied on.
    pub(crate) fn new(
        live: &Arc<LiveTurn>,
        job: &Job,
        end: EndTurn,
        outcome: Outcome,
        tape: Option<Arc<Tape>>,
    ) -> Self {
        let progress = live.lock();
        let end = EndTurn {
            text: Some(progress.text().to_owned()),
            reasoning: Some(progress.reasoning().to_owned()),
            tail: Piece::default(),
            ..end
        };
        drop(progress);
        Self {
            live: Arc::clone(live),
            begin: job.begin.clone(),
            end,
            outcome,
            books: job.leg.books.clone(),
            started_at_ms: job.started_at_ms,
            tape,
        }
    }

    fn bytes(&self) -> usize {
        let texts = [&self.end.text, &self.end.reasoning];
        let texts = texts.into_iter().flatten().map(String::len);
        let pictures = self.end.pictures.iter().map(|one| one.base64.len());
        let tape = self.tape.as_ref().map(|tape| tape.bytes());
        texts.chain(pictures).chain(tape).sum()
    }
}

/// Everything that waits to be written.
#[derive(Debug, Default)]
pub(crate) struct Unsaved {
    kept: Mutex<HashMap<MessageId, Arc<Kept>>>,
}

impl Unsaved {
    fn lock(&self) -> MutexGuard<'_, HashMap<MessageId, Arc<Kept>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps an end, if there is room for it. What can be played again goes first.
    pub(crate) fn keep(&self, mut kept: Kept) -> Ended {
        let mut all = self.lock();
        let held: usize = all.values().map(|one| one.bytes()).sum();
        let fits = |kept: &Kept| held.saturating_add(kept.bytes()) <= MAX_BYTES;
        if !fits(&kept) {
            kept.tape = None;
        }
        if !fits(&kept) {
            return Ended::NoRoom;
        }
        let kept = Arc::new(kept);
        all.insert(kept.end.answer.clone(), Arc::clone(&kept));
        Ended::Waits(kept)
    }

    /// It is on disk, or given up.
    pub(crate) fn done(&self, answer: &MessageId) {
        self.lock().remove(answer);
    }

    /// Whether this one still waits.
    pub(crate) fn has(&self, answer: &MessageId) -> bool {
        self.lock().contains_key(answer)
    }

    /// None of it is to be written any more.
    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// An answer as it truly ended, where the store does not know yet.
    pub(crate) fn complete(&self, stored: &mut StoredMessage) {
        let Some(kept) = self.lock().get(&stored.message.id).cloned() else {
            return;
        };
        let EndTurn {
            state,
            text,
            reasoning,
            finish,
            error,
            ..
        } = kept.end.clone();
        stored.message.state = state;
        stored.message.text = text.unwrap_or_default();
        stored.message.reasoning = reasoning.unwrap_or_default();
        stored.finish = finish;
        stored.error = error;
    }
}
