use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Result<BaseUrl, BaseUrlError> {
    BaseUrl::parse(text, Dialect::OpenAiChat)
}

const USABLE: &[(&str, &str)] = &[
    // DESIGN §5.1, word for word.
    ("http://h", "http://h/v1"),
    ("http://h/v1/", "http://h/v1"),
    ("http://h/v1/chat/completions", "http://h/v1"),
    ("http://h/p/v1", "http://h/p/v1"),
    ("http://h/v1/openai", "http://h/v1/openai/v1"),
    (
        "https://ai-gateway.vercel.sh/v1/chat/completions",
        "https://ai-gateway.vercel.sh/v1",
    ),
    (
        "https://api.vercel.ai/v1/openai",
        "https://api.vercel.ai/v1/openai/v1",
    ),
    // Trailing slashes, before and behind an endpoint.
    ("http://h/", "http://h/v1"),
    ("http://h///", "http://h/v1"),
    ("http://h/v1//", "http://h/v1"),
    ("http://h/v1/chat/completions/", "http://h/v1"),
    ("http://h/v1//chat/completions", "http://h/v1"),
    ("http://h/chat/completions", "http://h/v1"),
    ("http://h/p/chat/completions", "http://h/p/v1"),
    // The other endpoints.
    ("http://h/v1/responses", "http://h/v1"),
    ("http://h/v1/messages", "http://h/v1"),
    (
        "http://h/v1beta/models/gemini-2.5-flash:streamGenerateContent",
        "http://h/v1beta",
    ),
    ("http://h/v1/models", "http://h/v1/models/v1"),
    (
        "http://h/xchat/completions",
        "http://h/xchat/completions/v1",
    ),
    // Versions and what only looks like one.
    ("http://h/v2", "http://h/v2"),
    ("http://h/v1beta", "http://h/v1beta"),
    ("http://h/v1alpha2", "http://h/v1alpha2"),
    ("http://h/v1betamax", "http://h/v1betamax/v1"),
    ("http://h/v", "http://h/v/v1"),
    ("http://h/vx", "http://h/vx/v1"),
    ("http://h/api/v1", "http://h/api/v1"),
    // The exception, also as a full endpoint; only at a segment's border.
    ("https://h/v1beta/openai", "https://h/v1beta/openai"),
    ("https://h/v1beta/openai/", "https://h/v1beta/openai"),
    (
        "https://h/v1beta/openai/chat/completions",
        "https://h/v1beta/openai",
    ),
    ("https://h/xv1beta/openai", "https://h/xv1beta/openai/v1"),
    // Hosts and ports.
    ("HTTPS://API.OpenAI.com/v1", "https://api.openai.com/v1"),
    ("https://h:443/v1", "https://h/v1"),
    ("https://h:8443", "https://h:8443/v1"),
    ("http://h:65535", "http://h:65535/v1"),
    ("http://127.0.0.1:11434", "http://127.0.0.1:11434/v1"),
    ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
    (
        "https://xn--e1afmkfd.example",
        "https://xn--e1afmkfd.example/v1",
    ),
    ("  http://h/v1\n", "http://h/v1"),
    ("http://h/my%20prefix/v1", "http://h/my%20prefix/v1"),
];

#[test]
fn usable_addresses_lead_to_one_base() {
    for (text, base) in USABLE {
        let parsed = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(parsed.to_string(), *base, "{text}");
        assert_eq!(
            parsed.chat("m", true).as_str(),
            format!("{base}/chat/completions"),
            "{text}"
        );
        assert_eq!(parsed.models().as_str(), format!("{base}/models"), "{text}");
        assert_eq!(
            parsed.credits().as_str(),
            format!("{base}/credits"),
            "{text}"
        );
        assert_eq!(
            parse(parsed.chat("m", true).as_str()).unwrap(),
            parsed,
            "{text}"
        );
    }
}

const REFUSED: &[(&str, BaseUrlError)] = &[
    ("", BaseUrlError::Empty),
    (" \t\n", BaseUrlError::Empty),
    ("api.openai.com/v1", BaseUrlError::Scheme),
    ("localhost:8080/v1", BaseUrlError::Scheme),
    ("//h/v1", BaseUrlError::Scheme),
    ("https:evil", BaseUrlError::Scheme),
    ("https:/evil", BaseUrlError::Scheme),
    ("file:///etc/passwd", BaseUrlError::Scheme),
    ("ftp://h/v1", BaseUrlError::Scheme),
    ("javascript:alert(1)", BaseUrlError::Scheme),
    ("ws://h", BaseUrlError::Scheme),
    ("https://", BaseUrlError::Host),
    ("https:///evil/v1", BaseUrlError::Host),
    ("https://:8080/v1", BaseUrlError::Host),
    ("https://h h/v1", BaseUrlError::Space),
    ("https://h/a b", BaseUrlError::Space),
    ("https://h/v1\nX: y", BaseUrlError::Space),
    ("https://evil.example\\@google.example", BaseUrlError::Space),
    ("https://h/\0", BaseUrlError::Space),
    ("https://user:pw@h/v1", BaseUrlError::Userinfo),
    ("https://user@h/v1", BaseUrlError::Userinfo),
    ("https://@h/v1", BaseUrlError::Userinfo),
    (
        "https://google.example@evil.example",
        BaseUrlError::Userinfo,
    ),
    ("https://user:pw@h/v1?x=1", BaseUrlError::Userinfo),
    ("https://h/v1?key=abc", BaseUrlError::Query),
    ("https://h/v1?", BaseUrlError::Query),
    ("https://evil.example/?api.openai.com", BaseUrlError::Query),
    ("https://evil.example?@api.openai.com", BaseUrlError::Query),
    ("https://h/v1#x", BaseUrlError::Fragment),
    ("https://h/v1#", BaseUrlError::Fragment),
    (
        "https://evil.example#@api.openai.com",
        BaseUrlError::Fragment,
    ),
    ("https://\u{430}pple.example", BaseUrlError::NotAscii),
    ("https://h/v1\u{200b}", BaseUrlError::NotAscii),
    ("https://%61pple.example", BaseUrlError::Host),
    ("https://h:0/v1", BaseUrlError::Port),
    ("https://h:65536/v1", BaseUrlError::Port),
    ("https://h:x/v1", BaseUrlError::Port),
    ("https://[::1/v1", BaseUrlError::Host),
    ("https://[fe80::1%25eth0]/v1", BaseUrlError::Host),
    ("https://256.256.256.256/v1", BaseUrlError::Host),
    ("https://h/../v1", BaseUrlError::Path),
    ("https://h/./v1", BaseUrlError::Path),
    ("https://h/%2e%2e/v1", BaseUrlError::Path),
    ("https://h/%00/v1", BaseUrlError::Path),
    ("https://h/a%2Fb/v1", BaseUrlError::Path),
    ("https://h/%zz/v1", BaseUrlError::Path),
    ("https://h/%", BaseUrlError::Path),
    ("https://169.254.169.254/v1", BaseUrlError::LinkLocal),
    (
        "https://[::ffff:169.254.169.254]/v1",
        BaseUrlError::LinkLocal,
    ),
    ("https://[::169.254.169.254]/v1", BaseUrlError::LinkLocal),
    ("https://2852039166/v1", BaseUrlError::LinkLocal),
    ("https://0xa9fea9fe/v1", BaseUrlError::LinkLocal),
    ("http://[fe80::1]:11434/v1", BaseUrlError::LinkLocal),
];

#[test]
fn unusable_addresses_are_refused_with_their_reason() {
    for (text, error) in REFUSED {
        assert_eq!(parse(text).as_ref(), Err(error), "{text}");
    }
}

#[test]
fn a_refusal_never_repeats_the_address() {
    let failure = parse("https://user:hunter2@h/v1")
        .unwrap_err()
        .failure("AI_GATEWAY_URL");
    assert_eq!(failure.code, Code::ConfigInvalid);
    assert!(failure.message.contains("AI_GATEWAY_URL"));
    assert!(!format!("{failure:?}").contains("hunter2"));
}

#[test]
fn keys_belong_to_the_exact_origin() {
    let cases = [
        ("https://api.openai.com/v1", "https://api.openai.com"),
        ("https://API.openai.com:443/p", "https://api.openai.com"),
        ("https://api.openai.com:8443", "https://api.openai.com:8443"),
        ("http://api.openai.com", "http://api.openai.com"),
        (
            "https://api.openai.com.evil.example/v1",
            "https://api.openai.com.evil.example",
        ),
        (
            "https://evil.example/api.openai.com/v1",
            "https://evil.example",
        ),
        ("https://api-openai.com", "https://api-openai.com"),
        ("https://api.openai.com.", "https://api.openai.com."),
        ("http://[::1]:9/v1", "http://[::1]:9"),
        ("http://127.1:9/v1", "http://127.0.0.1:9"),
    ];
    for (text, origin) in cases {
        assert_eq!(parse(text).unwrap().origin(), origin, "{text}");
    }
}

#[test]
fn http_carries_a_key_only_to_this_machine() {
    let cases = [
        ("http://127.0.0.1:1", true, true),
        ("http://127.255.0.3", true, true),
        ("http://localhost:11434/v1", true, true),
        ("http://LOCALHOST", true, true),
        ("http://[::1]:1", true, true),
        ("https://example.org", true, false),
        ("http://example.org", false, false),
        ("http://192.168.1.5:8080", false, false),
        ("http://0.0.0.0:8080", false, false),
        ("http://[::ffff:127.0.0.1]", false, false),
        ("http://localhost.evil.example", false, false),
        ("http://127.0.0.1.evil.example", false, false),
        ("http://localhost.", false, false),
    ];
    for (text, allowed, loopback) in cases {
        let base = parse(text).unwrap();
        assert_eq!(base.check_key_allowed().is_ok(), allowed, "{text}");
        assert_eq!(base.is_loopback(), loopback, "{text}");
    }
}

#[test]
fn host_and_port_are_those_connected_to() {
    let base = parse("http://[::1]:8080").unwrap();
    assert_eq!(
        (base.host(), base.port(), base.is_https()),
        ("[::1]", 8080, false)
    );
    let base = parse("https://h").unwrap();
    assert_eq!(
        (base.host(), base.port(), base.is_https()),
        ("h", 443, true)
    );
}

proptest! {
    #[test]
    fn any_text_is_parsed_or_refused_and_parsing_settles(text in "\\PC{0,40}") {
        if let Ok(base) = parse(&text) {
            prop_assert_eq!(parse(base.chat("m", true).as_str()), Ok(base));
        }
    }

    #[test]
    fn addresses_made_of_their_parts_settle(
        text in "https?://[a-z]{1,3}(:[0-9]{1,5})?(/(v1|v1beta|openai|chat|completions|models|x:y|responses|messages|%41|p)){0,5}/{0,2}"
    ) {
        if let Ok(base) = parse(&text) {
            prop_assert!(base.chat("m", true).path().ends_with("/chat/completions"));
            prop_assert_eq!(parse(base.chat("m", true).as_str()), Ok(base.clone()));
        }
    }
}
