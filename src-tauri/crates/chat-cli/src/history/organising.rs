//! `gatehouse history rename` and `set`: what a person changes of a conversation.

use super::listing;
use crate::args::HistorySetArgs;
use crate::report::Ended;
use chat_core::failure::{Code, Failure};
use chat_core::ids::ConversationId;
use chat_core::wire::{ConversationChange, ConversationView};
use chat_engine::Engine;

/// Gives a title; an empty one goes back to the cut of the first question.
pub(super) async fn rename(
    engine: &Engine,
    id: ConversationId,
    title: &str,
    json: bool,
) -> Result<Ended, Failure> {
    let row = engine.rename_conversation(id, title).await?;
    Ok(told(row, json))
}

/// Changes everything that was named.
pub(super) async fn set(
    engine: &Engine,
    args: HistorySetArgs,
    json: bool,
) -> Result<Ended, Failure> {
    let id = engine.typed_conversation(&args.id).await?;
    let change = ConversationChange {
        pinned: either(args.pin, args.unpin),
        archived: either(args.archive, args.unarchive),
        unread: either(args.unread, args.read),
        folder: args.folder,
        tag: args.tag,
        untag: args.untag,
        connection: args.connection,
        model: args.model,
        instructions: args.system,
        preset: args.preset,
        parameters: None,
        no_default_instructions: args.default_instructions.map(|on| !on),
    };
    if change == ConversationChange::default() {
        return Err(
            Failure::new(Code::ConfigInvalid, "Nothing was named that is to be set.")
                .with_action("See gatehouse history set --help."),
        );
    }
    let row = engine.set_conversation(id, change).await?;
    Ok(told(row, json))
}

fn either(yes: bool, no: bool) -> Option<bool> {
    (yes || no).then_some(yes)
}

fn told(row: ConversationView, json: bool) -> Ended {
    listing::print(&[row], json).into()
}
