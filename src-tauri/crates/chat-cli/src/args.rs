//! The arguments. Verbs and flags of capabilities that do not exist yet are absent here, so that
//! they are wrong usage rather than silently ignored.

mod history;
mod presets;
mod replay;

pub(crate) use history::*;
pub(crate) use presets::*;
pub(crate) use replay::ReplayArgs;

use clap::{Args, Parser, Subcommand};
use demo_gateway::Scenario;

/// Chat through your own AI gateway.
#[derive(Debug, Parser)]
#[command(
    name = "gatehouse",
    version,
    propagate_version = true,
    max_term_width = 100
)]
pub(crate) struct Cli {
    /// Print JSON: of `ask` and `replay` one object a line, of the others one document
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Ask a question; the answer streams to standard output
    Ask(AskArgs),
    /// Show, set or remove keys; a key is never shown and never an argument
    Keys(KeysArgs),
    /// List, add, change or remove connections; find local model servers
    Connections(ConnectionsArgs),
    /// Show or change settings
    Settings(SettingsArgs),
    /// List, show, change, remove, export or import presets: a model, instructions and parameters under a name
    Presets(PresetsArgs),
    /// List the models of a connection, as saved, as shipped, or fetched now
    Models(ModelsArgs),
    /// List, show, search, change, delete, export, import, back up and repair earlier conversations
    History(HistoryArgs),
    /// Play an answer again from the bytes that came
    Replay(ReplayArgs),
    /// Say what was used and what it cost, from the ledger in the data folder
    Usage(UsageArgs),
    /// Test the connections layer by layer
    Doctor(DoctorArgs),
    /// Delete everything of yours: keys, conversations, drafts, settings, presets, copies, logs
    ///
    /// Every key of Gatehouse leaves the system's keyring, whatever data folder it was used with. Files
    /// that you wrote yourself with export or backup FILE stay. No other Gatehouse program may run.
    #[command(verbatim_doc_comment)]
    DeleteEverything {
        /// Do not ask; needed where nobody can be asked
        #[arg(short, long)]
        yes: bool,
    },
    /// Run the demo gateway, which answers without a model, until it is stopped
    DemoGateway(DemoArgs),
}

#[derive(Debug, Args)]
pub(crate) struct AskArgs {
    /// The question; standard input, unless it is a terminal, is added after a blank line
    pub(crate) prompt: Option<String>,
    /// Show the quick-ask window instead, with the text in its box: it is not sent, and is added to what
    /// stands there. For a shortcut of the desktop
    #[arg(long, conflicts_with_all = [
        "model", "connection", "preset", "system", "max_tokens", "temperature", "attach", "stop", "seed",
        "reasoning", "schema", "conversation", "continue_last", "leave_out", "no_stream", "no_save",
        "no_cache", "fallback", "no_wait",
    ])]
    pub(crate) window: bool,
    /// Model id, sent as typed
    #[arg(short, long, value_name = "MODEL")]
    pub(crate) model: Option<String>,
    /// Connection: gateway, openai, openai-responses, anthropic, gemini, local, demo or your own
    #[arg(short, long, value_name = "CONNECTION")]
    pub(crate) connection: Option<String>,
    /// A preset to ask with; what is said beside it wins, see `gatehouse presets`
    #[arg(long, value_name = "NAME")]
    pub(crate) preset: Option<String>,
    /// Instructions for the model; replace those of the conversation, an empty text is none
    #[arg(short, long, value_name = "SYSTEM")]
    pub(crate) system: Option<String>,
    /// Longest answer, in tokens; left to the model when absent
    #[arg(long, value_name = "N", value_parser = count, allow_negative_numbers = true)]
    pub(crate) max_tokens: Option<u32>,
    /// Sampling temperature from 0 to 2; left to the model when absent
    #[arg(long, value_name = "T", value_parser = decimal, allow_negative_numbers = true)]
    pub(crate) temperature: Option<f64>,
    /// A picture, PDF or text to go with the question; may be given more than once
    #[arg(long, value_name = "FILE")]
    pub(crate) attach: Vec<std::path::PathBuf>,
    /// A text at which the answer ends; may be given up to 4 times
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) stop: Vec<String>,
    /// Seed of the sampling, where the model has one
    #[arg(long, value_name = "N", value_parser = whole, allow_negative_numbers = true)]
    pub(crate) seed: Option<i64>,
    /// How much to think: off, minimal, low, medium, high, max, or a number of tokens
    #[arg(long, value_name = "HOW", allow_negative_numbers = true)]
    pub(crate) reasoning: Option<String>,
    /// A file with the JSON schema that the answer must follow
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Option<std::path::PathBuf>,
    /// Go on with this conversation
    #[arg(long, value_name = "ID", conflicts_with = "continue_last")]
    pub(crate) conversation: Option<String>,
    /// Go on with the conversation updated last, or start one
    #[arg(long = "continue")]
    pub(crate) continue_last: bool,
    /// Leave the oldest N turns of the conversation out of what is sent; they stay stored
    #[arg(
        long,
        value_name = "N",
        value_parser = count,
        allow_negative_numbers = true,
        default_value_t = 0,
        hide_default_value = true
    )]
    pub(crate) leave_out: u32,
    /// Ask for the whole answer at once
    #[arg(long)]
    pub(crate) no_stream: bool,
    /// Store nothing
    #[arg(long)]
    pub(crate) no_save: bool,
    /// Ask even if a kept answer is at hand, and keep this one for nobody
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// What to ask where an attempt fails before its first token, instead of the setting: MODEL,
    /// CONNECTION=MODEL or CONNECTION=, with commas between; an empty order is none
    #[arg(long, value_name = "ORDER", conflicts_with = "no_wait")]
    pub(crate) fallback: Option<String>,
    /// Wait neither for a place in your own pace nor before a repeat: the first failure is final
    #[arg(long)]
    pub(crate) no_wait: bool,
}

#[derive(Debug, Args)]
pub(crate) struct KeysArgs {
    #[command(subcommand)]
    pub(crate) verb: KeysVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum KeysVerb {
    /// Say for each connection whether there is a key, and where
    Status,
    /// Keep a key in the system's keyring; it is read from standard input or asked for
    Set {
        /// Any connection that takes a key, such as gateway or openai
        connection: String,
        /// Taken only to say that a key is never an argument
        #[arg(hide = true, num_args = 0..)]
        surplus: Vec<String>,
    },
    /// Remove a key from the system's keyring
    Remove {
        /// Any connection that takes a key, such as gateway or openai
        connection: String,
    },
    /// Take over the keys of an environment file such as .env.local; the file stays as it is
    Import {
        /// Its path
        file: std::path::PathBuf,
    },
    /// Renew the Vercel sign-in now, to see whether it can be
    Renew,
}

#[derive(Debug, Args)]
pub(crate) struct ConnectionsArgs {
    #[command(subcommand)]
    pub(crate) verb: ConnectionsVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConnectionsVerb {
    /// List every connection with the address in effect
    List,
    /// Add a connection of your own
    Add {
        /// Lower-case letters, digits, - and _
        name: String,
        #[command(flatten)]
        said: ConnectionArgs,
    },
    /// Change a connection, also a built-in one; an empty value takes the setting away
    Set {
        /// Its name
        name: String,
        #[command(flatten)]
        said: ConnectionArgs,
    },
    /// Remove a connection of your own with its key, or the changes of a built-in one
    Remove {
        /// Its name
        name: String,
    },
    /// Look for model servers at the usual ports of this machine
    Probe,
}

/// What can be said of a connection.
#[derive(Debug, Args)]
pub(crate) struct ConnectionArgs {
    /// openai-chat, openai-responses, anthropic-messages or gemini
    #[arg(long, value_name = "D")]
    pub(crate) dialect: Option<String>,
    /// Its address, such as `https://host/v1`
    #[arg(long, value_name = "U")]
    pub(crate) base_url: Option<String>,
    /// A header for every request, such as "X-Title: my app"; never a key
    #[arg(long, value_name = "NAME: VALUE")]
    pub(crate) header: Vec<String>,
    /// Time-out of connecting in milliseconds, instead of the setting; 0 is off
    #[arg(long, value_name = "MS", value_parser = milliseconds, allow_negative_numbers = true)]
    pub(crate) connect_ms: Option<u64>,
    /// Time-out until the first byte
    #[arg(long, value_name = "MS", value_parser = milliseconds, allow_negative_numbers = true)]
    pub(crate) first_byte_ms: Option<u64>,
    /// Time-out between two pieces of an answer
    #[arg(long, value_name = "MS", value_parser = milliseconds, allow_negative_numbers = true)]
    pub(crate) idle_ms: Option<u64>,
    /// A proxy for this connection alone, such as `http://host:3128`
    #[arg(long, value_name = "U")]
    pub(crate) proxy: Option<String>,
    /// A PEM file with certificates to trust beside the system's
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<std::path::PathBuf>,
    /// Questions go without a key
    #[arg(long, conflicts_with = "with_key")]
    pub(crate) no_key: bool,
    /// Questions need a key again
    #[arg(long)]
    pub(crate) with_key: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SettingsArgs {
    #[command(subcommand)]
    pub(crate) verb: SettingsVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SettingsVerb {
    /// Show one setting, or all
    Get {
        /// For example timeouts.idleMs
        key: Option<String>,
    },
    /// Change a setting; 0 is off, an empty value is the default
    ///
    /// fallback=MODEL,CONNECTION=MODEL,CONNECTION= is what is asked, in order, where an attempt fails
    /// before its first token.
    ///
    /// gateway.byok=anthropic,openai,google sends your own keys of these providers, as the keyring
    /// holds them, to the gateway with every question: it then asks the provider with them.
    #[command(verbatim_doc_comment)]
    Set {
        /// For example timeouts.idleMs
        key: String,
        /// The new value
        #[arg(allow_hyphen_values = true)]
        value: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ModelsArgs {
    /// Whose models; the connection that a question would go to when absent
    #[arg(short, long, value_name = "CONNECTION")]
    pub(crate) connection: Option<String>,
    /// Ask the connection for its list, and save it
    #[arg(long)]
    pub(crate) refresh: bool,
}

#[derive(Debug, Args)]
pub(crate) struct UsageArgs {
    /// By what sums are made: day, month, model or connection
    #[arg(long, value_name = "WHAT", default_value = "day")]
    pub(crate) by: String,
    /// From this day on, such as 2026-11-30, by the clocks here
    #[arg(long, value_name = "DAY")]
    pub(crate) since: Option<String>,
    /// To the end of this day
    #[arg(long, value_name = "DAY")]
    pub(crate) until: Option<String>,
    /// Every request as a line of CSV instead of sums
    #[arg(long, conflicts_with = "by")]
    pub(crate) csv: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Send nothing that could cost money
    #[arg(long)]
    pub(crate) no_spend: bool,
}

#[derive(Debug, Args)]
#[command(after_long_help = scenarios())]
pub(crate) struct DemoArgs {
    /// Port on the loopback address; a free one when absent
    #[arg(
        long,
        value_name = "P",
        value_parser = port,
        allow_negative_numbers = true,
        default_value_t = 0
    )]
    pub(crate) port: u16,
    /// How it answers, for testing clients; `--help` lists the ways
    #[arg(long, value_name = "S", default_value = "demo")]
    pub(crate) scenario: String,
}

/// A line for each way in which the demo gateway can answer.
fn scenarios() -> String {
    let lines = Scenario::ALL
        .iter()
        .map(|scenario| format!("\n  {scenario:<22} {}", scenario.description()));
    let head = "Scenarios; a single question chooses its own with the model id `scenario:NAME`:";
    lines.fold(head.to_owned(), |text, line| text + &line)
}

fn count(text: &str) -> Result<u32, &'static str> {
    text.parse()
        .map_err(|_| "give a whole number from 0 to 4294967295")
}

fn milliseconds(text: &str) -> Result<u64, &'static str> {
    text.parse()
        .map_err(|_| "give a whole number of milliseconds; 0 is off")
}

fn whole(text: &str) -> Result<i64, &'static str> {
    text.parse().map_err(|_| "give a whole number")
}

fn decimal(text: &str) -> Result<f64, &'static str> {
    text.parse().map_err(|_| "give a number such as 0.7")
}

fn port(text: &str) -> Result<u16, &'static str> {
    text.parse()
        .map_err(|_| "give a whole number from 0 to 65535; 0 is a free one")
}

#[cfg(test)]
mod written;

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn flags_of_later_capabilities_are_wrong_usage() {
        for line in [
            "gatehouse replay",
            "gatehouse replay x --redact",
            "gatehouse history export --format pdf",
            "gatehouse history search",
            "gatehouse history search --limit 0 x",
            "gatehouse ask --conversation a --continue x",
            "gatehouse",
            "gatehouse ask --temperature warm x",
            "gatehouse ask --max-tokens -1 x",
            "gatehouse ask --attach",
            "gatehouse ask --seed 1.5 x",
        ] {
            let error = Cli::try_parse_from(line.split(' ')).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line}");
        }
    }

    /// A number that is none is told in one line that names the flag and what fits it.
    #[test]
    fn a_value_that_is_no_number_says_which_would_be() {
        for (line, flag, fits) in [
            ("ask x --max-tokens lots", "--max-tokens", "a whole number"),
            ("ask x --max-tokens -3", "--max-tokens", "a whole number"),
            (
                "ask x --max-tokens 99999999999",
                "--max-tokens",
                "4294967295",
            ),
            ("ask x --leave-out -1", "--leave-out", "a whole number"),
            ("ask x --temperature warm", "--temperature", "a number"),
            ("ask x --seed 1.5", "--seed", "a whole number"),
            (
                "connections set local --idle-ms -5",
                "--idle-ms",
                "milliseconds",
            ),
            ("demo-gateway --port 99999", "--port", "65535"),
        ] {
            let line = format!("gatehouse {line}");
            let error = Cli::try_parse_from(line.split(' ')).unwrap_err();
            let said = error.to_string();
            let first = said.lines().next().unwrap();
            assert!(first.contains(flag) && first.contains(fits), "{said}");
            assert!(!said.contains("tip:"), "{said}");
        }
    }

    #[test]
    fn json_stands_anywhere() {
        for line in [
            "gatehouse --json ask x",
            "gatehouse ask --json x",
            "gatehouse ask x --json",
        ] {
            assert!(Cli::try_parse_from(line.split(' ')).unwrap().json, "{line}");
        }
    }
}
