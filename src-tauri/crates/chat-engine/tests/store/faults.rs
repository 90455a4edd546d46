//! Folders and files that are not as they should be.

use crate::support::*;
use chat_core::failure::Code;
use chat_engine::store::{Shown, Store, StoreError};
use rusqlite::Connection;
use std::fs;
use std::path::Path;

const DATABASE: &str = "gatehouse.sqlite3";

/// A folder with one conversation, closed.
async fn furnished() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    furnish(dir.path()).await;
    dir
}

async fn furnish(folder: &Path) {
    let store = Store::open(folder).unwrap();
    store.begin_turn(starting("c", 1)).await.unwrap();
    store.close().await;
}

fn refusal(opened: Result<Store, StoreError>) -> StoreError {
    opened.expect_err("the store opened")
}

/// The bytes of the database and, where there is one, its log.
fn bytes(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = contents(folder);
    files.retain(|(name, bytes)| {
        name.starts_with(DATABASE) && !name.ends_with("-shm") && !bytes.is_empty()
    });
    files
}

#[tokio::test]
async fn a_closed_store_opens_again_with_everything() {
    let dir = furnished().await;
    assert_eq!(contents(dir.path()).len(), 1, "the log is in the file");
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(path_ids(&store, "c").await, ["q1", "a1"]);
    // Handles dropped without closing lose nothing either.
    store.begin_turn(following("c", 2)).await.unwrap();
    drop(store);
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(path_ids(&store, "c").await, ["q1", "a1", "q2", "a2"]);
}

/// An update may come while the program runs.
///
/// Mutation seen to fail: `writes-on` in `xtask/scripts/mutations.py`.
#[tokio::test]
async fn what_a_newer_program_migrated_meanwhile_is_written_to_no_more() {
    let dir = furnished().await;
    let store = Store::open(dir.path()).unwrap();
    let newer = Connection::open(dir.path().join(DATABASE)).unwrap();
    newer.pragma_update(None, "user_version", 999).unwrap();
    let before = path_ids(&store, "c").await;
    let refused = store.begin_turn(following("c", 3)).await;
    assert!(
        matches!(refused, Err(StoreError::NewerDatabase { found: 999, .. })),
        "{refused:?}"
    );
    assert_eq!(path_ids(&store, "c").await, before, "it can still be read");
}

#[tokio::test]
async fn a_newer_programs_database_is_refused_and_not_touched() {
    let dir = furnished().await;
    let newer = Connection::open(dir.path().join(DATABASE)).unwrap();
    newer.pragma_update(None, "user_version", 999).unwrap();
    // Once with the version still in the log, as after a crash, and once with it in the file.
    let crashed = tempfile::tempdir().unwrap();
    for (name, bytes) in bytes(dir.path()) {
        fs::write(crashed.path().join(name), bytes).unwrap();
    }
    assert_eq!(bytes(crashed.path()).len(), 2, "file and log");
    drop(newer);
    assert_eq!(bytes(dir.path()).len(), 1, "only the file");
    for folder in [crashed.path(), dir.path()] {
        let before = bytes(folder);
        let is_told = |error: &StoreError| {
            let StoreError::NewerDatabase { found, path, .. } = error else {
                panic!("{error:?}")
            };
            assert_eq!(*found, 999);
            assert_eq!(path, &folder.join(DATABASE));
            assert_eq!(error.failure().code, Code::Storage);
            let action = error.failure().action.unwrap();
            assert!(action.contains(&*folder.to_string_lossy()));
        };
        is_told(&refusal(Store::open(folder)));
        assert_eq!(bytes(folder), before);
        // It can be read, as far as it is understood.
        let store = Store::open_read_only(folder).unwrap();
        assert_eq!(path_ids(&store, "c").await, ["q1", "a1"]);
        is_told(&store.begin_turn(following("c", 2)).await.unwrap_err());
        drop(store);
        assert_eq!(bytes(folder), before);
    }
}

#[tokio::test]
async fn what_a_newer_program_laid_out_otherwise_is_told_and_not_taken_for_damage() {
    let dir = furnished().await;
    let newer = Connection::open(dir.path().join(DATABASE)).unwrap();
    newer
        .execute_batch(
            "PRAGMA user_version = 999; ALTER TABLE conversations RENAME COLUMN title TO name",
        )
        .unwrap();
    drop(newer);
    let before = bytes(dir.path());
    let store = Store::open_read_only(dir.path()).unwrap();
    let error = store
        .conversations(Shown::default(), None, 9)
        .await
        .unwrap_err();
    assert!(
        matches!(error, StoreError::NewerDatabase { found: 999, .. }),
        "{error:?}"
    );
    drop(store);
    assert_eq!(bytes(dir.path()), before);
}

#[tokio::test]
async fn what_is_no_database_of_ours_is_left_as_it_is() {
    let whole = fs::read(furnished().await.path().join(DATABASE)).unwrap();
    let theirs = tempfile::tempdir().unwrap();
    Connection::open(theirs.path().join("x"))
        .unwrap()
        .execute_batch("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)")
        .unwrap();
    let theirs = fs::read(theirs.path().join("x")).unwrap();
    let mut broken_header = whole.clone();
    broken_header[..16].fill(b'x');
    let mut broken_schema = whole.clone();
    broken_schema[100..400].fill(0xAA);
    for (name, content) in [
        ("text", b"not a database, only some text\n".repeat(300)),
        ("short", whole[..700].to_vec()),
        ("another program's", theirs),
        ("header", broken_header),
        ("schema", broken_schema),
    ] {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(DATABASE), &content).unwrap();
        for open in [Store::open, Store::open_read_only] {
            let error = refusal(open(dir.path()));
            assert!(
                matches!(error, StoreError::Damaged { .. }),
                "{name}: {error:?}"
            );
        }
        assert!(
            fs::read(dir.path().join(DATABASE)).unwrap() == content,
            "{name}"
        );
    }
}

#[tokio::test]
async fn an_empty_file_is_a_new_store() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(DATABASE), "").unwrap();
    let store = Store::open(dir.path()).unwrap();
    store.begin_turn(starting("c", 1)).await.unwrap();
}

#[test]
fn a_file_in_the_folders_place_is_said_so() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "kept").unwrap();
    for folder in [file.clone(), file.join("below")] {
        let error = refusal(Store::open(&folder));
        assert!(matches!(error, StoreError::Io { .. }), "{error:?}");
        assert_eq!(error.failure().code, Code::Storage);
        assert!(
            refusal(Store::open_read_only(&folder))
                .failure()
                .action
                .is_some()
        );
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "kept");
}

#[test]
fn reading_makes_nothing_where_nothing_is() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("none");
    assert!(matches!(
        refusal(Store::open_read_only(&folder)),
        StoreError::Io { .. }
    ));
    assert!(!folder.exists());
}

#[tokio::test]
async fn reading_alone_sees_a_living_writer_and_writes_nothing() {
    let dir = furnished().await;
    let writer = Store::open(dir.path()).unwrap();
    let reader = Store::open_read_only(dir.path()).unwrap();
    writer.begin_turn(following("c", 2)).await.unwrap();
    assert_eq!(path_ids(&reader, "c").await.len(), 4);
    let refused = reader.begin_turn(following("c", 3)).await.unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly { .. }));
    assert_eq!(path_ids(&writer, "c").await.len(), 4);
}

#[cfg(unix)]
mod permissions {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    const FOLDER: &str = "GATEHOUSE_TEST_READ_ONLY";
    const NOBODY: u32 = 65_534;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[tokio::test]
    async fn folder_and_files_are_for_their_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("a/b");
        let store = Store::open(&folder).unwrap();
        store.begin_turn(starting("c", 1)).await.unwrap();
        assert_eq!(mode(&folder), 0o700);
        let files = contents(&folder);
        assert_eq!(files.len(), 3, "file, log and shared memory");
        for (name, _) in files {
            assert_eq!(mode(&folder.join(&name)), 0o600, "{name}");
        }
        store.close().await;
        // What others may do is taken away; what the owner may do stays.
        for (found, left) in [(0o644, 0o600), (0o444, 0o400)] {
            set(&folder.join(DATABASE), found);
            drop(Store::open(&folder));
            assert_eq!(mode(&folder.join(DATABASE)), left);
        }
    }

    async fn read_what_cannot_be_written(folder: &Path) {
        let before = contents(folder);
        let error = refusal(Store::open(folder));
        assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
        assert!(
            error
                .failure()
                .action
                .unwrap()
                .contains(&*folder.to_string_lossy())
        );
        let store = Store::open_read_only(folder).unwrap();
        assert_eq!(path_ids(&store, "c").await, ["q1", "a1"]);
        let refused = store.begin_turn(following("c", 2)).await.unwrap_err();
        assert!(matches!(refused, StoreError::ReadOnly { .. }));
        let new = refusal(Store::open(&folder.join("new")));
        assert!(matches!(new, StoreError::ReadOnly { .. }), "{new:?}");
        assert_eq!(contents(folder), before);
    }

    /// Plays `test` again on a folder as somebody who cannot write what is not theirs: root may
    /// write anywhere, so as root it goes on as nobody.
    fn without_power(test: &str, folder: &Path) {
        let program = tempfile::tempdir().unwrap();
        let copy = program.path().join("test");
        fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
        for path in [folder.parent().unwrap(), program.path(), &copy] {
            set(path, 0o755);
        }
        let mut child = Command::new(&copy);
        child
            .args(["--exact", &format!("faults::permissions::{test}")])
            .env(FOLDER, folder)
            .current_dir("/");
        if fs::metadata(folder).unwrap().uid() == 0 {
            child.uid(NOBODY).gid(NOBODY);
        }
        let output = child.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}");
        assert!(said.contains("1 passed"), "{said}");
    }

    #[tokio::test]
    async fn a_read_only_folder_is_refused_and_can_be_read() {
        if let Some(folder) = std::env::var_os(FOLDER) {
            return read_what_cannot_be_written(folder.as_ref()).await;
        }
        // Both the file and its folder; then only the folder.
        for file_mode in [0o444, 0o666] {
            let dir = tempfile::tempdir().unwrap();
            let folder = &dir.path().join("odd %41?#é & co");
            furnish(folder).await;
            set(&folder.join(DATABASE), file_mode);
            set(folder, 0o555);
            without_power("a_read_only_folder_is_refused_and_can_be_read", folder);
            set(folder, 0o755);
        }
    }

    #[tokio::test]
    async fn a_read_only_file_is_refused_and_stays_so() {
        if let Some(folder) = std::env::var_os(FOLDER) {
            let error = refusal(Store::open(folder.as_ref()));
            assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
            let store = Store::open_read_only(folder.as_ref()).unwrap();
            assert_eq!(path_ids(&store, "c").await, ["q1", "a1"]);
            return;
        }
        let dir = tempfile::tempdir().unwrap();
        let folder = &dir.path().join("data");
        furnish(folder).await;
        let file = folder.join(DATABASE);
        set(&file, 0o444);
        set(folder, 0o777);
        let before = fs::read(&file).unwrap();
        without_power("a_read_only_file_is_refused_and_stays_so", folder);
        assert_eq!(mode(&file) & 0o200, 0);
        assert!(fs::read(&file).unwrap() == before);
    }
}
