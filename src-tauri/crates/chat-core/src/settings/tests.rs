//! Each setting comes back as it was set; what does not fit is refused.

use super::*;

#[test]
fn every_setting_is_read_back() {
    for (name, value) in [
        ("timeouts.connectMs", "5000"),
        ("timeouts.firstByteMs", "0"),
        ("timeouts.idleMs", "1"),
        ("retries.max", "0"),
        ("default.connection", "openai"),
        ("default.model", "anthropic/claude-opus-4.5"),
        (
            "models.favourites",
            "openai/gpt-4o,anthropic/claude-opus-4.5",
        ),
        #[cfg(unix)]
        ("signin.folder", "/home/me/my project"),
        #[cfg(unix)]
        ("signin.cli", "/opt/bin/vercel"),
        ("fallback", "openai/gpt-4o-mini,local="),
        ("answer.chatMaxTokens", "1000"),
        ("answer.quickMaxTokens", "500"),
        ("history.undoMinutes", "0"),
        ("view.afterSend", "question"),
        ("view.language", "de"),
        ("view.language", "ja"),
        ("view.language", "ar"),
        ("default.instructions", "Be brief.\n  Say so.\n"),
        ("view.theme", "dark"),
        ("view.textSize", "larger"),
        ("view.density", "compact"),
        ("view.codeColours", "plain"),
        ("view.sendWith", "mod-enter"),
        ("view.longPaste", "text"),
        ("quick.shortcut", "Ctrl+Alt+A"),
        ("quick.shortcut", "off"),
        ("quick.keepMinutes", "0"),
        ("quick.keepMinutes", "1440"),
        ("quick.hideOnBlur", "off"),
        ("notify.answers", "off"),
        ("window.onClose", "stay"),
        ("window.onClose", "quit"),
        ("view.zoom", "50"),
        ("view.zoom", "300"),
        (
            "view.shortcuts",
            "newChat=Mod+N newChat=Mod+Shift+O settings=Mod+, zoomIn=Mod+= sidebar=",
        ),
    ] {
        let key = Key::parse(name).unwrap();
        let mut settings = Settings::default();
        key.set(&mut settings, value).unwrap();
        assert_eq!(key.get(&settings), value);
        check(&settings).unwrap();
        let rows = changed_rows(&Settings::default(), &settings);
        assert_eq!(rows, [(key.name(), Some(value.to_owned()))]);
        let stored = rows
            .into_iter()
            .filter_map(|(k, v)| Some((k.to_owned(), v?)))
            .collect();
        assert_eq!(from_rows(&stored), settings);
        assert_eq!(
            changed_rows(&settings, &Settings::default()),
            [(key.name(), None)]
        );
    }
}

#[test]
fn values_that_do_not_fit_are_refused_with_what_fits() {
    for (name, value) in [
        ("timeouts.connectMs", "-1"),
        ("timeouts.idleMs", "86400001"),
        ("timeouts.idleMs", "ten"),
        ("retries.max", "11"),
        ("default.connection", "No such"),
        ("default.model", "two\nlines"),
        ("models.favourites", "openai/gpt-4o,two\nlines"),
        ("signin.folder", "project"),
        ("signin.cli", "../vercel"),
        ("fallback", "a,b,c,d,e,f,g,h,i"),
        ("answer.chatMaxTokens", "1e3"),
        ("view.afterSend", "top"),
        ("view.language", "Klingon"),
        ("view.sendWith", "space"),
        ("view.longPaste", "picture"),
        ("quick.shortcut", "Space"),
        ("quick.shortcut", "Ctrl+Nonsense"),
        ("quick.keepMinutes", "1441"),
        ("quick.hideOnBlur", "maybe"),
        ("notify.answers", "1"),
        ("window.onClose", "hide"),
        ("view.theme", "sepia"),
        ("view.textSize", "12"),
        ("view.density", "dense"),
        ("view.codeColours", "all"),
        ("view.zoom", "49"),
        ("view.zoom", "301"),
        ("view.zoom", "1.5"),
        ("view.shortcuts", "newChat"),
        ("view.shortcuts", "=Mod+N"),
        ("view.shortcuts", "new/chat=Mod+N"),
        ("view.shortcuts", "newChat=Mod+\u{7}"),
    ] {
        let failure = Key::parse(name)
            .unwrap()
            .set(&mut Settings::default(), value)
            .unwrap_err();
        assert_eq!(failure.code, Code::ConfigInvalid, "{name}={value}");
        assert!(failure.action.is_some());
    }
    assert!(
        Key::parse("nonsense")
            .unwrap_err()
            .action
            .unwrap()
            .contains("retries.max")
    );
}

#[test]
fn rows_that_do_not_fit_leave_the_default() {
    let rows = BTreeMap::from([
        ("timeouts.idleMs".to_owned(), "soon".to_owned()),
        ("from.the.future".to_owned(), "x".to_owned()),
        ("retries.max".to_owned(), "1".to_owned()),
    ]);
    assert_eq!(
        from_rows(&rows),
        Settings {
            retries_max: 1,
            ..Settings::default()
        }
    );
}

#[test]
fn a_shortcut_is_kept_once_and_only_so_many_are() {
    let mut settings = Settings::default();
    Key::Shortcuts
        .set(&mut settings, "a=Mod+A   b=Mod+B a=Mod+A")
        .unwrap();
    assert_eq!(settings.shortcuts, ["a=Mod+A", "b=Mod+B"]);
    let many = |count: usize| {
        let entries: Vec<_> = (0..count).map(|n| format!("a{n}=")).collect();
        entries.join(" ")
    };
    Key::Shortcuts.set(&mut settings, &many(200)).unwrap();
    assert!(Key::Shortcuts.set(&mut settings, &many(201)).is_err());
    let long = |keys: usize| format!("a={}", "x".repeat(keys));
    assert!(Key::Shortcuts.set(&mut settings, &long(79)).is_err());
    assert!(Key::Shortcuts.set(&mut settings, &long(78)).is_ok());
}

#[test]
fn an_empty_text_is_the_usual_look() {
    for key in [
        Key::Theme,
        Key::TextSize,
        Key::Density,
        Key::CodeColours,
        Key::Zoom,
        Key::Shortcuts,
    ] {
        let mut settings = Settings::default();
        let usual = key.get(&settings);
        key.set(&mut settings, "").unwrap();
        assert_eq!(key.get(&settings), usual, "{}", key.name());
    }
}
