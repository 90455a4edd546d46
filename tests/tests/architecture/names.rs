//! Names that other programs, keyrings and folders rely on: they never change.

use crate::{SHELL, member};
use chat_core::connection::{Builtin, Connection, ConnectionConfig};
use gatehouse_tests::sources::root;
use std::collections::BTreeSet;

#[test]
fn names_fixed_for_ever() {
    assert_eq!(chat_engine::paths::IDENTIFIER, "app.gatehouse.desktop");
    assert_eq!(chat_engine::keys::SERVICE, "gatehouse");
    for (connection, address, expected) in [
        (
            Builtin::Gateway,
            "https://ai-gateway.vercel.sh/v1/chat/completions",
            "gateway@https://ai-gateway.vercel.sh",
        ),
        (
            Builtin::OpenAi,
            "https://api.openai.com/v1",
            "openai@https://api.openai.com",
        ),
        (
            Builtin::OpenAiResponses,
            "https://api.openai.com/v1",
            "openai@https://api.openai.com",
        ),
        (
            Builtin::Anthropic,
            "https://api.anthropic.com",
            "anthropic@https://api.anthropic.com",
        ),
        (
            Builtin::Gemini,
            "https://generativelanguage.googleapis.com",
            "gemini@https://generativelanguage.googleapis.com",
        ),
        (
            Builtin::Gateway,
            "http://127.0.0.1:8080/p/v1",
            "gateway@http://127.0.0.1:8080",
        ),
    ] {
        let connection = Connection::builtin_with(connection, ConnectionConfig::default());
        let base = chat_core::base_url::BaseUrl::parse(address, connection.dialect()).unwrap();
        assert_eq!(connection.account(&base), expected);
    }
    let binaries: BTreeSet<&str> = ["chat-cli", SHELL]
        .iter()
        .flat_map(|name| &member(name).targets)
        .filter(|target| target.is_bin())
        .map(|target| target.name.as_str())
        .collect();
    assert_eq!(binaries, BTreeSet::from(["gatehouse", "gatehouse-desktop"]));
    let conf = std::fs::read_to_string(root().join("src-tauri/tauri.conf.json")).unwrap();
    let conf: serde_json::Value = serde_json::from_str(&conf).unwrap();
    assert_eq!(conf["identifier"], "app.gatehouse.desktop");
    assert_eq!(conf["productName"], "Gatehouse");
    assert_eq!(conf["mainBinaryName"], "gatehouse-desktop");
    assert_eq!(conf["version"].as_str().unwrap_or("0.1.0"), "0.1.0");
}

#[cfg(target_os = "linux")]
#[test]
fn folders_follow_the_systems_convention_under_the_fixed_name() {
    use chat_engine::environment::Environment;
    use chat_engine::paths::Paths;
    let paths = Paths::of(&Environment::default()).unwrap();
    assert!(paths.data.ends_with("app.gatehouse.desktop"));
    assert!(paths.config.ends_with("app.gatehouse.desktop"));
    let own = Environment::from_pairs([("GATEHOUSE_DATA_DIR", "/somewhere/else")]).unwrap();
    let paths = Paths::of(&own).unwrap();
    for path in [&paths.data, &paths.config, &paths.log] {
        assert!(path.starts_with("/somewhere/else"), "{}", path.display());
    }
}
