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

const BY_DIALECT: &[(Dialect, &str, &str)] = &[
    // The version of an address without one.
    (Dialect::Gemini, "https://h", "https://h/v1beta"),
    (Dialect::AnthropicMessages, "https://h", "https://h/v1"),
    (Dialect::OpenAiResponses, "https://h", "https://h/v1"),
    // One that is there stays, whatever the dialect's own.
    (Dialect::Gemini, "https://h/v1", "https://h/v1"),
    (Dialect::Gemini, "https://h/v1alpha/", "https://h/v1alpha"),
    (Dialect::AnthropicMessages, "https://h/v2", "https://h/v2"),
    // A prefix stays, and what only looks like a version is one.
    (
        Dialect::Gemini,
        "https://h/google",
        "https://h/google/v1beta",
    ),
    (
        Dialect::AnthropicMessages,
        "https://api.vercel.ai/v1/anthropic",
        "https://api.vercel.ai/v1/anthropic/v1",
    ),
    // Full endpoints are stripped, with and without a version in front.
    (
        Dialect::Gemini,
        "https://h/v1beta/models/gemini-2.5-flash:streamGenerateContent",
        "https://h/v1beta",
    ),
    (
        Dialect::Gemini,
        "https://h/p/v1/models/x:generateContent/",
        "https://h/p/v1",
    ),
    (
        Dialect::Gemini,
        "https://h/models/x:generateContent",
        "https://h/v1beta",
    ),
    (
        Dialect::AnthropicMessages,
        "https://h/v1/messages/",
        "https://h/v1",
    ),
    (
        Dialect::AnthropicMessages,
        "https://h/messages",
        "https://h/v1",
    ),
    (
        Dialect::OpenAiResponses,
        "https://h/v1/responses",
        "https://h/v1",
    ),
    // Without a method or a model it is no endpoint.
    (
        Dialect::Gemini,
        "https://h/v1beta/models",
        "https://h/v1beta/models/v1beta",
    ),
    (
        Dialect::Gemini,
        "https://h/v1beta/x:y",
        "https://h/v1beta/x:y/v1beta",
    ),
];

#[test]
fn each_dialect_has_its_version_and_endpoint() {
    for (dialect, text, base) in BY_DIALECT {
        let parsed = BaseUrl::parse(text, *dialect).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(parsed.to_string(), *base, "{text}");
        let endpoint = match dialect {
            Dialect::OpenAiChat => "chat/completions",
            Dialect::OpenAiResponses => "responses",
            Dialect::AnthropicMessages => "messages",
            Dialect::Gemini => "models/m:streamGenerateContent?alt=sse",
        };
        let chat = parsed.chat("m", true);
        assert_eq!(chat.as_str(), format!("{base}/{endpoint}"), "{text}");
        assert_eq!(parsed.models().as_str(), format!("{base}/models"), "{text}");
        let pasted = chat.as_str().trim_end_matches("?alt=sse");
        assert_eq!(BaseUrl::parse(pasted, *dialect), Ok(parsed), "{text}");
    }
}

#[test]
fn a_model_is_one_segment_of_its_address_whatever_it_holds() {
    let base = BaseUrl::parse("https://h/p", Dialect::Gemini).unwrap();
    for (model, segment) in [
        ("gemini-2.5-flash", "gemini-2.5-flash"),
        ("models/gemini-2.5-flash", "gemini-2.5-flash"),
        ("google/gemini-2.5-flash", "google%2Fgemini-2.5-flash"),
        ("tunedModels/mine", "tunedModels%2Fmine"),
        ("models/models/x", "models%2Fx"),
        ("x?key=1&alt=json", "x%3Fkey=1&alt=json"),
        ("x#y", "x%23y"),
        ("..", ".."),
        ("../../v1/x", "..%2F..%2Fv1%2Fx"),
        ("models/..", ".."),
        ("%2e%2e", "%252e%252e"),
        ("a\\b", "a%5Cb"),
        // The URL standard drops line breaks and tabs, which no id has.
        ("a\n b\t", "a%20b"),
        ("é:😀", "%C3%A9:%F0%9F%98%80"),
        ("//evil.example", "%2F%2Fevil.example"),
        ("", ""),
    ] {
        for (stream, rest) in [
            (true, ":streamGenerateContent?alt=sse"),
            // Without a stream there is nothing to frame as SSE.
            (false, ":generateContent"),
        ] {
            assert_eq!(
                base.chat(model, stream).as_str(),
                format!("https://h/p/v1beta/models/{segment}{rest}"),
                "{model}"
            );
        }
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

    #[test]
    fn no_model_leaves_its_segment(model in any::<String>(), stream in any::<bool>()) {
        let base = BaseUrl::parse("https://h/p", Dialect::Gemini).unwrap();
        let url = base.chat(&model, stream);
        prop_assert_eq!(url.origin().ascii_serialization(), base.origin());
        let segments: Vec<_> = url.path_segments().into_iter().flatten().collect();
        prop_assert_eq!(segments.len(), 4);
        prop_assert_eq!(&segments[..3], ["p", "v1beta", "models"]);
        prop_assert!(segments[3].ends_with(":streamGenerateContent") == stream);
        prop_assert_eq!(url.query(), stream.then_some("alt=sse"));
        prop_assert_eq!(url.fragment(), None);
    }
}
