//! A small page, packed: what of it must stay, and what is refused.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say so and stop"
)]

use std::fs;

use page_pack::{PackError, pack};

/// Packs a page of these files; gives what was written, each by the path that it had.
fn packed(files: &[(&str, &str)]) -> Result<Vec<(String, String)>, PackError> {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("ui"), folder.path().join("out"));
    for (path, text) in files {
        let path = from.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let moved = pack(&from, &to)?;
    let place = |path: &str| {
        let found = moved.iter().find(|(_, source)| *source == path);
        found.map_or_else(|| path.to_owned(), |(place, _)| place.clone())
    };
    let read = |path: &str| fs::read_to_string(to.join(place(path))).ok();
    Ok(files
        .iter()
        .filter_map(|(path, _)| Some(((*path).to_owned(), read(path)?)))
        .collect())
}

fn one(files: &[(&str, &str)], path: &str) -> String {
    let packed = packed(files).unwrap();
    packed.into_iter().find(|(name, _)| name == path).unwrap().1
}

#[test]
fn what_one_module_exports_the_other_imports_under_the_same_short_name() {
    let files = [
        (
            "js/lib/dom.js",
            "/** Why. */\nexport function element(name) {\n  return document.createElement(name);\n}\n\
             export const unused = 1;\nconst spacer = () => element('i');\nexport { spacer as gap };\n",
        ),
        (
            "js/main.js",
            "import { element, gap as between } from './lib/dom.js';\n\
             document.body.append(element('p'), between());\n",
        ),
    ];
    let library = one(&files, "js/lib/dom.js");
    let exported = library.split("export{").nth(1).unwrap();
    let (first, second) = exported.trim_end_matches("};").split_once(',').unwrap();
    for gone in ["Why", "unused", "spacer", "gap", "element("] {
        assert!(!library.contains(gone), "{gone} in {library}");
    }
    let main = one(&files, "js/main.js");
    // Each under its own name there, and that one is short.
    assert!(first.len() == 1 && second.len() == 1, "{library}");
    let imported = main.split("from\"./a.js\"").next().unwrap();
    for name in [first, second] {
        let plain =
            imported.contains(&format!("{name}}}")) || imported.contains(&format!("{name},"));
        assert!(plain || imported.contains(&format!("{name} as ")), "{main}");
    }
}

#[test]
fn properties_events_and_elements_keep_their_names_and_private_members_do_not() {
    let source = "class ChatRow extends HTMLElement {\n  #hidden = 1;\n\
                  connectedCallback() { this.dispatchEvent(new CustomEvent('row-shown', { detail: this.#hidden })); }\n\
                  show({ turnId }) { this.shown = turnId; }\n}\n\
                  customElements.define('chat-row', ChatRow);\n";
    let packed = one(&[("js/main.js", source)], "js/main.js");
    for stays in [
        "connectedCallback",
        "row-shown",
        "turnId",
        ".shown",
        "chat-row",
        "show(",
    ] {
        assert!(packed.contains(stays), "{stays} in {packed}");
    }
    assert!(
        !packed.contains("#hidden") && !packed.contains("ChatRow"),
        "{packed}"
    );
}

#[test]
fn a_module_that_is_loaded_later_keeps_the_names_it_is_read_by() {
    let files = [
        (
            "texts/de.js",
            "export const german = { hello: 'Hallo' };\nexport const word = 1;\n",
        ),
        (
            "js/main.js",
            "import { word } from '../texts/de.js';\nconst { german } = await import('../texts/de.js');\nalert(german.hello + word);\n",
        ),
    ];
    assert!(one(&files, "texts/de.js").contains("as german"));
    assert!(one(&files, "js/main.js").contains("word as "));
}

#[test]
fn the_scripted_engine_stays_at_home_and_other_files_are_copied() {
    let files = [
        ("js/host/fake.js", "export const a = 1;"),
        ("js/host/fake-chats.js", "export const b = 1;"),
        ("jsconfig.json", "{}"),
        ("index.html", "<!doctype html>\n<!-- stays -->\n"),
    ];
    assert_eq!(
        packed(&files).unwrap(),
        [(
            "index.html".to_owned(),
            "<!doctype html>\n<!-- stays -->\n".to_owned()
        )]
    );
}

#[test]
fn what_cannot_be_followed_ends_the_build() {
    for source in [
        "import * as all from './a.js';",
        "import first from './a.js';",
        "export default 1;",
        "export * from './a.js';",
        "export { a } from './a.js';",
        "await import(name);",
        "await import(`./${name}.js`);",
    ] {
        let error = packed(&[("js/main.js", source)]).unwrap_err();
        assert!(
            matches!(error, PackError::NotByName { .. }),
            "{source}: {error}"
        );
    }
    let circle = [
        (
            "js/main.js",
            "import { a } from './a.js';\nexport const b = 1;\na();\n",
        ),
        (
            "js/a.js",
            "import { b } from './main.js';\nexport const a = () => b;\n",
        ),
    ];
    let error = packed(&circle).unwrap_err();
    assert!(matches!(error, PackError::Circle { .. }), "{error}");
    let error = packed(&[("js/main.js", "let = ;")]).unwrap_err();
    assert!(error.to_string().starts_with("js/main.js: "), "{error}");
}
