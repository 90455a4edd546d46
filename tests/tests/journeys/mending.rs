//! What is asked otherwise than asked for: of somebody else, or without a parameter. It is told, it
//! is on the receipt and in the books, and it never happens after the first token.

use chat_core::failure::Code;
use chat_core::fallback::Alternative;
use chat_core::message::MessageState;
use chat_core::wire::{Event, Settings, UsageSpan};
use chat_engine::{Ask, Engine, Face, Pieces, new_turn_id};
use gatehouse_tests::canned::{Canned, Sent, json, not_found, stream};
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{Heard, KEY, World, engine, heard, question};
use serde_json::json;
use tempfile::TempDir;

/// Says that it is overloaded, whatever is asked.
fn overloaded(path: &str) -> String {
    match path {
        "/v1/chat/completions" => json(
            "503 Service Unavailable",
            &json!({"error": {"message": "busy", "type": "overloaded_error"}}),
        ),
        _ => not_found(),
    }
}

fn answering(path: &str) -> String {
    match path {
        "/v1/chat/completions" => stream(),
        _ => not_found(),
    }
}

/// An engine whose gateway is one server and whose `OpenAI` another.
struct Two {
    engine: Engine,
    gateway: Canned,
    openai: Canned,
    folder: TempDir,
}

impl Two {
    async fn new(gateway: fn(&str) -> String, fallback: &[&str]) -> Self {
        let (gateway, openai) = (Canned::start(gateway).await, Canned::start(answering).await);
        let folder = tempfile::tempdir().unwrap();
        let engine = engine(
            folder.path(),
            &[
                ("AI_GATEWAY_URL", &gateway.url),
                ("AI_GATEWAY_API_KEY", KEY),
                ("OPENAI_BASE_URL", &openai.url),
                ("OPENAI_API_KEY", KEY),
            ],
        );
        let settings = Settings {
            retries_max: 0,
            fallback: fallback.iter().map(|one| (*one).to_owned()).collect(),
            ..Settings::default()
        };
        engine.set_settings(settings).await.unwrap();
        Self {
            engine,
            gateway,
            openai,
            folder,
        }
    }

    async fn ask(&self, ask: Ask) -> Heard {
        heard(self.engine.ask(Face::Chat, ask).await.unwrap()).await
    }
}

fn asked(model: &str) -> Ask {
    Ask {
        connection: Some("gateway".to_owned()),
        model: Some(model.to_owned()),
        ..Ask::new(new_turn_id(), "What is 2+2?")
    }
}

const LINE: &str = "Trying gpt-4o-mini (openai): the server is overloaded (503).";

/// Mutation seen to fail: `order` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_order_is_followed_told_and_on_receipt_and_ledger() {
    let two = Two::new(overloaded, &["openai=gpt-4o-mini"]).await;
    let window = Window::open(&two.engine).await;
    let heard = two.ask(asked("anthropic/claude-sonnet-4.5")).await;
    assert_eq!(
        (heard.text.as_str(), heard.outcome.state),
        ("Hi", MessageState::Done)
    );
    assert_eq!(heard.notes, [LINE]);
    assert_eq!(two.openai.requests()[0].json()["model"], "gpt-4o-mini");

    window.wait_for_end(&heard.started.turn_id).await;
    let told = window
        .events()
        .into_iter()
        .any(|event| matches!(event, Event::TurnWaiting { note: Some(note), .. } if note == LINE));
    assert!(told, "the window was told");

    let open = two
        .engine
        .open_conversation(heard.started.conversation.clone());
    let answer = open.await.unwrap().page.messages.pop().unwrap();
    assert_eq!(answer.connection.as_deref(), Some("openai"));
    assert_eq!(answer.receipt.notes, [LINE]);
    let facts = answer.facts;
    assert_eq!(facts.asked.as_deref(), Some("anthropic/claude-sonnet-4.5"));
    let attempts: Vec<_> = facts
        .attempts
        .iter()
        .map(|one| {
            (
                one.status,
                one.code,
                one.connection.as_deref(),
                one.model.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        attempts,
        [
            (
                Some(503),
                Some(Code::Overloaded),
                Some("gateway"),
                Some("anthropic/claude-sonnet-4.5")
            ),
            (Some(200), None, Some("openai"), Some("gpt-4o-mini")),
        ]
    );

    let mut csv = two.engine.usage_csv(&UsageSpan::default()).await.unwrap();
    let header = csv.next().await.unwrap().unwrap();
    let rows = csv.next().await.unwrap().unwrap();
    let column = |name| {
        header
            .trim_end()
            .split(',')
            .position(|one| one == name)
            .unwrap()
    };
    let wanted = ["connection", "model_asked", "attempt", "outcome"].map(column);
    let rows: Vec<_> = rows
        .lines()
        .map(|line| wanted.map(|column| line.split(',').nth(column).unwrap()))
        .collect();
    assert_eq!(
        rows,
        [
            ["gateway", "anthropic/claude-sonnet-4.5", "1", "overloaded"],
            ["openai", "gpt-4o-mini", "2", "stop"],
        ]
    );
    assert_eq!(csv.next().await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_order_nothing_else_is_asked() {
    let two = Two::new(overloaded, &[]).await;
    let heard = two.ask(asked("a/b")).await;
    assert_eq!(
        heard.outcome.failure.as_ref().unwrap().code,
        Code::Overloaded
    );
    assert!(two.openai.requests().is_empty());
    // An order that goes with one question stands for that question.
    let with = Ask {
        fallback: Some(Alternative::parse_order("openai=gpt-4o-mini").unwrap()),
        ..asked("a/b")
    };
    assert_eq!(two.ask(with).await.notes, [LINE]);
    let without = Ask {
        wait: false,
        fallback: Some(Alternative::parse_order("openai=gpt-4o-mini").unwrap()),
        ..asked("a/b")
    };
    assert_eq!(two.ask(without).await.notes, [] as [&str; 0]);
}

/// Mutation seen to fail: `after-token` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_that_broke_off_is_not_asked_of_anybody_else() {
    let world = World::new().await;
    let settings = Settings {
        fallback: vec!["scenario:echo".to_owned()],
        ..world.engine.get_settings().await.unwrap()
    };
    world.engine.set_settings(settings).await.unwrap();
    for scenario in ["error-in-stream", "reset-mid-event", "close-early", "400"] {
        let heard = world.ask(question(scenario, "?")).await;
        assert!(heard.outcome.failure.is_some(), "{scenario}");
        assert_eq!(heard.outcome.attempts.len(), 1, "{scenario}");
        assert!(heard.notes.is_empty(), "{scenario}");
    }
    // Before the first token, also after a 200, another model is.
    for scenario in ["404-model", "403"] {
        let heard = world.ask(question(scenario, "another")).await;
        assert_eq!(heard.outcome.state, MessageState::Done, "{scenario}");
        assert_eq!(heard.notes.len(), 1, "{scenario}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_budget_is_asked_again_for_what_is_asked_instead() {
    let two = Two::new(overloaded, &["openai=no-price-is-listed-for-this"]).await;
    let settings = Settings {
        budget_monthly_usd: Some("5".to_owned()),
        ..two.engine.get_settings().await.unwrap()
    };
    two.engine.set_settings(settings).await.unwrap();
    let heard = two.ask(asked("openai/gpt-4o-mini")).await;
    let failure = heard.outcome.failure.as_ref().unwrap();
    assert_eq!(failure.code, Code::BudgetReached);
    assert!(two.openai.requests().is_empty());
    assert_eq!(two.gateway.requests().len(), 1);
    // What the first one held is free again.
    let cheap = Settings {
        fallback: vec!["openai=gpt-4o-mini".to_owned()],
        ..two.engine.get_settings().await.unwrap()
    };
    two.engine.set_settings(cheap).await.unwrap();
    let heard = two.ask(asked("openai/gpt-4o-mini")).await;
    assert_eq!(heard.outcome.state, MessageState::Done);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_cannot_be_asked_is_told_with_the_failure() {
    let two = Two::new(overloaded, &["anthropic="]).await;
    let heard = two.ask(asked("a/b")).await;
    let failure = heard.outcome.failure.as_ref().unwrap();
    assert_eq!(failure.code, Code::Overloaded);
    let action = failure.action.as_deref().unwrap();
    assert!(action.contains("was not asked"), "{action}");
    assert!(two.folder.path().exists());
}

/// Takes no temperature, and the limit by its newer name alone.
fn picky(sent: &Sent) -> String {
    if sent.path != "/v1/chat/completions" {
        return not_found();
    }
    let body = sent.json();
    let refused = |param: &str| {
        json(
            "400 Bad Request",
            &json!({"error": {
                "message": format!("Unsupported parameter: '{param}' is not supported with this model."),
                "type": "invalid_request_error", "param": param, "code": "unsupported_parameter",
            }}),
        )
    };
    let named = ["temperature", "max_tokens"];
    match named.iter().find(|name| body.get(**name).is_some()) {
        Some(name) => refused(name),
        None => stream(),
    }
}

async fn ask_picky(ask: Ask) -> (Heard, Canned) {
    let server = Canned::with(picky).await;
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(
        folder.path(),
        &[("AI_GATEWAY_URL", &server.url), ("AI_GATEWAY_API_KEY", KEY)],
    );
    let heard = heard(engine.ask(Face::Chat, ask).await.unwrap()).await;
    (heard, server)
}

/// Mutation seen to fail: `left-out` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_temperature_is_left_out_and_told() {
    let (heard, server) = ask_picky(Ask {
        temperature: Some(0.5),
        seed: Some(7),
        ..asked("a/b")
    })
    .await;
    assert_eq!(heard.text, "Hi");
    let bodies: Vec<_> = server.requests().iter().map(Sent::json).collect();
    assert_eq!(bodies.len(), 2);
    assert_eq!(
        (&bodies[0]["temperature"], &bodies[1]["temperature"]),
        (&json!(0.5), &json!(null))
    );
    assert_eq!(bodies[1]["seed"], 7, "only what was refused is left out");
    assert_eq!(
        heard.notes,
        ["This model takes no such temperature: asked again without it."]
    );
    assert_eq!(heard.outcome.notes, heard.notes);
    assert_eq!(heard.outcome.attempts[0].code, Some(Code::BadRequest));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_that_was_set_is_never_left_out_but_sent_by_its_newer_name() {
    let (heard, server) = ask_picky(Ask {
        max_tokens: Some(50),
        ..asked("a/b")
    })
    .await;
    assert_eq!(heard.text, "Hi");
    let bodies: Vec<_> = server.requests().iter().map(Sent::json).collect();
    assert_eq!(bodies[1]["max_completion_tokens"], 50);
    assert_eq!(heard.notes.len(), 1);
    // Once: a second refusal ends it.
    let (heard, server) = ask_picky(Ask {
        max_tokens: Some(50),
        temperature: Some(0.5),
        ..asked("a/b")
    })
    .await;
    assert_eq!(
        heard.outcome.failure.as_ref().unwrap().code,
        Code::BadRequest
    );
    assert_eq!(server.requests().len(), 2);
}
