//! What a person reads of a failure: one headline, where it helps what the server said, and what
//! to do. The integration guide's own sentences stand wherever they are true.

use super::body::Said;
use super::classify::clean_id;
use super::fit::grouped;
use super::shown::one_line;
use super::{AuthKind, Code, Failure};
use crate::dialect::{Upstream, UpstreamKind};

/// The guide's sentence for a token whose time is over.
pub const GUIDE_TOKEN_EXPIRED: &str = "Token expired. Run: vercel env pull";
/// The guide's sentence for too many requests.
pub const GUIDE_RATE_LIMIT: &str = "Rate limit exceeded. Please try again later.";
/// The guide's sentence for a gateway's own fault.
pub const GUIDE_GATEWAY_ERROR: &str = "Gateway error. Check Vercel Dashboard.";
/// The guide's sentence for every other status, before the status itself.
pub const GUIDE_REQUEST_FAILED: &str = "Request failed: ";
/// The guide's sentence for an answer that is none.
pub const GUIDE_INVALID_FORMAT: &str = "Invalid response format from gateway";

/// The longest wait that is told, in milliseconds: 31 days, after which any quota begins anew.
const LONGEST_TOLD_MS: u64 = 31 * 86_400_000;

/// What to do where a provider refuses the gateway rather than the gateway the person.
const BEHIND: &str = "Choose another model. If the provider's key is yours, add credit there.";

/// All that a sentence may tell.
pub(super) struct Cause<'a> {
    pub(super) code: Code,
    pub(super) status: u16,
    pub(super) model: &'a str,
    pub(super) html: bool,
    pub(super) retry_after_ms: Option<u64>,
    pub(super) said: Option<&'a Said>,
    /// The other host that a redirect leads to.
    pub(super) elsewhere: Option<String>,
    pub(super) upstream: &'a Upstream,
}

/// A headline, whether the server's words follow it, and an action.
struct Words {
    headline: String,
    quotes: bool,
    action: String,
}

impl Words {
    fn new(headline: impl Into<String>, action: impl Into<String>) -> Self {
        Self {
            headline: headline.into(),
            quotes: true,
            action: action.into(),
        }
    }

    /// A sentence that stands alone: what the server said goes to the action.
    fn alone(self) -> Self {
        Self {
            quotes: false,
            ..self
        }
    }
}

/// The failure of a cause.
pub(super) fn failure(cause: &Cause<'_>) -> Failure {
    let Words {
        headline,
        quotes,
        action,
    } = words(cause);
    let quote = cause
        .said
        .and_then(Said::shown)
        .filter(|_| !cause.html)
        .map(|text| format!(" {} said: “{text}”", cause.upstream.subject()));
    let quote = quote.unwrap_or_default();
    let (message, action) = if quotes {
        (format!("{headline}{quote}"), action)
    } else {
        (headline, format!("{action}{quote}"))
    };
    Failure {
        code: cause.code,
        message,
        action: Some(action.trim().to_owned()).filter(|text| !text.is_empty()),
        command: None,
        status: Some(cause.status),
        retry_after_ms: cause.retry_after_ms,
        may_repeat: true,
        refused: None,
        request_id: cause
            .said
            .and_then(|said| said.request_id.as_deref())
            .and_then(clean_id),
        nearest: None,
    }
}

fn words(cause: &Cause<'_>) -> Words {
    let upstream = cause.upstream;
    let (name, subject, host) = (upstream.name(), upstream.subject(), &upstream.host);
    // The guide's line for every status that it does not name; it tells nothing in a 200.
    let failed = if (200..300).contains(&cause.status) {
        String::new()
    } else {
        format!("{GUIDE_REQUEST_FAILED}{}. ", cause.status)
    };
    match cause.code {
        Code::KeyRejected | Code::KeyExpired => {
            key(cause, if cause.status == 401 { "" } else { &failed })
        }
        Code::RateLimited => rate_limited(cause),
        Code::QuotaExhausted => quota(cause, if cause.status == 429 { "" } else { &failed }),
        Code::GatewayError if cause.status == 500 && upstream.kind == UpstreamKind::Gateway => {
            Words::new(GUIDE_GATEWAY_ERROR, "Try again, or choose another model.").alone()
        }
        Code::GatewayError | Code::ProviderError => Words::new(
            format!("{failed}{subject} could not answer."),
            "Try again, or choose another model.",
        ),
        Code::Overloaded => Words::new(
            format!("{failed}{subject} is overloaded."),
            "Try again in a moment, or choose another model.",
        ),
        Code::PaymentRequired => payment(cause, &failed),
        Code::Forbidden if cause.has_word("noprovidersavailable") => Words::new(
            format!("{failed}Your plan cannot use {}.", cause.the_model()),
            "Choose another model, or buy credit.",
        ),
        Code::Forbidden => Words::new(
            format!("{failed}{subject} does not allow this."),
            "Choose another model, or ask the owner of the account.",
        ),
        Code::ModelNotFound => Words::new(
            format!("{failed}{subject} does not offer {}.", cause.the_model()),
            match upstream.kind {
                UpstreamKind::Gateway | UpstreamKind::Direct => "Choose another model.",
                UpstreamKind::Local => "Load it on that server, or choose another model.",
            },
        ),
        Code::BadRequest => Words::new(
            format!("{failed}{subject} refused the request."),
            "Change the question or the model and try again.",
        ),
        Code::ContextTooLong => Words::new(
            match cause.said.and_then(Said::fit) {
                Some(fit) => format!(
                    "{failed}This chat no longer fits: {} of {}.",
                    grouped(fit.sent),
                    grouped(fit.limit)
                ),
                None => format!("{failed}This chat no longer fits the model."),
            },
            "Start a new chat, ask something shorter, or choose a model with a larger context.",
        ),
        Code::TooLarge => Words::new(
            format!("{failed}The request is too large for {name}."),
            "Send less at once.",
        ),
        Code::Refused => Words::new(
            format!("{failed}{subject} declined to answer."),
            "Ask in other words.",
        ),
        Code::BadResponse => not_a_gateway(cause, &failed),
        // Not made from replies; a sentence that is true all the same.
        Code::ConfigInvalid
        | Code::KeyMissing
        | Code::KeyringLocked
        | Code::KeyringUnavailable
        | Code::KeyringDenied
        | Code::BudgetReached
        | Code::Offline
        | Code::Dns
        | Code::Tls
        | Code::Proxy
        | Code::Connect
        | Code::IdleTimeout
        | Code::Interrupted
        | Code::Storage
        | Code::Internal => {
            Words::new(format!("{failed}No answer came from {host}."), "Try again.")
        }
    }
}

/// `failed`: what the guide says of the status, where that is not its sentence about the key.
fn key(cause: &Cause<'_>, failed: &str) -> Words {
    let upstream = cause.upstream;
    let host = &upstream.host;
    match (upstream.auth, upstream.kind) {
        (
            AuthKind::Oidc {
                expired: Some(true),
            },
            _,
        ) => Words::new(
            GUIDE_TOKEN_EXPIRED,
            "Run it in the linked project's folder, then ask again.",
        )
        .alone(),
        (AuthKind::Oidc { expired: None }, _) => Words::new(
            GUIDE_TOKEN_EXPIRED,
            "The token could not be read. Run it in the linked project's folder, then ask again.",
        )
        .alone(),
        (
            AuthKind::Oidc {
                expired: Some(false),
            },
            _,
        ) => Words::new(
            format!("{failed}Vercel rejected this token, though its time is not over."),
            "Check that it belongs to the right project and team, or run: vercel env pull",
        ),
        (AuthKind::ApiKey, UpstreamKind::Gateway) => Words::new(
            format!("{failed}The gateway at {host} does not accept this key."),
            "Check the key or replace it: it may be mistyped, revoked, or a provider's key.",
        ),
        (AuthKind::ApiKey, UpstreamKind::Direct | UpstreamKind::Local) => Words::new(
            format!("{failed}{} does not accept this key.", upstream.subject()),
            format!("Check the key for {host} or replace it."),
        ),
        // A connection of one's own was told to go without; `local` takes none, but `openai` reaches the
        // same server with one.
        (AuthKind::None, UpstreamKind::Local) => Words::new(
            format!("{failed}The server at {host} asks for a key."),
            "Let your own connection take a key; instead of local use openai, with OPENAI_BASE_URL and OPENAI_API_KEY.",
        ),
        (AuthKind::None, UpstreamKind::Gateway | UpstreamKind::Direct) => Words::new(
            format!("{failed}The server at {host} asks for a key."),
            "Set a key for this connection.",
        ),
    }
}

fn payment(cause: &Cause<'_>, failed: &str) -> Words {
    let upstream = cause.upstream;
    if cause.is_behind_the_gateway() {
        return Words::new(
            format!("{failed}There is no credit left at the provider behind the gateway."),
            BEHIND,
        );
    }
    let lower = cause.said.map(Said::lower).unwrap_or_default();
    let card = cause.has_word("customerverificationrequired")
        || [
            "credit card",
            "payment method",
            "enable billing",
            "billing details",
        ]
        .iter()
        .any(|words| lower.contains(words));
    match (card, upstream.kind) {
        (true, UpstreamKind::Gateway) => Words::new(
            format!("{failed}Vercel wants a card on file before credit can be used."),
            "Add a card in the Vercel dashboard, wait half a minute and try again.",
        ),
        (true, UpstreamKind::Direct | UpstreamKind::Local) => Words::new(
            format!("{failed}{} wants billing set up first.", upstream.subject()),
            "Set up billing there and try again.",
        ),
        (false, _) => Words::new(
            format!("{failed}There is no credit left at {}.", upstream.name()),
            "Add credit there and try again.",
        ),
    }
}

/// `failed`: what the guide says of the status, where that is not its sentence about the pace.
fn quota(cause: &Cause<'_>, failed: &str) -> Words {
    let name = cause.upstream.name();
    if cause.is_behind_the_gateway() {
        return Words::new(
            format!("{failed}The quota at the provider behind {name} is used up."),
            BEHIND,
        );
    }
    Words::new(
        format!("{failed}The quota of this key at {name} is used up."),
        "Raise the limit there, or use another key. Waiting does not help soon.",
    )
}

fn rate_limited(cause: &Cause<'_>) -> Words {
    // A time that nobody waits for is no help.
    match cause.retry_after_ms.filter(|ms| *ms <= LONGEST_TOLD_MS) {
        None => Words::new(GUIDE_RATE_LIMIT, "Wait a little, or choose another model.").alone(),
        Some(ms) => Words::new(
            format!("Rate limit exceeded. Try again in {}.", span(ms)),
            "Wait, or choose another model.",
        ),
    }
}

fn not_a_gateway(cause: &Cause<'_>, failed: &str) -> Words {
    let host = &cause.upstream.host;
    let check =
        "Check the connection's address, and whether a proxy or sign-in page is in between.";
    if let Some(other) = &cause.elsewhere {
        return Words::new(
            format!("{failed}{host} sends requests to {other}, and redirects are not followed."),
            check,
        );
    }
    if cause.html {
        return Words::new(
            format!("{failed}A web page came from {host} instead of an answer."),
            check,
        );
    }
    match cause.status {
        300..=399 => Words::new(
            format!("{failed}{host} sends requests elsewhere, and redirects are not followed."),
            check,
        ),
        404 | 405 => Words::new(
            format!("{failed}Nothing at that address of {host} answers chat requests."),
            "Check the connection's address: is /v1 missing?",
        ),
        200..=299 if cause.said.is_some_and(Said::is_stated) => Words::new(
            format!("Nothing at that address of {host} answers chat requests."),
            "Check the connection's address: is /v1 missing?",
        ),
        200..=299 => Words::new(
            format!("What came from {host} is neither a stream nor JSON."),
            check,
        )
        .alone(),
        _ => Words::new(format!("{failed}No answer came from {host}."), check),
    }
}

/// The same, naming the model that the person may have meant: the nearest that the server offers, as
/// the catalogue knows it. Only a failure that is about the model changes, and not in its message.
pub fn name_nearest(failure: Failure, nearest: Option<&str>) -> Failure {
    let nearest = nearest.map(one_line).filter(|id| !id.is_empty());
    match (failure.code, nearest) {
        (Code::ModelNotFound, Some(nearest)) => Failure {
            nearest: Some(Box::new(nearest.clone())),
            ..failure.with_action(format!(
                "Did you mean {nearest}? Choose it, or another model."
            ))
        },
        (_, _) => failure,
    }
}

/// A wait in words: `800 ms`, `12 s`, `3 min`, `2 h`; rounded up, so that it is long enough.
fn span(ms: u64) -> String {
    match ms {
        0 => "a moment".to_owned(),
        1..1_000 => format!("{ms} ms"),
        1_000..120_000 => format!("{} s", ms.div_ceil(1_000)),
        120_000..7_200_000 => format!("{} min", ms.div_ceil(60_000)),
        _ => format!("{} h", ms.div_ceil(3_600_000)),
    }
}

impl Cause<'_> {
    /// Whether a gateway passed on a provider's reply to itself: Vercel does so in the name of its own
    /// client (vercel/ai#9290).
    fn is_behind_the_gateway(&self) -> bool {
        self.upstream.kind == UpstreamKind::Gateway && self.has_word("aiapicallerror")
    }

    fn has_word(&self, word: &str) -> bool {
        self.said.is_some_and(|said| said.has_word(word))
    }

    fn the_model(&self) -> String {
        let model = one_line(self.model);
        if model.is_empty() {
            "this model".to_owned()
        } else {
            format!("the model “{model}”")
        }
    }
}
