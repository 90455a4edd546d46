//! Random searches over a sample of a history: nothing missed, nothing too much, in order.

use super::oracle::{Ask, Raw, is_so, plain};
use super::places;
use crate::sample::{self, MODELS, Numbers};
use chat_core::search::Place;
use chat_engine::store::Store;
use rusqlite::{Connection, params};

/// Writes a sample as an older program left it, and opens it.
async fn furnished(folder: &std::path::Path, seed: u64, messages: usize) -> (Store, Vec<Raw>) {
    Store::open(folder).unwrap().close().await;
    let mut db = Connection::open(folder.join("gatehouse.sqlite3")).unwrap();
    let tx = db.transaction().unwrap();
    let mut raws = Vec::new();
    let mut numbers = Numbers(seed);
    for (sample, seq) in sample::history(seed, messages).zip(1_i64..) {
        let conversation = format!("c{}", sample.conversation);
        // Some come from elsewhere: older than what is there, many of one time.
        let created_at_ms = match numbers.below(20) {
            0 => sample.created_at_ms - 7_000_000_000,
            1..=3 => sample::BEGIN_MS + 86_400_000,
            _ => sample.created_at_ms,
        };
        tx.execute(
            "INSERT OR IGNORE INTO conversations (seq, id, title, created_at_ms, updated_at_ms)
             VALUES (?1, ?2, 't', ?3, ?3)",
            params![number(sample.conversation), conversation, created_at_ms],
        )
        .unwrap();
        tx.execute(
            "INSERT INTO messages (seq, id, conversation, role, state, text, model, created_at_ms)
             VALUES (?1, ?2, ?3, ?4, 'done', ?5, ?6, ?7)",
            params![
                seq,
                format!("m{seq}"),
                number(sample.conversation),
                sample.role,
                sample.text,
                sample.model,
                created_at_ms
            ],
        )
        .unwrap();
        raws.push(Raw {
            seq,
            conversation,
            role: sample.role,
            model: sample.model,
            created_at_ms,
            plain: plain(&sample.text),
            text: sample.text,
        });
    }
    tx.execute(
        "UPDATE index_state SET messages_left = ?1",
        [number(messages)],
    )
    .unwrap();
    tx.commit().unwrap();
    drop(db);
    let store = Store::open(folder).unwrap();
    while store.fill_index(500).await.unwrap() > 0 {}
    (store, raws)
}

fn number(value: usize) -> i64 {
    i64::try_from(value).unwrap()
}

/// A search as it is typed, and what it means.
fn search(numbers: &mut Numbers, raws: &[Raw]) -> (String, Vec<(Ask, bool)>) {
    let terms = 1 + numbers.below(3);
    let mut typed = Vec::new();
    let mut asks = Vec::new();
    for n in 0..terms {
        let (text, ask) = term(numbers, raws);
        let not = n > 0 && numbers.one_in(4) && !text.starts_with('-');
        typed.push(if not { format!("-{text}") } else { text });
        asks.push((ask, not));
    }
    (typed.join(" "), asks)
}

fn term(numbers: &mut Numbers, raws: &[Raw]) -> (String, Ask) {
    let raw = &raws[numbers.below(raws.len())];
    let words: Vec<&str> = raw.text.split_whitespace().collect();
    let text = |text: &str, start, end| Ask::Text(text.to_owned(), start, end);
    let bare = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() { "the" } else { word }.to_owned()
    };
    let characters = |from: usize, many: usize| -> String {
        let word = bare(words.get(from % words.len().max(1)).unwrap_or(&"the"));
        let length = word.chars().count();
        let skip = from.checked_rem(length).unwrap_or(0);
        word.chars().skip(skip).take(many).collect()
    };
    let at = numbers.below(words.len().max(1));
    let word = bare(words.get(at).unwrap_or(&"the"));
    let date = |ms: i64| chat_core::calendar::Day::at(ms);
    match numbers.below(16) {
        0..=2 => (word.clone(), text(&word, false, false)),
        3 | 4 => {
            // As it stands there, but for quotes, which end a phrase.
            let many = 2 + numbers.below(3);
            let phrase = words
                .iter()
                .skip(at)
                .take(many)
                .copied()
                .collect::<Vec<_>>();
            let phrase = phrase.join("\n ").replace(['"', '“', '”'], " ");
            let phrase = if plain(&phrase).is_empty() {
                word
            } else {
                phrase
            };
            (format!("\"{phrase}\""), text(&phrase, false, false))
        }
        5 | 6 => {
            let start: String = word.chars().take(1 + numbers.below(5)).collect();
            (format!("{start}*"), text(&start, false, true))
        }
        7 | 8 => {
            let part = characters(numbers.below(50), 1 + numbers.below(5));
            (format!("*{part}*"), text(&part, true, true))
        }
        9 => {
            let part = characters(numbers.below(50), 9);
            (format!("*{part}"), text(&part, true, false))
        }
        10 => {
            let part = characters(numbers.below(9), 1 + numbers.below(2));
            (part.clone(), text(&part, false, false))
        }
        11 => {
            let code = sample::code(numbers).trim().to_owned();
            // Only the bare symbol: a term ends at white space.
            let code = code.split(' ').next().unwrap_or("x").to_owned();
            (code.clone(), text(&code, false, false))
        }
        12 => {
            let model = MODELS[numbers.below(MODELS.len())];
            let part: String = model.chars().skip(numbers.below(6)).take(5).collect();
            (format!("model:{part}"), Ask::Model(part))
        }
        13 => {
            let role = numbers.pick(&["user", "assistant", "system"]);
            (format!("role:{role}"), Ask::Role(role))
        }
        14 => {
            let day = date(raw.created_at_ms);
            if numbers.one_in(2) {
                (format!("before:{day}"), Ask::Before(day.start_ms()))
            } else {
                (format!("after:{day}"), Ask::After(day.start_ms()))
            }
        }
        _ if numbers.one_in(2) => ("has:code".to_owned(), Ask::Code),
        _ => {
            let id = &raw.conversation;
            let start: String = id.chars().take(1 + numbers.below(id.len())).collect();
            let whole = raws.iter().any(|raw| raw.conversation == start);
            (format!("in:{start}"), Ask::In { start, whole })
        }
    }
}

async fn agree(messages: usize, searches: usize, seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let (store, raws) = furnished(folder.path(), seed, messages).await;
    let mut numbers = Numbers(seed ^ 0xA5);
    let (mut found, mut empty) = (0, 0);
    for n in 0..searches {
        let (typed, asks) = search(&mut numbers, &raws);
        let mut expected: Vec<Place> = raws
            .iter()
            .filter(|raw| asks.iter().all(|(ask, not)| is_so(ask, raw) != *not))
            .map(|raw| Place {
                created_at_ms: raw.created_at_ms,
                title: false,
                seq: raw.seq,
            })
            .collect();
        expected.sort_by_key(|place| std::cmp::Reverse((place.created_at_ms, place.seq)));
        let page = if n % 7 == 0 { 20 } else { 100_000 };
        let got = places(&store, &typed, page).await;
        assert_eq!(
            got.len(),
            expected.len(),
            "search {n}: {typed:?} is {asks:?}"
        );
        assert_eq!(got, expected, "search {n}: {typed:?}");
        found += got.len();
        empty += usize::from(got.is_empty());
    }
    assert!(found > searches * 10, "{found} hits");
    assert!(empty < searches / 2, "{empty} searches without a hit");
    println!("{searches} searches over {messages} messages: {found} hits, {empty} without any");
}

/// Mutation seen to fail: `too-soon` in `xtask/scripts/mutations.py`.
#[tokio::test]
async fn random_searches_find_what_the_rules_say() {
    agree(2_000, 200, 20_261_126).await;
}

/// Minutes without optimisation: `cargo xtask test --full` runs it.
#[tokio::test]
#[ignore = "minutes; cargo xtask test --full runs it"]
async fn two_thousand_random_searches_over_a_large_history_find_what_the_rules_say() {
    agree(20_000, 2_000, 4).await;
}
