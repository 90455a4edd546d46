//! Markers planted in every place where a conversation leaves something, and the search for what of
//! them stands in any file.

use crate::support::*;
use chat_core::cache::CachedAnswer;
use chat_core::dialect::Picture;
use chat_core::failure::{Code, Failure};
use chat_core::message::MessageState;
use chat_core::request::{Media, MediaKind};
use chat_core::wire::UserError;
use chat_engine::store::{Change, Draft, DraftFile, DraftPlace, EndTurn, Field, NewTurn, Store};
use rusqlite::Connection;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

pub(crate) const DATABASE: &str = "gatehouse.sqlite3";
/// The shortest piece that is searched for, in bytes.
const PIECE: usize = 8;

/// A text that is nowhere by chance, and no part of which is part of another: what is planted in
/// `place`.
pub(crate) fn marker(place: &str) -> String {
    let mut state = place.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'a' + u8::try_from(state % 26).unwrap())
    })
    .take(40)
    .collect()
}

pub(crate) const PLACES: &[&str] = &[
    "question",
    "answer",
    "tail",
    "reasoning",
    "title",
    "attachment",
    "attachment name",
    "picture",
    "draft",
    "draft file",
    "draft file name",
    "draft choices",
    "tag",
    "folder",
    "cache",
    "instructions",
    "model",
    "error",
    "journal request",
    "journal body",
];

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Plants a marker in every place of conversation `c`, among neighbours of many sizes, so that
/// pages split and rows move.
pub(crate) async fn plant(store: &Store, folder: &Path, size: usize) {
    let text = |place: &str| format!("{} ", marker(place)).repeat(size);
    for n in 100..140_u32 {
        neighbour(store, n).await;
    }
    let mut turn = with_system(starting("c", 1), "s1", &text("instructions"));
    turn.attachments = vec![Media {
        name: marker("attachment name"),
        kind: MediaKind::parse("image/png").unwrap(),
        base64: base64(text("attachment").as_bytes()).into(),
    }];
    set_question(&mut turn, text("question"));
    store.begin_turn(turn).await.unwrap();
    for n in 0..4 {
        let mut added = piece(&text("answer"));
        added.reasoning = text("reasoning");
        added.sync = n % 2 == 0;
        store.checkpoint(&message("a1"), added).await.unwrap();
        neighbour(store, 140 + n).await;
    }
    let failure = Failure::new(Code::BadRequest, marker("error"));
    let end = EndTurn {
        tail: piece(&text("tail")),
        error: Some(UserError::from(&failure)),
        model: marker("model"),
        pictures: vec![Picture {
            kind: MediaKind::parse("image/png").unwrap(),
            base64: base64(text("picture").as_bytes()),
        }],
        ..ending("a1", MessageState::Failed)
    };
    store.end_turn(end).await.unwrap();
    let change = Change {
        title: Some(marker("title")),
        folder: Field::Is(marker("folder")),
        tag: vec![marker("tag")],
        model: Field::Is(marker("model")),
        ..Change::default()
    };
    store.change(&conversation("c"), change).await.unwrap();
    let draft = Draft {
        text: text("draft"),
        caret: 1,
        files: vec![DraftFile {
            id: "f1".to_owned(),
            name: marker("draft file name"),
            bytes: Some(text("draft file").into_bytes().into()),
        }],
        asking: Some(marker("draft choices")),
    };
    let place = DraftPlace::Conversation(conversation("c"));
    store.save_draft(place, draft, 1).await.unwrap();
    // What is packed is bytes like others.
    let packed = [text("journal request"), text("journal body")];
    Connection::open(folder.join(DATABASE))
        .unwrap()
        .execute(
            "INSERT INTO journal (turn, attempt, at_ms, program, dialect, upstream, status, headers,
                 request, body, raw_bytes, bytes, cut, whole)
             SELECT seq, 1, 1, '0', 'openai-chat', '{}', 200, '{}',
                 CAST (?1 AS BLOB), CAST (?2 AS BLOB), 1, 1, 0, 1 FROM turns WHERE id = 't1'",
            packed,
        )
        .unwrap();
    let kept = CachedAnswer {
        turn: turn_id("t1"),
        ..crate::answers::answer(&text("cache"), 10_000)
    };
    let key = crate::answers::named(1);
    store
        .keep_answer(key, kept, crate::answers::hour())
        .await
        .unwrap();
    for n in 150..160 {
        neighbour(store, n).await;
    }
}

fn set_question(turn: &mut NewTurn, said: String) {
    if let chat_engine::store::Question::New { text, .. } = &mut turn.question {
        *text = said;
    }
}

async fn neighbour(store: &Store, n: u32) {
    let size = usize::try_from(n % 13).unwrap() * 97;
    let mut turn = starting(&format!("c{n}"), n);
    set_question(&mut turn, "y".repeat(size));
    store.begin_turn(turn).await.unwrap();
    let answer = format!("a{n}");
    store
        .checkpoint(&message(&answer), piece(&"z".repeat(size * 3)))
        .await
        .unwrap();
    store
        .end_turn(ending(&answer, MessageState::Done))
        .await
        .unwrap();
}

/// Every file below a folder.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// What of the markers stands in any file: raw or as UTF-16, whole or any eight bytes of it.
pub(crate) fn found_in(folder: &Path) -> Vec<String> {
    let mut pieces: HashMap<[u8; PIECE], &str> = HashMap::new();
    for place in PLACES {
        let marker = marker(place);
        let wide: Vec<u8> = marker.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            marker.as_bytes(),
            &wide,
            base64(marker.as_bytes()).as_bytes(),
        ] {
            for window in bytes.windows(PIECE) {
                pieces.insert(window.try_into().unwrap(), place);
            }
        }
    }
    // Most bytes of a file begin none of them.
    let mut begins = vec![false; 1 << 16];
    let start = |bytes: &[u8]| usize::from(bytes[0]) << 8 | usize::from(bytes[1]);
    for piece in pieces.keys() {
        begins[start(piece)] = true;
    }
    let mut found = std::collections::BTreeSet::new();
    for path in files(folder) {
        let bytes = std::fs::read(&path).unwrap();
        for window in bytes.windows(PIECE).filter(|window| begins[start(window)]) {
            if let Some(place) = pieces.get(window) {
                let name = path.file_name().unwrap().to_string_lossy();
                found.insert(format!("{place} in {name}"));
            }
        }
    }
    found.into_iter().collect()
}

pub(crate) fn nothing() -> Vec<String> {
    Vec::new()
}
