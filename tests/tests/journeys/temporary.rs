//! Temporary chats work like others, and nothing of them is in any file.

use chat_core::failure::Code;
use chat_core::ledger::By;
use chat_core::wire::{
    AnswerAgain, EditMessage, ListFilter, PageWanted, SaveDraft, SendMessage, TurnOptions,
};
use chat_engine::{Ask, Face, Onto, new_turn_id};
use demo_gateway::Scenario;
use gatehouse_tests::world::{World, heard, question};
use gatehouse_tests::{forms, until};
use std::path::{Path, PathBuf};
use std::process::Command;

const WORDS: &str = "unmistakable-zyxwv-temporary-words";

fn temporary(text: &str) -> Ask {
    Ask {
        temporary: true,
        ..question(Scenario::Echo, text)
    }
}

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

/// Which files hold the words, in any form.
pub(crate) fn holding(folder: &Path, words: &str) -> Vec<PathBuf> {
    let forms = forms::of(words);
    let holds = |path: &PathBuf| forms::find(&std::fs::read(path).unwrap(), &forms).is_some();
    files(folder).into_iter().filter(holds).collect()
}

/// Mutation seen to fail: `temporary-on-disk` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_a_temporary_chat_is_in_any_file_but_what_it_took() {
    let world = World::new().await;
    let engine = &world.engine;
    // Something is kept, so that the folder is in use.
    world.ask(question(Scenario::Echo, "kept words")).await;
    let first = world.ask(temporary(WORDS)).await;
    let id = first.started.conversation.clone();
    let more = Ask {
        onto: Onto::Conversation(id.clone()),
        ..question(Scenario::Echo, &format!("more {WORDS}"))
    };
    let second = world.ask(more).await;
    assert_eq!(second.started.conversation, id);
    let sent = world.gateway.requests().last().unwrap().messages();
    assert_eq!(sent.len(), 3, "the first question and answer went along");
    let again = AnswerAgain {
        turn_id: new_turn_id(),
        message: second.started.message.clone(),
        model: None,
        max_tokens: None,
        leave_out: 0,
        options: TurnOptions::default(),
        preset: None,
    };
    let retried = engine.retry_turn(Face::Chat, again.clone()).await.unwrap();
    over(&world, &retried.turn_id).await;
    let edit = EditMessage {
        turn_id: new_turn_id(),
        message: second.started.question.clone(),
        text: format!("otherwise {WORDS}"),
        model: None,
        max_tokens: None,
        leave_out: 0,
        options: TurnOptions::default(),
        preset: None,
    };
    let edited = engine.edit_message(Face::Chat, edit.clone()).await.unwrap();
    over(&world, &edited.turn_id).await;
    // The same command once more asks nothing.
    let twice = engine.edit_message(Face::Chat, edit).await.unwrap();
    assert_eq!(twice, edited);
    let opened = engine.open_conversation(id.clone()).await.unwrap();
    assert!(opened.conversation.temporary);
    assert_eq!(opened.page.messages.len(), 4);
    let question = &opened.page.messages[2];
    assert_eq!((question.variants.index, question.variants.count), (2, 2));
    let back = engine.choose_variant(second.started.question.clone()).await;
    let back = back.unwrap().page.messages;
    assert_eq!(
        back[3].variants.count, 2,
        "both answers to the old question"
    );
    let wanted = PageWanted {
        conversation: id.clone(),
        before: Some(second.started.question.clone()),
        after: None,
    };
    assert_eq!(engine.message_page(wanted).await.unwrap().messages.len(), 2);
    let renamed = engine.rename_conversation(id.clone(), WORDS).await.unwrap();
    assert_eq!(renamed.title, WORDS);
    let draft = SaveDraft {
        conversation: Some(id.clone()),
        message: None,
        temporary: false,
        text: WORDS.to_owned(),
        caret: 0,
        files: Vec::new(),
        asking: None,
    };
    engine.save_draft(Face::Chat, draft).await.unwrap();
    let kept = engine.open_draft(Face::Chat, Some(id.clone()), false).await;
    assert_eq!(kept.unwrap().text, WORDS, "as long as the chat");

    let list = engine.list_conversations(None, ListFilter::default()).await;
    assert_eq!(list.unwrap().len(), 1, "only the one that is kept");
    let usage = engine.usage(By::Model).await.unwrap();
    assert_eq!(usage.total.requests, 5, "all of them are in the ledger");
    assert_eq!(holding(world.folder.path(), WORDS), Vec::<PathBuf>::new());
    assert!(!holding(world.folder.path(), "kept words").is_empty());

    engine.delete_conversation(id.clone(), false).await.unwrap();
    let gone = engine.open_conversation(id).await.unwrap_err();
    assert_eq!(gone.code, Code::ConfigInvalid);
    engine.close().await;
    assert_eq!(holding(world.folder.path(), WORDS), Vec::<PathBuf>::new());
}

async fn over(world: &World, turn: &chat_core::ids::TurnId) {
    let ended = async {
        while world.engine.is_running(turn) {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    gatehouse_tests::soon("the end of the turn", ended).await;
}

/// How many rows the tables have that could hold something of a chat; packed ones among them, in
/// which no words are found.
fn rows(folder: &Path) -> String {
    let tables = [
        "conversations",
        "messages",
        "turns",
        "pieces",
        "attachments",
        "pictures",
        "drafts",
        "draft_files",
        "tags",
        "cached_answers",
        "journal",
        "documents",
        "indexed_models",
    ];
    let counts = tables.map(|table| format!("SELECT '{table}', count(*) FROM {table}"));
    let output = Command::new("sqlite3")
        .arg(folder.join("gatehouse.sqlite3"))
        .arg(counts.join(" UNION ALL "))
        .output()
        .expect("sqlite3");
    let wrong = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{wrong}");
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_files_of_a_temporary_chat_are_in_no_file_and_its_stream_in_no_journal() {
    let world = World::new().await;
    let engine = &world.engine;
    world.ask(question(Scenario::Echo, "kept words")).await;
    until("its stream in the journal", || {
        rows(world.folder.path()).contains("journal|1\n")
    })
    .await;
    let before = rows(world.folder.path());
    let name = format!("{WORDS}.txt");
    let text = engine
        .add_file(Face::Chat, name, WORDS.into(), None)
        .await
        .unwrap();
    let bytes = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", WORDS.as_bytes()].concat();
    let name = format!("{WORDS}.png");
    let picture = engine
        .add_file(Face::Chat, name, bytes, None)
        .await
        .unwrap();
    let message = SendMessage {
        turn_id: new_turn_id(),
        conversation: None,
        text: WORDS.to_owned(),
        model: Some("scenario:echo".to_owned()),
        connection: None,
        max_tokens: None,
        leave_out: 0,
        files: vec![text.id, picture.id],
        options: TurnOptions::default(),
        temporary: true,
        preset: None,
        begin: None,
    };
    let started = engine.send_message(Face::Chat, message).await.unwrap();
    over(&world, &started.turn_id).await;
    let sent = world.gateway.requests().last().unwrap().json.clone();
    let sent = sent.unwrap().to_string();
    assert!(sent.contains(WORDS) && sent.contains("image/png"), "{sent}");
    let opened = engine
        .open_conversation(started.conversation)
        .await
        .unwrap();
    assert_eq!(opened.page.messages[0].files.len(), 1, "it is shown");
    assert_eq!(rows(world.folder.path()), before);
    assert_eq!(holding(world.folder.path(), WORDS), Vec::<PathBuf>::new());
    engine.close().await;
    assert_eq!(rows(world.folder.path()), before);
    assert_eq!(holding(world.folder.path(), WORDS), Vec::<PathBuf>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_that_is_kept_does_not_become_a_temporary_one() {
    let world = World::new().await;
    let first = world.ask(question(Scenario::Echo, "kept")).await;
    let follow = Ask {
        onto: Onto::Conversation(first.started.conversation),
        ..temporary("not this")
    };
    let refused = world.engine.ask(Face::Chat, follow).await.unwrap_err();
    assert_eq!(refused.code, Code::ConfigInvalid);
    assert!(refused.action.unwrap().contains("temporary chat"));
    assert_eq!(world.gateway.requests().len(), 1);
}

/// A kept answer may be given; none is kept.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_cache_is_read_for_a_temporary_chat_and_never_written() {
    let world = World::new().await;
    world.ask(temporary("first here")).await;
    world.ask(temporary("first here")).await;
    assert_eq!(world.gateway.requests().len(), 2, "nothing was kept");
    world.ask(question(Scenario::Echo, "known")).await;
    let cached = heard(world.begin(temporary("known")).await).await;
    assert_eq!(world.gateway.requests().len(), 3);
    assert!(cached.outcome.cached.is_some());
}

/// One that is not begun as well: who leaves it by mistake has it again.
///
/// Mutation seen to fail: `temporary-draft` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_draft_of_a_temporary_chat_waits_in_memory_with_its_files_and_goes_with_its_question() {
    let world = World::new().await;
    let engine = &world.engine;
    world.ask(question(Scenario::Echo, "kept words")).await;
    let name = format!("{WORDS}.txt");
    let file = engine.add_file(Face::Chat, name, WORDS.into(), None).await;
    let file = file.unwrap();
    let draft = SaveDraft {
        conversation: None,
        message: None,
        temporary: true,
        text: WORDS.to_owned(),
        caret: 2,
        files: vec![file.id.clone()],
        asking: None,
    };
    engine.save_draft(Face::Chat, draft).await.unwrap();
    let kept = engine.open_draft(Face::Chat, None, false).await.unwrap();
    assert_eq!((kept.text.as_str(), kept.files.len()), ("", 0));
    let left = engine.open_draft(Face::Chat, None, true).await.unwrap();
    assert_eq!((left.text.as_str(), left.files.len()), (WORDS, 1));
    assert_eq!(holding(world.folder.path(), WORDS), Vec::<PathBuf>::new());
    let message = SendMessage {
        turn_id: new_turn_id(),
        conversation: None,
        text: WORDS.to_owned(),
        model: Some("scenario:echo".to_owned()),
        connection: None,
        max_tokens: None,
        leave_out: 0,
        files: vec![file.id],
        options: TurnOptions::default(),
        temporary: true,
        preset: None,
        begin: None,
    };
    let started = engine.send_message(Face::Chat, message).await.unwrap();
    over(&world, &started.turn_id).await;
    let sent = engine.open_draft(Face::Chat, None, true).await.unwrap();
    assert_eq!((sent.text.as_str(), sent.files.len()), ("", 0));
    engine.close().await;
    assert_eq!(holding(world.folder.path(), WORDS), Vec::<PathBuf>::new());
}
