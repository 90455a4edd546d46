//! One value of everything that the goldens are made of.

use chat_core::blocks::Node;
use chat_core::failure::Code;
use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::message::MessageState;
use chat_core::receipt::Receipt;
use chat_core::usage::{CostBasis, Usage};
use chat_core::wire::*;

pub(crate) fn turn() -> TurnId {
    TurnId::parse("turn-1").unwrap()
}

pub(crate) fn started() -> StartedTurn {
    StartedTurn {
        turn_id: turn(),
        conversation: ConversationId::parse("conv-1").unwrap(),
        question: MessageId::parse("msg-1").unwrap(),
        message: MessageId::parse("msg-2").unwrap(),
        connection: "gateway".into(),
        model: "anthropic/claude-sonnet-4.5".into(),
    }
}

pub(crate) fn text(text: &str) -> Node {
    Node::Text { text: text.into() }
}

pub(crate) fn every_node() -> Vec<Node> {
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

pub(crate) fn usage() -> Usage {
    Usage {
        input_tokens: 12,
        output_tokens: 34,
        reasoning_tokens: Some(5),
        cached_input_tokens: None,
        total_tokens: 46,
    }
}

pub(crate) fn cost() -> CostView {
    CostView {
        usd: "0.001234".into(),
        basis: CostBasis::Billed,
    }
}

pub(crate) fn attempts() -> Vec<AttemptView> {
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

pub(crate) fn error() -> UserError {
    UserError {
        code: Code::RateLimited,
        message: "Rate limit exceeded. Please try again later.".into(),
        action: Some("Try again in a moment.".into()),
        status: Some(429),
        retry_after_ms: Some(1_000),
        request_id: Some("req-1".into()),
    }
}

pub(crate) fn file() -> FileView {
    FileView {
        name: "sums.png".into(),
        kind: "image/png".into(),
        bytes: 48_213,
    }
}

pub(crate) fn facts() -> AnswerFacts {
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

pub(crate) fn ended(
    state: MessageState,
    finish: Option<FinishReason>,
    error: Option<UserError>,
) -> Event {
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

pub(crate) fn key() -> KeyStatus {
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

pub(crate) fn next() -> NextTurn {
    NextTurn {
        connection: Some("gateway".into()),
        model: Some("anthropic/claude-sonnet-4.5".into()),
        demo: false,
        problem: None,
        hint: None,
    }
}

pub(crate) fn conversation() -> ConversationView {
    ConversationView {
        id: started().conversation,
        title: "What is 2+2?".into(),
        updated_at_ms: 1_764_000_000_000,
        message_count: 2,
        pinned: true,
        archived: false,
        unread: false,
        folder: Some("Sums".into()),
        tags: vec!["maths".into()],
        connection: None,
        model: None,
        temporary: false,
        deleted_at_ms: None,
    }
}

pub(crate) fn alone() -> VariantsView {
    VariantsView {
        index: 1,
        count: 1,
        previous: None,
        next: None,
    }
}
