//! Holds what the page relies on: the generated types and one golden JSON of every event.
//!
//! `GATEHOUSE_BLESS=1 cargo test -p chat-core --test contract` writes both anew.
#![expect(
    clippy::unwrap_used,
    reason = "a golden that cannot be made is a failed test"
)]

use chat_core::blocks::{Node, PatchOp};
use chat_core::failure::Code;
use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::ledger::{Report, ReportRow};
use chat_core::message::{MessageState, Role};
use chat_core::receipt::{CitationView, PaidBy, Receipt};
use chat_core::search::SearchRole;
use chat_core::usage::{CostBasis, Usage};
use chat_core::wire::*;
use std::path::{Path, PathBuf};
use ts_rs::{Config, TS};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..")
}

fn check(path: &Path, fresh: &str) {
    if std::env::var_os("GATEHOUSE_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, fresh).unwrap();
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        stored == fresh,
        "{} is stale: GATEHOUSE_BLESS=1 cargo test -p chat-core --test contract",
        path.display()
    );
}

#[test]
fn page_types_are_fresh() {
    let cfg = Config::default();
    let mut text = String::from(
        "// Written by `cargo test -p chat-core --test contract` from chat-core's wire types. Do not edit.\n",
    );
    macro_rules! export {
        ($($ty:ty),+ $(,)?) => { $(
            text.extend(["\nexport ", &<$ty>::decl(&cfg), "\n"]);
        )+ };
    }
    export!(
        ConversationId,
        MessageId,
        TurnId,
        Role,
        MessageState,
        Code,
        Usage,
        CostBasis,
        Node,
        PatchOp,
        UserError,
        FinishReason,
        WaitReason,
        FileView,
        StagedFile,
        BackupView,
        RestoreView,
        TokenEstimate,
        CostEstimate,
        TooLong,
        PreviewTurn,
        TurnPreview,
        CostView,
        AttemptView,
        AnswerFacts,
        MessageView,
        ConversationView,
        SearchRole,
        FindMessages,
        SearchOrder,
        SearchResults,
        SearchHit,
        SnippetPiece,
        HitSpot,
        OpenConversation,
        NextTurn,
        RunningTurn,
        Snapshot,
        KeySource,
        KeyState,
        KeyStatus,
        ModelView,
        Timeouts,
        Settings,
        TurnOptions,
        SendMessage,
        AnswerAgain,
        StartedTurn,
        ChatReply,
        PaidBy,
        CitationView,
        Receipt,
        GuideChoice,
        ConnectionView,
        ConnectionEdit,
        FoundServer,
        TestConnection,
        LayerView,
        DiagnosisView,
        ImportedKeyView,
        ImportedAddress,
        UnusedVariable,
        ImportView,
        RoutingOption,
        ReportRow,
        Report,
        Event,
    );
    for (name, value) in [
        ("MAX_EVENT_BYTES", MAX_EVENT_BYTES.to_string()),
        ("MAX_UNACKED_EVENTS", MAX_UNACKED_EVENTS.to_string()),
        ("ACK_EVERY", ACK_EVERY.to_string()),
    ] {
        text.extend(["\nexport declare const ", name, ": ", &value, ";"]);
    }
    text.push('\n');
    check(&root().join("src-tauri/bindings/ipc.d.ts"), &text);
}

fn turn() -> TurnId {
    TurnId::parse("turn-1").unwrap()
}

fn started() -> StartedTurn {
    StartedTurn {
        turn_id: turn(),
        conversation: ConversationId::parse("conv-1").unwrap(),
        question: MessageId::parse("msg-1").unwrap(),
        message: MessageId::parse("msg-2").unwrap(),
        connection: "gateway".into(),
        model: "anthropic/claude-sonnet-4.5".into(),
    }
}

fn text(text: &str) -> Node {
    Node::Text { text: text.into() }
}

fn every_node() -> Vec<Node> {
    vec![
        Node::Heading {
            level: 2,
            children: vec![text("Title")],
        },
        Node::Paragraph {
            children: vec![
                text("plain "),
                Node::Strong {
                    children: vec![text("bold")],
                },
                Node::Emphasis {
                    children: vec![text("italics")],
                },
                Node::CodeSpan {
                    text: "code".into(),
                },
                Node::Link {
                    href: "https://example.org/".into(),
                    children: vec![text("link")],
                },
                Node::Break,
                text("after the break"),
            ],
        },
        Node::List {
            start: None,
            children: vec![Node::Item {
                children: vec![text("bullet")],
            }],
        },
        Node::List {
            start: Some(3),
            children: vec![Node::Item {
                children: vec![Node::Paragraph {
                    children: vec![text("third")],
                }],
            }],
        },
        Node::Quote {
            children: vec![Node::Paragraph {
                children: vec![text("quoted")],
            }],
        },
        Node::Code {
            lang: "rust".into(),
            text: "fn main() {}\n".into(),
        },
        Node::Rule,
    ]
}

fn usage() -> Usage {
    Usage {
        input_tokens: 12,
        output_tokens: 34,
        reasoning_tokens: Some(5),
        cached_input_tokens: None,
        total_tokens: 46,
    }
}

fn cost() -> CostView {
    CostView {
        usd: "0.001234".into(),
        basis: CostBasis::Billed,
    }
}

fn attempts() -> Vec<AttemptView> {
    [
        (Some(503), Some(Code::Overloaded), 40),
        (Some(200), None, 860),
    ]
    .map(|(status, code, ms)| AttemptView {
        status,
        code,
        ms,
        connection: Some("gateway".into()),
        model: Some("anthropic/claude-sonnet-4.5".into()),
    })
    .into()
}

fn error() -> UserError {
    UserError {
        code: Code::RateLimited,
        message: "Rate limit exceeded. Please try again later.".into(),
        action: Some("Try again in a moment.".into()),
        status: Some(429),
        retry_after_ms: Some(1_000),
        request_id: Some("req-1".into()),
    }
}

fn file() -> FileView {
    FileView {
        name: "sums.png".into(),
        kind: "image/png".into(),
        bytes: 48_213,
    }
}

fn facts() -> AnswerFacts {
    AnswerFacts {
        asked: Some("anthropic/claude-sonnet-4".into()),
        provider: Some("anthropic".into()),
        usage: Some(usage()),
        cost: Some(cost()),
        first_token_ms: Some(321),
        total_ms: Some(2_345),
        attempts: attempts(),
    }
}

fn ended(state: MessageState, finish: Option<FinishReason>, error: Option<UserError>) -> Event {
    let started = started();
    Event::TurnEnded {
        turn_id: turn(),
        conversation: started.conversation,
        message: started.message,
        state,
        finish,
        error,
        model: "anthropic/claude-sonnet-4.5".into(),
        facts: facts(),
        files: vec![],
        receipt: Receipt::default(),
        words: 7,
    }
}

fn key() -> KeyStatus {
    KeyStatus {
        connection: "gateway".into(),
        origin: Some("https://ai-gateway.vercel.sh".into()),
        source: KeySource::Keyring,
        state: KeyState::Present,
        last4: Some("wxyz".into()),
        expires_at_ms: None,
        warning: None,
    }
}

fn next() -> NextTurn {
    NextTurn {
        connection: Some("gateway".into()),
        model: Some("anthropic/claude-sonnet-4.5".into()),
        demo: false,
        problem: None,
        hint: None,
    }
}

fn conversation() -> ConversationView {
    ConversationView {
        id: started().conversation,
        title: "What is 2+2?".into(),
        updated_at_ms: 1_764_000_000_000,
        message_count: 2,
    }
}

#[test]
fn every_event_has_its_golden_json() {
    let events = vec![
        Event::Snapshot {
            turns: vec![turn()],
        },
        Event::TurnStarted { started: started() },
        Event::TurnWaiting {
            turn_id: turn(),
            reason: WaitReason::Retry,
            until_ms: Some(1_764_000_001_000),
            note: None,
        },
        Event::TurnWaiting {
            turn_id: turn(),
            reason: WaitReason::Retry,
            until_ms: None,
            note: Some("Trying gpt-4o-mini (openai): the server is overloaded (503).".into()),
        },
        Event::TurnWaiting {
            turn_id: turn(),
            reason: WaitReason::Still,
            until_ms: None,
            note: None,
        },
        Event::TurnPatched {
            turn_id: turn(),
            seq: 1,
            ops: vec![PatchOp::AppendNodes {
                path: vec![],
                nodes: every_node(),
            }],
            reasoning: String::new(),
        },
        Event::TurnPatched {
            turn_id: turn(),
            seq: 2,
            ops: vec![
                PatchOp::AppendText {
                    path: vec![5],
                    text: "// more\n".into(),
                },
                PatchOp::ReplaceFrom {
                    path: vec![1],
                    index: 6,
                    nodes: vec![text("changed")],
                },
                PatchOp::AppendNodes {
                    path: vec![2],
                    nodes: vec![Node::Item {
                        children: vec![text("two")],
                    }],
                },
            ],
            reasoning: "thinking".into(),
        },
        Event::UsageUpdated {
            turn_id: turn(),
            usage: Some(usage()),
            cost: Some(cost()),
        },
        ended(MessageState::Done, Some(FinishReason::Stop), None),
        ended(MessageState::Done, Some(FinishReason::Length), None),
        ended(MessageState::Cancelled, Some(FinishReason::Cancelled), None),
        ended(MessageState::Failed, None, Some(error())),
        Event::ConversationChanged {
            conversation: Some(conversation()),
        },
        Event::ConversationChanged { conversation: None },
        Event::KeysChanged {
            keys: vec![key()],
            next: next(),
        },
        Event::Notice { error: error() },
        Event::Resync,
    ];
    for event in &events {
        let json = serde_json::to_string(event).unwrap();
        assert_eq!(&serde_json::from_str::<Event>(&json).unwrap(), event);
    }
    let lines: Vec<_> = events
        .iter()
        .map(|e| serde_json::to_string_pretty(e).unwrap())
        .collect();
    check(
        &root().join("tests/fixtures/ipc/events.json"),
        &format!("[\n{}\n]\n", lines.join(",\n")),
    );

    let snapshot = Snapshot {
        version: "0.1.0".into(),
        next: next(),
        keys: vec![key()],
        conversations: vec![conversation()],
        turns: vec![RunningTurn {
            turn_id: turn(),
            conversation: started().conversation,
            message: started().message,
            model: started().model,
            nodes: every_node(),
            reasoning: String::new(),
            seq: 0,
        }],
        files: vec![StagedFile {
            id: "file-1".into(),
            file: file(),
        }],
        settings: Settings::default(),
        notice: None,
    };
    let json = serde_json::to_string_pretty(&snapshot).unwrap();
    check(
        &root().join("tests/fixtures/ipc/snapshot.json"),
        &format!("{json}\n"),
    );

    let open = OpenConversation {
        conversation: conversation(),
        messages: vec![
            MessageView {
                id: started().question,
                parent: None,
                role: Role::User,
                text: "What is 2+2?".into(),
                nodes: vec![],
                reasoning: String::new(),
                files: vec![file()],
                state: MessageState::Done,
                turn_id: None,
                model: None,
                connection: None,
                finish: None,
                max_tokens: None,
                error: None,
                receipt: Receipt::default(),
                facts: AnswerFacts::default(),
                created_at_ms: 1_764_000_000_000,
            },
            MessageView {
                id: started().message,
                parent: Some(started().question),
                role: Role::Assistant,
                text: "It is **4**".into(),
                nodes: vec![Node::Paragraph {
                    children: vec![
                        text("It is "),
                        Node::Strong {
                            children: vec![text("4")],
                        },
                    ],
                }],
                reasoning: "two and two".into(),
                files: vec![],
                state: MessageState::Done,
                turn_id: Some(turn()),
                model: Some("anthropic/claude-sonnet-4.5".into()),
                connection: Some("gateway".into()),
                finish: Some(FinishReason::Length),
                max_tokens: Some(1_000),
                error: None,
                receipt: Receipt::default(),
                facts: facts(),
                created_at_ms: 1_764_000_000_001,
            },
        ],
    };
    let json = serde_json::to_string_pretty(&open).unwrap();
    check(
        &root().join("tests/fixtures/ipc/open_conversation.json"),
        &format!("{json}\n"),
    );
}
