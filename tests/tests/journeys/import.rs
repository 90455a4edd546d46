//! An environment file taken over by a window, whose keys may live in memory.

use chat_core::wire::{KeySource, KeyState};
use chat_engine::{Ask, Face, new_turn_id};
use gatehouse_tests::world::{KEY, engine, gateway, heard};

#[tokio::test]
async fn a_files_key_goes_to_the_files_address_and_to_no_other() {
    let (gateway, other) = (gateway().await, gateway().await);
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(folder.path(), &[]);
    let path = folder.path().join(".env.local");
    let text = format!(
        "\u{feff}# mine\r\nexport AI_GATEWAY_URL = \"{}\"\r\nAI_GATEWAY_API_KEY='wrong'\r\n\
         AI_GATEWAY_API_KEY='{KEY}' # the last one counts\r\nANTHROPIC_API_KEY=sk-ant-...\r\nX=1\r\n",
        gateway.chat_url()
    );
    std::fs::write(&path, &text).unwrap();
    let imported = engine.import_keys(Face::Chat, &path).await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), text.as_bytes());
    assert!(!format!("{imported:?}").contains(KEY));
    let keys: Vec<_> = imported
        .keys
        .iter()
        .map(|key| (key.variable, &*key.connection, &*key.origin))
        .collect();
    assert_eq!(keys, [("AI_GATEWAY_API_KEY", "gateway", &*gateway.url())]);
    assert_eq!(imported.unused[0].variable, "ANTHROPIC_API_KEY");
    assert!(imported.unused[0].is_placeholder);
    assert_eq!((imported.others, imported.sign_in), (1, None));

    let ask = || Ask {
        model: Some("scenario:echo".to_owned()),
        ..Ask::new(new_turn_id(), "?")
    };
    let answer = heard(engine.ask(Face::Chat, ask()).await.unwrap()).await;
    assert_eq!((&*answer.text, gateway.requests().len()), ("?", 1));

    // Another address later: the key stays where it was for.
    let elsewhere = Some(other.url());
    engine
        .change_connection("gateway", |config| config.base_url = elsewhere)
        .await
        .unwrap();
    let refused = engine.ask(Face::Chat, ask()).await.unwrap_err();
    assert_eq!(refused.code, chat_core::failure::Code::KeyMissing);
    let rows = engine.key_status().await;
    assert_eq!(
        (rows[0].source, rows[0].state),
        (KeySource::None, KeyState::Absent)
    );
    assert_eq!(other.requests().len(), 0);
}

/// What a file says wrongly keeps everything else of it out, too.
#[tokio::test]
async fn a_file_is_taken_over_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(folder.path(), &[]);
    let path = folder.path().join("keys.env");
    for address in [
        "http://192.0.2.1/v1",
        "https://api.vercel.ai/v1/openai",
        // The key is for that place, so it goes to no other.
        "https://me:pw@lab.example/v1",
        "https://lab.example/v1?team=a",
        "$LAB/v1",
    ] {
        let text =
            format!("AI_GATEWAY_API_KEY={KEY}\nOPENAI_BASE_URL={address}\nOPENAI_API_KEY={KEY}");
        std::fs::write(&path, text).unwrap();
        let refused = engine.import_keys(Face::Chat, &path).await.unwrap_err();
        assert_eq!(refused.code, chat_core::failure::Code::ConfigInvalid);
        let rows = engine.key_status().await;
        assert!(
            rows.iter().all(|row| row.state == KeyState::Absent),
            "{address}"
        );
    }
}

/// A key that is gone is told: it may have been the only copy.
#[tokio::test]
async fn a_key_that_takes_the_place_of_another_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(folder.path(), &[]);
    let path = folder.path().join("keys.env");
    for (key, replaced) in [(KEY, false), (KEY, false), ("another-key-12345", true)] {
        std::fs::write(&path, format!("AI_GATEWAY_API_KEY={key}\n")).unwrap();
        let imported = engine.import_keys(Face::Chat, &path).await.unwrap();
        assert_eq!(imported.keys[0].replaced, replaced, "{key}");
    }
}
