//! Which endpoint a request is for, who may use it, and what a refusing scenario says.

use std::io;

use serde_json::{Value, json};

use crate::chat::{self, Chat};
use crate::perform;
use crate::reply::{self, Reply};
use crate::request::Request;
use crate::scenario::Scenario;
use crate::server::Shared;
use crate::wire::{End, Wire};
use crate::{catalogue, frames, scripts};

/// Answers one request and says what becomes of the connection.
pub(crate) async fn answer(
    request: &Request,
    shared: &Shared,
    wire: &mut Wire<'_, '_>,
) -> io::Result<End> {
    let path = request.target.split(['?', '#']).next().unwrap_or_default();
    // Any prefix is tolerated, as behind a reverse proxy.
    let Some((_, endpoint)) = path.rsplit_once("/v1/") else {
        return reply::not_found().send(wire).await;
    };
    let method = request.method.as_str();
    let reply = match (endpoint, method) {
        ("models", "GET") => Reply::json(200, &catalogue::list()),
        ("credits", "GET") | ("chat/completions", "POST") if !authorized(request, shared) => {
            reply::unauthorized()
        }
        ("credits", "GET") => {
            Reply::json(200, &json!({ "balance": "95.50", "total_used": "4.50" }))
        }
        ("chat/completions", "POST") => return chat(request, shared, wire).await,
        ("models" | "credits" | "chat/completions", _) => Reply::empty(405),
        (other, _) => match other.strip_prefix("models/") {
            Some(id) if method == "GET" => match catalogue::one(id) {
                Some(model) => Reply::json(200, &model),
                None => reply::model_not_found(id),
            },
            Some(_) => Reply::empty(405),
            None => reply::not_found(),
        },
    };
    reply.send(wire).await
}

fn authorized(request: &Request, shared: &Shared) -> bool {
    let Some(key) = &shared.key else { return true };
    let given = request
        .header("authorization")
        .and_then(|value| value.split_once(' '));
    given.is_some_and(|(scheme, given)| scheme.eq_ignore_ascii_case("bearer") && given == key)
}

async fn chat(request: &Request, shared: &Shared, wire: &mut Wire<'_, '_>) -> io::Result<End> {
    let chat = match Chat::read(&request.body) {
        Ok(chat) => chat,
        Err(reply) => return reply.send(wire).await,
    };
    let scenario = match chat
        .model
        .strip_prefix("scenario:")
        .map(str::parse::<Scenario>)
    {
        None => shared.scenario(),
        Some(Ok(scenario)) => scenario,
        Some(Err(_)) => return reply::model_not_found(&chat.model).send(wire).await,
    };
    match scenario {
        Scenario::StallHeaders => {
            std::future::pending::<()>().await;
            return Ok(End::Close);
        }
        Scenario::ResetBefore => return Ok(End::Reset),
        Scenario::Redirect => {
            let port = shared.elsewhere.port().await?;
            let target = format!("http://127.0.0.1:{port}{}", request.target);
            return Reply::empty(307).with("location", target).send(wire).await;
        }
        _ => {}
    }
    if let Some(reply) = refusal(scenario, request, &chat, shared) {
        return reply.send(wire).await;
    }
    let play = scripts::play(scenario, &chat, shared.flood);
    let frames = frames::Frames::new(&chat, shared.ids.generation(), &play);
    perform::perform(&play, &frames, chat.stream, shared.pace(), wire).await
}

/// The complete answer of a scenario that sends no answer text, or none this time.
fn refusal(scenario: Scenario, request: &Request, chat: &Chat, shared: &Shared) -> Option<Reply> {
    let first = || {
        let name = scenario.name().as_bytes();
        shared.first_sending(chat::hash(&[name, &request.body]))
    };
    Some(match scenario {
        Scenario::RateLimitedRetryAfter => reply::rate_limited().with("retry-after", "1"),
        Scenario::RateLimitedRetryAfterLong => reply::rate_limited().with("retry-after", "3600"),
        Scenario::RateLimited => reply::rate_limited(),
        Scenario::RateLimitedThenOk if first() => reply::rate_limited().with("retry-after", "1"),
        Scenario::Status500ThenOk if first() => reply::server_error(),
        Scenario::Status500 => reply::server_error(),
        Scenario::Status502 => reply::bad_gateway(),
        Scenario::Status503 => reply::unavailable(),
        Scenario::Status529 => reply::overloaded(),
        Scenario::Status408 => reply::timed_out(),
        Scenario::Status401 => reply::unauthorized(),
        Scenario::Status402 => reply::no_credit(),
        Scenario::Status402Quota => reply::over_quota(),
        Scenario::Status403 => reply::forbidden(),
        Scenario::Status403Card => reply::no_card(),
        Scenario::Status404Model => reply::model_not_found(&chat.model),
        Scenario::Status400 => reply::invalid("The request is invalid.", Some("temperature")),
        Scenario::ContextTooLong => reply::context_too_long(),
        Scenario::Status413 => reply::too_large(),
        Scenario::FlatError => reply::flat(),
        Scenario::HugeErrorBody => reply::huge(),
        Scenario::EchoKeyInError => {
            reply::key_echoed(request.header("authorization").unwrap_or_default())
        }
        Scenario::HtmlPage => reply::proxy_page(),
        Scenario::Html200 => reply::captive_portal(),
        Scenario::JsonWithoutChoices => {
            let id = shared.ids.generation();
            Reply::json(200, &json!({ "id": id, "object": "chat.completion" }))
        }
        Scenario::JsonError200 => {
            let message = "The provider could not answer.";
            let body = reply::envelope(message, "internal_server_error", &Value::Null, &json!(500));
            Reply::json(200, &body)
        }
        _ => return None,
    })
}
