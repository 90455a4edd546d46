//! Files named on the command line: read whole, within a bound, before anything is sent.
//!
//! Only regular files: a pipe or a device may never end. What a file is, the engine decides.

use chat_core::attachment::{
    MAX_FILE_BYTES, MAX_TOGETHER, Reason, Refused, check_count, file_name,
};
use chat_core::failure::{Code, Failure};
use chat_core::request::{AnswerSchema, MAX_SCHEMA_BYTES};
use chat_engine::AskedFile;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Reads the files to attach, in their order.
pub(crate) async fn attached(paths: Vec<PathBuf>) -> Result<Vec<AskedFile>, Failure> {
    check_count(paths.len()).map_err(|refused| refused.failure())?;
    blocking(move || {
        let mut together = 0;
        let mut files = Vec::new();
        for path in paths {
            let bytes = read(&path, MAX_FILE_BYTES)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            together += bytes.len();
            if together > MAX_TOGETHER {
                let refused = Refused {
                    name: file_name(&name),
                    reason: Reason::TogetherTooLarge { most: MAX_TOGETHER },
                };
                return Err(refused.failure());
            }
            files.push(AskedFile {
                name: name.into_owned(),
                bytes: bytes.into(),
            });
        }
        Ok(files)
    })
    .await
}

/// Reads the schema of an answer.
pub(crate) async fn schema(path: Option<PathBuf>) -> Result<Option<AnswerSchema>, Failure> {
    let Some(path) = path else { return Ok(None) };
    blocking(move || AnswerSchema::parse(&read(&path, MAX_SCHEMA_BYTES)?).map(Some)).await
}

/// Reads a file of presets.
pub(crate) async fn presets(path: PathBuf) -> Result<Vec<u8>, Failure> {
    blocking(move || read(&path, chat_core::preset::MAX_FILE_BYTES)).await
}

async fn blocking<T: Send + 'static>(
    job: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(job)
        .await
        .map_err(|_| crate::report::internal("A file could not be read."))?
}

/// The file, or one byte more than `most`.
fn read(path: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    let named = file_name(&path.to_string_lossy());
    // Looked at before it is opened: opening a pipe waits for somebody who writes.
    let looked = std::fs::metadata(path).map_err(|error| unreadable(&named, &error))?;
    if !looked.is_file() {
        let what = if looked.is_dir() {
            "a folder"
        } else {
            "no file"
        };
        return Err(refuse(format!("{named} is {what}.")));
    }
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(limit).read_to_end(&mut bytes))
        .map_err(|error| unreadable(&named, &error))?;
    Ok(bytes)
}

fn unreadable(named: &str, error: &io::Error) -> Failure {
    refuse(match error.kind() {
        io::ErrorKind::NotFound => format!("There is no file {named}."),
        io::ErrorKind::PermissionDenied => format!("The file {named} may not be read."),
        _ => format!("The file {named} could not be read."),
    })
}

fn refuse(message: String) -> Failure {
    Failure::new(Code::ConfigInvalid, message)
        .with_action("Name a file that can be read; nothing was sent.")
}
