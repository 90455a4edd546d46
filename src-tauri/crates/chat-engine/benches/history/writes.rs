//! What it takes to store a message with its index, beside what the disk takes to sync.

use crate::sample;
use crate::table::{Begun, Table};
use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::message::MessageState;
use chat_core::receipt::Receipt;
use chat_engine::store::{Conversation, EndTurn, NewTurn, Piece, Question, Store};
use std::io::Write;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

const TURNS: usize = 1_000;

pub(crate) async fn measure(folder: &Path, table: &mut Table) {
    let store = Store::open(folder).unwrap();
    // Each run adds to the history: its names are its own.
    let run = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_millis();
    let at_ms = i64::try_from(run).unwrap();
    let (mut questions, mut answers) = (Vec::new(), Vec::new());
    let mut samples = sample::history(u64::try_from(run).unwrap(), TURNS * 2);
    for n in 0..TURNS {
        let (question, answer) = (samples.next().unwrap(), samples.next().unwrap());
        let id = |kind: &str| format!("bench-{run}-{kind}{n}");
        let begun = Begun::now();
        store
            .begin_turn(NewTurn {
                turn: TurnId::parse(&id("t")).unwrap(),
                owner: "bench".to_owned(),
                at_ms: at_ms + n as i64 * 90_000,
                conversation: Conversation::Start {
                    id: ConversationId::parse(&id("c")).unwrap(),
                    title: "Bench".to_owned(),
                    system: None,
                },
                question: Question::New {
                    id: MessageId::parse(&id("q")).unwrap(),
                    parent: None,
                    text: question.text,
                },
                attachments: Vec::new(),
                answer: MessageId::parse(&id("a")).unwrap(),
                connection: "gateway".to_owned(),
                model: "asked/model".to_owned(),
                max_tokens: None,
                temperature: None,
                draft: None,
                asking: None,
            })
            .await
            .unwrap();
        questions.push(begun.took());
        let begun = Begun::now();
        store
            .end_turn(EndTurn {
                answer: MessageId::parse(&id("a")).unwrap(),
                state: MessageState::Done,
                text: Some(answer.text),
                reasoning: None,
                tail: Piece::default(),
                at_ms: at_ms + n as i64 * 90_000,
                finish: None,
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
                receipt: Receipt::default(),
                pictures: Vec::new(),
            })
            .await
            .unwrap();
        answers.push(begun.took());
    }
    table.at("write and index a question (p95)", 5.0, &questions, 0.95);
    table.at("write and index an answer (p95)", 5.0, &answers, 0.95);
    println!("  one sync of this disk: {:.2} ms (mean)", syncs(folder));
    store.close().await;
}

/// The mean time of a sync, in milliseconds.
fn syncs(folder: &Path) -> f64 {
    let path = folder.join("sync");
    let mut file = std::fs::File::create(&path).unwrap();
    let begun = Begun::now();
    for _ in 0..100 {
        file.write_all(&[7; 4_096]).unwrap();
        file.sync_data().unwrap();
    }
    let wall = begun.took().wall;
    std::fs::remove_file(path).unwrap();
    wall / 100.0
}
