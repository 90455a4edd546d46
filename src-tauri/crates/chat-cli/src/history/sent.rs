//! `gatehouse history sent`: the request behind an answer, to the letter.

use crate::output::{self, for_terminal};
use crate::report::Ended;
use crate::words::size;
use chat_core::failure::{Code, Failure};
use chat_core::wire::{NotKept, SentRequest, WhatWasSent};
use chat_engine::Engine;

pub(super) async fn run(engine: &Engine, id: String, json: bool) -> Result<Ended, Failure> {
    let request = match engine.what_was_sent_for(id).await? {
        WhatWasSent::Kept { request } => request,
        WhatWasSent::NotKept { why } => return Err(not_kept(why)),
    };
    if json {
        return Ok(output::json(&request).into());
    }
    for line in about(&request) {
        output::note(&for_terminal(&line));
    }
    let Some(mut body) = request.body else {
        return Ok(Ended::Done);
    };
    body.push('\n');
    // Into a file or a program it goes as it was.
    let shown = if output::is_terminal() {
        output::escaped(body)
    } else {
        body
    };
    Ok(output::text(&shown).into())
}

/// What is said of it beside its body.
fn about(request: &SentRequest) -> Vec<String> {
    let mut lines = vec![format!(
        "POST {} ({}; request {} of {})",
        request.url,
        size(request.body_bytes),
        request.attempt,
        request.attempts
    )];
    if !request.headers.is_empty() {
        lines.push(format!(
            "With the headers {}; their values are not kept.",
            request.headers.join(", ")
        ));
    }
    if !request.own_keys.is_empty() {
        lines.push(format!(
            "Your keys for {} joined it on its way; they are never kept.",
            request.own_keys.join(", ")
        ));
    }
    if request.masked {
        lines.push("A key of yours stood in it; here it is ***.".to_owned());
    }
    if request.body.is_none() {
        lines.push("It was too long to be kept.".to_owned());
    }
    lines
}

fn not_kept(why: NotKept) -> Failure {
    let (sentence, action) = match why {
        NotKept::NothingSent => (
            "Nothing was sent for that answer.",
            "It was a kept answer, or ended before anything went out.",
        ),
        NotKept::Running => (
            "That answer has not ended yet.",
            "Look again when it has: what was sent is kept with its end.",
        ),
        NotKept::Elsewhere => (
            "That was not asked from here, so what was sent is not known.",
            "Choose an answer that was given here.",
        ),
        NotKept::Off => (
            "What was sent is not kept, as the journal is off.",
            "To keep it from now on: gatehouse settings set journal.megabytes 64",
        ),
        NotKept::Gone => (
            "What was sent for that answer is not kept: no server answered, or it is gone since, by age or by size.",
            "See the settings journal.megabytes and journal.days.",
        ),
    };
    Failure::new(Code::ConfigInvalid, sentence).with_action(action)
}
