//! Addresses of answers that a person follows. The only way out to another program.

use chat_core::wire::{LinkAnswer, OpenLink};
use tauri::{State, WebviewWindow};

use crate::links::{Links, Step};
use crate::shell::{Answer, Shell, told};

/// Opens an address, or gives what the person is to be asked first.
#[tauri::command]
pub(crate) async fn open_link(
    shell: State<'_, Shell>,
    links: State<'_, Links>,
    window: WebviewWindow,
    params: OpenLink,
) -> Answer<LinkAnswer> {
    let step = links.wanted(shell.age_ms(), window.label(), &params);
    match step.map_err(told)? {
        Step::Open(link) => {
            links.open(&link).await.map_err(told)?;
            Ok(LinkAnswer::Opened)
        }
        Step::Ask(question) => Ok(LinkAnswer::Asked {
            question: Box::new(question),
        }),
    }
}

/// What the person said to the question with this id, which is answered once; whether the address
/// was opened.
#[tauri::command]
pub(crate) async fn answer_link(
    shell: State<'_, Shell>,
    links: State<'_, Links>,
    window: WebviewWindow,
    id: String,
    open: bool,
) -> Answer<bool> {
    let known = links.answered(shell.age_ms(), window.label(), &id, open);
    match known.map_err(told)? {
        Some(link) => {
            links.open(&link).await.map_err(told)?;
            Ok(true)
        }
        None => Ok(false),
    }
}
