//! The streams that every reader gets.

/// Deltas of the ordinary stream.
pub const DELTAS: usize = 309_000;

const WORDS: [&str; 12] = [
    "The", " answer", " is", " four", ",", " because", " two", " and", " two", " make", " it",
    ".\\n",
];

fn delta(text: &str) -> String {
    format!(
        "data: {{\"id\":\"chatcmpl-9xkQ2mVtBqYh\",\"object\":\"chat.completion.chunk\",\
         \"created\":1764150000,\"model\":\"anthropic/claude-sonnet-4.5\",\
         \"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}},\
         \"finish_reason\":null}}]}}\n\n"
    )
}

const END: &str = "data: {\"id\":\"chatcmpl-9xkQ2mVtBqYh\",\"object\":\"chat.completion.chunk\",\
    \"created\":1764150000,\"model\":\"anthropic/claude-sonnet-4.5\",\
    \"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\
    \"usage\":{\"prompt_tokens\":12,\"completion_tokens\":309000,\"total_tokens\":309012}}\n\n\
    data: [DONE]\n\n";

/// An answer as a gateway streams it, a word at a time.
pub fn ordinary() -> Vec<u8> {
    let mut bytes = String::with_capacity(DELTAS * 220);
    for word in WORDS.iter().cycle().take(DELTAS) {
        bytes.push_str(&delta(word));
    }
    bytes.push_str(END);
    bytes.into_bytes()
}

/// One delta of 900 KiB.
pub fn one_long_line() -> Vec<u8> {
    let mut bytes = delta(&"x".repeat(900 * 1024));
    bytes.push_str(END);
    bytes.into_bytes()
}

/// A short answer behind a byte-order mark.
pub fn with_bom() -> Vec<u8> {
    format!("\u{feff}{}{END}", delta("four")).into_bytes()
}

/// One delta alone.
pub fn single() -> String {
    delta("four")
}
