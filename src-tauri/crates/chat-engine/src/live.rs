//! A running turn as everyone in this process sees it: its text so far, and who waits for more.
//!
//! The driver adds, faces follow at their own pace; a slow face holds nothing up, because what it
//! has not read yet is only a place in the one copy of the answer. It knows no window and no disk.

use crate::driver::TurnEvent;
use chat_core::dialect::Picture;
use chat_core::receipt::Receipt;
use chat_core::turn::{Outcome, Output, Thinking};
use chat_core::usage::{Cost, Usage};
use chat_core::visible::push_visible;
use chat_core::wire::{
    AnswerFacts, AttemptView, CostView, Event, FileView, RunningTurn, StartedTurn, UserError,
    WaitReason,
};
use chat_render::Live;
use futures::Stream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// Who asked; decides which windows a turn is shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Face {
    /// The main window.
    Chat,
    /// The quick-ask window.
    Quick,
    /// The command line.
    Cli,
}

/// A running turn.
#[derive(Debug)]
pub(crate) struct LiveTurn {
    pub(crate) started: StartedTurn,
    pub(crate) face: Face,
    pub(crate) stop: CancellationToken,
    progress: Mutex<Progress>,
    changed: watch::Sender<()>,
}

#[derive(Debug, Default)]
pub(crate) struct Progress {
    log: Vec<TurnEvent>,
    live: Live,
    reasoning: String,
    /// As it may be shown, without hidden characters.
    shown_reasoning: String,
    /// On wall time, for a page that comes to it; the exact time is the machine's.
    thinking: Thinking,
    waiting: Option<(WaitReason, Option<i64>)>,
    notes: Vec<String>,
    usage: Option<(Option<Usage>, Option<Cost>)>,
    ended: Option<Arc<Outcome>>,
}

impl LiveTurn {
    pub(crate) fn new(started: StartedTurn, face: Face, stop: CancellationToken) -> Self {
        let (changed, _) = watch::channel(());
        Self {
            started,
            face,
            stop,
            progress: Mutex::default(),
            changed,
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds what the turn showed. `now_ms` is wall time, for the end of a wait.
    pub(crate) fn show(&self, output: Output, now_ms: i64) {
        let mut progress = self.lock();
        let now = u64::try_from(now_ms).unwrap_or(0);
        match output {
            Output::Text(text) => {
                progress.waiting = None;
                progress.thinking.pauses(now);
                progress.live.append(&text);
                match progress.log.last_mut() {
                    Some(TurnEvent::Text(last)) => last.push_str(&text),
                    _ => progress.log.push(TurnEvent::Text(text)),
                }
            }
            Output::Reasoning(text) => {
                progress.waiting = None;
                progress.thinking.goes_on(now);
                progress.reasoning.push_str(&text);
                push_visible(&mut progress.shown_reasoning, &text);
                match progress.log.last_mut() {
                    Some(TurnEvent::Reasoning(last)) => last.push_str(&text),
                    _ => progress.log.push(TurnEvent::Reasoning(text)),
                }
            }
            Output::ToolCall {
                id,
                name,
                arguments,
            } => {
                progress.thinking.pauses(now);
                progress.log.push(TurnEvent::ToolCall {
                    id,
                    name,
                    arguments,
                });
            }
            Output::Waiting { reason, for_ms } => {
                let until =
                    for_ms.map(|ms| now_ms.saturating_add(i64::try_from(ms).unwrap_or(i64::MAX)));
                progress.waiting = Some((reason, until));
                progress.log.push(TurnEvent::Waiting {
                    reason,
                    until_ms: until,
                });
            }
            Output::Note(text) => {
                progress.notes.push(text.clone());
                progress.log.push(TurnEvent::Note(text));
            }
            Output::Usage { usage, cost } => progress.usage = Some((usage, cost)),
        }
        drop(progress);
        self.changed.send_replace(());
    }

    /// The turn is over; its end is on disk, or could not be put there.
    pub(crate) fn end(&self, outcome: Arc<Outcome>) {
        let mut progress = self.lock();
        progress.live.finish();
        progress.waiting = None;
        progress.log.push(TurnEvent::Ended(Arc::clone(&outcome)));
        progress.ended = Some(outcome);
        drop(progress);
        self.changed.send_replace(());
    }

    /// What a fresh page needs to go on from here.
    pub(crate) fn running(&self) -> RunningTurn {
        let mut progress = self.lock();
        RunningTurn {
            turn_id: self.started.turn_id.clone(),
            conversation: self.started.conversation.clone(),
            message: self.started.message.clone(),
            model: self.started.model.clone(),
            nodes: progress.live.nodes().to_vec(),
            reasoning: progress.shown_reasoning.clone(),
            reasoning_ms: progress.thinking.spent(),
            reasoning_since_ms: progress
                .thinking
                .since()
                .and_then(|at| i64::try_from(at).ok()),
            seq: 0,
        }
    }

    /// Everything from the beginning, then what comes, to the end.
    pub(crate) fn follow(self: &Arc<Self>) -> impl Stream<Item = TurnEvent> + Send + use<> {
        struct Place {
            turn: Arc<LiveTurn>,
            changed: watch::Receiver<()>,
            entry: usize,
            offset: usize,
        }
        let place = Place {
            turn: Arc::clone(self),
            changed: self.changed.subscribe(),
            entry: 0,
            offset: 0,
        };
        futures::stream::unfold(Some(place), |place| async move {
            let mut place = place?;
            loop {
                place.changed.mark_unchanged();
                let next = place.turn.lock().read(&mut place.entry, &mut place.offset);
                match next {
                    Some(event @ TurnEvent::Ended(_)) => return Some((event, None)),
                    Some(event) => return Some((event, Some(place))),
                    None => place.changed.changed().await.ok()?,
                }
            }
        })
    }
}

impl Progress {
    fn read(&self, entry: &mut usize, offset: &mut usize) -> Option<TurnEvent> {
        loop {
            let event = self.log.get(*entry)?;
            let text = match event {
                TurnEvent::Text(text) | TurnEvent::Reasoning(text) => text,
                TurnEvent::ToolCall { .. }
                | TurnEvent::Waiting { .. }
                | TurnEvent::Note(_)
                | TurnEvent::Ended(_) => {
                    *entry += 1;
                    return Some(event.clone());
                }
            };
            let more = text.get(*offset..).unwrap_or_default();
            if !more.is_empty() {
                let more = more.to_owned();
                *offset = text.len();
                return Some(match event {
                    TurnEvent::Reasoning(_) => TurnEvent::Reasoning(more),
                    TurnEvent::Text(_)
                    | TurnEvent::ToolCall { .. }
                    | TurnEvent::Waiting { .. }
                    | TurnEvent::Note(_)
                    | TurnEvent::Ended(_) => TurnEvent::Text(more),
                });
            }
            // Only a later entry shows that a text is complete.
            if self.log.len() == *entry + 1 {
                return None;
            }
            *entry += 1;
            *offset = 0;
        }
    }

    pub(crate) fn live(&mut self) -> &mut Live {
        &mut self.live
    }

    /// The reasoning so far, exactly.
    pub(crate) fn reasoning(&self) -> &str {
        &self.reasoning
    }

    /// The reasoning so far, as it may be shown.
    pub(crate) fn shown_reasoning(&self) -> &str {
        &self.shown_reasoning
    }

    pub(crate) fn waiting(&self) -> Option<(WaitReason, Option<i64>)> {
        self.waiting
    }

    /// What was said of asking otherwise than asked for; none of it may be missed.
    pub(crate) fn notes(&self) -> &[String] {
        &self.notes
    }

    pub(crate) fn usage(&self) -> Option<(Option<Usage>, Option<Cost>)> {
        self.usage
    }

    /// The answer's text so far.
    pub(crate) fn text(&self) -> &str {
        self.live.text()
    }

    /// Whether a tool was called.
    pub(crate) fn has_tool_call(&self) -> bool {
        self.log
            .iter()
            .any(|event| matches!(event, TurnEvent::ToolCall { .. }))
    }

    /// The closing event, once the turn is over.
    pub(crate) fn ended_event(&self, started: &StartedTurn) -> Option<Event> {
        Some(self.ending(started, self.ended.as_ref()?))
    }

    /// The event of an end.
    pub(crate) fn ending(&self, started: &StartedTurn, outcome: &Outcome) -> Event {
        Event::TurnEnded {
            turn_id: started.turn_id.clone(),
            conversation: started.conversation.clone(),
            message: started.message.clone(),
            state: outcome.state,
            finish: outcome.finish,
            error: outcome.failure.as_ref().map(UserError::from),
            model: outcome
                .model
                .clone()
                .or_else(|| Some(outcome.targets.last()?.model.clone()))
                .unwrap_or_else(|| started.model.clone()),
            facts: AnswerFacts {
                asked: Some(started.model.clone()),
                provider: outcome.provider.clone(),
                usage: outcome.usage,
                cost: outcome.cost.map(cost_view),
                first_token_ms: outcome.first_token_ms,
                total_ms: Some(outcome.total_ms),
                attempts: AttemptView::all(outcome),
            },
            files: outcome.pictures.iter().filter_map(picture_view).collect(),
            receipt: Receipt::of(outcome),
            words: words(self.live.text()),
        }
    }
}

/// A picture as faces show it; none where it shows nothing.
fn picture_view(picture: &Picture) -> Option<FileView> {
    Some(FileView {
        name: String::new(),
        kind: picture.kind.media_type().to_owned(),
        bytes: u64::try_from(picture.bytes()?.len()).ok()?,
    })
}

/// A cost as faces show it.
pub fn cost_view(cost: Cost) -> CostView {
    CostView {
        usd: cost.usd.to_string(),
        basis: cost.basis,
    }
}

fn words(text: &str) -> u32 {
    u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chat_core::ids::{ConversationId, MessageId, TurnId};

    #[test]
    fn a_page_that_comes_in_the_middle_sees_no_hidden_reasoning_and_since_when_it_goes_on() {
        let started = StartedTurn {
            turn_id: TurnId::from_bits(1),
            conversation: ConversationId::from_bits(2),
            question: MessageId::from_bits(3),
            message: MessageId::from_bits(4),
            connection: "gateway".to_owned(),
            model: "m".to_owned(),
            shown: None,
        };
        let turn = LiveTurn::new(started, Face::Chat, CancellationToken::new());
        for (at, piece) in [
            (1_000, "\u{1f468}"),
            (1_100, "\u{200d}\u{1f469} pay\u{202e}lap"),
        ] {
            turn.show(Output::Reasoning(piece.to_owned()), at);
        }
        let running = turn.running();
        assert_eq!(
            running.reasoning,
            "\u{1f468}\u{200d}\u{1f469} pay⟨U+202E⟩lap"
        );
        assert_eq!(
            (running.reasoning_ms, running.reasoning_since_ms),
            (None, Some(1_000))
        );
        // What is kept for later is what came.
        assert!(turn.lock().reasoning().contains('\u{202e}'));
        turn.show(Output::Text("So".to_owned()), 1_500);
        let running = turn.running();
        assert_eq!(
            (running.reasoning_ms, running.reasoning_since_ms),
            (Some(500), None)
        );
    }
}
