//! Log lines on standard error, when `GATEHOUSE_LOG` asks for them. They hold no text of questions
//! or answers, and no key.

use crate::output;
use chat_engine::environment::Environment;
use tracing_subscriber::EnvFilter;

/// Starts logging with the filter that the environment names, such as `debug` or
/// `chat_engine=trace`. A filter that cannot be read is as none, and that is said.
pub(crate) fn start(environment: &Environment) {
    let Some(text) = environment.log() else {
        return;
    };
    let Ok(filter) = EnvFilter::try_new(text) else {
        output::note(
            "GATEHOUSE_LOG cannot be read, so nothing is logged. Try debug, or chat_engine=trace.",
        );
        return;
    };
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .finish();
    // A second logger in one process would be a fault of tests only.
    let _ = tracing::subscriber::set_global_default(lines);
}
