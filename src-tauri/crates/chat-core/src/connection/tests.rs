use std::collections::BTreeMap;

use super::*;
use crate::failure::{Code, Failure};

fn facts(variables: &[(&str, &str)], stored_default: Option<&str>) -> Facts {
    let mut facts = Facts {
        stored_default: stored_default.map(str::to_owned),
        ..Facts::default()
    };
    for (name, value) in variables {
        let connection = Builtin::ALL
            .iter()
            .find(|c| c.address_variable() == Some(name));
        let key = Builtin::ALL
            .iter()
            .flat_map(|c| c.key_variables())
            .find(|v| v.name() == *name);
        match (connection, key) {
            (Some(connection), _) => {
                facts
                    .addresses
                    .insert(connection.keeper(), (*value).to_owned());
            }
            (None, Some(key)) => facts.keys.push(*key),
            // Not a variable: what is stored of that connection.
            (None, None) => {
                let dialect = Builtin::from_name(name)
                    .is_none()
                    .then(|| "openai-chat".to_owned());
                let base_url = Some((*value).to_owned()).filter(|url| !url.is_empty());
                let config = ConnectionConfig {
                    dialect,
                    keyless: base_url.as_ref().is_some_and(|url| url.contains("keyless")),
                    base_url,
                    ..ConnectionConfig::default()
                };
                facts.stored.insert((*name).to_owned(), config);
            }
        }
    }
    facts
}

/// The key store of one row: what it says to each account, and whether it may be asked at all.
#[derive(Clone, Copy)]
enum Ring {
    /// Asking it fails the test.
    Untouched,
    Empty,
    Absent,
    Holds(&'static [&'static str]),
    Fails(Code),
}

/// Runs the loop that the engine runs. The result: `connection|where|key` or a code.
fn run(named: Option<&str>, facts: &Facts, ring: Ring) -> String {
    let mut answers = BTreeMap::new();
    for _ in 0..=Builtin::ALL.len() {
        let account = match choose(named, facts, &answers) {
            Err(failure) => {
                let action = failure.action.unwrap_or_default();
                // A window shows it, and nobody types anything there.
                assert!(
                    !action.contains("gatehouse ") && !action.contains(" -"),
                    "{action}"
                );
                return failure.code.as_str().to_owned();
            }
            Ok(Step::Ready(resolved)) => return show(&resolved),
            Ok(Step::AskKeyStore { account }) => account,
        };
        let answer = match ring {
            Ring::Untouched => panic!("asked the key store about {account}"),
            Ring::Absent => Stored::NoKeyring,
            Ring::Holds(accounts) if accounts.contains(&account.as_str()) => Stored::Present,
            Ring::Empty | Ring::Holds(_) => Stored::Empty,
            Ring::Fails(code) => Stored::Failed(Failure::new(code, "the keyring's own sentence")),
        };
        assert!(answers.insert(account, answer).is_none(), "asked twice");
    }
    panic!("the choice does not end");
}

fn show(resolved: &Resolved) -> String {
    let default = resolved
        .connection
        .builtin()
        .and_then(Builtin::default_address)
        .map(|text| BaseUrl::parse(text, resolved.connection.dialect()));
    let place = match (resolved.base(), default) {
        (None, _) => "own demo".to_owned(),
        (Some(base), Some(Ok(default))) if *base == default => "default".to_owned(),
        (Some(base), _) => base.to_string(),
    };
    let key = match &resolved.key {
        KeyPlace::Env(variable) => variable.name(),
        KeyPlace::Stored { account } => account,
        KeyPlace::SignIn => "sign-in",
        KeyPlace::NotNeeded => "no key",
    };
    format!("{}|{place}|{key}", resolved.connection.name())
}

const GATEWAY: &str = "gateway@https://ai-gateway.vercel.sh";
const OPENAI: &str = "openai@https://api.openai.com";
const GW_KEY: (&str, &str) = ("AI_GATEWAY_API_KEY", "");
const OIDC: (&str, &str) = ("VERCEL_OIDC_TOKEN", "");
const OA_KEY: (&str, &str) = ("OPENAI_API_KEY", "");
const GW_URL: (&str, &str) = ("AI_GATEWAY_URL", "http://127.0.0.1:9/v1/chat/completions");
const AN_KEY: (&str, &str) = ("ANTHROPIC_API_KEY", "");
const GE_KEY: (&str, &str) = ("GEMINI_API_KEY", "");
const ANTHROPIC: &str = "anthropic@https://api.anthropic.com";
const GEMINI: &str = "gemini@https://generativelanguage.googleapis.com";
const MINE: (&str, &str) = ("mine", "https://gw.example/v1");
const GUIDE: (&str, &str) = ("ANTHROPIC_BASE_URL", "https://api.vercel.ai/v1/anthropic");
const OA_URL: (&str, &str) = ("OPENAI_BASE_URL", "https://proxy.example/openai");
const LOCAL: (&str, &str) = ("LOCAL_BASE_URL", "http://localhost:11434");

type Row = (
    Option<&'static str>,
    &'static [(&'static str, &'static str)],
    Option<&'static str>,
    Ring,
    &'static str,
);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Nothing configured: the demo, however poor the keyring is.
    (None, &[], None, Ring::Empty, "demo|own demo|no key"),
    (None, &[], None, Ring::Absent, "demo|own demo|no key"),
    (None, &[], None, Ring::Fails(Code::KeyringLocked), "keyring_locked"),
    (None, &[], None, Ring::Fails(Code::KeyringDenied), "keyring_denied"),
    (None, &[], None, Ring::Fails(Code::KeyringUnavailable), "keyring_unavailable"),
    // The first with a key; a key from the environment leaves the keyring alone.
    (None, &[GW_KEY], None, Ring::Untouched, "gateway|default|AI_GATEWAY_API_KEY"),
    (None, &[OIDC], None, Ring::Untouched, "gateway|default|VERCEL_OIDC_TOKEN"),
    (None, &[OIDC, GW_KEY], None, Ring::Untouched, "gateway|default|AI_GATEWAY_API_KEY"),
    (None, &[GW_KEY, OA_KEY], None, Ring::Untouched, "gateway|default|AI_GATEWAY_API_KEY"),
    (None, &[OA_KEY], None, Ring::Empty, "openai|default|OPENAI_API_KEY"),
    (None, &[OA_KEY], None, Ring::Absent, "openai|default|OPENAI_API_KEY"),
    (None, &[OA_KEY], None, Ring::Fails(Code::KeyringLocked), "keyring_locked"),
    (None, &[OA_KEY], None, Ring::Holds(&[GATEWAY]), "gateway|default|gateway@https://ai-gateway.vercel.sh"),
    (None, &[], None, Ring::Holds(&[GATEWAY, OPENAI]), "gateway|default|gateway@https://ai-gateway.vercel.sh"),
    (None, &[], None, Ring::Holds(&[OPENAI]), "openai|default|openai@https://api.openai.com"),
    // A key from the environment goes to the address in effect; a stored one only to its own.
    (None, &[GW_KEY, GW_URL], None, Ring::Untouched, "gateway|http://127.0.0.1:9/v1|AI_GATEWAY_API_KEY"),
    (None, &[GW_URL], None, Ring::Holds(&[GATEWAY]), "key_missing"),
    (None, &[GW_URL], None, Ring::Holds(&["gateway@http://127.0.0.1:9"]), "gateway|http://127.0.0.1:9/v1|gateway@http://127.0.0.1:9"),
    (None, &[GW_URL], None, Ring::Holds(&["gateway@http://127.0.0.1:90"]), "key_missing"),
    (None, &[OA_URL], None, Ring::Holds(&[OPENAI]), "key_missing"),
    (None, &[OA_URL, OA_KEY], None, Ring::Empty, "openai|https://proxy.example/openai/v1|OPENAI_API_KEY"),
    // Once an address is configured, a missing key is a missing key.
    (None, &[GW_URL], None, Ring::Empty, "key_missing"),
    (None, &[GW_URL], None, Ring::Absent, "key_missing"),
    (None, &[OA_URL], None, Ring::Absent, "key_missing"),
    (None, &[GW_URL], None, Ring::Fails(Code::KeyringLocked), "keyring_locked"),
    // Local: only where nothing else is.
    (None, &[LOCAL], None, Ring::Empty, "local|http://localhost:11434/v1|no key"),
    (None, &[LOCAL], None, Ring::Absent, "local|http://localhost:11434/v1|no key"),
    (None, &[LOCAL, GW_URL], None, Ring::Empty, "key_missing"),
    (None, &[LOCAL, OA_URL], None, Ring::Empty, "key_missing"),
    (None, &[LOCAL, GW_KEY], None, Ring::Untouched, "gateway|default|AI_GATEWAY_API_KEY"),
    (None, &[LOCAL], None, Ring::Holds(&[OPENAI]), "openai|default|openai@https://api.openai.com"),
    (Some("local"), &[LOCAL, GW_KEY, GW_URL], None, Ring::Untouched, "local|http://localhost:11434/v1|no key"),
    (Some("local"), &[], None, Ring::Untouched, "config_invalid"),
    (Some("local"), &[("LOCAL_BASE_URL", "http://192.168.1.5:8080")], None, Ring::Untouched, "local|http://192.168.1.5:8080/v1|no key"),
    (Some("local"), &[("LOCAL_BASE_URL", "localhost:11434")], None, Ring::Untouched, "config_invalid"),
    // Named: an absent keyring is unavailable, an empty one lacks the key.
    (Some("gateway"), &[], None, Ring::Absent, "keyring_unavailable"),
    (Some("gateway"), &[], None, Ring::Empty, "key_missing"),
    (Some("gateway"), &[], None, Ring::Fails(Code::KeyringDenied), "keyring_denied"),
    (Some("gateway"), &[GW_KEY], None, Ring::Untouched, "gateway|default|AI_GATEWAY_API_KEY"),
    (Some("gateway"), &[OA_KEY], None, Ring::Empty, "key_missing"),
    (Some("openai"), &[GW_KEY], None, Ring::Absent, "keyring_unavailable"),
    (Some("openai"), &[GW_KEY, OA_KEY], None, Ring::Untouched, "openai|default|OPENAI_API_KEY"),
    (Some("demo"), &[GW_KEY, GW_URL, LOCAL], None, Ring::Untouched, "demo|own demo|no key"),
    // Names that do not exist (yet) are wrong usage, exact spelling counts.
    (Some("claude"), &[GW_KEY], None, Ring::Untouched, "config_invalid"),
    (Some("Gateway"), &[GW_KEY], None, Ring::Untouched, "config_invalid"),
    (Some(""), &[GW_KEY], None, Ring::Untouched, "config_invalid"),
    // The stored default stands in for -c, and -c wins over it.
    (None, &[GW_KEY, OA_KEY], Some("openai"), Ring::Untouched, "openai|default|OPENAI_API_KEY"),
    (None, &[OA_KEY], Some("gateway"), Ring::Absent, "keyring_unavailable"),
    (None, &[OA_KEY], Some("gateway"), Ring::Empty, "key_missing"),
    (None, &[GW_KEY], Some("demo"), Ring::Untouched, "demo|own demo|no key"),
    (None, &[GW_KEY], Some(" "), Ring::Untouched, "gateway|default|AI_GATEWAY_API_KEY"),
    (None, &[], Some("local"), Ring::Untouched, "config_invalid"),
    (None, &[GW_KEY], Some("claude"), Ring::Untouched, "config_invalid"),
    // Every provider; the order is gateway, anthropic, openai, gemini.
    (Some("anthropic"), &[GW_KEY, AN_KEY], None, Ring::Untouched, "anthropic|default|ANTHROPIC_API_KEY"),
    (Some("anthropic"), &[GW_KEY], None, Ring::Empty, "key_missing"),
    (Some("gemini"), &[], None, Ring::Holds(&[GEMINI]), "gemini|default|gemini@https://generativelanguage.googleapis.com"),
    (Some("openai-responses"), &[OA_KEY], None, Ring::Untouched, "openai-responses|default|OPENAI_API_KEY"),
    (Some("openai-responses"), &[OA_URL], None, Ring::Holds(&["openai@https://proxy.example"]), "openai-responses|https://proxy.example/openai/v1|openai@https://proxy.example"),
    (None, &[GE_KEY, OA_KEY, AN_KEY], None, Ring::Empty, "anthropic|default|ANTHROPIC_API_KEY"),
    (None, &[GE_KEY, OA_KEY], None, Ring::Empty, "openai|default|OPENAI_API_KEY"),
    (None, &[GE_KEY], None, Ring::Empty, "gemini|default|GEMINI_API_KEY"),
    (None, &[GE_KEY], None, Ring::Holds(&[ANTHROPIC]), "anthropic|default|anthropic@https://api.anthropic.com"),
    // Stored addresses: below the environment, above the default; a key is bound to its origin.
    (None, &[("gateway", "https://gw.example")], None, Ring::Holds(&[GATEWAY]), "key_missing"),
    (None, &[("gateway", "https://gw.example"), GW_KEY], None, Ring::Untouched, "gateway|https://gw.example/v1|AI_GATEWAY_API_KEY"),
    (None, &[("gateway", "https://gw.example"), GW_URL, GW_KEY], None, Ring::Untouched, "gateway|http://127.0.0.1:9/v1|AI_GATEWAY_API_KEY"),
    (None, &[("openai", "https://proxy.example")], Some("openai-responses"), Ring::Holds(&["openai@https://proxy.example"]), "openai-responses|https://proxy.example/v1|openai@https://proxy.example"),
    (None, &[("local", "http://localhost:1234")], None, Ring::Empty, "local|http://localhost:1234/v1|no key"),
    // Connections of one's own are named; once there is one, nothing falls back to the demo.
    (Some("mine"), &[MINE], None, Ring::Holds(&["mine@https://gw.example"]), "mine|https://gw.example/v1|mine@https://gw.example"),
    (Some("mine"), &[MINE, GW_KEY], None, Ring::Empty, "key_missing"),
    (Some("mine"), &[MINE], None, Ring::Absent, "keyring_unavailable"),
    (Some("mine"), &[("mine", "http://keyless.example:8000")], None, Ring::Untouched, "mine|http://keyless.example:8000/v1|no key"),
    (None, &[MINE], Some("mine"), Ring::Holds(&["mine@https://gw.example"]), "mine|https://gw.example/v1|mine@https://gw.example"),
    (None, &[MINE], None, Ring::Empty, "key_missing"),
    (None, &[MINE, GW_KEY], None, Ring::Untouched, "gateway|default|AI_GATEWAY_API_KEY"),
    (Some("mine"), &[], None, Ring::Untouched, "config_invalid"),
    // The guide's provider addresses: nothing goes there before the person has chosen.
    (Some("anthropic"), &[GUIDE, AN_KEY], None, Ring::Untouched, "config_invalid"),
    (None, &[GUIDE, AN_KEY], None, Ring::Empty, "config_invalid"),
    (Some("gateway"), &[GUIDE, GW_KEY], None, Ring::Untouched, "gateway|default|AI_GATEWAY_API_KEY"),
    (Some("anthropic"), &[GUIDE, AN_KEY, ("anthropic", "https://api.anthropic.com")], None, Ring::Untouched, "anthropic|default|ANTHROPIC_API_KEY"),
    (Some("anthropic"), &[GUIDE, AN_KEY, ("anthropic", "https://api.vercel.ai/v1/anthropic")], None, Ring::Untouched, "anthropic|https://api.vercel.ai/v1/anthropic/v1|ANTHROPIC_API_KEY"),
    (Some("gateway"), &[GW_KEY], Some("openai"), Ring::Untouched, "gateway|default|AI_GATEWAY_API_KEY"),
    // Addresses that cannot be used, and keys that would travel in clear text.
    (None, &[GW_KEY, ("AI_GATEWAY_URL", "https://u:p@h/v1")], None, Ring::Untouched, "config_invalid"),
    (None, &[("AI_GATEWAY_URL", "nonsense")], None, Ring::Untouched, "config_invalid"),
    (None, &[GW_KEY, ("OPENAI_BASE_URL", "nonsense")], None, Ring::Untouched, "gateway|default|AI_GATEWAY_API_KEY"),
    (None, &[GW_KEY, ("AI_GATEWAY_URL", "http://gw.example/v1")], None, Ring::Untouched, "config_invalid"),
    (Some("gateway"), &[OIDC, ("AI_GATEWAY_URL", "http://10.0.0.2")], None, Ring::Untouched, "config_invalid"),
    (None, &[("AI_GATEWAY_URL", "http://gw.example")], None, Ring::Holds(&["gateway@http://gw.example"]), "config_invalid"),
    (None, &[("AI_GATEWAY_URL", "http://gw.example")], None, Ring::Empty, "key_missing"),
];

#[test]
fn the_choice_follows_its_table() {
    for (number, (named, variables, stored_default, ring, expected)) in ROWS.iter().enumerate() {
        let facts = facts(variables, *stored_default);
        let got = run(*named, &facts, *ring);
        assert_eq!(
            got, *expected,
            "row {number}: -c {named:?}, {variables:?}, {stored_default:?}"
        );
    }
}

#[test]
fn every_failure_of_the_choice_says_what_to_do() {
    for (named, variables, stored_default, _, _) in ROWS {
        for answer in [Stored::Empty, Stored::NoKeyring] {
            let facts = facts(variables, *stored_default);
            let answers = facts
                .connections()
                .iter()
                .filter_map(|c| match place(c, &facts) {
                    Ok(Address::At(base)) => Some((c.account(&base), answer.clone())),
                    Ok(Address::OwnDemo) | Err(_) => None,
                })
                .collect();
            if let Err(failure) = choose(*named, &facts, &answers) {
                assert!(failure.action.is_some(), "{failure:?}");
                assert!(failure.message.ends_with('.'), "{failure:?}");
                assert!(!failure.message.contains("u:p"), "{failure:?}");
            }
        }
    }
}

fn of(builtin: Builtin) -> Connection {
    Connection::builtin_with(builtin, ConnectionConfig::default())
}

#[test]
fn names_fixed_for_ever() {
    let names: Vec<_> = Builtin::ALL.iter().map(|c| c.name()).collect();
    assert_eq!(
        names,
        [
            "gateway",
            "openai",
            "openai-responses",
            "anthropic",
            "gemini",
            "local",
            "demo"
        ]
    );
    for connection in Builtin::ALL {
        assert_eq!(Builtin::from_name(connection.name()), Some(*connection));
    }
    let base = BaseUrl::parse(
        Builtin::Gateway.default_address().unwrap(),
        Dialect::OpenAiChat,
    )
    .unwrap();
    assert_eq!(of(Builtin::Gateway).account(&base), GATEWAY);
    assert_eq!(
        base.chat("m", true).as_str(),
        "https://ai-gateway.vercel.sh/v1/chat/completions"
    );
}

#[test]
fn models_are_chosen_by_question_then_setting_then_connection() {
    let cases = [
        (
            None,
            None,
            Builtin::Gateway,
            Some("anthropic/claude-sonnet-4.5"),
        ),
        (None, None, Builtin::OpenAi, Some("gpt-4o-mini")),
        (None, None, Builtin::Demo, Some("demo")),
        (None, None, Builtin::Local, None),
        (None, Some("x/y"), Builtin::Demo, Some("x/y")),
        (None, None, Builtin::Anthropic, Some("claude-sonnet-4-5")),
        (None, None, Builtin::Gemini, Some("gemini-2.5-flash")),
        (None, None, Builtin::OpenAiResponses, Some("gpt-4o-mini")),
        (
            Some("google/gemini-2.5-pro"),
            None,
            Builtin::Gemini,
            Some("gemini-2.5-pro"),
        ),
        (
            Some("openai/o3"),
            None,
            Builtin::OpenAiResponses,
            Some("o3"),
        ),
        (None, Some("x/y"), Builtin::Local, Some("x/y")),
        (None, Some("x/y"), Builtin::Gateway, Some("x/y")),
        (
            None,
            Some(" "),
            Builtin::Gateway,
            Some("anthropic/claude-sonnet-4.5"),
        ),
        (Some("a/b"), Some("x/y"), Builtin::Gateway, Some("a/b")),
        (
            Some("openai/gpt-4o"),
            None,
            Builtin::Gateway,
            Some("openai/gpt-4o"),
        ),
        (Some("openai/gpt-4o"), None, Builtin::OpenAi, Some("gpt-4o")),
        (None, Some("openai/gpt-4o"), Builtin::OpenAi, Some("gpt-4o")),
        (
            Some("openai/openai/x"),
            None,
            Builtin::OpenAi,
            Some("openai/x"),
        ),
        (
            Some("anthropic/claude"),
            None,
            Builtin::OpenAi,
            Some("anthropic/claude"),
        ),
        (
            Some("openai-community/gpt2"),
            None,
            Builtin::OpenAi,
            Some("openai-community/gpt2"),
        ),
        (Some("openai/"), None, Builtin::OpenAi, Some("openai/")),
        (
            Some("openai/gpt-oss"),
            None,
            Builtin::Local,
            Some("openai/gpt-oss"),
        ),
        (Some(" Odd Id "), None, Builtin::Gateway, Some(" Odd Id ")),
    ];
    for (asked, stored, connection, id) in cases {
        let expected = id.map_or(ModelChoice::FirstOfList, |id| {
            ModelChoice::Id(id.to_owned())
        });
        assert_eq!(
            choose_model(asked, stored, &of(connection)),
            expected,
            "{asked:?} {stored:?}"
        );
    }
}

#[test]
fn keys_are_trimmed_or_explained() {
    use KeyProblem as P;
    let good = [
        "vck_0123456789abcdef",
        "sk-ant-api03-abc_DEF-123",
        "sk-proj-A",
        "eyJh.eyJl.c2ln",
        "YWJjZA==",
        "a",
        "abc=",
    ];
    for key in good {
        assert_eq!(check_key(key), Ok(key));
        assert_eq!(check_key(&format!(" \t{key}\r\n")), Ok(key));
    }
    let bad = [
        ("", P::Empty),
        (" \r\n\t", P::Empty),
        ("abc\r\ndef", P::LineBreak),
        ("abc\ndef", P::LineBreak),
        ("abc\rX-Evil: 1", P::LineBreak),
        ("abc\u{2028}def", P::LineBreak),
        ("abc\0def", P::Control),
        ("abc\u{1b}[31m", P::Control),
        ("abc\tdef", P::Control),
        ("abc\u{200b}", P::Invisible),
        ("\u{feff}abc", P::Invisible),
        ("ab\u{202e}c", P::Invisible),
        ("ab\u{ad}c", P::Invisible),
        ("ab\u{e0041}c", P::Invisible),
        ("\u{201c}abc\u{201d}", P::SmartQuotes),
        ("\u{2018}abc\u{2019}", P::SmartQuotes),
        ("sk-\u{e9}", P::NotAscii),
        ("sk-\u{2013}abc", P::NotAscii),
        ("\u{441}k-abc", P::NotAscii),
        ("\"abc\"", P::Quotes),
        ("'abc'", P::Quotes),
        ("`abc`", P::Quotes),
        ("abc\"", P::Quotes),
        ("Bearer abc", P::Bearer),
        ("bearer  abc", P::Bearer),
        ("Bearer", P::Bearer),
        ("Authorization: Bearer abc", P::Bearer),
        ("export OPENAI_API_KEY=abc", P::Assignment),
        ("OPENAI_API_KEY=abc", P::Assignment),
        ("OPENAI_API_KEY = \"abc\"", P::Assignment),
        (
            "VERCEL_OIDC_TOKEN=\"[from vercel env pull]\"",
            P::Assignment,
        ),
        ("$env:OPENAI_API_KEY='abc'", P::Assignment),
        ("sk-ant-...", P::Placeholder),
        ("\"sk-ant-...\"", P::Placeholder),
        ("sk-proj-...", P::Placeholder),
        ("sk-ant-\u{2026}", P::Placeholder),
        ("[from vercel env pull]", P::Placeholder),
        ("<your key>", P::Placeholder),
        ("your-api-key", P::Placeholder),
        ("${OPENAI_API_KEY}", P::Placeholder),
        ("********", P::Placeholder),
        ("abc def", P::Space),
    ];
    for (text, problem) in bad {
        assert_eq!(check_key(text), Err(problem), "{text:?}");
        let failure = problem.failure();
        assert_eq!(failure.code, Code::ConfigInvalid);
        assert!(failure.action.is_some());
    }
    assert_eq!(check_key(&"k".repeat(MAX_KEY)).map(str::len), Ok(MAX_KEY));
    assert_eq!(check_key(&"k".repeat(MAX_KEY + 1)), Err(P::TooLong));
    assert!(
        P::LineBreak
            .failure()
            .message
            .contains("contains a line break")
    );
}

#[test]
fn a_key_of_somebody_else_is_noticed() {
    let cases = [
        (Builtin::OpenAi, "sk-ant-api03-x", true),
        (Builtin::Gateway, "sk-ant-api03-x", true),
        (Builtin::Gateway, "sk-proj-x", true),
        (Builtin::OpenAi, "sk-proj-x", false),
        (Builtin::OpenAi, "vck_x", true),
        (Builtin::Gateway, "vck_x", false),
        (Builtin::OpenAi, "AIzaSyX", true),
        (Builtin::OpenAi, "sk-or-v1-x", false),
        (Builtin::Anthropic, "sk-ant-api03-x", false),
        (Builtin::Gemini, "AIzaSyX", false),
        (Builtin::OpenAiResponses, "sk-proj-x", false),
        (Builtin::Gateway, "eyJh.eyJl.c2ln", false),
    ];
    for (connection, key, noticed) in cases {
        assert_eq!(
            foreign_key_warning(&of(connection), key).is_some(),
            noticed,
            "{connection:?} {key}"
        );
    }
}

proptest::proptest! {
    #[test]
    fn an_accepted_key_is_always_a_legal_header_value(text in "\\PC{0,30}|[ -~\t\r\n]{0,30}") {
        if let Ok(key) = check_key(&text) {
            proptest::prop_assert!(key.bytes().all(|byte| (0x21..0x7f).contains(&byte)));
            proptest::prop_assert_eq!(key, text.trim());
        }
    }
}
