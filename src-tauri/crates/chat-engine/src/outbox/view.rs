//! One attached window: what its page has been told, and the next message for it.

use super::fit::fitting;
use super::{FRAME, Scope, Sink};
use crate::live::{LiveTurn, cost_view};
use chat_core::usage::{Cost, Usage};
use chat_core::wire::{Event, MAX_EVENT_BYTES, MAX_UNACKED_EVENTS, RunningTurn, WaitReason};
use chat_render::Mirror;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// How many events other than patches may wait. More than that, and the page starts afresh.
const MAX_QUEUE: usize = 256;
/// Room of a patch message for what is not operations or reasoning, in bytes of JSON.
const ENVELOPE: usize = 200;
/// Most reasoning in one message, in bytes of JSON.
const REASONING: usize = 2_500;
/// With less room than this a step might not get on.
const _: () = assert!(MAX_EVENT_BYTES - ENVELOPE - REASONING >= chat_render::MIN_BUDGET);

#[derive(Debug)]
pub(super) struct View {
    pub(super) scope: Scope,
    wake: Notify,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    queue: VecDeque<Event>,
    turns: VecDeque<Seen>,
    unacked: u32,
    closed: bool,
}

#[derive(Debug)]
struct Seen {
    turn: Arc<LiveTurn>,
    mirror: Mirror,
    reasoning: usize,
    seq: u64,
    waiting: Option<(WaitReason, Option<i64>)>,
    notes: usize,
    usage: Option<(Option<Usage>, Option<Cost>)>,
}

impl View {
    pub(super) fn new(scope: Scope, turns: Vec<Arc<LiveTurn>>) -> (Self, Vec<RunningTurn>) {
        let mut running = Vec::new();
        let mut seen = VecDeque::new();
        for turn in turns {
            let now = turn.running();
            seen.push_back(Seen {
                turn,
                mirror: Mirror::from_nodes(now.nodes.clone()),
                reasoning: now.reasoning.len(),
                seq: 0,
                waiting: None,
                notes: 0,
                usage: None,
            });
            running.push(now);
        }
        // A page draws from here on; who only hears news has nothing to draw.
        let first = (scope != Scope::News).then(|| Event::Snapshot {
            turns: running.iter().map(|turn| turn.turn_id.clone()).collect(),
        });
        let state = State {
            queue: first.into_iter().collect(),
            turns: seen,
            unacked: 0,
            closed: false,
        };
        let view = Self {
            scope,
            wake: Notify::new(),
            state: Mutex::new(state),
        };
        view.wake.notify_one();
        (view, running)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn wake(&self) {
        self.wake.notify_one();
    }

    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.wake();
    }

    pub(super) fn ack(&self, count: u32) {
        let mut state = self.lock();
        state.unacked = state.unacked.saturating_sub(count);
        drop(state);
        self.wake();
    }

    pub(super) fn start(&self, turn: Arc<LiveTurn>) {
        let mut state = self.lock();
        state.tell(Event::TurnStarted {
            started: turn.started.clone(),
        });
        state.turns.push_back(Seen {
            turn,
            mirror: Mirror::new(),
            reasoning: 0,
            seq: 0,
            waiting: None,
            notes: 0,
            usage: None,
        });
        drop(state);
        self.wake();
    }

    pub(super) fn tell(&self, event: Event) {
        self.lock().tell(event);
        self.wake();
    }

    /// The next message, if there is something to tell and the page keeps up.
    fn next(&self) -> Next {
        let mut state = self.lock();
        if state.closed {
            return Next::Closed;
        }
        if state.unacked >= MAX_UNACKED_EVENTS {
            return Next::Nothing;
        }
        match state.next() {
            Some(event) => {
                if self.scope != Scope::News {
                    state.unacked += 1;
                }
                Next::Send(Box::new(event))
            }
            None => Next::Nothing,
        }
    }
}

impl State {
    fn tell(&mut self, event: Event) {
        let event = fitting(event);
        if self.queue.len() >= MAX_QUEUE {
            // The page asks for everything anew, so nothing of this is lost by dropping it.
            self.queue.clear();
            self.queue.push_back(Event::Resync);
        }
        if self.queue.back() != Some(&event) {
            self.queue.push_back(event);
        }
    }

    fn next(&mut self) -> Option<Event> {
        if let Some(event) = self.queue.pop_front() {
            return Some(event);
        }
        // Each turn in its turn, so that a busy one does not silence the others.
        for _ in 0..self.turns.len() {
            let mut seen = self.turns.pop_front()?;
            match seen.next() {
                Step::Told(event) => {
                    self.turns.push_back(seen);
                    return Some(*event);
                }
                Step::Over(event) => return Some(*event),
                Step::Nothing => self.turns.push_back(seen),
            }
        }
        None
    }
}

enum Step {
    Told(Box<Event>),
    Over(Box<Event>),
    Nothing,
}

impl Seen {
    fn next(&mut self) -> Step {
        let turn = Arc::clone(&self.turn);
        let mut progress = turn.lock();
        let turn_id = turn.started.turn_id.clone();

        // What is asked instead is told before anything of its answer.
        if let Some(note) = progress.notes().get(self.notes) {
            self.notes += 1;
            return Step::Told(Box::new(Event::TurnWaiting {
                turn_id,
                reason: WaitReason::Retry,
                until_ms: None,
                note: Some(note.clone()),
            }));
        }

        let reasoning = prefix_within(
            progress
                .shown_reasoning()
                .get(self.reasoning..)
                .unwrap_or_default(),
            REASONING,
        );
        let reasoning = reasoning.to_owned();
        let room = MAX_EVENT_BYTES - ENVELOPE - if reasoning.is_empty() { 0 } else { REASONING };
        let ops = self.mirror.step_live(progress.live(), room);
        if !ops.is_empty() || !reasoning.is_empty() {
            self.reasoning += reasoning.len();
            self.seq += 1;
            return Step::Told(Box::new(Event::TurnPatched {
                turn_id,
                seq: self.seq,
                ops,
                reasoning,
            }));
        }
        if self.waiting != progress.waiting() {
            self.waiting = progress.waiting();
            if let Some((reason, until_ms)) = self.waiting {
                return Step::Told(Box::new(Event::TurnWaiting {
                    turn_id,
                    reason,
                    until_ms,
                    note: None,
                }));
            }
        }
        if self.usage != progress.usage() {
            self.usage = progress.usage();
            if let Some((usage, cost)) = self.usage {
                let cost = cost.map(cost_view);
                return Step::Told(Box::new(Event::UsageUpdated {
                    turn_id,
                    usage,
                    cost,
                }));
            }
        }
        match progress.ended_event(&turn.started) {
            Some(event) => Step::Over(Box::new(fitting(event))),
            None => Step::Nothing,
        }
    }
}

/// The longest prefix whose JSON is at most `budget` bytes.
fn prefix_within(text: &str, budget: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += match c {
            '"' | '\\' | '\n' | '\r' | '\t' => 2,
            c if u32::from(c) < 0x20 => 6,
            c => c.len_utf8(),
        };
        if used > budget {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

enum Next {
    Send(Box<Event>),
    Nothing,
    Closed,
}

/// Carries a view's events until its window or the view is gone.
pub(super) async fn pump(view: &View, sink: &Sink) {
    loop {
        match view.next() {
            Next::Send(event) => {
                if !sink(*event) {
                    return;
                }
                tokio::time::sleep(FRAME).await;
            }
            Next::Nothing => view.wake.notified().await,
            Next::Closed => return,
        }
    }
}
