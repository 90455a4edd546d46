//! A page of a long conversation costs what a page of a short one costs.

use crate::store::{Place, Store, pages};
use chat_core::ids::{ConversationId, MessageId};
use rusqlite::StatementStatus;

/// A conversation of so many messages with a kilobyte in each.
async fn long(messages: i64) -> Store {
    let store = Store::open_in_memory().unwrap();
    store
        .write(move |db| {
            db.execute(
                "INSERT INTO conversations (id, title, created_at_ms, updated_at_ms)
                 VALUES ('c', 'T', 0, 0)",
                [],
            )?;
            db.execute(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
                 INSERT INTO messages (id, conversation, parent, role, state, text, created_at_ms,
                                       depth, chosen)
                 SELECT 'm' || i, 1, nullif(i - 1, 0),
                        CASE i % 2 WHEN 1 THEN 'user' ELSE 'assistant' END, 'done',
                        printf('%.*c', 1000, 'x'), 0, i - 1, CASE WHEN i < ?1 THEN i + 1 END
                 FROM n",
                [messages],
            )?;
            db.execute("UPDATE conversations SET head = ?1", [messages])?;
            Ok(())
        })
        .await
        .unwrap();
    store
}

/// How many steps SQLite's machine takes for a walk.
async fn steps(store: &Store, query: &'static str, from: i64, values: usize, head: i64) -> i32 {
    store
        .read(move |db| {
            let mut statement = db.prepare(query)?;
            let all = [from, 60, head];
            let found: Vec<i64> = statement
                .query_map(rusqlite::params_from_iter(&all[..values]), |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            assert_eq!(found.len(), 60);
            Ok(statement.get_status(StatementStatus::VmStep))
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn a_page_of_ten_thousand_messages_takes_the_steps_of_one_of_two_hundred() {
    let (short, tall) = (long(200).await, long(10_000).await);
    let up = [
        steps(&short, pages::UPWARDS, 200, 2, 0).await,
        steps(&tall, pages::UPWARDS, 10_000, 2, 0).await,
    ];
    assert_eq!(up[0], up[1], "steps up");
    let down = [
        steps(&short, pages::DOWNWARDS, 100, 3, 200).await,
        steps(&tall, pages::DOWNWARDS, 5_000, 3, 10_000).await,
    ];
    assert_eq!(down[0], down[1], "steps down");
}

/// The page itself holds a page, and where it stands is known.
#[tokio::test]
async fn a_page_of_ten_thousand_messages_holds_sixty_of_them() {
    let store = long(10_000).await;
    let id = ConversationId::parse("c").unwrap();
    let end = store.page(&id, Place::End, 60).await.unwrap();
    assert_eq!(end.messages.len(), 60);
    assert_eq!((end.position, end.total, end.later), (9_940, 10_000, false));
    let middle = Place::Around(MessageId::parse("m5000").unwrap());
    let middle = store.page(&id, middle, 60).await.unwrap();
    assert_eq!((middle.messages.len(), middle.position), (60, 4_969));
    assert!(middle.chosen && middle.later);
}
