//! Keeps each message under the size from which a web view has to fetch it. Patches are cut to
//! measure where they are made; this is for all others, whose lists come from servers and settings.

use chat_core::wire::{Event, MAX_EVENT_BYTES};

/// As much of a name from a server as an event carries, in bytes.
const NAME: usize = 256;

/// The event if it fits; else the part of it that does; else word that the page should start
/// afresh, which brings it the same by way of a command's result.
pub(super) fn fitting(mut event: Event) -> Event {
    while !fits(&event) {
        if !shorten(&mut event) {
            return Event::Resync;
        }
    }
    event
}

fn fits(event: &Event) -> bool {
    serde_json::to_vec(event).is_ok_and(|json| json.len() <= MAX_EVENT_BYTES)
}

/// Leaves something out that a page can read later with the conversation; false where nothing is.
fn shorten(event: &mut Event) -> bool {
    match event {
        Event::TurnEnded {
            receipt,
            model,
            facts,
            files,
            ..
        } => {
            let names = [Some(model), facts.asked.as_mut(), facts.provider.as_mut()];
            // Not `any`: each is cut.
            let cut = names.into_iter().flatten().filter_map(clip).count() > 0;
            let calls = &mut receipt.tool_calls;
            let long = calls.iter_mut().filter_map(|call| {
                let clipped = clip(&mut call.arguments);
                call.cut |= clipped.is_some();
                clipped
            });
            let cut = long.count() > 0 || cut;
            cut || halve(calls)
                || halve(&mut receipt.citations)
                || halve(files)
                || halve(&mut facts.attempts)
        }
        Event::Snapshot { .. }
        | Event::TurnStarted { .. }
        | Event::TurnWaiting { .. }
        | Event::TurnPatched { .. }
        | Event::UsageUpdated { .. }
        | Event::ConversationChanged { .. }
        | Event::KeysChanged { .. }
        | Event::SettingsChanged
        | Event::Notice { .. }
        | Event::Wanted
        | Event::Resync => false,
    }
}

/// Leaves the second half of a list out; whether there was any.
fn halve<T>(list: &mut Vec<T>) -> bool {
    let all = list.len();
    list.truncate(all / 2);
    all > 0
}

/// Cuts a name that is far too long; none where there was nothing to cut.
fn clip(name: &mut String) -> Option<()> {
    let end = name.floor_char_boundary(NAME);
    let long = end < name.len();
    name.truncate(end);
    long.then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chat_core::dialect::Citation;
    use chat_core::ids::{ConversationId, MessageId, TurnId};
    use chat_core::message::MessageState;
    use chat_core::receipt::{CitationView, Receipt, ToolCallView};
    use chat_core::wire::{AnswerFacts, FinishReason, KeySource, KeyState, KeyStatus, NextTurn};

    fn ended(citations: usize, model: String) -> Event {
        with_calls(citations, 0, model)
    }

    fn with_calls(citations: usize, calls: usize, model: String) -> Event {
        let citation = |n| {
            let citation = Citation {
                url: format!("https://source.example/a/rather/long/address/number/{n}"),
                title: "What \"it\" says".to_owned(),
            };
            CitationView::from(&citation)
        };
        let call = |n: usize| ToolCallView::new(&n.to_string(), "tool", &"é".repeat(calls * 100));
        Event::TurnEnded {
            turn_id: TurnId::from_bits(1),
            conversation: ConversationId::from_bits(2),
            message: MessageId::from_bits(3),
            state: MessageState::Done,
            finish: Some(FinishReason::Stop),
            error: None,
            model,
            facts: AnswerFacts {
                first_token_ms: Some(1),
                total_ms: Some(2),
                ..AnswerFacts::default()
            },
            files: Vec::new(),
            receipt: Receipt {
                citations: (0..citations).map(citation).collect(),
                tool_calls: (0..calls).map(call).collect(),
                ..Receipt::default()
            },
            words: 1,
        }
    }

    fn keys(count: usize) -> Event {
        let key = |n| KeyStatus {
            connection: format!("own-{n}"),
            origin: Some(format!("https://server-{n}.example")),
            source: KeySource::None,
            state: KeyState::Absent,
            last4: None,
            expires_at_ms: None,
            warning: None,
        };
        let next = NextTurn {
            connection: None,
            model: None,
            demo: true,
            problem: None,
            hint: None,
            facts: None,
        };
        Event::KeysChanged {
            keys: (0..count).map(key).collect(),
            next,
        }
    }

    #[test]
    fn an_end_with_many_sources_or_endless_names_still_tells_of_the_end() {
        for event in [
            ended(256, "m".to_owned()),
            ended(0, "é".repeat(50_000)),
            ended(256, "m".repeat(50_000)),
            with_calls(256, 64, "m".to_owned()),
        ] {
            assert!(!fits(&event));
            let Event::TurnEnded { state, .. } = &event else {
                panic!("{event:?}");
            };
            let told = fitting(event.clone());
            assert!(fits(&told));
            assert!(
                matches!(&told, Event::TurnEnded { state: kept, .. } if kept == state),
                "{told:?}"
            );
        }
    }

    #[test]
    fn what_fits_stays_as_it_is_and_what_cannot_be_cut_is_read_anew() {
        for event in [ended(8, "m".to_owned()), keys(8), Event::Resync] {
            assert_eq!(fitting(event.clone()), event);
        }
        assert_eq!(fitting(keys(200)), Event::Resync);
    }
}
