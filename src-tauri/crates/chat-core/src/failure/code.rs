//! The closed list of error codes (DESIGN §5.3): a code exists only where a face acts on it.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// What went wrong, as faces and scripts act on it. Each has its exit status (DESIGN §5.2).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS)]
        #[serde(rename_all = "snake_case")]
        pub enum Code { $($(#[$doc])* $variant),+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in JSON, in the store and in documentation.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

codes! {
    /// A setting, flag, variable or address cannot be used.
    ConfigInvalid = "config_invalid",
    /// No key for this connection and origin.
    KeyMissing = "key_missing",
    /// The server refused the key.
    KeyRejected = "key_rejected",
    /// A sign-in token whose time is over.
    KeyExpired = "key_expired",
    /// The keyring is locked.
    KeyringLocked = "keyring_locked",
    /// There is no keyring to ask, or it does not answer.
    KeyringUnavailable = "keyring_unavailable",
    /// The keyring refused.
    KeyringDenied = "keyring_denied",
    /// No credit, or no card on file.
    PaymentRequired = "payment_required",
    /// The person's own budget.
    BudgetReached = "budget_reached",
    /// The account may not do this.
    Forbidden = "forbidden",
    /// The server does not offer that model.
    ModelNotFound = "model_not_found",
    /// The server refused the request as malformed.
    BadRequest = "bad_request",
    /// The conversation does not fit the model.
    ContextTooLong = "context_too_long",
    /// Too many bytes.
    TooLarge = "too_large",
    /// Too many requests for now.
    RateLimited = "rate_limited",
    /// A quota is used up; waiting does not help soon.
    QuotaExhausted = "quota_exhausted",
    /// The provider is overloaded.
    Overloaded = "overloaded",
    /// The gateway failed.
    GatewayError = "gateway_error",
    /// The provider failed.
    ProviderError = "provider_error",
    /// The model or provider declined to answer.
    Refused = "refused",
    /// No network.
    Offline = "offline",
    /// The host name has no address.
    Dns = "dns",
    /// No trusted TLS connection.
    Tls = "tls",
    /// The proxy failed.
    Proxy = "proxy",
    /// Nothing listens, or it closed before a response.
    Connect = "connect",
    /// Nothing came for too long.
    IdleTimeout = "idle_timeout",
    /// Something answered that is no AI gateway, or not in its protocol.
    BadResponse = "bad_response",
    /// The answer broke off.
    Interrupted = "interrupted",
    /// The disk or the database.
    Storage = "storage",
    /// A fault of the program itself.
    Internal = "internal",
}

impl Code {
    /// Exit status of the command line (DESIGN §5.2).
    pub fn exit_status(self) -> u8 {
        match self {
            Self::Storage | Self::Internal => 1,
            Self::ConfigInvalid => 2,
            Self::KeyMissing
            | Self::KeyRejected
            | Self::KeyExpired
            | Self::KeyringLocked
            | Self::KeyringUnavailable
            | Self::KeyringDenied => 3,
            Self::RateLimited
            | Self::QuotaExhausted
            | Self::PaymentRequired
            | Self::BudgetReached => 4,
            Self::Forbidden
            | Self::ModelNotFound
            | Self::BadRequest
            | Self::ContextTooLong
            | Self::TooLarge
            | Self::Overloaded
            | Self::GatewayError
            | Self::ProviderError
            | Self::Refused
            | Self::BadResponse
            | Self::Interrupted => 5,
            Self::Offline
            | Self::Dns
            | Self::Tls
            | Self::Proxy
            | Self::Connect
            | Self::IdleTimeout => 6,
        }
    }

    /// Whether another attempt may be made while no 2xx status has arrived (DESIGN §5.2).
    pub fn is_retried(self) -> bool {
        match self {
            Self::RateLimited
            | Self::Overloaded
            | Self::GatewayError
            | Self::ProviderError
            | Self::Connect
            | Self::Dns => true,
            Self::ConfigInvalid
            | Self::KeyMissing
            | Self::KeyRejected
            | Self::KeyExpired
            | Self::KeyringLocked
            | Self::KeyringUnavailable
            | Self::KeyringDenied
            | Self::PaymentRequired
            | Self::BudgetReached
            | Self::Forbidden
            | Self::ModelNotFound
            | Self::BadRequest
            | Self::ContextTooLong
            | Self::TooLarge
            | Self::QuotaExhausted
            | Self::Refused
            | Self::Offline
            | Self::Tls
            | Self::Proxy
            | Self::IdleTimeout
            | Self::BadResponse
            | Self::Interrupted
            | Self::Storage
            | Self::Internal => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_name_is_the_documented_name() {
        for code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
        assert_eq!(Code::ALL.len(), 30);
    }
}
