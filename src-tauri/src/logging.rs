//! The log: a file in the log folder, and the terminal. It never holds what was asked or
//! answered, nor a key: what is logged is written here and in the engine, with that in mind.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::sync::Mutex;

use chat_engine::paths::Paths;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, FilterExt, LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

/// What the file gets unless `GATEHOUSE_LOG` says otherwise.
const USUAL: &str = "warn,gatehouse_desktop=info,chat_engine=info";
/// A log that has grown beyond this is put aside at the next start: two files at most.
const KEEP_BYTES: u64 = 1_000_000;

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
            .with_writer(Mutex::new(file))
            .with_filter(wanted(USUAL).and(filter_fn(may_be_logged)))
    });
    let to_terminal = fmt::layer()
        .with_ansi(false)
        .without_time()
        .with_writer(io::stderr)
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

fn open(paths: &Paths) -> io::Result<File> {
    paths.create_log()?;
    let path = paths.log.join("gatehouse.log");
    if fs::metadata(&path).is_ok_and(|meta| meta.len() > KEEP_BYTES) {
        fs::rename(&path, paths.log.join("gatehouse.old.log"))?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn below(folder: &std::path::Path) -> Paths {
        Paths {
            data: folder.to_path_buf(),
            config: folder.join("config"),
            log: folder.join("logs"),
        }
    }

    #[test]
    fn a_log_goes_on_where_it_was_until_it_is_too_long() {
        let folder = tempfile::tempdir().unwrap();
        let paths = below(folder.path());
        open(&paths).unwrap().write_all(b"one\n").unwrap();
        open(&paths).unwrap().write_all(b"two\n").unwrap();
        let path = paths.log.join("gatehouse.log");
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\n");
        fs::write(&path, vec![b'x'; usize::try_from(KEEP_BYTES).unwrap() + 1]).unwrap();
        open(&paths).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), 0);
        assert!(paths.log.join("gatehouse.old.log").exists());
    }

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

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_the_log() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let paths = below(folder.path());
        let file = open(&paths).unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}
