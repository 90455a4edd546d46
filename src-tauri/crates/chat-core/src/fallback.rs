//! What is asked instead when an attempt fails before its first token: the person's own order of
//! models and connections, and whether a failure is one that another of them could mend.

use crate::connection::{check_any_name, check_model};
use crate::failure::{Code, Failure};
use std::fmt;

/// Most alternatives in an order.
pub const MAX_ALTERNATIVES: usize = 8;

/// What a request goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The connection's name.
    pub connection: String,
    /// The model asked of it.
    pub model: String,
}

/// One of the order: a model of the same connection, another connection, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The connection; none is the one asked at first.
    pub connection: Option<String>,
    /// The model; none is the connection's usual one.
    pub model: Option<String>,
}

impl Alternative {
    /// Reads `MODEL`, `CONNECTION=MODEL` or `CONNECTION=` for its usual model.
    pub fn parse(text: &str) -> Option<Self> {
        let (connection, model) = match text.split_once('=') {
            Some((connection, model)) => (Some(connection.trim()), model.trim()),
            None => (None, text.trim()),
        };
        let fits = connection.is_none_or(|name| check_any_name(name).is_ok())
            && check_model(model).is_ok()
            && !model.contains(',')
            && (connection.is_some() || !model.is_empty());
        fits.then(|| Self {
            connection: connection.map(str::to_owned),
            model: (!model.is_empty()).then(|| model.to_owned()),
        })
    }

    /// Reads an order, with commas between; an empty text is none.
    ///
    /// # Errors
    /// `config_invalid` with what fits.
    pub fn parse_order(text: &str) -> Result<Vec<Self>, Failure> {
        let items = text.split(',').map(str::trim).filter(|one| !one.is_empty());
        let order: Option<Vec<_>> = items.map(Self::parse).collect();
        order
            .filter(|order| order.len() <= MAX_ALTERNATIVES)
            .ok_or_else(|| {
                Failure::new(Code::ConfigInvalid, "That is no order of models and connections.")
                    .with_action(
                        "Give at most 8, each MODEL, CONNECTION=MODEL or CONNECTION=, with commas between.",
                    )
            })
    }

    /// Whether it could mend a failure of this target.
    pub fn mends(&self, code: Code, failed: &Target) -> bool {
        let elsewhere = self
            .connection
            .as_deref()
            .is_some_and(|name| name != failed.connection);
        match mended_by(code) {
            Mend::Nothing => false,
            Mend::OtherConnection => elsewhere,
            Mend::OtherModel => {
                elsewhere
                    || self
                        .model
                        .as_deref()
                        .is_some_and(|model| model != failed.model)
            }
        }
    }
}

impl fmt::Display for Alternative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(connection) = &self.connection {
            write!(f, "{connection}=")?;
        }
        f.write_str(self.model.as_deref().unwrap_or_default())
    }
}

/// What could mend a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// Another model, also of the same connection.
    OtherModel,
    /// Only another connection.
    OtherConnection,
    /// Nothing that Gatehouse may try: the question, the person's own limits, this machine.
    Nothing,
}

/// What could mend a failure of this code, before the first token.
pub fn mended_by(code: Code) -> Mend {
    match code {
        Code::ModelNotFound
        | Code::Forbidden
        | Code::RateLimited
        | Code::QuotaExhausted
        | Code::Overloaded
        | Code::GatewayError
        | Code::ProviderError
        | Code::IdleTimeout => Mend::OtherModel,
        Code::KeyRejected
        | Code::KeyExpired
        | Code::PaymentRequired
        | Code::Offline
        | Code::Dns
        | Code::Tls
        | Code::Proxy
        | Code::Connect
        | Code::BadResponse => Mend::OtherConnection,
        // What is asked is at fault, or declined; a person decides what to do.
        Code::BadRequest
        | Code::ContextTooLong
        | Code::TooLarge
        | Code::Refused
        // Their own limit.
        | Code::BudgetReached
        // What was not set up is not made good by asking somebody else.
        | Code::ConfigInvalid
        | Code::KeyMissing
        | Code::KeyringLocked
        | Code::KeyringUnavailable
        | Code::KeyringDenied
        // An answer was under way, or this machine is at fault.
        | Code::Interrupted
        | Code::Storage
        | Code::Internal => Mend::Nothing,
    }
}

/// Why something else is tried, in words of ours: a server's own could repeat a key.
pub fn reason(code: Code, status: Option<u16>) -> String {
    let words = match code {
        Code::ModelNotFound => "the model is not offered",
        Code::Forbidden => "this is not allowed there",
        Code::RateLimited => "too many requests there",
        Code::QuotaExhausted => "the quota there is used up",
        Code::Overloaded => "the server is overloaded",
        Code::GatewayError => "the gateway failed",
        Code::ProviderError => "the provider failed",
        Code::IdleTimeout => "no answer came in time",
        Code::KeyRejected => "the key is not accepted",
        Code::KeyExpired => "the sign-in has expired",
        Code::PaymentRequired => "there is no credit left",
        Code::Offline => "there is no network",
        Code::Dns => "the host has no address",
        Code::Tls => "no secure connection could be made",
        Code::Proxy => "the proxy failed",
        Code::Connect => "nothing answers there",
        Code::BadResponse => "what answers is no AI gateway",
        Code::BadRequest
        | Code::ContextTooLong
        | Code::TooLarge
        | Code::Refused
        | Code::BudgetReached
        | Code::ConfigInvalid
        | Code::KeyMissing
        | Code::KeyringLocked
        | Code::KeyringUnavailable
        | Code::KeyringDenied
        | Code::Interrupted
        | Code::Storage
        | Code::Internal => "it failed",
    };
    match status {
        Some(status) => format!("{words} ({status})"),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_back_as_it_was_written() {
        for (typed, kept) in [
            ("", ""),
            ("openai/gpt-4o-mini", "openai/gpt-4o-mini"),
            (" openai=gpt-4o-mini , local= ", "openai=gpt-4o-mini,local="),
            ("local=llama3:8b", "local=llama3:8b"),
            ("my-own=a/b=c", "my-own=a/b=c"),
        ] {
            let order = Alternative::parse_order(typed).unwrap();
            let shown: Vec<_> = order.iter().map(Alternative::to_string).collect();
            assert_eq!(shown.join(","), kept);
        }
        for wrong in ["=m", "No Such=m", "a\nb", "a,b,c,d,e,f,g,h,i", "="] {
            let refused = Alternative::parse_order(wrong).unwrap_err();
            assert_eq!(refused.code, Code::ConfigInvalid, "{wrong}");
            assert!(refused.action.is_some());
        }
    }

    #[test]
    fn only_what_could_mend_a_failure_is_tried() {
        let failed = Target {
            connection: "gateway".into(),
            model: "a/b".into(),
        };
        let one = |text| Alternative::parse(text).unwrap();
        let (same, model, other) = (one("gateway=a/b"), one("c/d"), one("openai="));
        for code in Code::ALL {
            let tried = [&same, &model, &other].map(|it| it.mends(*code, &failed));
            let expected = match mended_by(*code) {
                Mend::OtherModel => [false, true, true],
                Mend::OtherConnection => [false, false, true],
                Mend::Nothing => [false, false, false],
            };
            assert_eq!(tried, expected, "{code:?}");
        }
    }

    #[test]
    fn every_code_has_its_mend() {
        let table = |mend| {
            let codes = Code::ALL
                .iter()
                .filter(move |code| mended_by(**code) == mend);
            codes
                .map(|code| code.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(
            table(Mend::OtherModel),
            "forbidden model_not_found rate_limited quota_exhausted overloaded gateway_error \
             provider_error idle_timeout"
        );
        assert_eq!(
            table(Mend::OtherConnection),
            "key_rejected key_expired payment_required offline dns tls proxy connect bad_response"
        );
        assert_eq!(
            table(Mend::Nothing),
            "config_invalid key_missing keyring_locked keyring_unavailable keyring_denied \
             budget_reached bad_request context_too_long too_large refused interrupted storage internal"
        );
        for code in Code::ALL
            .iter()
            .filter(|code| mended_by(**code) != Mend::Nothing)
        {
            assert_ne!(reason(*code, None), "it failed", "{code:?} has no words");
        }
    }
}
