//! Whether a conversation still fits its model, and what is left out of it when the person says
//! so. Decided from the estimate alone; it never leaves anything out by itself.

use crate::estimate;
use crate::failure::{Code, Failure, grouped};
use crate::message::Role;
use crate::request::{ChatRequest, RequestMessage};

/// Leaves out the oldest turns of what is sent: a question with what follows it, up to the next
/// question. Instructions stay, and so does the last question. Tells how many were left out, fewer
/// than `turns` where there are not so many.
pub fn leave_out(messages: &mut Vec<RequestMessage>, turns: u32) -> u32 {
    let starts: Vec<usize> = messages
        .iter()
        .enumerate()
        .filter(|(_, message)| message.role == Role::User)
        .map(|(at, _)| at)
        .collect();
    let earlier = u32::try_from(starts.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let left_out = turns.min(earlier);
    let kept_from = usize::try_from(left_out)
        .ok()
        .and_then(|left_out| starts.get(left_out).copied());
    if let (1.., Some(kept_from)) = (left_out, kept_from) {
        let mut at = 0;
        messages.retain(|message| {
            let keeps = at >= kept_from || message.role == Role::System;
            at += 1;
            keeps
        });
    }
    left_out
}

/// Refuses a request that is surely too long for its model's context window, in tokens: one whose
/// lowest estimate passes it. Anything less sure is sent, the server knows better.
///
/// # Errors
/// `context_too_long`, with how many turns to leave out where that helps.
pub fn check(request: &ChatRequest, window: Option<u64>) -> Result<(), Failure> {
    let Some(window) = window.filter(|window| *window > 0) else {
        return Ok(());
    };
    let tokens = estimate::request(request);
    if tokens.low <= window {
        return Ok(());
    }
    let (sent, limit) = (grouped(tokens.likely), grouped(window));
    let message = format!("This chat no longer fits: about {sent} of {limit} tokens.");
    let failure = Failure::new(Code::ContextTooLong, message);
    let others = "choose a model with a larger context, or start a new chat.";
    Err(match fewest(request, window) {
        Some(turns) => {
            let oldest = match turns {
                1 => "turn".to_owned(),
                more => format!("{more} turns"),
            };
            failure
                .with_action(format!("Leave out the oldest {oldest}, {others}"))
                .with_command(format!(
                    "Leave out the oldest {oldest} (--leave-out {turns}), {others}"
                ))
        }
        None => {
            failure.with_action("Ask something shorter, or choose a model with a larger context.")
        }
    })
}

/// The fewest turns without which the rest likely fits; none where the last question alone does
/// not.
pub fn fewest(request: &ChatRequest, window: u64) -> Option<u32> {
    let fits = |turns: u32| {
        let mut rest = request.clone();
        let left_out = leave_out(&mut rest.messages, turns);
        (estimate::request(&rest).likely <= window, left_out)
    };
    let (all_fits, most) = fits(u32::MAX);
    if !all_fits || most == 0 {
        return None;
    }
    // The more is left out, the less is sent: the border is found by halves.
    let (mut too_few, mut enough) = (0, most);
    while too_few + 1 < enough {
        let middle = u32::midpoint(too_few, enough);
        if fits(middle).0 {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    Some(enough)
}
