//! The `.env.local` of the linked folder: read, and read again when it changed.
//!
//! So the guide's own command works too: a person runs `vercel env pull` there, and the next
//! question has the new token. Nothing here writes to it.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chat_core::connection::Variable;
use chat_core::env_file;
use secrecy::SecretString;
use tokio::io::AsyncReadExt as _;

/// Its name in a project's folder.
const NAME: &str = ".env.local";

/// By what a changed file is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    modified: Option<SystemTime>,
    length: u64,
}

/// What was last read, and from where.
#[derive(Debug, Clone, Default)]
pub(super) struct LinkedFile {
    folder: PathBuf,
    state: Option<State>,
    token: Option<SecretString>,
}

impl LinkedFile {
    /// The token in it, if there is one.
    pub(super) fn token(&self) -> Option<&SecretString> {
        self.token.as_ref()
    }

    /// What stands there now; read only where it is another folder or the file changed.
    pub(super) async fn again(self, folder: &Path) -> Self {
        let state = state(&folder.join(NAME)).await;
        if self.folder == folder && self.state == state {
            return self;
        }
        let token = match state {
            Some(_) => read(&folder.join(NAME)).await,
            None => None,
        };
        Self {
            folder: folder.to_path_buf(),
            state,
            token,
        }
    }
}

/// None where there is no such file. Only plain files: opening a pipe would wait for a writer.
async fn state(path: &Path) -> Option<State> {
    let meta = tokio::fs::metadata(path).await.ok()?;
    meta.is_file().then(|| State {
        modified: meta.modified().ok(),
        length: meta.len(),
    })
}

/// A file that cannot be read holds no token; it is somebody else's, and may hold anything.
async fn read(path: &Path) -> Option<SecretString> {
    let file = tokio::fs::File::open(path).await.ok()?;
    let mut bytes = Vec::new();
    let limit = env_file::MAX_BYTES as u64 + 1;
    file.take(limit).read_to_end(&mut bytes).await.ok()?;
    let file = env_file::read(&bytes).ok()?;
    file.key(Variable::VercelOidcToken).map(SecretString::from)
}
