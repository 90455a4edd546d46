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

/// Calls `died` whenever the process that draws the window's page is gone. Its argument loads the
/// page again.
#[cfg(target_os = "linux")]
pub(crate) fn when_page_dies(
    window: &tauri::WebviewWindow,
    died: impl Fn(&dyn Fn()) + Send + 'static,
) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt;

    window.with_webview(move |view| {
        view.inner()
            .connect_web_process_terminated(move |view, _| died(&|| view.reload()));
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
    match tokio::time::timeout(std::time::Duration::from_secs(1), ask).await {
        Ok(Ok(shown)) => shown,
        Ok(Err(error)) => {
            tracing::debug!("nobody shows a tray: {error}");
            false
        }
        Err(_) => false,
    }
}

/// Whether something shows tray icons: these systems always do.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn has_tray_host() -> bool {
    std::future::ready(true).await
}
