//! Bytes that come from a file which the person chose: what goes with a question, and an
//! environment file. The page sends them as the body of the call, what they are in one header.
#![expect(
    clippy::needless_pass_by_value,
    reason = "Tauri hands arguments over by value"
)]

use std::borrow::Cow;

use chat_core::failure::{Code, Failure};
use chat_core::ids::ConversationId;
use chat_core::wire::{ImportView, StagedFile};
use chat_engine::Face;
use tauri::ipc::{InvokeBody, Request};
use tauri::{State, Url};

use crate::shell::{Answer, Shell, told};

/// The header that holds the other arguments, as a query string: headers are ASCII.
const ARGUMENTS: &str = "x-arguments";

/// Takes a file for the next question. One over the limits is refused by name.
#[tauri::command]
pub(crate) async fn add_file(shell: State<'_, Shell>, request: Request<'_>) -> Answer<StagedFile> {
    let name = argument(&request, "name").unwrap_or_default();
    let connection = argument(&request, "connection");
    let bytes = bytes(&request)?.into_owned();
    shell
        .engine()?
        .add_file(Face::Chat, name, bytes, connection.as_deref())
        .await
        .map_err(told)
}

/// Takes another chat, as Markdown, for the next question.
#[tauri::command]
pub(crate) async fn add_chat(
    shell: State<'_, Shell>,
    id: ConversationId,
    connection: Option<String>,
) -> Answer<StagedFile> {
    let engine = shell.engine()?;
    let added = engine
        .add_conversation(Face::Chat, id, connection.as_deref())
        .await;
    added.map_err(told)
}

/// Forgets a file that waits for its question.
#[tauri::command(async)]
pub(crate) fn remove_file(shell: State<'_, Shell>, id: String) -> Answer<()> {
    shell.engine()?.remove_file(Face::Chat, &id);
    Ok(())
}

/// Says what an environment file holds of ours, by name; with `keep` its keys go to the key store.
#[tauri::command]
pub(crate) async fn import_keys(
    shell: State<'_, Shell>,
    request: Request<'_>,
) -> Answer<ImportView> {
    let keep = argument(&request, "keep").as_deref() == Some("true");
    let bytes = bytes(&request)?.into_owned();
    shell.engine()?.import_text(bytes, keep).await.map_err(told)
}

/// One of the arguments beside the body.
pub(super) fn argument(request: &Request<'_>, name: &str) -> Option<String> {
    let said = request.headers().get(ARGUMENTS)?.to_str().ok()?;
    let mut url = Url::parse("arguments:").ok()?;
    url.set_query(Some(said));
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// The body. Where a web view cannot send bytes, Tauri sends the same as numbers.
pub(super) fn bytes<'a>(request: &'a Request<'_>) -> Answer<Cow<'a, [u8]>> {
    match request.body() {
        InvokeBody::Raw(bytes) => Ok(Cow::Borrowed(bytes)),
        InvokeBody::Json(value) => value
            .as_array()
            .and_then(|numbers| {
                numbers
                    .iter()
                    .map(|number| u8::try_from(number.as_u64()?).ok())
                    .collect::<Option<Vec<u8>>>()
            })
            .map(Cow::Owned)
            .ok_or_else(|| {
                told(
                    Failure::new(Code::ConfigInvalid, "That file did not arrive.")
                        .with_action("Choose it again."),
                )
            }),
    }
}
