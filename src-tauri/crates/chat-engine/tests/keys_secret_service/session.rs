//! A private message bus with a keyring in a chosen state, and what a test does to that keyring.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use secret_service::EncryptionType;
use secret_service::blocking::SecretService;
use zbus::blocking::Connection;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use crate::{KEY, SECRETS};

/// Set in the inner run: the test's own name.
const INSIDE: &str = "GATEHOUSE_TEST_INSIDE";

/// What the session of a test starts with.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Session {
    /// No message bus at all.
    NoBus,
    /// A bus that knows and starts no service.
    BareBus,
    /// A bus whose policy forbids talking to the keyring.
    Forbidden,
    /// A keyring that has not made any collection.
    NoCollection,
    /// A keyring, unlocked as a login does it.
    Unlocked,
}

/// The first command makes and unlocks the collection, the second brings it onto the bus.
const UNLOCK: &str = "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null \
    && gnome-keyring-daemon --start --components=secrets >/dev/null";

/// Runs `body` inside such a session: the outer call starts this very test again there.
pub(crate) fn within(test: &str, session: Session, body: impl FnOnce()) {
    if std::env::var_os(INSIDE).is_some_and(|name| name == test) {
        return body();
    }
    let home = tempfile::tempdir().unwrap();
    let me = std::env::current_exe().unwrap();
    let mut command = if session == Session::NoBus {
        Command::new(&me)
    } else {
        let mut command = Command::new("dbus-run-session");
        if matches!(session, Session::BareBus | Session::Forbidden) {
            command
                .arg("--config-file")
                .arg(bus_config(home.path(), session));
        }
        let setup = match session {
            Session::NoCollection => "gnome-keyring-daemon --start --components=secrets >/dev/null",
            Session::Unlocked => UNLOCK,
            Session::NoBus | Session::BareBus | Session::Forbidden => "true",
        };
        let script = format!(
            "command -v gnome-keyring-daemon >/dev/null || exit 97\n{setup} || exit 98\nexec \"$@\""
        );
        command.args(["--", "sh", "-c", &script, "sh"]).arg(&me);
        command
    };
    command
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(INSIDE, test);
    for name in [
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "DBUS_SESSION_BUS_ADDRESS",
        "GNOME_KEYRING_CONTROL",
    ] {
        command.env_remove(name);
    }
    command.env("HOME", home.path());
    for (name, folder) in [
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_RUNTIME_DIR", "run"),
    ] {
        let folder = home.path().join(folder);
        create_private(&folder);
        command.env(name, folder);
    }
    let started = Instant::now();
    let output = command
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| {
            panic!("dbus-run-session cannot be started ({error}); `cargo xtask test` installs it")
        });
    let shown = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert_ne!(
        output.status.code(),
        Some(97),
        "gnome-keyring-daemon is not installed; `cargo xtask test` installs it"
    );
    assert!(
        output.status.success(),
        "inside the session: {}\n{shown}",
        output.status
    );
    assert!(
        shown.contains("1 passed"),
        "the inner test did not run:\n{shown}"
    );
    assert!(!shown.contains(KEY), "the key was printed:\n{shown}");
    assert!(
        started.elapsed() < Duration::from_mins(1),
        "something held up the exit"
    );
}

fn create_private(folder: &Path) {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .mode(0o700)
        .create(folder)
        .unwrap();
}

fn bus_config(home: &Path, session: Session) -> std::path::PathBuf {
    let forbidden = match session {
        Session::Forbidden => "<deny send_destination=\"org.freedesktop.secrets\"/>",
        _ => "",
    };
    let config = home.join("bus.conf");
    let text = format!(
        "<busconfig><type>session</type><listen>unix:dir={}</listen><auth>EXTERNAL</auth>\
         <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
         <allow eavesdrop=\"true\"/><allow own=\"*\"/>{forbidden}</policy></busconfig>",
        home.display()
    );
    std::fs::write(&config, text).unwrap();
    config
}

pub(crate) fn start_unlocked() {
    assert!(
        Command::new("sh")
            .args(["-c", UNLOCK])
            .status()
            .unwrap()
            .success()
    );
    let bus = Connection::session().unwrap();
    let bus = zbus::blocking::fdo::DBusProxy::new(&bus).unwrap();
    let started = Instant::now();
    while !bus.name_has_owner(SECRETS.try_into().unwrap()).unwrap() {
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "the keyring did not start"
        );
        std::thread::sleep(Duration::from_millis(10));
    }
}

pub(crate) fn lock() {
    let service = SecretService::connect(EncryptionType::Plain).unwrap();
    service.get_default_collection().unwrap().lock().unwrap();
}

/// Unlocks as the login screen does, without a prompt.
pub(crate) fn unlock() {
    let bus = Connection::session().unwrap();
    let path = "/org/freedesktop/secrets";
    let service = Some("org.freedesktop.Secret.Service");
    let plain = ("plain", Value::from(""));
    let opened = bus
        .call_method(Some(SECRETS), path, service, "OpenSession", &plain)
        .unwrap();
    let (_, session): (OwnedValue, OwnedObjectPath) = opened.body().deserialize().unwrap();
    let collection =
        OwnedObjectPath::try_from("/org/freedesktop/secrets/collection/login").unwrap();
    let password = (session, Vec::<u8>::new(), b"pw".to_vec(), "text/plain");
    let interface = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";
    bus.call_method(
        Some(SECRETS),
        path,
        Some(interface),
        "UnlockWithMasterPassword",
        &(collection, password),
    )
    .unwrap();
}
