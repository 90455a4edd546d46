//! What packages carry: that each named file is there, versions agree, icons have their sizes.

use crate::{SHELL, member};
use gatehouse_tests::sources::root;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn config() -> Value {
    let text = std::fs::read_to_string(root().join("src-tauri/tauri.conf.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn version() -> String {
    member(SHELL).version.to_string()
}

/// Paths of the bundler's configuration count from its own folder.
fn place(path: &Value) -> PathBuf {
    root().join("src-tauri").join(path.as_str().unwrap())
}

#[test]
fn every_file_that_a_package_names_is_there() {
    let bundle = &config()["bundle"];
    let mut named: Vec<&Value> = bundle["icon"].as_array().unwrap().iter().collect();
    let (linux, deb) = (&bundle["linux"], &bundle["linux"]["deb"]);
    named.extend([
        &bundle["licenseFile"],
        &bundle["macOS"]["entitlements"],
        &deb["desktopTemplate"],
        &linux["rpm"]["desktopTemplate"],
    ]);
    for kind in ["deb", "rpm", "appimage"] {
        named.extend(linux[kind]["files"].as_object().unwrap().values());
    }
    assert!(named.len() > 30, "{}", named.len());
    for path in named {
        assert!(place(path).is_file(), "{path}");
    }
}

#[test]
fn nothing_of_a_package_runs_as_root_when_it_is_installed() {
    for kind in ["deb", "rpm"] {
        let keys = config()["bundle"]["linux"][kind].clone();
        for key in keys.as_object().unwrap().keys() {
            assert!(!key.ends_with("Script"), "{kind}: {key}");
        }
    }
}

#[test]
fn the_version_is_the_same_wherever_a_package_says_it() {
    let version = version();
    let changelog = text("packaging/changelog");
    assert!(
        changelog.starts_with(&format!("gatehouse ({version}) ")),
        "{changelog}"
    );
    let metainfo = text("packaging/app.gatehouse.desktop.metainfo.xml");
    let newest = metainfo.split("<release version=\"").nth(1).unwrap();
    assert!(newest.starts_with(&format!("{version}\"")), "{newest}");
    let page = text("packaging/man/gatehouse-desktop.1");
    assert!(page.starts_with(&format!(
        ".TH GATEHOUSE-DESKTOP 1 \"\" \"gatehouse {version}\""
    )));
}

#[test]
fn an_icon_is_as_large_as_its_name_says_and_every_usual_size_is_packed() {
    let config = config();
    let mut sizes = BTreeSet::new();
    for icon in config["bundle"]["icon"].as_array().unwrap() {
        let path = place(icon);
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Some(name) = name.strip_suffix(".png") else {
            continue;
        };
        let (side, twice) = match name.strip_suffix("@2x") {
            Some(name) => (name, 2),
            None => (name, 1),
        };
        let side: u32 = side.split('x').next().unwrap().parse().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        // The header of a PNG: width and height are the first words of the first chunk.
        let word = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        assert_eq!((word(16), word(20)), (side * twice, side * twice), "{name}");
        if twice == 1 {
            sizes.insert(side);
        }
    }
    assert_eq!(
        sizes,
        BTreeSet::from([16, 22, 24, 32, 48, 64, 128, 256, 512])
    );
    // Tauri takes the first for the window.
    assert_eq!(config["bundle"]["icon"][0], "icons/32x32.png");
}

#[test]
fn the_two_desktop_files_start_the_same_program_and_only_one_is_in_the_menu() {
    let by_id = text("packaging/app.gatehouse.desktop.desktop");
    let template = text("packaging/desktop-entry.hbs");
    let filled = template
        .replace("{{name}}", "Gatehouse")
        .replace("{{exec}}", SHELL)
        .replace("{{icon}}", SHELL);
    let value = |file: &str, key: &str| {
        let line = file
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        line.map(str::to_owned)
    };
    for key in [
        "Name",
        "Exec",
        "Icon",
        "Categories",
        "Comment",
        "Comment[de]",
    ] {
        assert_eq!(value(&by_id, key), value(&filled, key), "{key}");
        assert!(value(&by_id, key).is_some(), "{key}");
    }
    assert_eq!(value(&by_id, "NoDisplay").as_deref(), Some("true"));
    assert_eq!(value(&filled, "NoDisplay"), None);
}

#[test]
fn a_link_reaches_the_program_and_the_menu_offers_quick_ask() {
    let template = text("packaging/desktop-entry.hbs");
    let lines: BTreeSet<&str> = template.lines().collect();
    // Without `%u` the program would start without the link.
    for line in [
        "Exec={{exec}} %u",
        "MimeType=x-scheme-handler/gatehouse;",
        "Actions=ask;",
        "[Desktop Action ask]",
        "Exec={{exec}} ask",
    ] {
        assert!(lines.contains(line), "{line}");
    }
    // What registers it on macOS and Windows.
    let schemes = &config()["plugins"]["deep-link"]["desktop"]["schemes"];
    assert_eq!(schemes, &serde_json::json!(["gatehouse"]));
}

#[test]
fn a_program_for_macs_may_do_nothing_that_the_hardened_runtime_forbids() {
    let config = config();
    assert_eq!(config["bundle"]["macOS"]["hardenedRuntime"], true);
    let entitlements = text("packaging/macos/entitlements.plist");
    assert!(entitlements.contains("<dict/>") && !entitlements.contains("<key>"));
}
