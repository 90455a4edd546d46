//! The pictures in answers as files: named by their answer, and never over a file that is there.

use chat_core::failure::{Code, Failure};
use chat_core::ids::MessageId;
use chat_core::message::Role;
use chat_core::request::MediaKind;
use chat_engine::Engine;
use chat_engine::store::StoredMessage;
use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Where the pictures of each answer were written to, in their order.
pub(crate) type Saved = HashMap<MessageId, Vec<String>>;

/// Writes the pictures of these messages to a folder, which is made where it is missing.
pub(crate) async fn save(
    engine: &Engine,
    messages: &[StoredMessage],
    folder: PathBuf,
) -> Result<Saved, Failure> {
    let mut saved = Saved::new();
    for stored in messages {
        let message = &stored.message;
        if message.role != Role::Assistant || stored.files.is_empty() {
            continue;
        }
        let pictures = engine.pictures_of(&message.id).await?;
        let (id, folder) = (message.id.clone(), folder.clone());
        let written = tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(&folder).map_err(|error| unwritten(&folder, &error))?;
            let mut paths = Vec::new();
            for (picture, n) in pictures.iter().zip(1_u32..) {
                let ending = ending(picture.kind);
                let path = folder.join(format!("{}-{n}.{ending}", id.as_str()));
                let bytes = picture.bytes().unwrap_or_default();
                write(&path, &bytes).map_err(|error| unwritten(&path, &error))?;
                paths.push(path.display().to_string());
            }
            Ok::<_, Failure>(paths)
        })
        .await
        .map_err(|_| crate::report::internal("A picture could not be written."))??;
        saved.insert(message.id.clone(), written);
    }
    Ok(saved)
}

/// Writes a new file. The same picture that is there already is as good as written.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(bytes),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let same = std::fs::read(path).is_ok_and(|there| there == bytes);
            if same { Ok(()) } else { Err(error) }
        }
        Err(error) => Err(error),
    }
}

fn ending(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Png => "png",
        MediaKind::Jpeg => "jpg",
        MediaKind::Gif => "gif",
        MediaKind::Webp => "webp",
        MediaKind::Pdf => "pdf",
    }
}

fn unwritten(path: &Path, error: &io::Error) -> Failure {
    let why = match error.kind() {
        io::ErrorKind::AlreadyExists => "another file is there",
        io::ErrorKind::PermissionDenied => "it may not be written to",
        io::ErrorKind::StorageFull => "the disk is full",
        _ => "the system refused",
    };
    Failure::new(
        Code::Storage,
        format!("{} could not be written: {why}.", path.display()),
    )
    .with_action("Choose another folder.")
}
