//! What differs between systems. The only module that may hold an exception to the ban on unsafe
//! code; it holds none.

/// Returns when the system or the terminal asks the program to end.
#[cfg(unix)]
pub(crate) async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};

    let listen = |kind| signal(kind).map_err(|error| tracing::warn!("no signals: {error}"));
    let (Ok(mut terminate), Ok(mut interrupt), Ok(mut hangup)) = (
        listen(SignalKind::terminate()),
        listen(SignalKind::interrupt()),
        listen(SignalKind::hangup()),
    ) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = hangup.recv() => {}
    }
}

/// Returns when the system or the terminal asks the program to end.
#[cfg(not(unix))]
pub(crate) async fn asked_to_end() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// Runs this program in place of itself, with a variable set. Returns only where that fails.
#[cfg(target_os = "linux")]
pub(crate) fn start_instead(name: &str, value: &str) -> std::io::Error {
    use std::os::unix::process::CommandExt;

    match chat_engine::environment::this_program() {
        Ok(program) => std::process::Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(name, value)
            .exec(),
        Err(error) => error,
    }
}

/// Starts this program once more beside itself, with a variable set.
#[cfg(target_os = "linux")]
pub(crate) fn start_beside(name: &str, value: &str) -> std::io::Result<()> {
    // Without what this one was called with: it has done that.
    let program = chat_engine::environment::this_program()?;
    let mut command = std::process::Command::new(program);
    command.env(name, value).spawn().map(drop)
}

/// The number by which the X server knows a window, which need not have been shown; none elsewhere.
/// On the thread that draws.
#[cfg(target_os = "linux")]
pub(crate) fn x11_number(window: &tauri::WebviewWindow) -> Option<u32> {
    use gtk::prelude::WidgetExt;
    use raw_window_handle::{HasWindowHandle, RawWindowHandle};

    // It has none before it is realised, and is realised when it is first shown.
    window.gtk_window().ok()?.realize();
    match window.window_handle().ok()?.as_raw() {
        RawWindowHandle::Xlib(handle) => u32::try_from(handle.window).ok(),
        _ => None,
    }
}

/// What the web view is called.
pub(crate) const WEB_VIEW: &str = if cfg!(target_os = "linux") {
    "WebKitGTK"
} else if cfg!(windows) {
    "WebView2"
} else {
    "WebKit"
};

/// The system as a person knows it; its bare name where it tells no more.
pub(crate) fn system() -> String {
    let bare = chat_engine::environment::kind_of_machine();
    #[cfg(target_os = "linux")]
    if let Some(name) = std::fs::read_to_string("/etc/os-release")
        .ok()
        .and_then(|text| pretty_name(&text))
    {
        return format!("{name} ({bare})");
    }
    bare
}

/// `PRETTY_NAME` of an os-release file.
#[cfg(target_os = "linux")]
fn pretty_name(text: &str) -> Option<String> {
    let value = text
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    let name = value.trim().trim_matches(['"', '\'']);
    (!name.is_empty()).then(|| name.to_owned())
}

/// Calls `died` whenever the process that draws the window's page is gone.
#[cfg(target_os = "linux")]
pub(crate) fn when_page_dies(
    window: &tauri::WebviewWindow,
    died: impl Fn() + Send + 'static,
) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt;

    window.with_webview(move |view| {
        view.inner()
            .connect_web_process_terminated(move |_, _| died());
    })
}

/// Whether something shows tray icons: on Linux, whether somebody owns the name under which they
/// are registered, and says that it shows them. Without an answer within a second: no.
#[cfg(target_os = "linux")]
pub(crate) async fn has_tray_host() -> bool {
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";

    let ask = async {
        let bus = zbus::Connection::session().await?;
        let arguments = (WATCHER, "IsStatusNotifierHostRegistered");
        let reply = bus
            .call_method(
                Some(WATCHER),
                "/StatusNotifierWatcher",
                Some("org.freedesktop.DBus.Properties"),
                "Get",
                &arguments,
            )
            .await?;
        let shown: zbus::zvariant::OwnedValue = reply.body().deserialize()?;
        zbus::Result::Ok(bool::try_from(shown)?)
    };
    asked("a tray", ask).await.unwrap_or(false)
}

/// Whether there is a session bus, and something on it that shows notifications, or would be started
/// for one.
#[cfg(target_os = "linux")]
pub(crate) async fn has_bus_and_notifications() -> (bool, bool) {
    const NAME: &str = "org.freedesktop.Notifications";

    let ask = async {
        let bus = zbus::Connection::session().await?;
        let bus = zbus::fdo::DBusProxy::new(&bus).await?;
        let owned = bus.name_has_owner(NAME.try_into()?).await?;
        let startable = bus.list_activatable_names().await?;
        zbus::Result::Ok(owned || startable.iter().any(|name| name.as_str() == NAME))
    };
    let shown = asked("notifications", ask).await;
    (shown.is_some(), shown.unwrap_or(false))
}

/// What the bus answers within a second.
#[cfg(target_os = "linux")]
async fn asked<T>(of: &str, ask: impl Future<Output = zbus::Result<T>>) -> Option<T> {
    match tokio::time::timeout(std::time::Duration::from_secs(1), ask).await {
        Ok(Ok(answer)) => Some(answer),
        Ok(Err(error)) => {
            tracing::debug!("the bus knows nothing of {of}: {error}");
            None
        }
        Err(_) => None,
    }
}

/// Whether something shows tray icons: these systems always do.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn has_tray_host() -> bool {
    std::future::ready(true).await
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::pretty_name;

    #[test]
    fn the_system_is_called_as_it_calls_itself() {
        let debian = "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n";
        assert_eq!(
            pretty_name(debian).as_deref(),
            Some("Debian GNU/Linux 12 (bookworm)")
        );
        assert_eq!(pretty_name("PRETTY_NAME=Arch\n").as_deref(), Some("Arch"));
        assert_eq!(pretty_name("PRETTY_NAME=\"\"\n"), None);
        assert_eq!(pretty_name("NAME=x\n"), None);
    }
}
