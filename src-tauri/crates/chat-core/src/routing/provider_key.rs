//! The providers whose own keys can go with a request to the gateway (BYOK, GATEWAY §1.7): those
//! that one key is enough for. Which keys there are is not known here.

use crate::base_url::BaseUrl;
use crate::connection::{Builtin, Connection, ConnectionConfig};

/// A provider for whom a gateway takes the person's own key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProviderKey {
    /// Anthropic.
    Anthropic,
    /// `OpenAI`.
    OpenAi,
    /// Google's Gemini.
    Google,
}

impl ProviderKey {
    /// Every one, in the order in which they are sent.
    pub const ALL: [Self; 3] = [Self::Anthropic, Self::OpenAi, Self::Google];

    /// The provider's name at the gateway, and in the setting.
    pub fn name(self) -> &'static str {
        match self {
            Self::Anthropic => "anthropic",
            Self::OpenAi => "openai",
            Self::Google => "google",
        }
    }

    /// The inverse of [`ProviderKey::name`].
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }

    /// The connection whose key it is.
    pub fn connection(self) -> Builtin {
        match self {
            Self::Anthropic => Builtin::Anthropic,
            Self::OpenAi => Builtin::OpenAi,
            Self::Google => Builtin::Gemini,
        }
    }

    /// The account of the key at the provider's own address. A key that was kept for another
    /// address, such as a proxy's, is not the provider's.
    pub fn account(self) -> Option<String> {
        let builtin = self.connection();
        let base = BaseUrl::parse(builtin.default_address()?, builtin.dialect()).ok()?;
        let connection = Connection::builtin_with(builtin, ConnectionConfig::default());
        Some(connection.account(&base))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_providers_key_is_the_one_kept_for_its_own_address() {
        for (one, name, account) in [
            (
                ProviderKey::Anthropic,
                "anthropic",
                "anthropic@https://api.anthropic.com",
            ),
            (
                ProviderKey::OpenAi,
                "openai",
                "openai@https://api.openai.com",
            ),
            (
                ProviderKey::Google,
                "google",
                "gemini@https://generativelanguage.googleapis.com",
            ),
        ] {
            assert_eq!(ProviderKey::parse(name), Some(one));
            assert_eq!(one.account().as_deref(), Some(account));
        }
        assert_eq!(ProviderKey::parse("bedrock"), None);
    }
}
