//! The log: a file in the log folder, and the terminal. It never holds what was asked or
//! answered, nor a key: what is logged is written here and in the engine, with that in mind, and
//! each line is looked at again before it is written.

mod file;
mod line;

use std::io;
use std::sync::Mutex;

use chat_engine::paths::Paths;
use file::LogFile;
use line::Lines;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, FilterExt, LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

/// What the file gets unless `GATEHOUSE_LOG` says otherwise.
const USUAL: &str = "warn,gatehouse_desktop=info,chat_engine=info";

/// Starts logging. The terminal gets errors only, or what `filter` (`GATEHOUSE_LOG`) asks for.
pub(crate) fn start(paths: Option<&Paths>, filter: Option<&str>) {
    let wanted = |usual: &str| {
        EnvFilter::builder()
            .with_default_directive(LevelFilter::WARN.into())
            // A filter that can be read in part is used in part.
            .parse_lossy(filter.unwrap_or(usual))
    };
    let (file, refused) = match paths.map(open) {
        Some(Ok(file)) => (Some(file), None),
        Some(Err(error)) => (None, Some(error)),
        None => (None, None),
    };
    let to_file = file.map(|file| {
        fmt::layer()
            .with_ansi(false)
            .with_writer(Mutex::new(Lines(file)))
            .with_filter(wanted(USUAL).and(filter_fn(may_be_logged)))
    });
    let to_terminal = fmt::layer()
        .with_ansi(false)
        .without_time()
        .with_writer(|| Lines(io::stderr()))
        .with_filter(wanted("error").and(filter_fn(may_be_logged)));
    let started = tracing_subscriber::registry()
        .with(to_file)
        .with(to_terminal)
        .try_init();
    if let Err(error) = started {
        tracing::debug!(%error, "somebody else logs already");
    }
    if let Some(error) = refused {
        tracing::warn!("there is no log file: {error}");
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        // Without its text: a library may have put anything into it.
        tracing::error!(place, "a part of Gatehouse stopped working");
    }));
}

/// Libraries are heard only down to `info`: below, some tell what goes over the wire.
fn may_be_logged(line: &Metadata<'_>) -> bool {
    const OURS: [&str; 4] = [
        "gatehouse_desktop",
        "chat_core",
        "chat_engine",
        "chat_render",
    ];
    let module = line.target().split("::").next().unwrap_or_default();
    *line.level() <= Level::INFO || OURS.contains(&module)
}

fn open(paths: &Paths) -> io::Result<LogFile> {
    paths.create_log()?;
    LogFile::open(&paths.log)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;

    #[test]
    fn libraries_do_not_tell_what_goes_over_the_wire() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        let layer = fmt::layer()
            .with_writer(Mutex::new(File::create(&path).unwrap()))
            .with_filter(EnvFilter::new("trace").and(filter_fn(may_be_logged)));
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
            tracing::trace!(target: "chat_engine::transport", "own detail");
            tracing::info!(target: "hyper::client", "said aloud");
            tracing::debug!(target: "hyper::client", "header");
            tracing::trace!(target: "chat_engine_of_others", "header");
        });
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.contains("own detail") && text.contains("said aloud"),
            "{text}"
        );
        assert!(!text.contains("header"), "{text}");
    }
}
