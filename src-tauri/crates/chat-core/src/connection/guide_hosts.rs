//! The integration guide's provider addresses, which no vendor documents (GATEWAY §0.1).
//!
//! They are recognised so that no key goes there before the person has chosen.

use super::Builtin;
use crate::failure::{Code, Failure};
use url::Url;

/// Whether an address is one of the guide's `https://api.vercel.ai/v1/{anthropic,openai,google}`.
pub fn is_guide_address(text: &str) -> bool {
    let Ok(url) = Url::parse(text.trim()) else {
        return false;
    };
    // However it is spelled, the same host would get the key: a dot at its end, letters of either
    // case, slashes twice.
    let host = url.host_str().map(|host| host.trim_end_matches('.'));
    let path = url.path().to_ascii_lowercase();
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    host == Some("api.vercel.ai")
        && segments.next() == Some("v1")
        && matches!(segments.next(), Some("anthropic" | "openai" | "google"))
}

/// The question that stands before such an address is used.
pub fn guide_question(builtin: Builtin, source: &str, text: &str) -> Failure {
    let name = builtin.name();
    let own = builtin.default_address().unwrap_or_default();
    Failure::new(
        Code::ConfigInvalid,
        format!(
            "The address in {source} is the guide's api.vercel.ai, which no vendor documents; no key was sent there."
        ),
    )
    .with_action(format!(
        "Choose the provider's own address ({own}), the gateway, or keep it: in the settings of the connection."
    ))
    .with_command(format!(
        "Choose the provider's own address (gatehouse connections set {name} --base-url {own}), the gateway (gatehouse ask -c gateway), or keep it (gatehouse connections set {name} --base-url {}).",
        text.trim()
    ))
}

#[cfg(test)]
mod tests {
    use super::is_guide_address;

    #[test]
    fn only_the_guides_own_addresses_are_recognised() {
        for (text, is_guides) in [
            ("https://api.vercel.ai/v1/anthropic", true),
            ("https://api.vercel.ai/v1/openai/", true),
            ("https://API.vercel.ai/v1/google/v1beta", true),
            ("https://api.vercel.ai./v1/openai", true),
            ("https://api.vercel.ai//v1//openai", true),
            ("https://api.vercel.ai/V1/OpenAI", true),
            ("https://api.vercel.ai:443/v1/openai/chat/completions", true),
            ("https://api.vercel.ai/v1/other", false),
            ("https://api.vercel.ai/v1", false),
            ("https://api.vercel.ai.evil.com/v1/openai", false),
            ("https://ai-gateway.vercel.sh/v1/openai", false),
            ("nonsense", false),
        ] {
            assert_eq!(is_guide_address(text), is_guides, "{text}");
        }
    }
}
