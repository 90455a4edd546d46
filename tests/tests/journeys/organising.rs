//! What a person set for a chat counts in the next question, and a draft outlives everything but its
//! question.

use chat_core::failure::Code;
use chat_core::wire::{
    BeginWith, ConversationChange, DraftAsking, EditMessage, ListFilter, SaveDraft, SendMessage,
    TurnOptions,
};
use chat_engine::{Ask, AskedFile, Face, Onto, new_turn_id};
use demo_gateway::Scenario;
use gatehouse_tests::soon;
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{World, heard, question};

fn on(conversation: &chat_core::ids::ConversationId, text: &str) -> Ask {
    Ask {
        onto: Onto::Conversation(conversation.clone()),
        ..Ask::new(new_turn_id(), text)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn model_and_instructions_of_a_chat_count_from_the_next_question_on() {
    let world = World::new().await;
    let first = world.ask(question(Scenario::Echo, "one")).await;
    let id = first.started.conversation;
    let change = ConversationChange {
        model: Some(format!("scenario:{}", Scenario::Reasoning)),
        instructions: Some("Be brief.".to_owned()),
        ..ConversationChange::default()
    };
    let row = world.engine.set_conversation(id.clone(), change).await;
    assert!(row.unwrap().model.is_some());
    let second = world.ask(on(&id, "two")).await;
    assert_eq!(second.started.model, "scenario:reasoning");
    let sent = world.gateway.requests().last().unwrap().messages();
    assert_eq!(sent[0], ("system".to_owned(), "Be brief.".to_owned()));
    // A named one wins for once.
    let named = Ask {
        model: Some("scenario:echo".to_owned()),
        ..on(&id, "three")
    };
    assert_eq!(world.ask(named).await.started.model, "scenario:echo");
    assert_eq!(
        world.ask(on(&id, "four")).await.started.model,
        "scenario:reasoning"
    );
    let back = ConversationChange {
        model: Some(String::new()),
        instructions: Some(String::new()),
        ..ConversationChange::default()
    };
    world
        .engine
        .set_conversation(id.clone(), back)
        .await
        .unwrap();
    world.ask(on(&id, "five")).await;
    let sent = world.gateway.requests().last().unwrap().messages();
    assert!(sent.iter().all(|(role, _)| role != "system"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edited_question_keeps_its_picture_and_the_old_one_stays_beside_it() {
    let world = World::new().await;
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
    let with_picture = Ask {
        files: vec![AskedFile {
            name: "dot.png".to_owned(),
            bytes: png.to_vec().into(),
        }],
        ..question(Scenario::Echo, "What is this?")
    };
    let first = world.ask(with_picture).await;
    let edit = EditMessage {
        turn_id: new_turn_id(),
        message: first.started.question.clone(),
        text: "What colour is this?".to_owned(),
        model: None,
        max_tokens: None,
        leave_out: 0,
        options: TurnOptions::default(),
        preset: None,
    };
    let edited = world.engine.edit_message(Face::Chat, edit).await.unwrap();
    soon("the end", async {
        while world.engine.is_running(&edited.turn_id) {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    })
    .await;
    let opened = world
        .engine
        .open_conversation(edited.conversation.clone())
        .await;
    let messages = opened.unwrap().page.messages;
    assert_eq!(messages[0].text, "What colour is this?");
    assert_eq!(messages[0].files[0].name, "dot.png");
    assert_eq!(
        messages[0].variants.previous,
        Some(first.started.question.clone())
    );
    let body = world.gateway.requests().last().unwrap().body.clone();
    let body = String::from_utf8_lossy(&body);
    assert!(body.contains("image"), "the picture went along");
    let old = world.engine.open_at(first.started.message).await.unwrap();
    assert!(!old.page.on_chosen_path);
    assert_eq!(old.page.messages[0].text, "What is this?");
    // A page gets it to draw; where none is, it is told so.
    let question = &messages[0].id;
    assert_eq!(world.engine.picture(question, 0).await.unwrap(), png);
    for (message, index) in [(question, 1), (&messages[1].id, 0)] {
        let missing = world.engine.picture(message, index).await.unwrap_err();
        assert_eq!(missing.code, Code::ConfigInvalid);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_for_a_window_is_unread_until_it_is_seen() {
    let world = World::new().await;
    let window = Window::open(&world.engine).await;
    let asked = world.begin(question(Scenario::Echo, "?")).await;
    let id = asked.started.conversation.clone();
    let turn = asked.started.turn_id.clone();
    heard(asked).await;
    window.wait_for_end(&turn).await;
    let unread = || async {
        let list = world
            .engine
            .list_conversations(None, ListFilter::default())
            .await;
        list.unwrap()[0].unread
    };
    soon("the mark", async {
        while !unread().await {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    })
    .await;
    world.engine.mark_read(id.clone()).await.unwrap();
    assert!(!unread().await);
    let cli = world
        .engine
        .ask(Face::Cli, on(&id, "from a terminal"))
        .await;
    heard(cli.unwrap()).await;
    assert!(!unread().await, "a terminal has shown it");
}

fn draft(text: &str, files: Vec<String>) -> SaveDraft {
    SaveDraft {
        conversation: None,
        message: None,
        temporary: false,
        text: text.to_owned(),
        caret: 4,
        files,
        asking: None,
    }
}

/// Mutation seen to fail: `draft-stays` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_with_its_files_outlives_the_process_and_goes_with_its_question() {
    let world = World::new().await;
    let file = world
        .engine
        .add_file(
            Face::Chat,
            "notes.txt".to_owned(),
            b"my notes".to_vec(),
            None,
        )
        .await
        .unwrap();
    let saved = draft("half a question", vec![file.id.clone()]);
    world
        .engine
        .save_draft(Face::Chat, saved.clone())
        .await
        .unwrap();
    world.engine.save_draft(Face::Chat, saved).await.unwrap();
    let quick = draft("quick one", Vec::new());
    world.engine.save_draft(Face::Quick, quick).await.unwrap();
    // Never closed: as if it had been killed.
    let next = world.another();
    let found = next.open_draft(Face::Chat, None, false).await.unwrap();
    assert_eq!((found.text.as_str(), found.caret), ("half a question", 4));
    assert_eq!((found.files.len(), &found.files[0].id), (1, &file.id));
    let quick = next.open_draft(Face::Quick, None, false).await.unwrap();
    assert_eq!(quick.text, "quick one");
    let message = SendMessage {
        turn_id: new_turn_id(),
        conversation: None,
        text: "half a question".to_owned(),
        model: Some("scenario:echo".to_owned()),
        connection: None,
        max_tokens: None,
        leave_out: 0,
        files: vec![file.id],
        options: TurnOptions::default(),
        temporary: false,
        preset: None,
        begin: None,
    };
    next.send_message(Face::Chat, message).await.unwrap();
    let sent = next.open_draft(Face::Chat, None, false).await.unwrap();
    assert_eq!((sent.text.as_str(), sent.files.len()), ("", 0));
    let quick = next.open_draft(Face::Quick, None, false).await.unwrap();
    assert_eq!(quick.text, "quick one", "the other window's stays");
    world
        .gateway
        .wait_for_requests(1, gatehouse_tests::PATIENCE)
        .await;
    let texts: Vec<_> = world.gateway.requests()[0].messages();
    assert!(texts[0].1.contains("my notes"), "the file went along");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_of_quick_ask_is_forgotten_by_a_later_start_once_its_time_is_over() {
    let world = World::new().await;
    let engine = &world.engine;
    let file = engine
        .add_file(Face::Quick, "a.txt".to_owned(), b"a".to_vec(), None)
        .await
        .unwrap();
    let typed = draft("quick one", vec![file.id]);
    engine.save_draft(Face::Quick, typed).await.unwrap();
    let main = draft("half a question", Vec::new());
    engine.save_draft(Face::Chat, main).await.unwrap();
    let mut settings = engine.get_settings().await.unwrap();
    settings.quick_keep_minutes = 0;
    engine.set_settings(settings).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;

    let next = world.another();
    let found = next.open_draft(Face::Quick, None, false).await.unwrap();
    assert_eq!((found.text.as_str(), found.files.len()), ("", 0));
    let kept = next.open_draft(Face::Chat, None, false).await.unwrap();
    assert_eq!(kept.text, "half a question", "the main window's has no end");

    // While it runs, the window itself knows since when nobody sees it.
    let again = draft("another one", Vec::new());
    next.save_draft(Face::Quick, again).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let found = next.open_draft(Face::Quick, None, false).await.unwrap();
    assert_eq!(found.text, "another one");
}

/// Mutation seen to fail: `choices-lost` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_chosen_for_a_chat_that_is_not_begun_outlives_the_process_and_goes_with_its_question()
 {
    let world = World::new().await;
    let chosen = DraftAsking {
        preset: Some("Terse".to_owned()),
        model: Some("scenario:echo".to_owned()),
        begin: Some(BeginWith {
            instructions: Some("Be brief.".to_owned()),
            ..BeginWith::default()
        }),
    };
    let save = |asking| SaveDraft {
        asking,
        ..draft("", Vec::new())
    };
    let engine = &world.engine;
    engine
        .save_draft(Face::Chat, save(Some(chosen.clone())))
        .await
        .unwrap();
    // Never closed: as if it had been killed.
    let next = world.another();
    let found = next.open_draft(Face::Chat, None, false).await.unwrap();
    assert_eq!(found.asking.as_ref(), Some(&chosen), "without a word typed");
    let quick = next.open_draft(Face::Quick, None, false).await.unwrap();
    assert_eq!(quick.asking, None, "it is the other window's");

    let message = SendMessage {
        turn_id: new_turn_id(),
        conversation: None,
        text: "begun".to_owned(),
        model: chosen.model.clone(),
        connection: None,
        max_tokens: None,
        leave_out: 0,
        files: Vec::new(),
        options: TurnOptions::default(),
        temporary: false,
        preset: None,
        begin: chosen.begin.clone(),
    };
    let begun = next.send_message(Face::Chat, message).await.unwrap();
    let sent = next.open_draft(Face::Chat, None, false).await.unwrap();
    assert_eq!(sent.asking, None);
    // A chat that is begun keeps what it is asked with itself.
    let theirs = SaveDraft {
        conversation: Some(begun.conversation.clone()),
        message: None,
        temporary: false,
        ..save(Some(chosen))
    };
    next.save_draft(Face::Chat, theirs).await.unwrap();
    let theirs = next
        .open_draft(Face::Chat, Some(begun.conversation), false)
        .await;
    assert_eq!(theirs.unwrap().asking, None);
    engine
        .save_draft(Face::Chat, save(Some(DraftAsking::default())))
        .await
        .unwrap();
    let none = next.open_draft(Face::Chat, None, false).await.unwrap();
    assert_eq!(none.asking, None, "nothing chosen is nothing kept");
}

/// Mutation seen to fail: `edit-stays` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_half_put_otherwise_outlives_the_process_and_goes_once_it_is_asked() {
    let world = World::new().await;
    let asked = world.ask(question(Scenario::Echo, "First wording")).await;
    let other = world.ask(question(Scenario::Echo, "Another chat")).await;
    let chat = Some(asked.started.conversation.clone());
    let edit = |message: &chat_core::ids::MessageId, text: &str| SaveDraft {
        conversation: chat.clone(),
        message: Some(message.clone()),
        ..draft(text, Vec::new())
    };
    let question = &asked.started.question;
    let saved = edit(question, "Second wor");
    world.engine.save_draft(Face::Chat, saved).await.unwrap();
    // Never closed: as if it had been killed.
    let next = world.another();
    let found = next.open_draft(Face::Chat, chat.clone(), false).await;
    let found = found.unwrap();
    assert_eq!(found.text, "", "the box has its own");
    assert_eq!((found.edits.len(), &found.edits[0].message), (1, question));
    assert_eq!(found.edits[0].text, "Second wor");
    let theirs = Some(other.started.conversation.clone());
    let theirs = next.open_draft(Face::Chat, theirs, false).await.unwrap();
    assert_eq!(theirs.edits, Vec::new());
    let instead = EditMessage {
        turn_id: new_turn_id(),
        message: question.clone(),
        text: "Second wording".to_owned(),
        model: None,
        max_tokens: None,
        leave_out: 0,
        options: TurnOptions::default(),
        preset: None,
    };
    next.edit_message(Face::Chat, instead).await.unwrap();
    let asked = next.open_draft(Face::Chat, chat.clone(), false).await;
    assert_eq!(asked.unwrap().edits, Vec::new());
    let again = edit(question, "Given");
    next.save_draft(Face::Chat, again).await.unwrap();
    next.save_draft(Face::Chat, edit(question, ""))
        .await
        .unwrap();
    let given_up = next.open_draft(Face::Chat, chat, false).await;
    assert_eq!(given_up.unwrap().edits, Vec::new());
}
