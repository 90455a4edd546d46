//! The file that holds the settings, cut at any length: either what was set is read, or the damage is
//! told and the file left alone. Settings never fall back in silence.

use chat_core::wire::{Event, ListFilter, Settings};
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{engine_at, gateway};
use std::collections::BTreeSet;

const DATABASE: &str = "gatehouse.sqlite3";
/// SQLite's pages.
const PAGE: usize = 4_096;

/// Where it is cut: at each byte of the header, around the end of each page, and here and there
/// within. An empty file is left out, and one of a single byte, which SQLite takes for one: it is that of
/// a program that never wrote.
fn lengths(whole: usize) -> BTreeSet<usize> {
    let around = |end: usize| [end - 1, end, end + 1];
    (2..=100)
        .chain((PAGE..whole).step_by(PAGE).flat_map(around))
        .chain((1_009..whole).step_by(1_009))
        .chain(whole - 20..whole)
        .filter(|length| *length < whole)
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_in_a_file_cut_at_any_length_are_read_whole_or_told_as_damaged() {
    let gateway = gateway().await;
    let dir = tempfile::tempdir().unwrap();
    let engine = engine_at(dir.path(), &gateway);
    let wanted = Settings {
        limiter_per_minute: Some(7),
        default_instructions: Some("Be brief.".to_owned()),
        ..engine.get_settings().await.unwrap()
    };
    let wanted = engine.set_settings(wanted).await.unwrap();
    engine.close().await;
    let whole = std::fs::read(dir.path().join(DATABASE)).unwrap();
    let lengths = lengths(whole.len());
    assert!(lengths.len() > 200, "{}", lengths.len());
    let (mut read, mut told) = (0, 0);
    for length in lengths {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join(DATABASE);
        std::fs::write(&file, &whole[..length]).unwrap();
        let engine = engine_at(dir.path(), &gateway);
        let window = Window::open(&engine).await;
        // What is damaged deep inside shows only when it is read.
        engine
            .list_conversations(None, ListFilter::default())
            .await
            .ok();
        let now = engine.get_settings().await;
        let notices = window.events().into_iter().filter_map(|event| match event {
            Event::Notice { error } => Some(error),
            _ => None,
        });
        let said: Vec<_> = window
            .snapshot
            .notice
            .clone()
            .into_iter()
            .chain(notices)
            .collect();
        if said.iter().any(|error| error.message.contains("damaged")) {
            told += 1;
            assert!(
                std::fs::read(&file).unwrap() == whole[..length],
                "at {length} it was changed"
            );
        } else {
            read += 1;
            assert_eq!(now.as_ref().ok(), Some(&wanted), "at {length}: {said:?}");
        }
        engine.close().await;
    }
    println!("read whole {read} times, told {told} times");
    assert!(told > 0);
}
