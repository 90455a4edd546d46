//! One row for every scenario of the server: how the turn ends, what is kept, how often was asked.

use chat_core::failure::Code;
use chat_core::message::{MessageState, Role};
use chat_core::wire::{FinishReason, Settings, Timeouts};
use demo_gateway::{Scenario, texts};
use futures::StreamExt;
use gatehouse_tests::world::{Heard, KEY, World, question};

const QUESTION: &str = "Where does the fox go?";

/// What a scenario must come to.
struct Row {
    end: Result<FinishReason, Code>,
    text: String,
    reasoning: &'static str,
    /// Status and code of each request.
    attempts: Vec<(Option<u16>, Option<Code>)>,
}

fn finished(reason: FinishReason, text: impl Into<String>) -> Row {
    Row {
        end: Ok(reason),
        text: text.into(),
        reasoning: "",
        attempts: vec![(Some(200), None)],
    }
}

fn sample() -> Row {
    finished(FinishReason::Stop, texts::SAMPLE)
}

fn failed(code: Code, status: Option<u16>, times: usize) -> Row {
    Row {
        end: Err(code),
        text: String::new(),
        reasoning: "",
        attempts: vec![(status, Some(code)); times],
    }
}

/// Refused for good at the first request.
fn refused(code: Code, status: u16) -> Row {
    failed(code, Some(status), 1)
}

/// Refused at each of three requests.
fn refused_thrice(code: Code, status: u16) -> Row {
    failed(code, Some(status), 3)
}

/// Text came, then it went wrong; after a 2xx nothing is repeated.
fn broken(code: Code) -> Row {
    Row {
        text: texts::PARTIAL.to_owned(),
        ..refused(code, 200)
    }
}

fn second_time(status: u16, code: Code) -> Row {
    Row {
        attempts: vec![(Some(status), Some(code)), (Some(200), None)],
        ..sample()
    }
}

fn expected(scenario: Scenario) -> Row {
    match scenario {
        Scenario::Demo => finished(FinishReason::Stop, texts::demo::answer(&[QUESTION])),
        Scenario::Echo => finished(FinishReason::Stop, QUESTION),

        Scenario::RateLimited | Scenario::RateLimitedRetryAfter => {
            refused_thrice(Code::RateLimited, 429)
        }
        // An hour is more than the minute that is waited for.
        Scenario::RateLimitedRetryAfterLong => refused(Code::RateLimited, 429),
        Scenario::RateLimitedThenOk => second_time(429, Code::RateLimited),
        Scenario::Status500 => refused_thrice(Code::GatewayError, 500),
        Scenario::Status502 => refused_thrice(Code::GatewayError, 502),
        Scenario::Status408 => refused_thrice(Code::GatewayError, 408),
        Scenario::Status503 => refused_thrice(Code::Overloaded, 503),
        Scenario::Status529 => refused_thrice(Code::Overloaded, 529),
        Scenario::Status500ThenOk => second_time(500, Code::GatewayError),
        Scenario::Status401 | Scenario::EchoKeyInError => refused(Code::KeyRejected, 401),
        Scenario::Status402 => refused(Code::PaymentRequired, 402),
        Scenario::Status402Quota => refused(Code::QuotaExhausted, 402),
        Scenario::Status403 => refused(Code::Forbidden, 403),
        Scenario::Status403Card => refused(Code::PaymentRequired, 403),
        Scenario::Status404Model => refused(Code::ModelNotFound, 404),
        Scenario::Status400 | Scenario::FlatError | Scenario::HugeErrorBody => {
            refused(Code::BadRequest, 400)
        }
        Scenario::ContextTooLong => refused(Code::ContextTooLong, 400),
        Scenario::Status413 => refused(Code::TooLarge, 413),
        Scenario::HtmlPage => refused(Code::BadResponse, 502),
        Scenario::Redirect => refused(Code::BadResponse, 307),
        Scenario::Html200
        | Scenario::GzipBody
        | Scenario::JsonWithoutChoices
        | Scenario::EndlessLine => refused(Code::BadResponse, 200),
        Scenario::JsonError200 => refused(Code::ProviderError, 200),

        Scenario::ErrorInStream | Scenario::ErrorEvent | Scenario::BareError => {
            broken(Code::Overloaded)
        }
        Scenario::Stall | Scenario::KeepaliveStall => broken(Code::IdleTimeout),
        Scenario::StallHeaders => failed(Code::IdleTimeout, None, 1),
        Scenario::ResetBefore => failed(Code::Connect, None, 3),
        Scenario::ResetMidEvent | Scenario::CutUtf8 | Scenario::CloseEarly => {
            broken(Code::Interrupted)
        }

        Scenario::JsonInsteadOfSse
        | Scenario::SseAsJson
        | Scenario::UntilClose
        | Scenario::Slow
        | Scenario::MissingDone
        | Scenario::DoneOpen
        | Scenario::DataAfterDone
        | Scenario::Crlf
        | Scenario::CrOnly
        | Scenario::MixedEndings
        | Scenario::Bom
        | Scenario::Comments
        | Scenario::NoSpace
        | Scenario::MultiDataLines
        | Scenario::SplitUtf8
        | Scenario::NoLastBlankLine
        | Scenario::BadJsonLines
        | Scenario::UsageOwnChunk
        | Scenario::EmptyChoicesFirst
        | Scenario::NullContent
        | Scenario::ContentParts
        | Scenario::FinishWithText
        | Scenario::OddFinish => sample(),
        Scenario::InvalidUtf8 => finished(FinishReason::Stop, replaced_in_the_middle()),
        Scenario::Reasoning | Scenario::ThinkTags => Row {
            reasoning: texts::REASONING,
            ..sample()
        },
        Scenario::EmptyAnswer => finished(FinishReason::Stop, ""),
        Scenario::Refusal | Scenario::ContentFilterEmpty => refused(Code::Refused, 200),
        Scenario::ToolCalls | Scenario::ToolCallsNoIndex => finished(FinishReason::ToolCalls, ""),
        Scenario::Length => finished(FinishReason::Length, texts::PARTIAL),
        Scenario::ContentFilter => finished(FinishReason::ContentFilter, texts::PARTIAL),
        Scenario::DeltaFlood => finished(FinishReason::Stop, texts::flood(100_000)),
        Scenario::Markdown200k => finished(
            FinishReason::Stop,
            texts::markdown::document(texts::markdown::LENGTH),
        ),
    }
}

/// Bytes that are no UTF-8 become one mark each; nothing around them is lost.
fn replaced_in_the_middle() -> String {
    let sizes = [3, 5, 4, 6];
    let mut rest: Vec<char> = texts::SAMPLE.chars().collect();
    let mut pieces: Vec<String> = Vec::new();
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        pieces.push(rest.drain(..(*size).min(rest.len())).collect());
    }
    // The role's chunk counts as a piece, too.
    let middle = usize::midpoint(pieces.len(), 1) - 1;
    pieces.insert(middle, "\u{fffd}\u{fffd}".to_owned());
    pieces.concat()
}

/// DESIGN §5.2, "State in history".
fn state(end: Result<FinishReason, Code>) -> MessageState {
    match end {
        Ok(FinishReason::Cancelled) => MessageState::Cancelled,
        Ok(_) => MessageState::Done,
        Err(Code::Interrupted) => MessageState::Interrupted,
        Err(_) => MessageState::Failed,
    }
}

async fn world() -> World {
    let world = World::new().await;
    let settings = Settings {
        timeouts: Timeouts {
            connect_ms: 10_000,
            first_byte_ms: 8_000,
            idle_ms: 8_000,
        },
        limiter_per_minute: Some(0),
        cache_ttl_seconds: 0,
        ..Settings::default()
    };
    world.engine.set_settings(settings).await.unwrap();
    world
}

async fn check(world: &World, scenario: Scenario) -> Vec<String> {
    let row = expected(scenario);
    let heard = world.ask(question(scenario, QUESTION)).await;
    let mut wrong = Vec::new();
    let mut hold = |what: &str, holds: bool, seen: &dyn std::fmt::Debug| {
        if !holds {
            wrong.push(format!("{scenario}: {what}: {seen:.400?}"));
        }
    };
    let Heard {
        started,
        text,
        reasoning,
        outcome,
        ..
    } = heard;
    let end = match (&outcome.finish, &outcome.failure) {
        (Some(reason), None) => Ok(*reason),
        (None, Some(failure)) => Err(failure.code),
        both => panic!("{scenario}: exactly one of finish and failure: {both:?}"),
    };
    hold("end", end == row.end, &outcome);
    hold("text", text == row.text, &text);
    hold("reasoning", reasoning == row.reasoning, &reasoning);
    hold(
        "partial",
        outcome.partial != row.text.is_empty(),
        &outcome.partial,
    );
    let attempts: Vec<_> = outcome
        .attempts
        .iter()
        .map(|a| (a.status, a.code))
        .collect();
    hold("attempts", attempts == row.attempts, &attempts);
    if let Some(failure) = &outcome.failure {
        let last = row.attempts.last().and_then(|(status, _)| *status);
        hold("status", failure.status == last, &failure);
        hold("an action", failure.action.is_some(), &failure);
        hold(
            "one sentence without markup",
            !failure.message.contains(['\n', '<']) && failure.message.len() < 600,
            &failure,
        );
    }
    let path = world.path(&started.conversation).await;
    let kept = [
        (Role::User, QUESTION.to_owned(), MessageState::Done),
        (Role::Assistant, row.text.clone(), state(row.end)),
    ];
    hold("history", path == kept, &path);
    let requests = world.requests_for(&format!("scenario:{scenario}"));
    hold(
        "requests",
        requests.len() == row.attempts.len(),
        &requests.len(),
    );
    hold(
        "the key as Bearer",
        requests
            .iter()
            .all(|r| r.header("authorization") == Some(&format!("Bearer {KEY}"))),
        &"another header",
    );
    wrong
}

/// Mutations seen to fail: `repeats` and `idle` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_scenario_comes_to_the_end_that_its_row_says() {
    let world = world().await;
    let (large, small): (Vec<_>, Vec<_>) = Scenario::ALL
        .iter()
        .copied()
        .partition(|s| matches!(s, Scenario::DeltaFlood | Scenario::Markdown200k));
    let mut wrong: Vec<String> = futures::stream::iter(small)
        .map(|scenario| check(&world, scenario))
        .buffer_unordered(16)
        .collect::<Vec<_>>()
        .await
        .concat();
    for scenario in large {
        wrong.extend(check(&world, scenario).await);
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(
        world.gateway.followed_redirects().len(),
        0,
        "a redirect was followed"
    );
}
