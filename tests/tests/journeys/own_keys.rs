//! The person's own provider keys go to the gateway that they were chosen for, with questions, and
//! are found nowhere else.

use chat_core::failure::Code;
use chat_core::routing::Field;
use chat_engine::Face;
use demo_gateway::{Gateway, Pace, Recorded};
use gatehouse_tests::canned::{Canned, Sent, json, not_found};
use gatehouse_tests::forms;
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{KEY, World, engine_at, gateway, gateway_at, heard, question};
use serde_json::{Value, json};
use std::path::Path;

const OWN: &str = "own.words~of/a+provider-1357";
const OTHER: &str = "other.words~of/a+provider-2468";

/// What a request says of own keys.
fn byok(request: &Recorded) -> Value {
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    body["providerOptions"]["gateway"]["byok"].clone()
}

fn last(gateway: &Gateway) -> Recorded {
    gateway.requests().pop().unwrap()
}

fn assert_nowhere(what: &str, bytes: &[u8]) {
    let forms = forms::of(OWN);
    assert_eq!(forms::find(bytes, &forms), None, "{what}");
}

fn assert_in_no_file(folder: &Path) -> usize {
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            files += assert_in_no_file(&entry.path());
        } else {
            files += 1;
            let bytes = std::fs::read(entry.path()).unwrap();
            assert_nowhere(&entry.path().display().to_string(), &bytes);
        }
    }
    files
}

async fn world_with_own_key() -> World {
    let world = World::new().await;
    let engine = &world.engine;
    for (connection, key) in [("anthropic", OWN), ("openai", OTHER)] {
        let set = engine.set_key(connection.to_owned(), key.to_owned()).await;
        set.unwrap();
    }
    world
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gateway_gets_the_keys_that_were_named_and_nobody_else_sees_them() {
    let world = world_with_own_key().await;
    let window = Window::open(&world.engine).await;
    world.ask(question("echo", "before")).await;
    assert_eq!(byok(&last(&world.gateway)), Value::Null);

    world
        .engine
        .set_routing(Field::Byok, "anthropic")
        .await
        .unwrap();
    for scenario in ["echo", "echo-key-in-error", "401", "reset-mid-event"] {
        let heard = world.ask(question(scenario, "with it")).await;
        let sent = last(&world.gateway);
        assert_eq!(byok(&sent), json!({"anthropic": [{"apiKey": OWN}]}));
        let bearer = format!("Bearer {KEY}");
        assert_eq!(sent.header("authorization"), Some(bearer.as_str()));
        for (name, value) in &sent.headers {
            assert_nowhere(name, value.as_bytes());
        }
        assert_nowhere("the address", sent.path.as_bytes());
        assert_nowhere(scenario, format!("{heard:?}").as_bytes());
        window.wait_for_end(&heard.started.turn_id).await;
    }
    world.engine.list_models(None).await.unwrap();
    let diagnosis = world.engine.diagnose(true).await;
    assert_nowhere("doctor", format!("{diagnosis:?}").as_bytes());
    let events = serde_json::to_vec(&window.events()).unwrap();
    assert_nowhere("events", &events);
    assert_nowhere("Debug", format!("{:?}", world.engine).as_bytes());
    // Only questions carry it: neither the list of models nor the balance does.
    for request in world.gateway.requests() {
        if request.body.is_empty() {
            assert_nowhere("a request without a question", request.path.as_bytes());
        }
    }
    world.engine.close().await;
    assert!(assert_in_no_file(world.folder.path()) > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_is_kept_for_the_own_key_that_it_was_asked_with() {
    let world = world_with_own_key().await;
    let asked = |provider: &'static str| {
        let engine = world.engine.clone();
        async move {
            engine.set_routing(Field::Byok, provider).await.unwrap();
            let ask = question("echo", "the same question");
            let heard = heard(engine.ask(Face::Chat, ask).await.unwrap()).await;
            heard.outcome.cached.is_some()
        }
    };
    assert!(!asked("anthropic").await);
    assert!(asked("anthropic").await, "the same key, the same answer");
    assert!(!asked("openai").await, "another key");
    assert!(!asked("").await, "no own key");
    let changed = world.engine.set_key(
        "anthropic".to_owned(),
        "another.key~of-the+provider".to_owned(),
    );
    changed.await.unwrap();
    assert!(
        !asked("anthropic").await,
        "another key of the same provider"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_key_nothing_is_asked_that_somebody_else_would_pay() {
    let world = World::new().await;
    let set = world.engine.set_routing(Field::Byok, "google").await;
    set.unwrap();
    let refused = world.engine.ask(Face::Chat, question("echo", "?")).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.code, Code::KeyMissing);
    assert!(refused.typed_action().unwrap().contains("keys set gemini"));
    assert_eq!(world.gateway.requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_gateway_gets_no_own_key_and_no_question_until_it_is_chosen_for_it() {
    let world = world_with_own_key().await;
    let set = world.engine.set_routing(Field::Byok, "anthropic").await;
    set.unwrap();
    // The same data folder, and a gateway at another origin.
    let elsewhere = gateway_at(Pace::None).await;
    let moved = engine_at(world.folder.path(), &elsewhere);
    let key = moved.set_key("anthropic".to_owned(), OWN.to_owned()).await;
    key.unwrap();
    let refused = moved.ask(Face::Chat, question("echo", "?")).await;
    assert_eq!(refused.unwrap_err().code, Code::ConfigInvalid);
    assert_eq!(elsewhere.requests().len(), 0);

    moved.set_routing(Field::Byok, "anthropic").await.unwrap();
    let asked = moved.ask(Face::Chat, question("echo", "?")).await.unwrap();
    heard(asked).await;
    let expected = json!({"anthropic": [{"apiKey": OWN}]});
    assert_eq!(byok(&last(&elsewhere)), expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_gateway_itself_gets_own_keys() {
    let world = world_with_own_key().await;
    let local = gateway().await;
    let set = world.engine.set_routing(Field::Byok, "anthropic").await;
    set.unwrap();
    let folder = world.folder.path();
    let gateway_url = world.gateway.chat_url();
    let engine = gatehouse_tests::world::engine(
        folder,
        &[
            ("AI_GATEWAY_URL", gateway_url.as_str()),
            ("AI_GATEWAY_API_KEY", KEY),
            ("OPENAI_BASE_URL", &local.url()),
            ("OPENAI_API_KEY", KEY),
        ],
    );
    let key = engine.set_key("anthropic".to_owned(), OWN.to_owned()).await;
    key.unwrap();
    let ask = chat_engine::Ask {
        connection: Some("openai".to_owned()),
        ..question("echo", "?")
    };
    heard(engine.ask(Face::Chat, ask).await.unwrap()).await;
    assert_nowhere("a direct connection", &last(&local).body);
}

/// Says the keys of the request back, as a careless server does.
fn repeating(sent: &Sent) -> String {
    if sent.path != "/v1/chat/completions" {
        return not_found();
    }
    let own = &sent.json()["providerOptions"]["gateway"]["byok"]["anthropic"][0]["apiKey"];
    let own = own.as_str().unwrap_or_default();
    let (base64, percent) = (forms::base64(own.as_bytes()), forms::percent(own));
    json(
        "400 Bad Request",
        &json!({"error": {"message": format!("No good: {own}, {base64}, {percent}."),
            "type": "invalid_request_error"}, "request_id": own}),
    )
}

/// Mutation seen to fail: masking the gateway's key alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_repeats_an_own_key_is_quoted_without_it() {
    let server = Canned::with(repeating).await;
    let folder = tempfile::tempdir().unwrap();
    let engine = gatehouse_tests::world::engine(
        folder.path(),
        &[("AI_GATEWAY_URL", &server.url), ("AI_GATEWAY_API_KEY", KEY)],
    );
    let key = engine.set_key("anthropic".to_owned(), OWN.to_owned()).await;
    key.unwrap();
    engine.set_routing(Field::Byok, "anthropic").await.unwrap();
    let ask = question("any", "?");
    let heard = heard(engine.ask(Face::Chat, ask).await.unwrap()).await;
    let failure = heard.outcome.failure.as_ref().unwrap();
    assert!(failure.message.contains("No good: ***"), "{failure:?}");
    assert_nowhere("the outcome", format!("{heard:?}").as_bytes());
    assert_nowhere(
        "doctor",
        format!("{:?}", engine.diagnose(true).await).as_bytes(),
    );
    engine.close().await;
    assert!(assert_in_no_file(folder.path()) > 0);
}
