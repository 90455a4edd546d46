//! What a message would be, told before it is sent; and the files that wait for it.

use chat_core::failure::Code;
use chat_core::wire::{PreviewTurn, SaveDraft, SendMessage, TurnOptions};
use chat_engine::{Ask, Face, Onto, new_turn_id};
use demo_gateway::Scenario;
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{World, question};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

fn draft(text: &str) -> PreviewTurn {
    PreviewTurn {
        conversation: None,
        text: text.to_owned(),
        model: Some("openai/gpt-4o".to_owned()),
        connection: None,
        max_tokens: None,
        leave_out: 0,
        files: Vec::new(),
        preset: None,
        begin: None,
    }
}

fn message(text: &str, files: Vec<String>) -> SendMessage {
    SendMessage {
        turn_id: new_turn_id(),
        conversation: None,
        text: text.to_owned(),
        model: Some("scenario:crlf".to_owned()),
        connection: None,
        max_tokens: None,
        leave_out: 0,
        files,
        options: TurnOptions::default(),
        temporary: false,
        preset: None,
        begin: None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_estimate_has_an_interval_a_price_and_a_hint_and_sends_nothing() {
    let world = World::new().await;
    let preview = |params| world.engine.preview_turn(Face::Chat, params);
    let plain = preview(draft("What is 2+2?")).await.unwrap();
    assert_eq!(plain.model.as_deref(), Some("openai/gpt-4o"));
    assert_eq!(plain.context_window, Some(128_000));
    assert!(plain.tokens.low <= plain.tokens.likely && plain.tokens.likely <= plain.tokens.high);
    assert!((1..100).contains(&plain.tokens.likely), "{plain:?}");
    let cost = plain.cost.unwrap();
    assert!(cost.most_usd.starts_with("0."), "{cost:?}");
    assert_eq!((plain.too_long, plain.hint), (None, None));
    let limited = PreviewTurn {
        max_tokens: Some(10),
        ..draft("What is 2+2?")
    };
    let limited = preview(limited).await.unwrap().cost.unwrap();
    assert_eq!(limited.output_limit, 10);

    // Pasted text may hold words that only the model reads.
    let tags = "\u{e0049}\u{e0067}\u{e006e}";
    let pasted = preview(draft(&format!("What{tags} is \u{1f469}\u{200d}\u{1f52c}?"))).await;
    assert_eq!((plain.hidden, pasted.unwrap().hidden), (0, 3));

    let stale = PreviewTurn {
        model: Some("openai/gpt-4-turbo-preview-0000".to_owned()),
        ..draft("?")
    };
    let hint = preview(stale).await.unwrap().hint;
    assert!(hint.is_some_and(|hint| hint.contains("is not in the list")));
    assert!(world.gateway.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_that_outgrows_its_model_says_what_to_leave_out_and_what_holds_it() {
    let world = World::new().await;
    world.without_limits().await;
    let long = "rain ".repeat(60_000);
    let ask = |onto| Ask {
        onto,
        model: Some("openai/gpt-4o".to_owned()),
        ..question(Scenario::Crlf, &long)
    };
    let first = world.ask(ask(Onto::Nothing)).await;
    let conversation = first.started.conversation.clone();
    let second = world
        .ask(ask(Onto::Conversation(conversation.clone())))
        .await;
    let params = |leave_out| PreviewTurn {
        conversation: Some(conversation.clone()),
        leave_out,
        ..draft(&long)
    };
    let whole = world
        .engine
        .preview_turn(Face::Chat, params(0))
        .await
        .unwrap();
    let too_long = whole.too_long.unwrap();
    assert!(too_long.sure);
    assert_eq!(too_long.leave_out, Some(2));
    let larger = too_long.larger.unwrap();
    assert!(larger.starts_with("openai/"), "{larger}");
    assert_eq!((whole.earlier, whole.left_out), (2, 0));
    assert_eq!(whole.kept_from, Some(first.started.question));

    let less = world.engine.preview_turn(Face::Chat, params(1)).await;
    let less = less.unwrap();
    let too_long = less.too_long.unwrap();
    assert_eq!((too_long.sure, too_long.leave_out), (false, Some(2)));
    assert_eq!(less.left_out, 1);
    assert_eq!(less.kept_from, Some(second.started.question));
    let none = world.engine.preview_turn(Face::Chat, params(9)).await;
    let none = none.unwrap();
    assert_eq!((none.left_out, none.kept_from), (2, None));
    assert_eq!(none.too_long, None);

    let requests = world.gateway.requests().len();
    let sent = SendMessage {
        conversation: Some(conversation.clone()),
        leave_out: 1,
        ..message("And now?", Vec::new())
    };
    let window = Window::open(&world.engine).await;
    let turn = sent.turn_id.clone();
    world.engine.send_message(Face::Chat, sent).await.unwrap();
    window.wait_for_end(&turn).await;
    let received = world.gateway.requests();
    assert_eq!(received.len(), requests + 1);
    assert_eq!(received.last().unwrap().messages().len(), 3);
    let opened = world.engine.open_conversation(conversation).await.unwrap();
    assert_eq!(opened.page.messages.last().unwrap().receipt.left_out, 1);
    assert_eq!(opened.page.messages.len(), 6, "nothing is deleted");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_waits_goes_with_its_question_and_is_seen_again() {
    let world = World::new().await;
    let engine = &world.engine;
    let add = |name: &str, bytes: &[u8]| {
        engine.add_file(Face::Chat, name.to_owned(), bytes.to_vec(), None)
    };
    let picture = add("/home/me/sums.png", PNG).await.unwrap();
    assert_eq!(
        (&*picture.file.name, &*picture.file.kind),
        ("sums.png", "image/png")
    );
    let notes = add("notes.txt", b"two and two").await.unwrap();
    let refused = add("tune.mp3", b"ID3\x04\0\0\0\0\0\0").await.unwrap_err();
    assert!(refused.message.contains("tune.mp3"), "{refused:?}");
    assert!(refused.action.is_some());
    let dropped = add("gone.txt", b"x").await.unwrap();
    engine.remove_file(Face::Chat, &dropped.id);

    // A page that is loaded again finds them.
    let window = Window::open(engine).await;
    assert_eq!(window.snapshot.files, [picture.clone(), notes.clone()]);
    assert_eq!(
        Window::open_quick(engine).await.snapshot.files,
        [],
        "quick-ask has none"
    );

    let without = PreviewTurn {
        files: Vec::new(),
        ..draft("?")
    };
    let with = PreviewTurn {
        files: vec![picture.id.clone()],
        ..draft("?")
    };
    let without = engine.preview_turn(Face::Chat, without).await.unwrap();
    let with = engine.preview_turn(Face::Chat, with).await.unwrap();
    assert!(with.tokens.likely > without.tokens.likely + 100);

    let gone = message("What is it?", vec![dropped.id]);
    let failure = engine.send_message(Face::Chat, gone).await.unwrap_err();
    assert!(failure.message.contains("no longer there"), "{failure:?}");
    assert_eq!(
        engine.staged_files(Face::Chat).len(),
        2,
        "the draft keeps its files"
    );

    let wrong = SendMessage {
        options: TurnOptions {
            reasoning: Some("a lot".to_owned()),
            ..TurnOptions::default()
        },
        ..message("What is it?", vec![picture.id.clone()])
    };
    let failure = engine.send_message(Face::Chat, wrong).await.unwrap_err();
    assert!(
        failure
            .action
            .is_some_and(|action| action.contains("minimal"))
    );

    let sent = message("What is it?", vec![picture.id, notes.id]);
    let turn = sent.turn_id.clone();
    let started = engine.send_message(Face::Chat, sent.clone()).await.unwrap();
    assert_eq!(engine.staged_files(Face::Chat), []);
    assert_eq!(
        engine.send_message(Face::Chat, sent).await.unwrap(),
        started,
        "the same command again"
    );
    window.wait_for_end(&turn).await;
    assert_eq!(world.gateway.requests().len(), 1);
    let opened = engine.open_conversation(started.conversation).await;
    let asked = opened.unwrap().page.messages.swap_remove(0);
    assert_eq!(asked.files, [picture.file]);
    assert!(asked.text.contains("two and two") && asked.text.contains("notes.txt"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_in_one_window_is_neither_seen_nor_sent_nor_taken_away_in_the_other() {
    let world = World::new().await;
    let engine = &world.engine;
    let add = |face: Face, name: &str| {
        engine.add_file(face, name.to_owned(), b"two and two".to_vec(), None)
    };
    let ours = add(Face::Chat, "main.txt").await.unwrap();
    let context = add(Face::Quick, "selection.txt").await.unwrap();
    assert_eq!(
        Window::open(engine).await.snapshot.files,
        std::slice::from_ref(&ours)
    );
    let quick = Window::open_quick(engine).await;
    assert_eq!(quick.snapshot.files, std::slice::from_ref(&context));

    engine.remove_file(Face::Chat, &context.id);
    let stolen = message("What is it?", vec![ours.id.clone()]);
    let refused = engine.send_message(Face::Quick, stolen).await;
    assert!(refused.unwrap_err().message.contains("no longer there"));

    // Another draft comes on screen in the main window: quick-ask keeps what it has, and its draft too.
    let draft = SaveDraft {
        conversation: None,
        message: None,
        temporary: false,
        text: "what is this?".to_owned(),
        caret: 0,
        files: vec![context.id.clone()],
        asking: None,
    };
    engine.save_draft(Face::Quick, draft).await.unwrap();
    engine.open_draft(Face::Chat, None, false).await.unwrap();
    assert_eq!(
        engine.staged_files(Face::Quick),
        std::slice::from_ref(&context)
    );
    let opened = engine.open_draft(Face::Quick, None, false).await.unwrap();
    assert_eq!(opened.files, std::slice::from_ref(&context));

    let sent = message("What is it?", vec![context.id]);
    let turn = sent.turn_id.clone();
    let started = engine.send_message(Face::Quick, sent).await.unwrap();
    quick.wait_for_end(&turn).await;
    assert_eq!(engine.staged_files(Face::Quick), []);
    let opened = engine.open_conversation(started.conversation).await;
    let asked = opened.unwrap().page.messages.swap_remove(0);
    assert!(asked.text.contains("two and two") && asked.text.contains("selection.txt"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_bounded_like_those_of_one_question() {
    let world = World::new().await;
    let engine = &world.engine;
    let big = [PNG, &vec![0; 25 * 1024 * 1024]].concat();
    let failure = engine
        .add_file(Face::Chat, "big.png".to_owned(), big, None)
        .await
        .unwrap_err();
    assert_eq!(failure.code, Code::TooLarge);
    for number in 0..20 {
        engine
            .add_file(Face::Chat, format!("{number}.txt"), b"x".to_vec(), None)
            .await
            .unwrap();
    }
    let failure = engine
        .add_file(Face::Chat, "20.txt".to_owned(), b"x".to_vec(), None)
        .await
        .unwrap_err();
    assert!(
        failure.action.is_some_and(|action| action.contains("20")),
        "the limit is told"
    );
    assert_eq!(engine.staged_files(Face::Chat).len(), 20);
}

/// Mutation seen to fail: `file-costs` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_file_tells_what_it_takes_of_the_message() {
    let world = World::new().await;
    let engine = &world.engine;
    let text = "rain ".repeat(4_000);
    let add =
        |name: &str, bytes: Vec<u8>| engine.add_file(Face::Chat, name.to_owned(), bytes, None);
    let long = add("long.txt", text.into_bytes()).await.unwrap();
    let short = add("short.txt", b"rain".to_vec()).await.unwrap();
    let picture = add("rain.png", PNG.to_vec()).await.unwrap();
    let ids = [&long, &short, &picture].map(|file| file.id.clone());
    let params = PreviewTurn {
        files: ids.to_vec(),
        ..draft("?")
    };
    let told = engine
        .preview_turn(Face::Chat, params.clone())
        .await
        .unwrap();
    let of: Vec<_> = told.files.iter().map(|file| file.id.clone()).collect();
    assert_eq!(of, ids);
    let [long, short, picture] = &*told.files else {
        panic!("{:?}", told.files);
    };
    assert!((3_000..6_000).contains(&long.tokens.likely), "{long:?}");
    assert!((1..60).contains(&short.tokens.likely), "{short:?}");
    assert_eq!(picture.tokens.likely, 1_500);
    let sum: u64 = told.files.iter().map(|file| file.tokens.likely).sum();
    assert!(
        sum <= told.tokens.likely && told.tokens.likely < sum + 50,
        "{told:?}"
    );
    // 1,500 tokens at 2.50 dollars a million.
    assert_eq!(picture.usd.as_deref(), Some("0.00375"));
    let unlisted = PreviewTurn {
        model: Some("nobody/knows".to_owned()),
        ..params
    };
    let told = engine.preview_turn(Face::Chat, unlisted).await.unwrap();
    assert_eq!(told.files.len(), 3);
    assert!(told.files.iter().all(|file| file.usd.is_none()));
    assert!(world.gateway.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_chat_goes_along_as_markdown_and_only_with_its_question() {
    let world = World::new().await;
    let engine = &world.engine;
    let told = world
        .ask(question(Scenario::Echo, "Why is 1/2 less than 1?"))
        .await;
    let id = told.started.conversation;
    let requests = world.gateway.requests().len();
    let chat = engine
        .add_conversation(Face::Chat, id.clone(), None)
        .await
        .unwrap();
    assert_eq!(
        (&*chat.file.name, &*chat.file.kind),
        ("Why is 1-2 less than 1?.md", "text/plain")
    );
    assert_eq!(engine.staged_files(Face::Chat), std::slice::from_ref(&chat));
    assert_eq!(world.gateway.requests().len(), requests, "nothing is sent");

    let params = PreviewTurn {
        files: vec![chat.id.clone()],
        ..draft("And this?")
    };
    let told = engine.preview_turn(Face::Chat, params).await.unwrap();
    assert_eq!(told.files[0].id, chat.id);
    assert!(told.files[0].tokens.likely > 10, "{told:?}");

    let sent = message("And this?", vec![chat.id.clone()]);
    let (window, turn) = (Window::open(engine).await, sent.turn_id.clone());
    engine.send_message(Face::Chat, sent).await.unwrap();
    window.wait_for_end(&turn).await;
    let said = world.gateway.requests().last().unwrap().messages();
    let (_, said) = said.last().unwrap();
    assert!(said.contains("# Why is 1/2 less than 1?"), "{said}");
    assert!(said.contains("And this?"), "{said}");

    // What is too long for a text is refused by name, and so is what is not there.
    let long = "word ".repeat(900_000);
    let told = world.ask(question(Scenario::Crlf, &long)).await;
    let refused = engine
        .add_conversation(Face::Chat, told.started.conversation, None)
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::TooLarge, "{refused:?}");
    engine.delete_conversation(id.clone(), false).await.unwrap();
    assert!(engine.add_conversation(Face::Chat, id, None).await.is_err());
    assert_eq!(engine.staged_files(Face::Chat), []);
}
