//! One value of everything that the goldens are made of.

use chat_core::blocks::{
    AlertKind, Align, MathAlign, MathAttributes, MathForm, MathLength, MathLine, MathTable,
    MathTag, MathVariant, Node, Token, TokenKind,
};
use chat_core::dialect::Citation;
use chat_core::failure::Code;
use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::message::MessageState;
use chat_core::receipt::{CitationView, Receipt, ToolCallView};
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
        shown: Some("pay⟨U+202E⟩lap".into()),
    }
}

pub(crate) fn text(text: &str) -> Node {
    Node::Text(text.into())
}

pub(crate) fn paragraph(children: Vec<Node>) -> Node {
    Node::Paragraph { children }
}

pub(crate) fn item(done: Option<bool>, says: &str) -> Node {
    Node::Item {
        done,
        children: vec![paragraph(vec![text(says)])],
    }
}

fn cell(says: &str) -> Node {
    Node::Cell {
        children: vec![text(says)],
    }
}

fn part(tag: MathTag, attributes: MathAttributes, children: Vec<Node>) -> Node {
    Node::MathPart {
        tag,
        attributes,
        children,
    }
}

/// A formula with every attribute that a part can have.
fn formula() -> Node {
    let length = |hundredths| Some(MathLength::hundredths(hundredths));
    let operator = MathAttributes {
        form: Some(MathForm::Prefix),
        stretchy: Some(true),
        symmetric: Some(true),
        largeop: Some(false),
        movablelimits: Some(false),
        lspace: length(0),
        rspace: length(17),
        minsize: length(120),
        maxsize: length(120),
        ..MathAttributes::default()
    };
    let upright = MathAttributes {
        mathvariant: Some(MathVariant::Normal),
        ..MathAttributes::default()
    };
    let under_and_over = MathAttributes {
        accent: Some(true),
        accentunder: Some(false),
        displaystyle: Some(true),
        scriptlevel: Some(0),
        ..MathAttributes::default()
    };
    let space = MathAttributes {
        width: length(-17),
        height: length(0),
        depth: length(0),
        ..MathAttributes::default()
    };
    let fraction = MathAttributes {
        linethickness: length(0),
        ..MathAttributes::default()
    };
    let table = MathAttributes {
        table: Some(MathTable::Aligned),
        ..MathAttributes::default()
    };
    let cell = MathAttributes {
        columnalign: Some(MathAlign::Left),
        lines: vec![MathLine::Top, MathLine::Left],
        ..MathAttributes::default()
    };
    let plain = MathAttributes::default;
    let letter = |says| part(MathTag::Mi, upright.clone(), vec![text(says)]);
    let two = part(MathTag::Mn, plain(), vec![text("2")]);
    Node::Math {
        display: true,
        source: "x^2".into(),
        children: vec![
            part(MathTag::Mo, operator, vec![text("(")]),
            part(MathTag::Mspace, space, vec![]),
            part(MathTag::Msup, plain(), vec![letter("x"), two]),
            part(
                MathTag::Munderover,
                under_and_over,
                vec![letter("a"), letter("b"), letter("c")],
            ),
            part(MathTag::Mfrac, fraction, vec![letter("n"), letter("k")]),
            part(
                MathTag::Mtable,
                table,
                vec![part(
                    MathTag::Mtr,
                    plain(),
                    vec![part(MathTag::Mtd, cell, vec![letter("d")])],
                )],
            ),
        ],
    }
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
                    host: Some("example.org".into()),
                    children: vec![text("link")],
                },
                Node::Strike {
                    children: vec![text("gone")],
                },
                Node::FootnoteRef { label: "1".into() },
                Node::Break,
                text("after the break"),
            ],
        },
        Node::List {
            start: None,
            loose: false,
            children: vec![item(None, "bullet"), item(Some(true), "done")],
        },
        Node::List {
            start: Some(3),
            loose: true,
            children: vec![item(None, "third")],
        },
        Node::Quote {
            children: vec![paragraph(vec![text("quoted")])],
        },
        Node::Code {
            lang: "rust".into(),
            children: vec![
                Node::Line {
                    children: vec![
                        Node::Token(Token(TokenKind::Keyword, "fn".into())),
                        text(" main() {}"),
                    ],
                },
                Node::Line { children: vec![] },
            ],
        },
        Node::Alert {
            kind: AlertKind::Note,
            children: vec![paragraph(vec![text("noted")])],
        },
        Node::Table {
            align: vec![Align::None, Align::Right],
            children: vec![
                Node::Row {
                    children: vec![cell("a"), cell("b"), Node::More],
                },
                Node::Row {
                    children: vec![cell("c"), cell("d")],
                },
                Node::More,
            ],
        },
        Node::Footnote {
            label: "1".into(),
            children: vec![paragraph(vec![text("said below")])],
        },
        formula(),
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
        nearest: None,
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

/// A receipt with a source and a tool call.
pub(crate) fn receipt() -> Receipt {
    let source = Citation {
        url: "https://rain.example/a".into(),
        title: "Rain".into(),
    };
    Receipt {
        citations: vec![CitationView::from(&source)],
        reasoning_ms: Some(12_300),
        tool_calls: vec![ToolCallView::new("call_1", "weather", r#"{"city":"Oslo"}"#)],
        ..Receipt::default()
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
        facts: None,
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
        preset: Some("Terse".into()),
        parameters: parameters(),
        no_default_instructions: false,
        instructions_from: InstructionsFrom::Preset,
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

pub(crate) fn parameters() -> Parameters {
    Parameters {
        max_tokens: Some(200),
        temperature: Some(0.25),
        seed: Some(7),
        stop: vec!["END".into()],
        reasoning: Some("low".into()),
    }
}

pub(crate) fn preset() -> Preset {
    Preset {
        name: "Terse".into(),
        connection: Some("gateway".into()),
        model: Some("openai/gpt-4o-mini".into()),
        instructions: Some("Be terse.".into()),
        parameters: parameters(),
    }
}

pub(crate) fn template() -> PromptTemplate {
    PromptTemplate {
        name: "sum".into(),
        text: "Sum up in three lines:\n\n{{input}}".into(),
    }
}

pub(crate) fn begin_with() -> BeginWith {
    BeginWith {
        instructions: Some("Answer in German.".into()),
        no_default_instructions: true,
        parameters: parameters(),
    }
}

pub(crate) fn past_question() -> PastQuestion {
    PastQuestion {
        message: started().question,
        conversation: started().conversation,
        text: "What is 2+2?".into(),
        created_at_ms: 1_764_000_000_000,
    }
}

pub(crate) fn preset_import() -> PresetImport {
    let named = |name: &str, outcome| ImportedName {
        name: name.into(),
        outcome,
    };
    PresetImport {
        dry_run: true,
        presets: vec![
            named("Terse", ImportOutcome::Replaced),
            named("Bare", ImportOutcome::Added),
        ],
        templates: vec![named("sum", ImportOutcome::Unchanged)],
    }
}
