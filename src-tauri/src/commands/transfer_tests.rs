//! What is exported is imported again, into the file and from the file that the dialog named.

use std::cell::RefCell;
use std::future::ready;

use chat_core::failure::Code;
use chat_core::ids::ConversationId;
use chat_core::wire::ConversationView;
use chat_engine::{Ask, Face};

use super::*;
use crate::shell::tests::shell;

/// Asks the demo and waits for its answer.
async fn asked(shell: &Shell, text: &str) -> ConversationView {
    let engine = shell.engine().unwrap();
    let ask = Ask::new(chat_engine::new_turn_id(), text);
    let started = engine.ask(Face::Chat, ask).await.unwrap().started;
    for _ in 0..1_000 {
        let opened = engine.open_conversation(started.conversation.clone());
        let opened = opened.await.unwrap();
        // Its journal is kept after its end.
        let is_over = |state| {
            state == chat_core::message::MessageState::Done && !engine.is_running(&started.turn_id)
        };
        if opened
            .page
            .messages
            .last()
            .is_some_and(|one| is_over(one.state))
        {
            return opened.conversation;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("no answer within ten seconds");
}

fn wanted(conversation: Option<ConversationId>, format: ExportAs) -> ExportWanted {
    ExportWanted {
        conversation,
        format,
        tree: true,
    }
}

#[tokio::test]
async fn a_chat_goes_to_the_file_that_the_person_names_and_comes_back_from_it() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (from, to) = (shell(here.path()), shell(there.path()));
    let chat = asked(&from, "What is 2/2?").await;
    let file = here.path().join("given.json");
    let proposals = RefCell::new(Vec::new());
    let name = export(
        &from,
        wanted(Some(chat.id.clone()), ExportAs::Json),
        |wanted| {
            proposals.borrow_mut().push(wanted);
            ready(Some(here.path().join("given")))
        },
    );
    assert_eq!(name.await.unwrap().as_deref(), Some("given.json"));
    let name = "What is 2 2.json".to_owned();
    let ending = "json";
    assert_eq!(*proposals.borrow(), [Wanted::Place { name, ending }]);

    // Looked at first; then the same file, without another dialog.
    let dialogs = RefCell::new(0);
    let choose = |_| {
        *dialogs.borrow_mut() += 1;
        ready(Some(file.clone()))
    };
    let heard = RefCell::new(Vec::new());
    let tell = |how_far: ImportProgress| heard.borrow_mut().push(how_far.conversations);
    let dry = import(&to, (true, false), choose, tell).await.unwrap();
    assert_eq!(
        dry.as_ref().map(|told| (told.dry_run, told.added)),
        Some((true, 1))
    );
    let list = to.engine().unwrap();
    let list = list.list_conversations(None, chat_core::wire::ListFilter::default());
    assert!(
        list.await.unwrap().is_empty(),
        "nothing is stored by looking"
    );
    let done = import(&to, (false, false), choose, tell).await.unwrap();
    assert_eq!(
        done.map(|told| (told.dry_run, told.added)),
        Some((false, 1))
    );
    assert_eq!(*dialogs.borrow(), 1);
    assert_eq!(heard.borrow().last(), Some(&1));
    let opened = to
        .engine()
        .unwrap()
        .open_conversation(chat.id)
        .await
        .unwrap();
    assert_eq!(opened.page.messages.len(), 2);
}

#[tokio::test]
async fn without_a_file_nothing_happens_and_the_next_piece_of_work_may_begin() {
    let folder = tempfile::tempdir().unwrap();
    let shell = shell(folder.path());
    let nothing = |_| ready(None);
    let all = || wanted(None, ExportAs::Html);
    assert_eq!(export(&shell, all(), nothing).await.unwrap(), None);
    assert_eq!(
        import(&shell, (true, false), nothing, drop).await.unwrap(),
        None
    );
    let begun = shell.work.begin().unwrap();
    let refused = export(&shell, all(), nothing).await.unwrap_err();
    assert_eq!(refused.code, Code::ConfigInvalid);
    drop(begun);
    let missing = wanted(ConversationId::parse("nowhere").ok(), ExportAs::Html);
    export(&shell, missing, |_| async {
        panic!("no dialog for a chat that is not there")
    })
    .await
    .unwrap_err();
    let file = folder.path().join("all.html");
    let name = export(&shell, all(), |_| ready(Some(file.clone()))).await;
    assert_eq!(name.unwrap().as_deref(), Some("all.html"));
    assert!(file.is_file());
}

#[tokio::test]
async fn stopped_it_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let shell = shell(folder.path());
    let file = folder.path().join("all.md");
    let stopped = export(&shell, wanted(None, ExportAs::Markdown), |_| {
        assert!(shell.work.stop());
        ready(Some(file.clone()))
    });
    assert_eq!(stopped.await.unwrap(), None);
    assert!(!file.exists());
}

#[tokio::test]
async fn an_answer_is_saved_for_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let shell = shell(folder.path());
    let chat = asked(&shell, "a question").await;
    let opened = shell.engine().unwrap().open_conversation(chat.id);
    let answer = opened.await.unwrap().page.messages.pop().unwrap();
    let file = folder.path().join("answer.json");
    std::fs::write(&file, "the dialog asked whether to replace this").unwrap();
    let saved = replay(&shell, answer.id, true, |_| ready(Some(file.clone()))).await;
    assert_eq!(saved.unwrap().as_deref(), Some("answer.json"));
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .contains("a question")
    );
}
