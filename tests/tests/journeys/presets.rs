//! What a question is asked with where it does not say so itself, as the server receives it.

use chat_core::failure::Code;
use chat_core::ids::ConversationId;
use chat_core::wire::{
    BeginWith, ConversationChange, InstructionsFrom, Parameters, Preset, PreviewTurn,
    QuestionsWanted, SavePreset, Settings,
};
use chat_engine::{Ask, Onto, new_turn_id};
use demo_gateway::Scenario;
use gatehouse_tests::world::{World, question};
use serde_json::Value;

const ECHO: &str = "scenario:echo";

fn terse() -> Preset {
    Preset {
        name: "Terse".to_owned(),
        connection: None,
        model: Some(ECHO.to_owned()),
        instructions: Some(" Be terse.\n".to_owned()),
        parameters: Parameters {
            max_tokens: Some(200),
            temperature: Some(0.25),
            ..Parameters::default()
        },
    }
}

async fn save(world: &World, preset: Preset, before: Option<&str>) -> Preset {
    let before = before.map(str::to_owned);
    let save = SavePreset { preset, before };
    world.engine.save_preset(save).await.unwrap()
}

fn with_preset(name: &str, text: &str) -> Ask {
    Ask {
        preset: Some(name.to_owned()),
        ..Ask::new(new_turn_id(), text)
    }
}

fn on(conversation: &ConversationId, text: &str) -> Ask {
    Ask {
        onto: Onto::Conversation(conversation.clone()),
        ..Ask::new(new_turn_id(), text)
    }
}

/// The last request: its body, and its instructions.
fn sent(world: &World) -> (Value, Option<String>) {
    let request = world.gateway.requests().last().unwrap().clone();
    let body = serde_json::from_slice(&request.body).unwrap();
    (body, request.last_text("system"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preset_is_asked_with_and_kept_by_the_chat_that_it_begins() {
    let world = World::new().await;
    save(&world, terse(), None).await;
    let first = world.ask(with_preset("Terse", "one")).await;
    assert_eq!(first.started.model, ECHO);
    let (body, instructions) = sent(&world);
    assert_eq!(
        instructions,
        Some(" Be terse.\n".to_owned()),
        "exactly as written"
    );
    assert_eq!(
        (&body["max_tokens"], &body["temperature"]),
        (&200.into(), &0.25.into())
    );
    let id = first.started.conversation;
    let row = world.engine.open_conversation(id.clone()).await.unwrap();
    let row = row.conversation;
    assert_eq!(row.preset.as_deref(), Some("Terse"));
    assert_eq!(row.instructions_from, InstructionsFrom::Preset);
    // What the preset says later counts from then on, also under another name.
    let changed = Preset {
        name: "Curt".to_owned(),
        instructions: Some("Be curt.".to_owned()),
        parameters: Parameters::default(),
        ..terse()
    };
    save(&world, changed, Some("Terse")).await;
    world.ask(on(&id, "two")).await;
    let (body, instructions) = sent(&world);
    assert_eq!(instructions, Some("Be curt.".to_owned()));
    assert_eq!(body.get("temperature"), None);
    // What is said beside it wins.
    let said = Ask {
        system: Some("Be long.".to_owned()),
        max_tokens: Some(7),
        temperature: Some(1.5),
        ..on(&id, "three")
    };
    world.ask(said).await;
    let (body, instructions) = sent(&world);
    assert_eq!(instructions, Some("Be long.".to_owned()));
    assert_eq!(
        (&body["max_tokens"], &body["temperature"]),
        (&7.into(), &1.5.into())
    );
    // Own instructions stay in force.
    world.ask(on(&id, "four")).await;
    assert_eq!(sent(&world).1, Some("Be long.".to_owned()));
    assert!(world.engine.remove_preset("Curt".to_owned()).await.unwrap());
    let (body, _) = {
        world.ask(on(&id, "five")).await;
        sent(&world)
    };
    assert_eq!(body["model"], ECHO, "the last answer's");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preset_that_is_not_there_is_refused_with_the_nearest_and_nothing_is_stored() {
    let world = World::new().await;
    save(&world, terse(), None).await;
    let refused = world
        .engine
        .ask(chat_engine::Face::Chat, with_preset("Tesre", "one"));
    let failure = refused.await.unwrap_err();
    assert_eq!(failure.code, Code::ConfigInvalid);
    assert!(failure.action.unwrap().contains("\"Terse\""));
    assert!(world.gateway.requests().is_empty());
    let questions = QuestionsWanted {
        conversation: None,
        before: None,
        limit: 10,
    };
    assert!(
        world
            .engine
            .list_questions(questions)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preset_chosen_for_a_chat_takes_the_place_of_what_was_chosen_before() {
    let world = World::new().await;
    save(&world, terse(), None).await;
    let first = world.ask(question(Scenario::Reasoning, "one")).await;
    let id = first.started.conversation;
    let own = ConversationChange {
        model: Some("scenario:reasoning".to_owned()),
        instructions: Some("My own.".to_owned()),
        parameters: Some(Parameters {
            temperature: Some(1.0),
            seed: Some(5),
            ..Parameters::default()
        }),
        ..ConversationChange::default()
    };
    let row = world
        .engine
        .set_conversation(id.clone(), own)
        .await
        .unwrap();
    assert_eq!(row.parameters.seed, Some(5));
    world.ask(on(&id, "two")).await;
    let (body, instructions) = sent(&world);
    assert_eq!(
        (&body["temperature"], &body["seed"]),
        (&1.0.into(), &5.into())
    );
    assert_eq!(instructions, Some("My own.".to_owned()));
    let choose = |name: &str| ConversationChange {
        preset: Some(name.to_owned()),
        ..ConversationChange::default()
    };
    let unknown = world
        .engine
        .set_conversation(id.clone(), choose("Terser"))
        .await;
    assert_eq!(unknown.unwrap_err().code, Code::ConfigInvalid);
    let row = world
        .engine
        .set_conversation(id.clone(), choose("Terse"))
        .await;
    let row = row.unwrap();
    assert_eq!((row.model, row.parameters.temperature), (None, None));
    assert_eq!(
        row.parameters.seed,
        Some(5),
        "the preset says nothing of it"
    );
    let third = world.ask(on(&id, "three")).await;
    assert_eq!(third.started.model, ECHO);
    let (body, instructions) = sent(&world);
    assert_eq!(
        (&body["temperature"], &body["seed"]),
        (&0.25.into(), &5.into())
    );
    assert_eq!(instructions, Some(" Be terse.\n".to_owned()));
    // Without it, what came of it goes.
    world
        .engine
        .set_conversation(id.clone(), choose(""))
        .await
        .unwrap();
    world.ask(on(&id, "four")).await;
    let (body, instructions) = sent(&world);
    assert_eq!((body.get("temperature"), instructions), (None, None));
}

/// Names of connections that are built in are names too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_built_in_connection_can_be_chosen_for_a_chat() {
    let world = World::new().await;
    let id = world
        .ask(question(Scenario::Echo, "one"))
        .await
        .started
        .conversation;
    let change = ConversationChange {
        connection: Some("gateway".to_owned()),
        ..ConversationChange::default()
    };
    let row = world.engine.set_conversation(id, change).await.unwrap();
    assert_eq!(row.connection.as_deref(), Some("gateway"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn instructions_for_all_chats_count_where_a_chat_has_none_of_its_own() {
    let world = World::new().await;
    let set = async |text: Option<&str>| {
        let settings = Settings {
            default_instructions: text.map(str::to_owned),
            ..world.engine.get_settings().await.unwrap()
        };
        world.engine.set_settings(settings).await.unwrap();
    };
    let before = world.ask(question(Scenario::Echo, "one")).await;
    let old = before.started.conversation;
    set(Some("For all.\n")).await;
    world.ask(on(&old, "two")).await;
    assert_eq!(sent(&world).1, Some("For all.\n".to_owned()));
    let own = Ask {
        system: Some("My own.".to_owned()),
        ..question(Scenario::Echo, "three")
    };
    let own = world.ask(own).await.started.conversation;
    world.ask(on(&own, "four")).await;
    assert_eq!(sent(&world).1, Some("My own.".to_owned()));
    let told = async |id: &ConversationId| world.engine.own_instructions(id).await.unwrap();
    assert_eq!(told(&own).await.as_deref(), Some("My own."));
    assert_eq!(told(&old).await, None, "those for all are not its own");
    // They may be none in a chat, from its beginning or later.
    let without = Ask {
        begin: Some(BeginWith {
            no_default_instructions: true,
            ..BeginWith::default()
        }),
        ..question(Scenario::Echo, "five")
    };
    let without = world.ask(without).await.started.conversation;
    assert_eq!(sent(&world).1, None);
    world.ask(on(&without, "six")).await;
    assert_eq!(sent(&world).1, None);
    let off = ConversationChange {
        no_default_instructions: Some(true),
        ..ConversationChange::default()
    };
    world
        .engine
        .set_conversation(old.clone(), off)
        .await
        .unwrap();
    world.ask(on(&old, "seven")).await;
    assert_eq!(sent(&world).1, None);
    let on_again = ConversationChange {
        no_default_instructions: Some(false),
        ..ConversationChange::default()
    };
    world
        .engine
        .set_conversation(old.clone(), on_again)
        .await
        .unwrap();
    // What is set now counts, and when nothing is, nothing does.
    set(Some("Other.")).await;
    world.ask(on(&old, "eight")).await;
    assert_eq!(sent(&world).1, Some("Other.".to_owned()));
    set(None).await;
    world.ask(on(&old, "nine")).await;
    assert_eq!(sent(&world).1, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_begins_as_it_was_set_up_and_the_preview_knows_it() {
    let world = World::new().await;
    save(&world, terse(), None).await;
    let begin = BeginWith {
        instructions: Some("In German. ".repeat(50)),
        parameters: Parameters {
            temperature: Some(0.5),
            ..Parameters::default()
        },
        ..BeginWith::default()
    };
    let preview = |begin| PreviewTurn {
        conversation: None,
        text: "one".to_owned(),
        model: None,
        connection: None,
        max_tokens: None,
        leave_out: 0,
        files: Vec::new(),
        preset: Some("Terse".to_owned()),
        begin,
    };
    let face = chat_engine::Face::Chat;
    let short = world
        .engine
        .preview_turn(face, preview(None))
        .await
        .unwrap();
    let long = world
        .engine
        .preview_turn(face, preview(Some(begin.clone())));
    let long = long.await.unwrap();
    assert_eq!(long.model.as_deref(), Some(ECHO));
    assert!(
        long.tokens.likely > short.tokens.likely + 50,
        "the instructions count"
    );
    let ask = Ask {
        begin: Some(begin.clone()),
        ..with_preset("Terse", "one")
    };
    let started = world.ask(ask).await.started;
    let (body, instructions) = sent(&world);
    assert_eq!(instructions, begin.instructions);
    assert_eq!(
        (&body["max_tokens"], &body["temperature"]),
        (&200.into(), &0.5.into())
    );
    let opened = world.engine.open_conversation(started.conversation).await;
    let row = opened.unwrap().conversation;
    assert_eq!(row.instructions_from, InstructionsFrom::Own);
    assert_eq!(row.parameters.temperature, Some(0.5));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn questions_asked_before_are_found_but_for_those_of_temporary_chats() {
    let world = World::new().await;
    world.without_limits().await;
    let first = world.ask(question(Scenario::Echo, "one")).await.started;
    world.ask(question(Scenario::Echo, "two")).await;
    let temporary = Ask {
        temporary: true,
        ..question(Scenario::Echo, "secret")
    };
    let temporary = world.ask(temporary).await.started;
    world.ask(on(&first.conversation, "three")).await;
    let texts = async |conversation: Option<&ConversationId>, limit| -> Vec<String> {
        let wanted = QuestionsWanted {
            conversation: conversation.cloned(),
            before: None,
            limit,
        };
        let found = world.engine.list_questions(wanted).await.unwrap();
        found.into_iter().map(|asked| asked.text).collect()
    };
    assert_eq!(texts(None, 10).await, ["three", "two", "one"]);
    assert_eq!(texts(None, 2).await, ["three", "two"]);
    assert_eq!(texts(Some(&first.conversation), 10).await, ["three", "one"]);
    assert!(texts(Some(&temporary.conversation), 10).await.is_empty());
}
