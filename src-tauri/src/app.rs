//! Puts the program together: log, single instance, windows, tray, shortcut, and how it ends.

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;

use chat_engine::autostart::Autostart;
use chat_engine::clock::SystemClock;
use chat_engine::environment::Environment;
#[cfg(target_os = "linux")]
use chat_engine::environment::WITHOUT_DMABUF;
use chat_engine::paths::Paths;
use chat_engine::{Config, Engine};
use tauri::{AppHandle, Context, Manager, RunEvent, Wry};

use crate::arguments::{Arguments, Wish};
#[cfg(target_os = "linux")]
use crate::blank::Blank;
use crate::links::{Links, SystemOpener};
use crate::shell::Shell;
use crate::standing::{self, Standings};
use crate::wanted::Waiting;
use crate::windows::AllDeaths;
use crate::{
    closing, commands, deep_links, demo, instance, logging, news, platform, quick, shortcut, tray,
    windows,
};
#[cfg(target_os = "linux")]
use crate::{missing, painting};

/// Where the shell's own files lie; the engine has its own beside them.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    /// The web view's files: nothing of the person's is in there.
    pub(crate) web: PathBuf,
    /// The tray icon, for desktops that want it as a file.
    pub(crate) tray: PathBuf,
}

impl Places {
    /// Makes the folders. The data folder first, for this person alone: the web view would make
    /// it too, and let others read it.
    fn make(paths: &Paths) -> io::Result<Self> {
        paths.create_data()?;
        let (web, tray) = (paths.web(), paths.tray());
        fs::create_dir_all(&web)?;
        Ok(Self { web, tray })
    }
}

/// The configuration and the page, as they were when this was built.
pub(crate) fn context() -> Context<Wry> {
    tauri::generate_context!()
}

/// Runs the program until the person leaves it.
pub(crate) fn run() -> ExitCode {
    #[cfg(target_os = "linux")]
    painting::choose();
    let clock = SystemClock::new();
    // Where these cannot be read, the engine says why, in the window.
    let environment = Environment::from_process().ok();
    let paths = environment.as_ref().and_then(|known| Paths::of(known).ok());
    let screen = paths.as_ref().map(Paths::screen);
    #[cfg(target_os = "linux")]
    let mut not_again = None;
    #[cfg(target_os = "linux")]
    let blank = {
        let is_set = environment
            .as_ref()
            .is_some_and(Environment::is_without_dmabuf);
        let blank = Blank::new(screen.as_deref(), is_set);
        // Before anything is opened: then it costs a few milliseconds.
        if blank.starts_without() {
            not_again = Some(platform::start_instead(WITHOUT_DMABUF, "1"));
        }
        blank
    };
    logging::start(
        paths.as_ref(),
        environment.as_ref().and_then(Environment::log),
    );
    #[cfg(target_os = "linux")]
    if let Some(error) = not_again {
        tracing::error!(kind = ?error.kind(), "Gatehouse could not be started again");
    }
    let words: Vec<String> = std::env::args_os()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let arguments = Arguments::of_call(&words);
    let mut context = context();
    let mut builder = tauri::Builder::default();
    if let Some(paths) = paths {
        let name = paths.instance();
        // Where the plugin knows no D-Bus it goes by the identifier.
        context.config_mut().identifier.clone_from(&name);
        // First of all plugins: a second start must end before it opens anything.
        builder = instance::alone(builder, name, started_again);
        builder = builder.manage(paths.clone());
        match Places::make(&paths) {
            Ok(places) => builder = builder.manage(places),
            // The engine has the same trouble, and tells it in the window.
            Err(error) => tracing::warn!("the data folder cannot be used: {error}"),
        }
    }
    let engine = Config::from_process(demo::starter()).map(Engine::open);
    #[cfg(target_os = "linux")]
    let builder = builder
        .manage(blank)
        .manage(quick::Number::default())
        .manage(missing::Told::within(screen.as_deref()));
    #[cfg(target_os = "macos")]
    let builder = builder
        .on_web_content_process_terminate(|view| windows::died(view.app_handle(), view.label()));
    let builder = builder
        .manage(Standings::within(screen))
        .manage(AllDeaths::default())
        .manage(tray::Menus::default())
        .manage(closing::Asking::default())
        .manage(deep_links::Opened::default())
        .manage(quick::Asked::default())
        .manage(Shell::new(engine, clock))
        .manage(Waiting::default())
        .manage(Links::new(Box::new(SystemOpener)))
        .invoke_handler(commands::handler())
        .on_window_event(windows::on_event)
        .setup(move |app| {
            if arguments.tells {
                instance::tell();
            }
            tauri::async_runtime::spawn(end_when_asked(app.handle().clone()));
            #[cfg(target_os = "linux")]
            painting::steady_caret();
            if let Err(error) = windows::open_main(app.handle(), arguments.shows_main()) {
                tracing::error!("The window cannot be opened: {error}");
                app.handle().exit(1);
            }
            // The tray's menu says how the shortcut stands.
            shortcut::register(app.handle());
            tray::show(app.handle());
            if let Some(paths) = app.try_state::<Paths>().map(|paths| paths.inner().clone()) {
                tauri::async_runtime::spawn_blocking(move || mend_autostart(&paths));
            }
            news::follow(app.handle());
            if let Some(wish) = arguments.wish {
                fulfil(app.handle(), wish);
            }
            Ok(())
        });
    // Without a display GTK's binding does not return an error, it panics.
    match catch_unwind(AssertUnwindSafe(|| builder.build(context))) {
        Ok(Ok(app)) => {
            app.run(on_run_event);
            ExitCode::SUCCESS
        }
        Ok(Err(error)) => {
            tracing::error!("The window cannot be opened: {error}");
            ExitCode::FAILURE
        }
        Err(_) => {
            tracing::error!("There is no display here. Without one there is `gatehouse ask`.");
            ExitCode::FAILURE
        }
    }
}

/// A second start of the program with this data folder has handed over what it was called with.
fn started_again(app: &AppHandle, words: &[String]) {
    let arguments = Arguments::of_call(words);
    match arguments.wish {
        Some(wish) => fulfil(app, wish),
        // A session that starts twice what it starts shows nothing either.
        None if arguments.hidden => {}
        None => windows::show_main(app),
    }
}

fn fulfil(app: &AppHandle, wish: Wish) {
    match wish {
        Wish::Ask(text) => quick::ask(app, text),
        Wish::Link(address) => deep_links::opened(app, &address),
    }
}

/// Stops turns, saves, ends the program. Calling it twice does no harm.
pub(crate) fn quit(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        for label in [windows::MAIN, quick::LABEL] {
            standing::keep(&app, label);
        }
        if app.state::<Shell>().close().await {
            app.exit(0);
        }
    });
}

/// A program that was moved is started with the session from where it is now.
fn mend_autostart(paths: &Paths) {
    match Autostart::of(paths).map(|entry| entry.mend()) {
        Some(Ok(true)) => tracing::info!("the start with the session leads here again"),
        Some(Ok(false)) | None => {}
        Some(Err(error)) => tracing::warn!(%error, "the start with the session is not known"),
    }
}

async fn end_when_asked(app: AppHandle) {
    platform::asked_to_end().await;
    quit(&app);
}

fn on_run_event(app: &AppHandle, event: RunEvent) {
    match event {
        // The last window went away by other means than ours: save first.
        RunEvent::ExitRequested {
            code: None, api, ..
        } => {
            api.prevent_exit();
            quit(app);
        }
        // Where the system ends programs without asking, this is the last chance to save.
        RunEvent::Exit => {
            tauri::async_runtime::block_on(app.state::<Shell>().close());
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => windows::show_main(app),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            for url in urls {
                deep_links::opened(app, url.as_str());
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_that_stay_for_ever_are_what_they_were() {
        let context = context();
        assert_eq!(context.config().identifier, "app.gatehouse.desktop");
        assert_eq!(context.config().identifier, chat_engine::paths::IDENTIFIER);
        assert_eq!(context.config().product_name.as_deref(), Some("Gatehouse"));
        assert_eq!(
            context.config().main_binary_name.as_deref(),
            Some("gatehouse-desktop")
        );
    }

    #[test]
    fn the_content_security_policy_is_the_one_that_was_measured() {
        let context = context();
        let security = &context.config().app.security;
        let policy: std::collections::HashMap<String, _> =
            security.csp.clone().expect("a policy").into();
        let mut lines: Vec<String> = policy
            .iter()
            .map(|(name, sources)| format!("{name} {}", Vec::from(sources.clone()).join(" ")))
            .collect();
        lines.sort();
        assert_eq!(
            lines,
            [
                "base-uri 'none'",
                "connect-src ipc: http://ipc.localhost",
                "default-src 'none'",
                "font-src 'self'",
                "form-action 'none'",
                "frame-ancestors 'none'",
                "frame-src 'none'",
                "img-src 'self' blob:",
                "manifest-src 'none'",
                "media-src 'none'",
                "object-src 'none'",
                "require-trusted-types-for 'script'",
                "script-src 'self'",
                "style-src 'self'",
                "trusted-types 'none'",
                "worker-src 'none'",
            ]
        );
        assert!(
            security.dev_csp.is_none(),
            "a development build obeys the same policy"
        );
        assert!(security.freeze_prototype);
        assert!(!security.asset_protocol.enable);
        let listed: Vec<String> = security
            .capabilities
            .iter()
            .map(|entry| {
                serde_json::to_value(entry)
                    .unwrap()
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        assert_eq!(listed, ["main", "quick"]);
    }

    #[test]
    fn the_page_comes_from_this_program_and_no_window_opens_by_configuration() {
        let context = context();
        let config = context.config();
        assert!(config.build.dev_url.is_none());
        assert!(!config.app.with_global_tauri);
        // Windows are built in code: only there navigation can be denied.
        assert!(config.app.windows.is_empty());
    }
}
