//! The tray: Ask, Open, Quit, in the language of the page. Nothing can be reached only from here,
//! because many desktops show no tray; the program works the same without one.

use std::panic::{AssertUnwindSafe, catch_unwind};

use chat_core::wire::Language;
use tauri::menu::{Menu, MenuBuilder, MenuItemBuilder};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};

use crate::app::{self, Places};
use crate::shell::Shell;
use crate::texts::{Text, said};
use crate::{platform, quick, windows};

const ID: &str = "gatehouse";

/// What the menu offers. The ids are fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Ask,
    Open,
    Quit,
}

impl Item {
    const ALL: [Self; 3] = [Self::Ask, Self::Open, Self::Quit];

    fn id(self) -> &'static str {
        match self {
            Self::Ask => "ask",
            Self::Open => "open",
            Self::Quit => "quit",
        }
    }

    fn label(self, language: Language) -> &'static str {
        let text = match self {
            Self::Ask => Text::Ask,
            Self::Open => Text::Open,
            Self::Quit => Text::Quit,
        };
        said(text, language)
    }

    fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|item| item.id() == id)
    }
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

/// Says its entries in another language.
pub(crate) fn speak(app: &AppHandle, language: Language) {
    let Some(tray) = app.tray_by_id(ID) else {
        return;
    };
    if let Err(error) = menu(app, language).and_then(|menu| tray.set_menu(Some(menu))) {
        tracing::warn!("the tray keeps its language: {error}");
    }
}

fn menu(app: &AppHandle, language: Language) -> tauri::Result<Menu<Wry>> {
    let mut menu = MenuBuilder::new(app);
    for item in Item::ALL {
        let entry = MenuItemBuilder::with_id(item.id(), item.label(language)).build(app)?;
        menu = menu.item(&entry);
    }
    menu.build()
}

fn build(app: &AppHandle) -> tauri::Result<()> {
    let menu = menu(app, app.state::<Shell>().language())?;
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
        .on_menu_event(|app, event| match Item::from_id(event.id().as_ref()) {
            Some(Item::Ask) => quick::show(app),
            Some(Item::Open) => windows::show_main(app),
            Some(Item::Quit) => app::quit(app),
            None => {}
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_menus_ids_are_fixed_and_lead_back_to_their_items() {
        assert_eq!(Item::ALL.map(Item::id), ["ask", "open", "quit"]);
        assert_eq!(
            Item::ALL.map(|item| item.label(Language::En)),
            ["Ask", "Open", "Quit"]
        );
        assert_eq!(
            Item::ALL.map(|item| item.label(Language::De)),
            ["Fragen", "Öffnen", "Beenden"]
        );
        assert_eq!(
            Item::ALL.map(|item| item.label(Language::Ja)),
            ["質問", "開く", "終了"]
        );
        assert_eq!(
            Item::ALL.map(|item| item.label(Language::Ar)),
            ["سؤال", "فتح", "إنهاء"]
        );
        for item in Item::ALL {
            assert_eq!(Item::from_id(item.id()), Some(item));
        }
        assert_eq!(Item::from_id("other"), None);
    }
}
