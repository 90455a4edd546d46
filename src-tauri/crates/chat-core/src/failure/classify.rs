//! The one place where a reply becomes a failure code (DESIGN §5.3): from the content type, the
//! error's own type and code, the status, and last the words of the message, in this order.

use super::body::{Said, looks_like_html};
use super::words::{Cause, failure};
use super::{Code, Failure, hint};
use crate::dialect::{Upstream, UpstreamKind};
use serde_json::Value;

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
#[derive(Debug, Clone, Copy)]
pub struct Reply<'a> {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: Option<&'a str>,
    /// The body, cut at 64 KiB.
    pub body: &'a [u8],
    /// `Retry-After`: seconds or an HTTP date.
    pub retry_after: Option<&'a str>,
    /// `retry-after-ms`.
    pub retry_after_ms: Option<&'a str>,
    /// The header that names the request.
    pub request_id: Option<&'a str>,
    /// Now, milliseconds since 1970, for dates.
    pub now_ms: i64,
    /// The model asked for.
    pub model: &'a str,
}

/// What a reply means. Text of the server is quoted only masked, short and on one line; HTML never.
pub fn classify(reply: &Reply<'_>, upstream: &Upstream) -> Failure {
    let html = reply
        .content_type
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("html"))
        || looks_like_html(&String::from_utf8_lossy(
            reply.body.get(..1024).unwrap_or(reply.body),
        ));
    let said = Said::of_body(reply.body, html);
    let header_hint = hint::from_headers(reply.retry_after_ms, reply.retry_after, reply.now_ms);
    let retry_after_ms = header_hint.or(said.retry_after_ms);
    let told = Told {
        status: reply.status,
        html,
        whole: true,
        hinted: retry_after_ms.is_some(),
        said: &said,
    };
    let code = told.code(upstream);
    let mut failure = failure(&Cause {
        code,
        status: reply.status,
        model: reply.model,
        html,
        retry_after_ms,
        said: Some(&said),
        upstream,
    });
    failure.request_id = reply.request_id.and_then(clean_id).or(failure.request_id);
    failure
}

/// What an error object means: in a stream (`status` 200) or in the body of a reply.
pub fn from_error_object(error: &Value, upstream: &Upstream, model: &str, status: u16) -> Failure {
    let said = Said::of_value(error);
    let told = Told {
        status,
        html: false,
        whole: false,
        hinted: said.retry_after_ms.is_some(),
        said: &said,
    };
    failure(&Cause {
        code: told.code(upstream),
        status,
        model,
        html: false,
        retry_after_ms: said.retry_after_ms,
        said: Some(&said),
        upstream,
    })
}

/// An id as it may be shown and stored: short and printable.
pub(super) fn clean_id(id: &str) -> Option<String> {
    let id = id.trim();
    let plain = !id.is_empty() && id.len() <= 128 && id.bytes().all(|b| b.is_ascii_graphic());
    plain.then(|| crate::secret_text::mask(id))
}

/// All that decides a code.
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
        let code = if (200..300).contains(&self.status) {
            self.in_success(upstream)
        } else {
            self.by_type()
                .or_else(|| self.by_words())
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
        let typed = || said.words.iter().filter_map(|word| code_of(word));
        // A type that only says "bad request" or "server" leaves room for a finer word.
        typed()
            .find(|code| !matches!(code, Code::BadRequest | Code::GatewayError))
            .or_else(|| self.by_words())
            .or_else(|| {
                said.statuses.first().map(|status| {
                    let inner = Told {
                        status: *status,
                        html: false,
                        whole: false,
                        hinted: self.hinted,
                        said,
                    };
                    match inner.by_status(upstream) {
                        Code::GatewayError | Code::BadResponse => Code::ProviderError,
                        other => other,
                    }
                })
            })
            .or_else(|| typed().find(|code| *code == Code::BadRequest))
            .unwrap_or(Code::ProviderError)
    }

    /// What type or code say where they are finer than the status.
    fn by_type(&self) -> Option<Code> {
        self.said
            .words
            .iter()
            .filter_map(|word| code_of(word))
            .find(|code| self.refines(*code))
    }

    /// Whether a typed code says more than the status does. A status of 401 is about the key
    /// whatever else is said, unless it is about money; 5xx wrap errors of others.
    fn refines(&self, code: Code) -> bool {
        let client = (400..500).contains(&self.status);
        match code {
            Code::PaymentRequired | Code::QuotaExhausted => client || self.status >= 500,
            Code::ContextTooLong | Code::ModelNotFound | Code::Overloaded | Code::TooLarge => {
                self.status != 401 && self.status >= 400
            }
            Code::RateLimited => !matches!(self.status, 401 | 402) && self.status >= 400,
            Code::Forbidden => client && !matches!(self.status, 401 | 402 | 429),
            Code::Refused => client && !matches!(self.status, 401 | 429),
            Code::KeyRejected => matches!(self.status, 400 | 403),
            // Words of the first four are put on anything; none means the others.
            Code::BadRequest
            | Code::GatewayError
            | Code::ProviderError
            | Code::BadResponse
            | Code::ConfigInvalid
            | Code::KeyMissing
            | Code::KeyExpired
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
            | Code::Internal => false,
        }
    }

    /// The last resort: words of the message, only where a status leaves the question open.
    fn by_words(&self) -> Option<Code> {
        let message = self.said.lower();
        let has = |words: &[&str]| words.iter().any(|word| message.contains(word));
        let context = || {
            has(&[
                "context length",
                "context_length",
                "maximum context",
                "context window",
                "context size",
                "prompt is too long",
                "prompt too long",
                "input is too long",
                "too many tokens",
            ])
        };
        let model = || {
            message.contains("model")
                && has(&[
                    "not found",
                    "does not exist",
                    "not exist",
                    "no such model",
                    "unknown model",
                ])
        };
        match self.status {
            200..=299 | 400 | 413 | 422 | 500 if context() => Some(Code::ContextTooLong),
            400 if has(&["api key not valid", "invalid api key"]) => Some(Code::KeyRejected),
            400 if has(&["not a valid model"]) => Some(Code::ModelNotFound),
            200..=299 | 400 | 403 if has(&["credit balance is too low"]) => {
                Some(Code::PaymentRequired)
            }
            403 if has(&[
                "credit card",
                "payment method",
                "add credit",
                "insufficient credit",
            ]) =>
            {
                Some(Code::PaymentRequired)
            }
            404 if model() => Some(Code::ModelNotFound),
            // Gemini says so of a minute's pace too, but then with a hint.
            200..=299 | 429 if has(&["exceeded your current quota"]) && !self.hinted => {
                Some(Code::QuotaExhausted)
            }
            _ => None,
        }
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

/// What a type or code word of an error means, in the spelling of `body::normal`.
fn code_of(word: &str) -> Option<Code> {
    Some(match word {
        "authenticationerror"
        | "invalidapikey"
        | "apikeyinvalid"
        | "unauthorized"
        | "unauthenticated"
        | "invalidauthentication" => Code::KeyRejected,
        "insufficientfunds"
        | "insufficientcredits"
        | "insufficientbalance"
        | "billingerror"
        | "billingnotactive"
        | "paymentrequired"
        | "customerverificationrequired" => Code::PaymentRequired,
        "quotaforentityexceeded"
        | "insufficientquota"
        | "enforcedspendlimitreached"
        | "billinghardlimitreached"
        | "budgetexceeded" => Code::QuotaExhausted,
        "forbidden"
        | "permissionerror"
        | "permissiondenied"
        | "permissiondeniederror"
        | "noprovidersavailable"
        | "unsupportedcountryregionterritory" => Code::Forbidden,
        "modelnotfound" => Code::ModelNotFound,
        "contextlengthexceeded"
        | "contextwindowexceedederror"
        | "exceedcontextsizeerror"
        | "modelcontextwindowexceeded" => Code::ContextTooLong,
        "requesttoolarge" | "requestentitytoolarge" | "payloadtoolarge" => Code::TooLarge,
        "ratelimitexceeded" | "ratelimiterror" | "ratelimited" | "resourceexhausted"
        | "toomanyrequests" => Code::RateLimited,
        "overloadederror"
        | "overloaded"
        | "engineoverloadederror"
        | "engineoverloaded"
        | "unavailable"
        | "serviceunavailable"
        | "serviceunavailableerror" => Code::Overloaded,
        "contentfilter" | "contentpolicyviolation" | "responsibleaipolicyviolation" => {
            Code::Refused
        }
        "invalidrequesterror" | "invalidargument" | "badrequest" | "badrequesterror" => {
            Code::BadRequest
        }
        "internalservererror" | "apierror" | "servererror" | "timeouterror" | "gatewaytimeout" => {
            Code::GatewayError
        }
        _ => return None,
    })
}
