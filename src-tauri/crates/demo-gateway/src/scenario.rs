//! The names of everything the server can do to a chat request. How each is done: `scripts`, `routes`.

use std::fmt;
use std::str::FromStr;

macro_rules! scenarios {
    ($($variant:ident = $name:literal, $text:literal;)+) => {
        /// How the server answers `POST /v1/chat/completions`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Scenario {
            $(#[doc = concat!("`", $name, "`: ", $text, ".")] $variant,)+
        }

        impl Scenario {
            /// Every scenario, in the order in which they are best read.
            pub const ALL: &'static [Scenario] = &[$(Scenario::$variant),+];

            /// The kebab-case name, as it is typed and as it follows `scenario:` in a model id.
            pub const fn name(self) -> &'static str {
                match self { $(Scenario::$variant => $name),+ }
            }

            /// What it does, in one line for a person.
            pub const fn description(self) -> &'static str {
                match self { $(Scenario::$variant => $text),+ }
            }
        }
    };
}

scenarios! {
    Demo = "demo", "a prepared answer that shows Markdown and does small sums, respects max_tokens";
    Echo = "echo", "answers with the last user message, respects max_tokens";

    RateLimitedRetryAfter = "429-retry-after", "429 with Retry-After: 1";
    RateLimitedRetryAfterLong = "429-retry-after-long", "429 with Retry-After: 3600";
    RateLimited = "429", "429 without a hint";
    RateLimitedThenOk = "429-then-ok", "429 with Retry-After: 1 for the first sending of a body, then the sample answer";
    Status500 = "500", "500 with the gateway's envelope";
    Status502 = "502", "502 with an empty body";
    Status503 = "503", "503 with the gateway's envelope";
    Status529 = "529", "529 overloaded, as passed on from a provider";
    Status500ThenOk = "500-then-ok", "500 for the first sending of a body, then the sample answer";
    Status408 = "408", "408 with the gateway's envelope";
    Status401 = "401", "401 authentication_error";
    Status402 = "402", "402 insufficient_funds";
    Status402Quota = "402-quota", "402 quota_for_entity_exceeded";
    Status403 = "403", "403 forbidden by a team rule";
    Status403Card = "403-card", "403 customer_verification_required";
    Status404Model = "404-model", "404 model_not_found";
    Status400 = "400", "400 invalid_request_error";
    ContextTooLong = "context-too-long", "400 context_length_exceeded";
    Status413 = "413", "413 with the gateway's envelope";
    FlatError = "flat-error", "400 whose error is a plain string";
    HugeErrorBody = "huge-error-body", "400 with a body of 32 MiB";
    EchoKeyInError = "echo-key-in-error", "401 whose message repeats the Authorization value";
    HtmlPage = "html-page", "502 with an HTML page from a proxy";
    Html200 = "html-200", "200 with the HTML of a captive portal";
    Redirect = "redirect", "307 to another loopback port, which records who follows";
    GzipBody = "gzip-body", "the sample answer, gzip-encoded though nobody asked";

    JsonInsteadOfSse = "json-instead-of-sse", "a complete JSON answer though a stream was asked for";
    JsonWithoutChoices = "json-without-choices", "200 JSON without choices and without error";
    JsonError200 = "json-error-200", "200 with a JSON error object";
    SseAsJson = "sse-as-json", "a good stream under content-type application/json";
    UntilClose = "until-close", "a good stream without chunks, ended by closing the connection";

    ErrorInStream = "error-in-stream", "some text, then the gateway's nested error chunk";
    ErrorEvent = "error-event", "some text, then `event: error`";
    BareError = "bare-error", "some text, then error JSON on a line without `data:`";

    Stall = "stall", "headers and some text, then silence";
    StallHeaders = "stall-headers", "reads the request and never answers";
    KeepaliveStall = "keepalive-stall", "some text, then only comments, ten a second";
    Slow = "slow", "the sample answer at one delta a second";
    ResetBefore = "reset-before", "TCP reset before any byte of an answer";
    ResetMidEvent = "reset-mid-event", "some text, then a TCP reset in the middle of an event";
    CutUtf8 = "cut-utf8", "some text, then the socket closes inside a UTF-8 character";
    CloseEarly = "close-early", "some text, then a clean end without finish_reason or `[DONE]`";
    MissingDone = "missing-done", "a whole answer with finish_reason, then a close without `[DONE]`";
    DoneOpen = "done-open", "a whole answer with `[DONE]`, then the socket stays open";
    DataAfterDone = "data-after-done", "a whole answer with `[DONE]`, then more text that must be ignored";

    Crlf = "crlf", "lines end in CR LF, and the two arrive apart";
    CrOnly = "cr-only", "lines end in CR alone";
    MixedEndings = "mixed-endings", "LF, CR LF and CR take turns";
    Bom = "bom", "a byte order mark first, itself split in two";
    Comments = "comments", "comment lines, `retry:` and unknown fields between the events";
    NoSpace = "no-space", "`data:{...}` without the space";
    MultiDataLines = "multi-data-lines", "every event spread over several data lines";
    SplitUtf8 = "split-utf8", "every byte is a chunk of its own";
    NoLastBlankLine = "no-last-blank-line", "the finish event lacks its blank line, and there is no `[DONE]`";
    BadJsonLines = "bad-json-lines", "`data: ping` lines between the events";
    InvalidUtf8 = "invalid-utf8", "an event whose text is not UTF-8, between good ones";
    EndlessLine = "endless-line", "a data line that goes on for 256 MiB";

    EmptyAnswer = "empty-answer", "finish_reason stop without any text";
    Refusal = "refusal", "delta.refusal and no text";
    Reasoning = "reasoning", "reasoning and reasoning_content deltas before the text";
    ThinkTags = "think-tags", "reasoning inside think tags that are split over deltas";
    ToolCalls = "tool-calls", "two tool calls, arguments in pieces";
    ToolCallsNoIndex = "tool-calls-no-index", "two tool calls without index";
    UsageOwnChunk = "usage-own-chunk", "usage without cost in a last chunk with `choices:[]`, as OpenAI sends it";
    EmptyChoicesFirst = "empty-choices-first", "a first chunk with `choices:[]`";
    NullContent = "null-content", "content:null, missing delta and role-only chunks between the text";
    ContentParts = "content-parts", "content as an array of parts";
    FinishWithText = "finish-with-text", "the last text in the chunk that has finish_reason";
    OddFinish = "odd-finish", "finish_reason \"\" and \"null\" on the way, then stop twice";
    Length = "length", "text, then finish_reason length";
    ContentFilter = "content-filter", "text, then finish_reason content_filter";
    ContentFilterEmpty = "content-filter-empty", "finish_reason content_filter without text";

    DeltaFlood = "delta-flood", "100,000 one-byte deltas as fast as they are read";
    Markdown200k = "markdown-200k", "200 KB of Markdown, at the pace's bytes a second";
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The name is none of [`Scenario::ALL`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no scenario {name:?}")]
pub struct UnknownScenario {
    /// What was asked for.
    pub name: String,
}

impl FromStr for Scenario {
    type Err = UnknownScenario;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .copied()
            .find(|scenario| scenario.name() == name)
            .ok_or_else(|| UnknownScenario {
                name: name.to_owned(),
            })
    }
}
