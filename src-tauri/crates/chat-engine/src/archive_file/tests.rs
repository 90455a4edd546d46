use super::*;
use std::io::Write;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A conversation of another program, as short as can be.
fn conversation(id: &str) -> String {
    format!(
        r#"{{"title":"{id}","mapping":{{"a":{{"message":{{"author":{{"role":"user"}},"content":{{"content_type":"text","parts":["Hi"]}}}}}}}},"conversation_id":"{id}"}}"#
    )
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in entries {
        zip.start_file(*name, packed).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The titles that an archive gives, or why it gives none.
fn titles(bytes: &[u8]) -> Result<(Vec<String>, bool), ArchiveError> {
    titles_within(bytes, MAX_BYTES)
}

fn titles_within(bytes: &[u8], most: u64) -> Result<(Vec<String>, bool), ArchiveError> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("any name");
    std::fs::write(&path, bytes).unwrap();
    let mut titles = Vec::new();
    let whole = each_within(&path, most, &mut |item, (read, total)| {
        assert!(read <= total);
        titles.push(match item {
            Item::Found(found, _) => found.conversation.title,
            Item::Unread(title, why) => format!("{title:?}: {why}"),
        });
        true
    })?;
    // Nothing came out of it but what it gave.
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
    Ok((titles, whole))
}

fn some(names: &[&str]) -> (Vec<String>, bool) {
    (names.iter().map(|name| (*name).to_owned()).collect(), true)
}

#[test]
fn a_zip_gives_the_conversations_in_it_wherever_programs_put_them() {
    let one = |id: &str| format!("[{}]", conversation(id)).into_bytes();
    let (a, b, c) = (one("a"), one("b"), one("c"));
    for (entries, expected) in [
        (
            vec![
                ("conversations.json", &a[..]),
                ("user.json", b"{}"),
                ("chat.html", b"<p>"),
            ],
            some(&["a"]),
        ),
        (vec![("data-2025/conversations.json", &a[..])], some(&["a"])),
        (
            vec![
                ("conversations-001.json", &b[..]),
                ("conversations-000.json", &a[..]),
                ("conversations-010.json", &c[..]),
                ("shared_conversations.json", b"[1]"),
            ],
            some(&["a", "b", "c"]),
        ),
        (
            vec![
                ("__MACOSX/conversations.json", &b"\x00\x05"[..]),
                ("conversations.json", &a[..]),
            ],
            some(&["a"]),
        ),
    ] {
        assert_eq!(titles(&zip_of(&entries)).unwrap(), expected);
    }
}

/// The library that reads zips keeps one of them.
///
/// Mutation seen to fail: `one-of-a-name` in `xtask/scripts/mutations.py`.
#[test]
fn a_zip_that_names_a_file_twice_is_told() {
    let of = |title| format!("[{}]", conversation(title)).into_bytes();
    let mut twice = zip_of(&[
        ("conversations.json", &of("a")),
        ("conversationz.json", &of("b")),
    ]);
    for at in 0..twice.len() - 18 {
        if twice[at..].starts_with(b"conversationz.json") {
            twice[at + 12] = b's';
        }
    }
    assert!(matches!(titles(&twice), Err(ArchiveError::TwoOfAName)));
}

/// Names in a zip are compared, never followed.
#[test]
fn a_zip_whose_names_lead_elsewhere_writes_nowhere() {
    let a = format!("[{}]", conversation("a")).into_bytes();
    let evil = zip_of(&[
        ("../../conversations.json", &a),
        ("/etc/conversations.json", &a),
        ("..\\..\\conversations.json", &a),
        ("x/y/conversations.json", &a),
    ]);
    assert!(matches!(titles(&evil), Err(ArchiveError::NoConversations)));
    let beside = zip_of(&[("../conversations.json", &a), ("CON", b"x")]);
    // One folder up is still only a name with one folder in it: it is read, nothing is written.
    assert_eq!(titles(&beside).unwrap(), some(&["a"]));
}

/// Mutation seen to fail: `bomb-unbounded` in `xtask/scripts/mutations.py`.
#[test]
fn a_bomb_is_stopped_by_what_comes_out_of_it_whatever_it_claims() {
    let long = format!("[{}", " ".repeat(50_000_000));
    let bomb = zip_of(&[("conversations.json", long.as_bytes())]);
    assert!(bomb.len() < 100_000);
    assert!(matches!(
        titles_within(&bomb, 10_000_000),
        Err(ArchiveError::TooLong)
    ));
    // The same where it claims to be small.
    let mut liar = bomb.clone();
    let claim = 50_000_001_u32.to_le_bytes();
    let places: Vec<_> = (0..liar.len() - 4)
        .filter(|at| liar[*at..*at + 4] == claim)
        .collect();
    assert!(!places.is_empty());
    for at in places {
        liar[at..at + 4].copy_from_slice(&5_u32.to_le_bytes());
    }
    assert!(titles_within(&liar, 10_000_000).is_err());
}

#[test]
fn locked_odd_and_damaged_zips_are_each_told() {
    let a = format!("[{}]", conversation("a")).into_bytes();
    let good = zip_of(&[("conversations.json", &a)]);
    let central = good.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    let patched = |at: usize, byte: u8, local: usize| {
        let mut zip = good.clone();
        zip[central + at] = byte;
        zip[local] = byte;
        zip
    };
    let kind = |zip: &[u8]| titles(zip).unwrap_err().to_string();
    assert_eq!(kind(&patched(8, 1, 6)), ArchiveError::Encrypted.to_string());
    // Method 99 is what nobody should need.
    assert_eq!(kind(&patched(10, 98, 8)), ArchiveError::Method.to_string());
    for at in (5..good.len()).step_by(7) {
        assert!(titles(&good[..at]).is_err(), "cut at {at}");
    }
    let mut claims = good.clone();
    let end = claims.len() - 22;
    claims[end + 12..end + 16].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    assert_eq!(kind(&claims), ArchiveError::TooManyFiles.to_string());
    for at in 0..good.len() {
        let mut broken = good.clone();
        broken[at] ^= 0x55;
        // What it gives is the conversation, or it tells that it is not whole.
        if let Ok((found, whole)) = titles(&broken) {
            assert!(!whole || found == ["a"], "byte {at}: {found:?}");
        }
    }
}

#[test]
fn json_of_every_program_is_known_by_its_content_and_other_things_are_refused() {
    let (a, b) = (conversation("a"), conversation("b"));
    let ours = r#"{"format":"gatehouse-history","version":1,"exportedAtMs":1,"conversations":["#;
    assert_eq!(
        titles(format!("\u{feff}[{a},{b}]").as_bytes()).unwrap(),
        some(&["a", "b"])
    );
    assert_eq!(titles(format!("{ours}]}}").as_bytes()).unwrap(), some(&[]));
    let newer = ours.replace("\"version\":1", "\"version\":2");
    let refused = titles(format!("{newer}{a}]}}").as_bytes());
    assert!(matches!(refused, Err(ArchiveError::Newer { found: 2 })));
    for foreign in ["", "hello", "{}", "\"x\"", "%PDF-1.7", "{\"a\":[]}"] {
        let refused = titles(foreign.as_bytes());
        assert!(matches!(refused, Err(ArchiveError::Foreign)), "{foreign}");
    }
    // What stands in front of a break is there, and the break is told.
    for broken in [format!("[{a},{{\"title\":\"half"), format!("[{a}}}")] {
        let (found, whole) = titles(broken.as_bytes()).unwrap();
        assert_eq!((found.len(), found[0].as_str(), whole), (2, "a", false));
        assert!(found[1].ends_with("were passed over"), "{found:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_a_device_and_a_folder_are_refused_without_waiting() {
    let dir = tempfile::tempdir().unwrap();
    let pipe = dir.path().join("pipe");
    let made = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .unwrap();
    assert!(made.success());
    for path in [pipe.as_path(), Path::new("/dev/zero"), dir.path()] {
        let refused = each(path, &mut |_, _| true);
        assert!(
            matches!(refused, Err(ArchiveError::NoFile)),
            "{}",
            path.display()
        );
    }
    let missing = each(&dir.path().join("none"), &mut |_, _| true);
    assert!(matches!(missing, Err(ArchiveError::Io(_))));
}

#[test]
fn every_refusal_is_one_sentence_with_one_action() {
    let all = [
        ArchiveError::Io(ErrorKind::NotFound.into()),
        ArchiveError::NoFile,
        ArchiveError::Foreign,
        ArchiveError::NoConversations,
        ArchiveError::Encrypted,
        ArchiveError::Method,
        ArchiveError::Broken,
        ArchiveError::TooManyFiles,
        ArchiveError::TooLong,
        ArchiveError::Newer { found: 2 },
    ];
    for error in all {
        let failure = error.failure(Path::new("/x/export"));
        assert!(failure.message.contains("/x/export"), "{failure}");
        assert!(failure.message.ends_with('.') && failure.action.is_some());
        assert_eq!(failure.message.matches(". ").count(), 0, "{failure}");
    }
}
