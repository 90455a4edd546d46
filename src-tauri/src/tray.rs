//! The tray: everything that a person wants of the program in a hurry, in the language of the page.
//! Nothing can be reached only from here, because many desktops show no tray; the program works the
//! same without one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chat_core::wire::{HotkeyState, Language, ListFilter, Wanted};
use tauri::menu::{CheckMenuItemBuilder, Menu, MenuBuilder, MenuItemBuilder};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};

use crate::app::{self, Places};
use crate::shell::Shell;
use crate::texts::{Text, said};
use crate::{platform, quick, shortcut, wanted, windows};

mod entries;

use entries::{Entry, Recent, label};

const ID: &str = "gatehouse";
/// The least time between two menus: a busy list must not keep the panel busy.
const AT_MOST_EVERY: Duration = Duration::from_secs(1);

/// What the menu says, and whether another one is on its way.
#[derive(Debug, Default)]
pub(crate) struct Menus {
    due: AtomicBool,
    shown: Mutex<Option<Said>>,
}

/// Everything that a menu says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    language: Language,
    hotkey: HotkeyState,
    recent: Vec<Recent>,
}

/// Shows the tray icon where the desktop has a place for it.
pub(crate) fn show(app: &AppHandle) {
    // The Linux tray library is loaded on first use, and its binding panics where it is missing.
    let shown = catch_unwind(AssertUnwindSafe(|| build(app)));
    match shown {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!("there is no tray: {error}"),
        Err(_) => tracing::warn!("there is no tray: its library is missing"),
    }
}

/// Whether a tray icon is there and something on this desktop shows it.
pub(crate) async fn is_seen(app: &AppHandle) -> bool {
    app.tray_by_id(ID).is_some() && platform::has_tray_host().await
}

/// What the menu says has changed: the list, the language, the shortcut. It is told anew soon, once
/// for all that changes meanwhile.
pub(crate) fn changed(app: &AppHandle) {
    if app.tray_by_id(ID).is_none() || app.state::<Menus>().due.swap(true, Ordering::AcqRel) {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(AT_MOST_EVERY).await;
        app.state::<Menus>().due.store(false, Ordering::Release);
        tell(&app).await;
    });
}

/// The page speaks another language now, and at once the menu does.
pub(crate) fn speak(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move { tell(&app).await });
}

async fn tell(app: &AppHandle) {
    let Some(tray) = app.tray_by_id(ID) else {
        return;
    };
    let now = said_now(app, recent(app).await);
    let menus = app.state::<Menus>();
    let mut shown = menus.shown.lock().unwrap_or_else(PoisonError::into_inner);
    // A new menu closes the one that a person has open.
    if shown.as_ref() == Some(&now) {
        return;
    }
    match menu(app, &now).and_then(|menu| tray.set_menu(Some(menu))) {
        Ok(()) => *shown = Some(now),
        Err(error) => tracing::warn!("the tray keeps its menu: {error}"),
    }
}

fn said_now(app: &AppHandle, recent: Vec<Recent>) -> Said {
    Said {
        language: app.state::<Shell>().language(),
        hotkey: shortcut::state(app).state,
        recent,
    }
}

/// The conversations that were used last, as far as they can be read.
async fn recent(app: &AppHandle) -> Vec<Recent> {
    let shell = app.state::<Shell>();
    let Ok(engine) = shell.engine() else {
        return Vec::new();
    };
    let listed = engine.list_conversations(None, ListFilter::default()).await;
    entries::newest(listed.unwrap_or_default())
}

fn menu(app: &AppHandle, all: &Said) -> tauri::Result<Menu<Wry>> {
    let Said {
        language,
        hotkey,
        recent,
    } = all;
    let (language, hotkey) = (*language, *hotkey);
    let item = |entry: &Entry, text: &str| MenuItemBuilder::with_id(entry.id(), text).build(app);
    let own = |entry: Entry| item(&entry, label(&entry, language));
    let mut menu = MenuBuilder::new(app)
        .item(&own(Entry::Ask)?)
        .item(&own(Entry::Open)?)
        .item(&own(Entry::NewChat)?)
        .separator();
    if recent.is_empty() {
        let none = MenuItemBuilder::with_id("none", said(Text::NoChats, language))
            .enabled(false)
            .build(app)?;
        menu = menu.item(&none);
    }
    for Recent { id, title } in recent {
        menu = menu.item(&item(&Entry::Chat(id.clone()), title)?);
    }
    let pause = Entry::Pause;
    let pause = CheckMenuItemBuilder::with_id(pause.id(), label(&pause, language))
        .checked(hotkey == HotkeyState::Paused)
        // Where there is none, nothing can rest.
        .enabled(matches!(hotkey, HotkeyState::Paused | HotkeyState::Bound))
        .build(app)?;
    menu.separator()
        .item(&pause)
        .item(&own(Entry::Settings)?)
        .item(&own(Entry::Quit)?)
        .build()
}

fn act(app: &AppHandle, entry: Entry) {
    match entry {
        Entry::Ask => quick::show(app),
        Entry::Open => windows::show_main(app),
        Entry::NewChat => wanted::show(app, Wanted::NewChat),
        Entry::Chat(id) => wanted::show(app, Wanted::Chat { id }),
        Entry::Settings => wanted::show(app, Wanted::Settings { section: None }),
        Entry::Pause => pause(app),
        Entry::Quit => app::quit(app),
    }
}

/// The other of pausing and going on, whatever the panel believes the mark to be.
fn pause(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let paused = shortcut::state(&app).state == HotkeyState::Paused;
        shortcut::pause(&app, !paused).await;
        tell(&app).await;
    });
}

fn build(app: &AppHandle) -> tauri::Result<()> {
    let menu = menu(app, &said_now(app, Vec::new()))?;
    let icon = if cfg!(target_os = "macos") {
        tauri::include_image!("icons/tray-template.png")
    } else {
        tauri::include_image!("icons/tray.png")
    };
    let mut tray = TrayIconBuilder::with_id(ID)
        .icon(icon)
        .icon_as_template(cfg!(target_os = "macos"))
        .tooltip("Gatehouse")
        .menu(&menu)
        // A click asks; Linux desktops send no clicks and show the menu.
        .show_menu_on_left_click(cfg!(target_os = "linux"))
        .on_menu_event(|app, event| {
            if let Some(entry) = Entry::from_id(event.id().as_ref()) {
                act(app, entry);
            }
        })
        .on_tray_icon_event(|tray, event| {
            let TrayIconEvent::Click {
                button,
                button_state,
                ..
            } = event
            else {
                return;
            };
            if (button, button_state) == (MouseButton::Left, MouseButtonState::Up) {
                quick::show(tray.app_handle());
            }
        });
    if let Some(places) = app.try_state::<Places>() {
        tray = tray.temp_dir_path(&places.tray);
    }
    tray.build(app)?;
    Ok(())
}
