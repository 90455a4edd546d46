//! Short names for the values that the store's tests are made of.

use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::message::MessageState;
use chat_core::wire::FinishReason;
use chat_engine::store::{Conversation, EndTurn, NewTurn, Piece, Question, Store, StoredMessage};
use std::path::Path;

pub(crate) fn conversation(id: &str) -> ConversationId {
    ConversationId::parse(id).unwrap()
}

pub(crate) fn message(id: &str) -> MessageId {
    MessageId::parse(id).unwrap()
}

pub(crate) fn turn_id(id: &str) -> TurnId {
    TurnId::parse(id).unwrap()
}

/// Where a test's store is; the folder goes with it.
pub(crate) struct Home {
    pub(crate) store: Store,
    _folder: Option<tempfile::TempDir>,
}

pub(crate) fn on_disk() -> Home {
    let folder = tempfile::tempdir().unwrap();
    Home {
        store: Store::open(folder.path()).unwrap(),
        _folder: Some(folder),
    }
}

pub(crate) fn in_memory() -> Home {
    Home {
        store: Store::open_in_memory().unwrap(),
        _folder: None,
    }
}

/// Turn `tN` with question `qN` "Question N" and answer `aN`, in a new conversation `CONV`.
pub(crate) fn starting(conv: &str, n: u32) -> NewTurn {
    NewTurn {
        turn: turn_id(&format!("t{n}")),
        owner: "me".to_owned(),
        at_ms: 1_000 + i64::from(n),
        conversation: Conversation::Start {
            id: conversation(conv),
            title: format!("Title {conv}"),
            system: None,
        },
        question: Question::New {
            id: message(&format!("q{n}")),
            parent: None,
            text: format!("Question {n}"),
        },
        attachments: Vec::new(),
        answer: message(&format!("a{n}")),
        connection: "gateway".to_owned(),
        model: "asked/model".to_owned(),
        max_tokens: Some(1_000),
        temperature: Some(0.5),
        draft: None,
        asking: None,
    }
}

/// The same in a conversation that exists.
pub(crate) fn following(conv: &str, n: u32) -> NewTurn {
    NewTurn {
        conversation: Conversation::GoOn {
            id: conversation(conv),
            system: None,
        },
        ..starting(conv, n)
    }
}

pub(crate) fn with_system(mut turn: NewTurn, id: &str, text: &str) -> NewTurn {
    let given = Some((message(id), text.to_owned()));
    match &mut turn.conversation {
        Conversation::Start { system, .. } | Conversation::GoOn { system, .. } => *system = given,
    }
    turn
}

pub(crate) fn piece(text: &str) -> Piece {
    Piece {
        text: text.to_owned(),
        ..Piece::default()
    }
}

/// An end that joins the pieces.
pub(crate) fn ending(answer: &str, state: MessageState) -> EndTurn {
    EndTurn {
        answer: message(answer),
        state,
        text: None,
        reasoning: None,
        tail: Piece::default(),
        at_ms: 5_000,
        finish: (state == MessageState::Done).then_some(FinishReason::Stop),
        error: None,
        connection: "gateway".to_owned(),
        model: "served/model".to_owned(),
        provider: None,
        usage: None,
        cost: None,
        generation_id: None,
        first_token_ms: None,
        total_ms: 7,
        attempts_json: "[]".to_owned(),
        receipt: chat_core::receipt::Receipt::default(),
        pictures: Vec::new(),
    }
}

pub(crate) fn ids(messages: &[StoredMessage]) -> Vec<&str> {
    messages.iter().map(|m| m.message.id.as_str()).collect()
}

pub(crate) async fn path_ids(store: &Store, conv: &str) -> Vec<String> {
    let path = store.path(&conversation(conv)).await.unwrap();
    ids(&path).into_iter().map(str::to_owned).collect()
}

/// Every file of a folder with its bytes.
pub(crate) fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}
