//! Plays a recorded reply: the same bytes through the same decoder and the same machine.

use super::{Frames, Recorded};
use crate::answer::Answer;
use chat_core::dialect::Upstream;
use chat_core::failure::{Failure, Reply, RetryPolicy, classify};
use chat_core::fallback::Target;
use chat_core::turn::{Effect, Input, Outcome, Output, Plan, Renewal, Turn, What};
use chat_core::wire::Timeouts;
use std::io;

/// What a recording came to.
#[derive(Debug)]
pub(crate) struct Played {
    /// The text that was shown.
    pub(crate) text: String,
    /// The reasoning that was shown.
    pub(crate) reasoning: String,
    /// How it ended.
    pub(crate) outcome: Option<Outcome>,
}

/// Plays it. `model` is the one that was asked; `show` gets what is shown, with its milliseconds since
/// the reply's head; false from it stops.
pub(crate) fn play(
    recorded: &Recorded,
    model: &str,
    mut show: impl FnMut(u32, &Output) -> bool,
) -> io::Result<Played> {
    let upstream = Upstream::from(recorded.upstream.clone());
    let mut player = Player {
        turn: Turn::new(plan(upstream.clone(), model)),
        answer: Answer::new(recorded.dialect, upstream.clone()),
        played: Played {
            text: String::new(),
            reasoning: String::new(),
            outcome: None,
        },
        closed: false,
        stopped: false,
        show: &mut show,
    };
    player.tell(0, vec![What::Start]);
    if recorded.is_refusal() {
        let failure = refusal(recorded, &upstream, model)?;
        player.tell(0, vec![What::Failed(failure)]);
        return Ok(player.played);
    }
    let status = recorded.status;
    player.tell(0, vec![What::Opened { status }]);
    let mut frames = Frames::of(&recorded.body)?;
    let mut last = 0;
    while !player.closed && !player.stopped {
        let Some((ms, bytes)) = frames.next()? else {
            break;
        };
        last = ms;
        let mut news = Vec::new();
        player.answer.push(&bytes, &mut news);
        player.tell(ms, news);
    }
    if !player.closed && !player.stopped {
        player.conclude(last, recorded.whole);
    }
    Ok(player.played)
}

/// What a reply that is no answer means.
fn refusal(recorded: &Recorded, upstream: &Upstream, model: &str) -> io::Result<Failure> {
    let mut body = Vec::new();
    let mut frames = Frames::of(&recorded.body)?;
    while let Some((_, bytes)) = frames.next()? {
        body.extend(bytes);
    }
    let header = |name: &str| recorded.headers.get(name).map(String::as_str);
    let reply = Reply {
        status: recorded.status,
        header: &header,
        body: &body,
        now_ms: recorded.at_ms,
        model,
    };
    Ok(classify(&reply, upstream))
}

struct Player<'a> {
    turn: Turn,
    answer: Answer,
    played: Played,
    closed: bool,
    stopped: bool,
    show: &'a mut dyn FnMut(u32, &Output) -> bool,
}

impl Player<'_> {
    fn tell(&mut self, ms: u32, news: Vec<What>) {
        for what in news {
            for effect in self.turn.handle(Input::new(u64::from(ms), what)) {
                self.perform(ms, effect);
            }
        }
    }

    fn conclude(&mut self, ms: u32, whole: bool) {
        let mut news = Vec::new();
        self.answer.finish(whole, &mut news);
        self.closed = true;
        self.tell(ms, news);
    }

    fn perform(&mut self, ms: u32, effect: Effect) {
        match effect {
            Effect::Show(output) => {
                match &output {
                    Output::Text(text) => self.played.text.push_str(text),
                    Output::Reasoning(text) => self.played.reasoning.push_str(text),
                    Output::ToolCall { .. }
                    | Output::Waiting { .. }
                    | Output::Note(_)
                    | Output::Usage { .. } => {}
                }
                self.stopped |= !(self.show)(ms, &output);
            }
            Effect::Conclude => self.conclude(ms, true),
            Effect::Close => self.closed = true,
            Effect::Finish(outcome) => self.played.outcome = Some(*outcome),
            // There is nobody to ask, and nothing to save.
            Effect::Admit
            | Effect::Renew { .. }
            | Effect::LeaveOut(_)
            | Effect::Prepare(_)
            | Effect::Open { .. }
            | Effect::Save { .. } => {}
        }
    }
}

/// A turn that asks once and takes what comes, however long that took.
fn plan(upstream: Upstream, model: &str) -> Plan {
    Plan {
        target: Target {
            connection: String::new(),
            model: model.to_owned(),
        },
        alternatives: Vec::new(),
        optional: Vec::new(),
        timeouts: Timeouts {
            connect_ms: 0,
            first_byte_ms: 0,
            idle_ms: 0,
        },
        retry: RetryPolicy {
            max_repeats: 0,
            may_wait: false,
        },
        seed: 0,
        upstream,
        admission: None,
        renewal: Renewal::Never,
    }
}
