//! In which order the end of a turn is kept and told.

use super::*;
use crate::books::Books;
use crate::clock::SystemClock;
use crate::driver::{Leg, Prepare};
use crate::ending::Beforehand;
use crate::store::{Conversation, NewTurn, Question, Store};
use crate::transport::{Request, Transport, Via};
use crate::unsaved::Unsaved;
use chat_core::dialect::{Dialect, Upstream, UpstreamKind};
use chat_core::failure::{AuthKind, Code, RetryPolicy};
use chat_core::fallback::{Alternative, Target};
use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::turn::{Plan, Renewal};
use chat_core::wire::{StartedTurn, Timeouts};
use futures::StreamExt;
use futures::future::BoxFuture;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use tokio_util::sync::CancellationToken;

/// There is nobody else to ask.
#[derive(Debug)]
struct Nobody;

impl Prepare for Nobody {
    fn prepare(&self, _next: Alternative) -> BoxFuture<'static, Result<Box<Leg>, Failure>> {
        unreachable!("nothing is asked otherwise")
    }
}

fn target() -> Target {
    Target {
        connection: "gateway".to_owned(),
        model: "asked/model".to_owned(),
    }
}

fn around() -> Surroundings {
    Surroundings {
        transport: Arc::new(Transport::default()),
        outbox: Arc::default(),
        clock: Arc::new(SystemClock::new()),
        tasks: tokio_util::task::TaskTracker::new(),
        unsaved: Arc::default(),
    }
}

fn message(id: &str) -> MessageId {
    MessageId::parse(id).unwrap()
}

fn live() -> Arc<LiveTurn> {
    let started = StartedTurn {
        turn_id: TurnId::parse("t1").unwrap(),
        conversation: ConversationId::parse("c1").unwrap(),
        question: message("q1"),
        message: message("a1"),
        connection: target().connection,
        model: target().model,
        shown: None,
    };
    let stop = CancellationToken::new();
    Arc::new(LiveTurn::new(started, crate::live::Face::Chat, stop))
}

fn job(store: &Store, around: &Surroundings) -> Job {
    let plan = Plan {
        target: target(),
        alternatives: Vec::new(),
        optional: Vec::new(),
        timeouts: Timeouts {
            connect_ms: 0,
            first_byte_ms: 0,
            idle_ms: 0,
        },
        retry: RetryPolicy {
            max_repeats: 0,
            may_wait: false,
        },
        seed: 0,
        upstream: Upstream {
            kind: UpstreamKind::Gateway,
            host: "gateway.example".to_owned(),
            auth: AuthKind::None,
            provider: None,
        },
        admission: None,
        renewal: Renewal::Never,
    };
    let books = Books {
        store: store.clone(),
        owner: "me".to_owned(),
        folder: std::path::PathBuf::new(),
        clock: Arc::clone(&around.clock),
        turn: TurnId::parse("t1").unwrap(),
        again: false,
        target: target(),
        limit: None,
        may_wait: false,
        budget: None,
        hopeless: None,
        price: None,
        list: None,
        keep: None,
    };
    let leg = Leg {
        plan,
        dialect: Dialect::OpenAiChat,
        request: Request {
            url: url::Url::parse("https://gateway.example/v1").unwrap(),
            key: None,
            headers: Vec::new(),
            body: None,
            provider_keys: Vec::new(),
            via: Via::default(),
        },
        asked: None,
        held: None,
        beforehand: Beforehand::default(),
        books,
        notes: Vec::new(),
    };
    Job {
        leg,
        alternatives: Arc::new(Nobody),
        store: store.clone(),
        begin: NewTurn {
            turn: TurnId::parse("t1").unwrap(),
            owner: "me".to_owned(),
            at_ms: 1,
            conversation: Conversation::Start {
                id: ConversationId::parse("c1").unwrap(),
                title: "T".to_owned(),
                system: None,
            },
            question: Question::New {
                id: message("q1"),
                parent: None,
                text: "Q".to_owned(),
            },
            attachments: Vec::new(),
            answer: message("a1"),
            connection: target().connection,
            model: target().model,
            max_tokens: None,
            temperature: None,
            draft: None,
            asking: None,
        },
        started_at_ms: 1,
        journal: None,
    }
}

fn done() -> Outcome {
    Outcome {
        state: MessageState::Done,
        finish: Some(FinishReason::Stop),
        failure: None,
        partial: true,
        model: None,
        provider: None,
        usage: None,
        cost: None,
        generation_id: None,
        first_token_ms: None,
        reasoning_ms: None,
        total_ms: 1,
        attempts: Vec::new(),
        targets: vec![target()],
        notes: Vec::new(),
        citations: Vec::new(),
        pictures: Vec::new(),
        tool_calls: Vec::new(),
        credential: None,
        cached: None,
        left_out: 0,
    }
}

/// Looks at what is kept at the very moment at which it is woken.
struct Looking {
    unsaved: Arc<Unsaved>,
    woken: AtomicBool,
    found_nothing: AtomicBool,
}

impl Wake for Looking {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::SeqCst);
        if self.unsaved.is_empty() {
            self.found_nothing.store(true, Ordering::SeqCst);
        }
    }
}

/// Mutation seen to fail: `told-before-kept` in `xtask/scripts/mutations.py`.
#[tokio::test]
async fn who_is_told_of_an_end_that_is_not_written_finds_it_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let (around, live) = (around(), live());
    let job = job(&store, &around);
    let looking = Arc::new(Looking {
        unsaved: Arc::clone(&around.unsaved),
        woken: AtomicBool::new(false),
        found_nothing: AtomicBool::new(false),
    });
    let mut events = Box::pin(live.follow());
    let waker = Waker::from(Arc::clone(&looking));
    let polled = events.poll_next_unpin(&mut Context::from_waker(&waker));
    assert!(matches!(polled, Poll::Pending));
    let end = End {
        outcome: done(),
        tail: Piece::default(),
        recorded: Err(Failure::new(Code::Storage, "The ledger is not to be had.")),
        tape: None,
    };
    let ended = finish(&around, &live, &job, end).await;
    assert!(matches!(ended, Ended::Waits(_)), "{ended:?}");
    assert!(looking.woken.load(Ordering::SeqCst), "it was told");
    assert!(!looking.found_nothing.load(Ordering::SeqCst));
    store.close().await;
}
