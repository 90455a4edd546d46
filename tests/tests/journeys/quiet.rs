//! Until a question is sent, no packet leaves: not even a connection is opened.

use chat_core::wire::ListFilter;
use chat_engine::{Ask, Face, new_turn_id};
use demo_gateway::Scenario;
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{KEY, engine, question};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn opening_looking_and_setting_opens_no_connection_and_a_question_does() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&visits);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            drop(socket);
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let engine = engine(
        folder.path(),
        &[
            ("AI_GATEWAY_URL", &url),
            ("AI_GATEWAY_API_KEY", KEY),
            ("OPENAI_BASE_URL", &url),
            ("LOCAL_BASE_URL", &url),
        ],
    );
    let window = Window::open(&engine).await;
    let quick = Window::open_quick(&engine).await;
    assert_eq!(
        window.snapshot.next.connection.as_deref(),
        Some("gateway"),
        "the next turn is known without a packet"
    );
    engine
        .list_conversations(None, ListFilter::default())
        .await
        .unwrap();
    engine.last_conversation().await.unwrap();
    engine.key_status().await;
    let mut settings = engine.get_settings().await.unwrap();
    settings.default_connection = Some("local".to_owned());
    engine.set_settings(settings.clone()).await.unwrap();
    settings.default_connection = None;
    settings.retries_max = 0;
    engine.set_settings(settings).await.unwrap();
    engine
        .set_key("openai".to_owned(), KEY.to_owned())
        .await
        .unwrap();
    // What is refused before it is a turn sends nothing, either.
    engine
        .ask(Face::Chat, Ask::new(new_turn_id(), ""))
        .await
        .unwrap_err();
    // Longer than the store is looked at for news.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(visits.load(Ordering::SeqCst), 0);
    engine
        .ask(Face::Chat, question(Scenario::Echo, "?"))
        .await
        .unwrap();
    gatehouse_tests::until("a visit after the question", || {
        visits.load(Ordering::SeqCst) > 0
    })
    .await;
    quick.close();
    window.close();
}
