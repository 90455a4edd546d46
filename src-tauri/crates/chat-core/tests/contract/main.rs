//! Holds what the page relies on: the generated types and one golden JSON of every event.
//!
//! `GATEHOUSE_BLESS=1 cargo test -p chat-core --test contract` writes both anew.
#![expect(
    clippy::unwrap_used,
    reason = "a golden that cannot be made is a failed test"
)]

mod samples;

use chat_core::blocks::{
    AlertKind, Align, Drawn, MathAlign, MathAttributes, MathForm, MathLength, MathLine, MathTable,
    MathTag, MathVariant, Node, PatchOp, Token, TokenKind,
};
use chat_core::budget::Level;
use chat_core::failure::Code;
use chat_core::ids::{ConversationId, MessageId, TurnId};
use chat_core::ledger::{By, ErrorCount, Latency, Report, ReportRow};
use chat_core::link::{Doubt, Letter};
use chat_core::message::{MessageState, Role};
use chat_core::receipt::{CitationView, PaidBy, Receipt, ToolCallView};
use chat_core::search::SearchRole;
use chat_core::usage::{CostBasis, Usage};
use chat_core::wire::*;
use samples::*;
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
        Align,
        AlertKind,
        TokenKind,
        Token,
        MathTag,
        MathVariant,
        MathForm,
        MathAlign,
        MathTable,
        MathLine,
        MathLength,
        MathAttributes,
        Node,
        PatchOp,
        UserError,
        FinishReason,
        WaitReason,
        FileView,
        ExportAs,
        ExportWanted,
        HistoryCheckView,
        HistoryImport,
        ImportProgress,
        LeftOutView,
        SkippedRow,
        StagedFile,
        BackupView,
        RestoreView,
        SalvageView,
        TokenEstimate,
        CostEstimate,
        TooLong,
        PreviewTurn,
        TurnPreview,
        FileEstimate,
        CostView,
        AttemptView,
        AnswerFacts,
        MessageView,
        ConversationView,
        ListFilter,
        Labels,
        LabelView,
        ConversationChange,
        VariantsView,
        MessagePage,
        SearchRole,
        FindMessages,
        SearchOrder,
        SearchResults,
        SearchHit,
        SnippetPiece,
        HitSpot,
        OpenConversation,
        WhatWasSent,
        NotKept,
        SentRequest,
        DataView,
        DataPlace,
        DataKind,
        EverythingDeleted,
        AboutView,
        Drawing,
        HotkeyView,
        HotkeyState,
        AutostartState,
        PageWanted,
        SaveDraft,
        DraftAsking,
        DraftView,
        HalfEdit,
        NextTurn,
        RunningTurn,
        Snapshot,
        KeySource,
        KeyState,
        KeyStatus,
        ModelView,
        Timeouts,
        Settings,
        AfterSend,
        Language,
        Theme,
        TextSize,
        Density,
        CodeColours,
        OnClose,
        SendWith,
        LongPaste,
        TurnOptions,
        Parameters,
        Preset,
        SavePreset,
        PromptTemplate,
        SaveTemplate,
        InstructionsFrom,
        BeginWith,
        QuestionsWanted,
        PastQuestion,
        PresetImport,
        ImportedName,
        ImportOutcome,
        SendMessage,
        EditMessage,
        AnswerAgain,
        StartedTurn,
        ChatReply,
        PaidBy,
        CitationView,
        ToolCallView,
        Receipt,
        Doubt,
        Letter,
        OpenLink,
        LinkQuestion,
        LinkAnswer,
        GuideChoice,
        ConnectionView,
        ConnectionEdit,
        FoundServer,
        TestConnection,
        LayerView,
        DiagnosisView,
        CreditView,
        ImportedKeyView,
        ImportedAddress,
        UnusedVariable,
        ImportView,
        RoutingOption,
        By,
        ErrorCount,
        Latency,
        ReportRow,
        Report,
        Level,
        BudgetLimit,
        BudgetView,
        UsageSpan,
        UsageWanted,
        Missing,
        Wanted,
        UsageReport,
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
                    path: vec![5, 0, 1],
                    text: " // more".into(),
                },
                PatchOp::ReplaceFrom {
                    path: vec![1],
                    index: 8,
                    nodes: vec![text("changed")],
                },
                PatchOp::AppendNodes {
                    path: vec![2],
                    nodes: vec![item(None, "two")],
                },
                PatchOp::SetLoose { path: vec![2] },
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
        Event::SettingsChanged,
        Event::Wanted,
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
            reasoning_ms: Some(1_500),
            reasoning_since_ms: Some(1_764_000_000_500),
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
        page: MessagePage {
            messages: vec![
                MessageView {
                    id: started().question,
                    parent: None,
                    role: Role::User,
                    text: "What is 2+2?".into(),
                    shown: None,
                    nodes: Drawn::default(),
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
                    variants: alone(),
                    created_at_ms: 1_764_000_000_000,
                },
                MessageView {
                    id: started().message,
                    parent: Some(started().question),
                    role: Role::Assistant,
                    text: "It is **4**".into(),
                    shown: None,
                    nodes: Drawn::of(&[Node::Paragraph {
                        children: vec![
                            text("It is "),
                            Node::Strong {
                                children: vec![text("4")],
                            },
                        ],
                    }]),
                    reasoning: "two and two".into(),
                    files: vec![],
                    state: MessageState::Done,
                    turn_id: Some(turn()),
                    model: Some("anthropic/claude-sonnet-4.5".into()),
                    connection: Some("gateway".into()),
                    finish: Some(FinishReason::Length),
                    max_tokens: Some(1_000),
                    error: None,
                    receipt: receipt(),
                    facts: facts(),
                    variants: VariantsView {
                        index: 2,
                        count: 2,
                        previous: Some(MessageId::parse("a-0").unwrap()),
                        next: None,
                    },
                    created_at_ms: 1_764_000_000_001,
                },
            ],
            position: 0,
            total: 2,
            later: false,
            on_chosen_path: true,
        },
    };
    let json = serde_json::to_string_pretty(&open).unwrap();
    check(
        &root().join("tests/fixtures/ipc/open_conversation.json"),
        &format!("{json}\n"),
    );
}

#[test]
fn presets_and_what_goes_with_them_have_their_golden_json() {
    let golden = serde_json::json!({
        "list_presets": [preset(), Preset { name: "Bare".into(), ..Preset::default() }],
        "list_templates": [template()],
        "save_preset": SavePreset { preset: preset(), before: Some("Curt".into()) },
        "save_template": SaveTemplate { template: template(), before: None },
        "list_questions": [past_question()],
        "import_presets": preset_import(),
        "begin": begin_with(),
    });
    let json = serde_json::to_string_pretty(&golden).unwrap();
    check(
        &root().join("tests/fixtures/ipc/presets.json"),
        &format!("{json}\n"),
    );
    let back: Vec<Preset> = serde_json::from_value(golden["list_presets"].clone()).unwrap();
    assert_eq!(back.first(), Some(&preset()));
    let back: BeginWith = serde_json::from_value(golden["begin"].clone()).unwrap();
    assert_eq!(back, begin_with());
}
