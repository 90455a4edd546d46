//! The one place where a reply becomes a failure code (DESIGN §5.3): from the content type, the
//! error's own type and code, the status, and last the words of the message, in this order.

use super::body::Said;
use super::shown::looks_like_html;
use super::shown::one_line;
use super::words::{Cause, failure};
use super::{Code, Failure, hint, phrases, reset, typed};
use crate::dialect::{Upstream, UpstreamKind};
use crate::request::Param;
use serde_json::Value;
use std::fmt;
use url::Url;

/// What was sent as a credential: a rejected one is told differently by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthKind {
    /// Nothing.
    None,
    /// A key.
    ApiKey,
    /// A Vercel sign-in token.
    Oidc {
        /// Whether its `exp` was past when sent; none if that could not be read.
        expired: Option<bool>,
    },
}

/// A reply that is no answer: a status other than 2xx, or a 2xx that is neither SSE nor JSON.
#[derive(Clone, Copy)]
pub struct Reply<'a> {
    /// HTTP status.
    pub status: u16,
    /// Reads a header by its name in lower case. Which headers count is decided here.
    pub header: &'a (dyn Fn(&str) -> Option<&'a str> + 'a),
    /// The body, cut at 64 KiB.
    pub body: &'a [u8],
    /// Now, milliseconds since 1970, for dates.
    pub now_ms: i64,
    /// The model asked for.
    pub model: &'a str,
}

impl fmt::Debug for Reply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A body may repeat a key.
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}

/// Headers that name a request, the first that is there.
const REQUEST_IDS: [&str; 3] = ["x-request-id", "request-id", "x-vercel-id"];

/// What a reply means. Text of the server is quoted only masked, short and on one line; HTML never.
pub fn classify(reply: &Reply<'_>, upstream: &Upstream) -> Failure {
    let header = reply.header;
    let html = header("content-type")
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("html"))
        || looks_like_html(&String::from_utf8_lossy(
            reply.body.get(..1024).unwrap_or(reply.body),
        ));
    let said = Said::of_body(reply.body, html);
    let header_hint = hint::from_headers(header, reply.now_ms);
    let hint = header_hint.or_else(|| said.retry_after_ms());
    let told = Told {
        status: reply.status,
        html,
        whole: true,
        hinted: hint.is_some(),
        said: &said,
    };
    let code = told.code(upstream);
    // Limits are counted on every reply: only where one was the reason do they tell a wait.
    let limited = matches!(reply.status, 429 | 503 | 529) && code.is_retried();
    let retry_after_ms = match code {
        // The body's hint is that of the pace.
        Code::QuotaExhausted => header_hint,
        _ => hint.or_else(|| {
            limited.then_some(())?;
            reset::from_headers(header, reply.now_ms)
                .or_else(|| reset::wait_ms(said.reset.as_deref()?, reply.now_ms))
        }),
    };
    let mut failure = failure(&Cause {
        code,
        status: reply.status,
        model: reply.model,
        html,
        retry_after_ms,
        said: Some(&said),
        elsewhere: header("location")
            .filter(|_| (300..400).contains(&reply.status))
            .and_then(|location| elsewhere(location, &upstream.host)),
        upstream,
    });
    let named = REQUEST_IDS.iter().find_map(|name| header(name));
    failure.request_id = named.and_then(clean_id).or(failure.request_id);
    // Only a "no" counts: a "yes" does not widen what is repeated (DESIGN §5.2).
    failure.refused = refused(&said, code, reply.status);
    failure.may_repeat = header("x-should-retry").is_none_or(|word| word.trim() != "false");
    failure
}

/// What an error object means: in a stream (`status` 200) or in the body of a reply.
pub fn from_error_object(error: &Value, upstream: &Upstream, model: &str, status: u16) -> Failure {
    let said = Said::of_value(error);
    let retry_after_ms = said.retry_after_ms();
    let told = Told {
        status,
        html: false,
        whole: false,
        hinted: retry_after_ms.is_some(),
        said: &said,
    };
    let code = told.code(upstream);
    failure(&Cause {
        code,
        status,
        model,
        html: false,
        retry_after_ms: retry_after_ms.filter(|_| code != Code::QuotaExhausted),
        said: Some(&said),
        elsewhere: None,
        upstream,
    })
}

/// The host that a redirect leads to, where it is another one; as a sentence may show it.
fn elsewhere(location: &str, host: &str) -> Option<String> {
    let here = Url::parse(&format!("https://{host}/")).ok()?;
    let there = here.join(location.trim()).ok()?;
    let other = there.host_str().filter(|other| *other != host)?;
    Some(one_line(other)).filter(|other| !other.is_empty())
}

/// The parameter that a reply names as refused. A limit counts only where its name is: a value that
/// does not fit stays the person's.
fn refused(said: &Said, code: Code, status: u16) -> Option<Param> {
    if code != Code::BadRequest || !matches!(status, 400 | 422) {
        return None;
    }
    match Param::parse(said.param.as_deref()?)? {
        Param::MaxTokens if !said.has_word("unsupportedparameter") => None,
        param @ (Param::Temperature | Param::Seed | Param::Reasoning | Param::MaxTokens) => {
            Some(param)
        }
    }
}

/// An id as it may be shown and stored: short, printable and no markup.
pub(super) fn clean_id(id: &str) -> Option<String> {
    let id = id.trim();
    let plain = !id.is_empty()
        && id.len() <= 128
        && id
            .bytes()
            .all(|b| b.is_ascii_graphic() && !matches!(b, b'<' | b'>'));
    plain.then(|| crate::secret_text::mask(id))
}

/// All that decides a code.
#[derive(Clone, Copy)]
struct Told<'a> {
    status: u16,
    html: bool,
    /// A whole reply, which may hold no error object; else an object that is one.
    whole: bool,
    hinted: bool,
    said: &'a Said,
}

impl Told<'_> {
    fn code(&self, upstream: &Upstream) -> Code {
        let success = (200..300).contains(&self.status);
        let code = if self.said.daily && (success || self.status == 429) {
            Code::QuotaExhausted
        } else if success {
            self.in_success(upstream)
        } else {
            self.finer(self.by_type())
                .unwrap_or_else(|| self.by_status(upstream))
        };
        match (code, upstream.auth) {
            // A rejected token whose time is over has a code of its own.
            (
                Code::KeyRejected,
                AuthKind::Oidc {
                    expired: Some(true),
                },
            ) => Code::KeyExpired,
            (other, _) => other,
        }
    }

    /// An error object inside a 200: as its type says, else the provider's. A 2xx without any
    /// error object is something else than an AI gateway.
    fn in_success(&self, upstream: &Upstream) -> Code {
        let said = self.said;
        if self.html || (self.whole && !said.is_stated()) {
            return Code::BadResponse;
        }
        let typed = || said.words.iter().filter_map(|word| typed::code_of(word));
        // A type that only says "bad request" or "server" leaves room for a finer word.
        let fine = typed().find(|code| !matches!(code, Code::BadRequest | Code::GatewayError));
        self.finer(fine)
            .or_else(|| {
                let inner = Told {
                    status: *said.statuses.first()?,
                    whole: false,
                    ..*self
                };
                let code = inner.finer(None);
                match code.unwrap_or_else(|| inner.by_status(upstream)) {
                    Code::GatewayError | Code::BadResponse => Some(Code::ProviderError),
                    other => Some(other),
                }
            })
            .or_else(|| typed().find(|code| *code == Code::BadRequest))
            .unwrap_or(Code::ProviderError)
    }

    /// What type or code say where they are finer than the status.
    fn by_type(&self) -> Option<Code> {
        self.said
            .words
            .iter()
            .filter_map(|word| typed::code_of(word))
            .find(|code| typed::refines(*code, self.status))
    }

    /// The words of the message decide where no type does, whether a pace or a quota is meant, and
    /// why something is forbidden.
    fn finer(&self, typed: Option<Code>) -> Option<Code> {
        let open = match typed {
            None | Some(Code::RateLimited) => true,
            Some(Code::Forbidden) => !self.said.has_word("noprovidersavailable"),
            Some(_) => false,
        };
        let words = || {
            let paced = typed == Some(Code::RateLimited);
            phrases::code_of(&self.said.lower(), self.status, self.hinted, paced)
        };
        if open { words().or(typed) } else { typed }
    }

    fn by_status(&self, upstream: &Upstream) -> Code {
        match self.status {
            401 => Code::KeyRejected,
            402 => Code::PaymentRequired,
            413 => Code::TooLarge,
            429 => Code::RateLimited,
            // A page is a proxy's or a portal's; what it says of its own failure is not ours.
            _ if self.html => Code::BadResponse,
            403 => Code::Forbidden,
            503 | 529 => Code::Overloaded,
            408 | 425 | 500.. => match upstream.kind {
                UpstreamKind::Direct => Code::ProviderError,
                UpstreamKind::Gateway | UpstreamKind::Local => Code::GatewayError,
            },
            ..=399 | 404 | 405 => Code::BadResponse,
            400..=499 => Code::BadRequest,
        }
    }
}
