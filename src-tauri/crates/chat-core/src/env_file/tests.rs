use super::*;
use proptest::prelude::*;

/// What a file says of `OPENAI_API_KEY`, in one word or as the key itself.
fn said(text: &str) -> String {
    told(
        read(text.as_bytes())
            .unwrap()
            .keys
            .get(&Variable::OpenAiApiKey),
    )
}

fn told(found: Option<&Found>) -> String {
    match found {
        None => "-".to_owned(),
        Some(Found::Usable(value)) => value.text().to_owned(),
        Some(Found::GuideAddress(value)) => format!("guide {}", value.text()),
        Some(Found::Placeholder) => "placeholder".to_owned(),
        Some(Found::Unusable(why)) => format!("{why:?}"),
    }
}

#[test]
fn every_way_to_write_a_value_is_read() {
    for (text, expected) in [
        ("OPENAI_API_KEY=sk-1", "sk-1"),
        ("OPENAI_API_KEY=sk-1\n", "sk-1"),
        ("OPENAI_API_KEY=sk-1\r\nX=2\r\n", "sk-1"),
        ("X=2\rOPENAI_API_KEY=sk-1\r", "sk-1"),
        ("\u{feff}OPENAI_API_KEY=sk-1", "sk-1"),
        ("  OPENAI_API_KEY=sk-1  ", "sk-1"),
        ("export OPENAI_API_KEY=sk-1", "sk-1"),
        ("export\tOPENAI_API_KEY = sk-1", "sk-1"),
        ("OPENAI_API_KEY = sk-1", "sk-1"),
        ("OPENAI_API_KEY =\tsk-1", "sk-1"),
        ("OPENAI_API_KEY=\"sk-1\"", "sk-1"),
        ("OPENAI_API_KEY='sk-1'", "sk-1"),
        ("OPENAI_API_KEY=`sk-1`", "sk-1"),
        ("OPENAI_API_KEY=\" sk-1 \"", "sk-1"),
        ("OPENAI_API_KEY=\"sk-1\" # mine", "sk-1"),
        ("OPENAI_API_KEY=\"sk-1\"#mine", "sk-1"),
        ("OPENAI_API_KEY=\"sk#1\"", "sk#1"),
        ("OPENAI_API_KEY='sk # 1'", "Key(Space)"),
        ("OPENAI_API_KEY=sk-1 # mine", "sk-1"),
        ("OPENAI_API_KEY=sk#1", "sk#1"),
        ("OPENAI_API_KEY=# mine", "-"),
        ("OPENAI_API_KEY=sk-1==", "sk-1=="),
        ("OPENAI_API_KEY=\"sk-1\\n\"", "sk-1"),
        ("OPENAI_API_KEY=\"sk\\n1\"", "Key(LineBreak)"),
        ("OPENAI_API_KEY='sk\\n1'", "sk\\n1"),
        ("OPENAI_API_KEY=\"sk\\\\1\"", "sk\\1"),
        ("OPENAI_API_KEY=\"sk\\q1\"", "sk\\q1"),
        ("OPENAI_API_KEY=\"sk\\\"1\"", "Key(Quotes)"),
        ("OPENAI_API_KEY=\"sk\n1\"", "Key(LineBreak)"),
        ("OPENAI_API_KEY=\"sk-1", "Key(Quotes)"),
        ("OPENAI_API_KEY=\"sk-1\" and more", "Key(Quotes)"),
    ] {
        assert_eq!(said(text), expected, "{text:?}");
    }
}

#[test]
fn an_empty_value_is_unset_and_the_last_of_a_name_counts() {
    for (text, expected) in [
        ("", "-"),
        ("OPENAI_API_KEY=", "-"),
        ("OPENAI_API_KEY=\"\"", "-"),
        ("OPENAI_API_KEY=' \t'", "-"),
        ("# OPENAI_API_KEY=sk-1", "-"),
        ("OPENAI_API_KEY=sk-1\nOPENAI_API_KEY=sk-2", "sk-2"),
        ("OPENAI_API_KEY=sk-1\nexport OPENAI_API_KEY=", "-"),
        ("openai_api_key=sk-1", "-"),
        ("XOPENAI_API_KEY=sk-1", "-"),
        ("OPENAI_API_KEY", "-"),
        ("OPENAI_API_KEY: sk-1", "-"),
        ("exportOPENAI_API_KEY=sk-1", "-"),
    ] {
        assert_eq!(said(text), expected, "{text:?}");
    }
}

#[test]
fn nothing_is_ever_filled_in() {
    for (text, expected) in [
        ("OPENAI_API_KEY=$HOME", "Reference"),
        ("OPENAI_API_KEY=\"${HOME}\"", "Reference"),
        ("OPENAI_API_KEY=sk-$(id)", "Reference"),
        ("HOME=x\nOPENAI_API_KEY=\"sk-$HOME\"", "Reference"),
        ("OPENAI_API_KEY='$HOME'", "$HOME"),
        ("OPENAI_API_KEY=\"sk\\$HOME\"", "sk$HOME"),
        ("OPENAI_API_KEY=sk$1", "sk$1"),
        ("OPENAI_API_KEY=`id -u`", "Key(Space)"),
    ] {
        assert_eq!(said(text), expected, "{text:?}");
    }
}

#[test]
fn the_guides_own_file_holds_placeholders_and_its_addresses() {
    let text = r#"# Provider API Keys
ANTHROPIC_API_KEY="sk-ant-..."
OPENAI_API_KEY="sk-proj-..."
# Gateway URLs
ANTHROPIC_BASE_URL="https://api.vercel.ai/v1/anthropic"
OPENAI_BASE_URL="https://api.vercel.ai/v1/openai"
GEMINI_BASE_URL="https://api.vercel.ai/v1/google"
AI_GATEWAY_URL="https://ai-gateway.vercel.sh/v1/chat/completions"
VERCEL_OIDC_TOKEN="[from vercel env pull]"
DATABASE_URL=postgres://u:p@h/db
this is no line of such a file
"#;
    let file = read(text.as_bytes()).unwrap();
    assert_eq!(file.keys.len(), 3);
    assert!(file.keys.values().all(|found| *found == Found::Placeholder));
    let addresses: Vec<(Builtin, String)> = file
        .addresses
        .iter()
        .map(|(builtin, found)| (*builtin, told(Some(found))))
        .collect();
    let guide = |builtin, name| (builtin, format!("guide https://api.vercel.ai/v1/{name}"));
    assert_eq!(
        addresses,
        [
            (
                Builtin::Gateway,
                "https://ai-gateway.vercel.sh/v1/chat/completions".to_owned()
            ),
            guide(Builtin::OpenAi, "openai"),
            guide(Builtin::Anthropic, "anthropic"),
            guide(Builtin::Gemini, "google"),
        ]
    );
    assert_eq!((file.others, file.unread_lines), (1, 1));
    assert_eq!(file.key(Variable::OpenAiApiKey), None);
}

#[test]
fn an_address_is_checked_like_any_other() {
    for (value, expected) in [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434"),
        ("https://u:p@h/v1", "Address(Userinfo)"),
        ("https://h/v1?key=x", "Address(Query)"),
        ("[your server]", "placeholder"),
        ("localhost:1234", "Address(Scheme)"),
        ("$SERVER/v1", "Reference"),
        ("", "-"),
    ] {
        let file = read(format!("LOCAL_BASE_URL={value}").as_bytes()).unwrap();
        assert_eq!(
            told(file.addresses.get(&Builtin::Local)),
            expected,
            "{value}"
        );
    }
}

#[test]
fn a_value_over_several_lines_sets_nothing_of_its_own() {
    let text = "KEY=\"-----BEGIN\nOPENAI_API_KEY=sk-evil\n-----END\"\nOPENAI_API_KEY=sk-1\n";
    assert_eq!(said(text), "sk-1");
    // One that is not closed ends with its line and swallows nothing.
    for open in ["X='it is", "X=\"it is", "X=`it is", "X='a\nY='b'"] {
        assert_eq!(
            said(&format!("{open}\nOPENAI_API_KEY=sk-1\nZ=\"1\"")),
            "sk-1"
        );
    }
}

#[test]
fn what_is_no_text_file_of_a_sensible_size_is_refused() {
    let of = |bytes: &[u8]| read(bytes).unwrap_err();
    assert_eq!(of(&vec![b'#'; MAX_BYTES + 1]), EnvFileError::TooLarge);
    assert_eq!(of(b"OPENAI_API_KEY=sk\0-1"), EnvFileError::NotText);
    assert_eq!(of(&[0xff, 0xfe, b'A', 0]), EnvFileError::NotText);
    assert_eq!(of(b"A=\xe9"), EnvFileError::NotText);
    assert!(read(&vec![b'#'; MAX_BYTES]).is_ok());
    for error in [EnvFileError::TooLarge, EnvFileError::NotText] {
        let failure = error.failure();
        assert!(failure.action.is_some() && failure.code == Code::ConfigInvalid);
    }
}

#[test]
fn a_file_full_of_open_quotes_takes_no_longer() {
    // Looking for the end again from each line would take minutes.
    for line in ["A=\"\\\"\n", "A='x\n", "A=`\n", "A=\"'\nB='\"\n"] {
        let text = line.repeat(MAX_BYTES / 4 / line.len());
        assert_eq!(read(text.as_bytes()).unwrap().keys.len(), 0);
    }
}

#[test]
fn debug_shows_no_value() {
    let text = "OPENAI_API_KEY=planted-1\nOPENAI_BASE_URL=https://planted-2/v1\nX=planted-3";
    let file = read(text.as_bytes()).unwrap();
    assert_eq!(file.key(Variable::OpenAiApiKey), Some("planted-1"));
    let shown = format!("{file:?} {file:#?}");
    assert!(
        !shown.contains("planted") && shown.contains("***"),
        "{shown}"
    );
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_text_of_such_files_is_read(text in "([A-C]|OPENAI_API_KEY|=|\"|'|`|\\\\|\\$|#| |\n|\r|é|x){0,60}") {
        let _ = read(text.as_bytes());
    }

    #[test]
    fn a_quoted_key_comes_back_as_it_was(key in "[A-Za-z0-9_-]{1,80}", quote in "[\"'`]?") {
        prop_assume!(check_key(&key).is_ok());
        let text = format!("A=1\nOPENAI_API_KEY={quote}{key}{quote}\nB=2");
        let file = read(text.as_bytes()).unwrap();
        prop_assert_eq!(file.key(Variable::OpenAiApiKey), Some(key.as_str()));
        prop_assert_eq!(file.others, 2);
    }
}
