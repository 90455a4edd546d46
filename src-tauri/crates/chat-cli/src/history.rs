//! `gatehouse history`: the conversations of this person, from the same store as the window's.

mod backups;
mod deleting;
mod export;
mod import;
mod listing;
mod organising;
mod pictures;
mod search;
mod sent;
mod show;

use crate::args::{HistoryArgs, HistoryVerb};
use crate::output::{self, for_terminal};
use crate::report::Ended;
use chat_core::failure::Failure;
use chat_core::wire::ListFilter;
use chat_engine::{Engine, ExportWhat, Restoring};
use deleting::Deleting;

pub(crate) async fn run(engine: &Engine, args: HistoryArgs, json: bool) -> Result<Ended, Failure> {
    let ended = done(engine, args, json).await?;
    // It could be read, but that is all: why belongs to what was shown.
    if let Some(why) = engine.only_read_because() {
        output::note(&for_terminal(&format!("gatehouse: {}", why.message)));
        if let Some(action) = why.typed_action() {
            output::note(&for_terminal(&format!("  {action}")));
        }
    }
    Ok(ended)
}

async fn done(engine: &Engine, args: HistoryArgs, json: bool) -> Result<Ended, Failure> {
    match args.verb {
        HistoryVerb::List {
            archived,
            folder,
            tag,
        } => {
            let filter = ListFilter {
                archived,
                folder,
                tag,
                deleted: false,
            };
            listing::run(engine, filter, json).await
        }
        HistoryVerb::Search {
            query,
            more,
            relevance,
            limit,
        } => search::find(engine, together(query, more), relevance, limit, json).await,
        HistoryVerb::Check => search::check(engine, json).await,
        HistoryVerb::Rebuild => search::rebuild(engine, json).await,
        HistoryVerb::Show {
            id,
            tree,
            save_pictures,
        } => {
            let id = engine.typed_conversation(&id).await?;
            show::run(engine, &id, tree, save_pictures, json).await
        }
        HistoryVerb::Sent { id } => sent::run(engine, id, json).await,
        HistoryVerb::Rename { id, title, more } => {
            let id = engine.typed_conversation(&id).await?;
            organising::rename(engine, id, &together(title, more), json).await
        }
        HistoryVerb::Set(args) => organising::set(engine, *args, json).await,
        HistoryVerb::Delete { ids, now, yes } => {
            deleting::delete(engine, &ids, Deleting { now, yes }, json).await
        }
        HistoryVerb::TakeBack { id } => {
            let id = engine.typed_deleted(&id).await?;
            deleting::take_back(engine, id, json).await
        }
        HistoryVerb::Deleted => deleting::list(engine, json).await,
        HistoryVerb::Import {
            file,
            dry_run,
            with_deleted,
        } => import::run(engine, file, (dry_run, with_deleted), json).await,
        HistoryVerb::Export {
            id,
            format,
            output,
            force,
            tree,
        } => {
            let what = ExportWhat {
                conversation: match id {
                    Some(id) => Some(engine.typed_conversation(&id).await?),
                    None => None,
                },
                format: export::format(format, output.as_deref(), json),
                tree,
            };
            export::run(engine, what, output, force, json).await
        }
        HistoryVerb::Backup { file } => backups::backup(engine, file, json).await,
        HistoryVerb::Backups => Ok(backups::list(engine, json)),
        HistoryVerb::Salvage { file } => backups::salvage(engine, file, json).await,
        HistoryVerb::Restore {
            from,
            dry_run,
            with_deleted,
        } => {
            let restoring = Restoring {
                dry_run,
                with_deleted,
            };
            backups::restore(engine, from, restoring, json).await
        }
    }
}

/// Words that the shell parted.
fn together(first: String, more: Vec<String>) -> String {
    let words: Vec<String> = std::iter::once(first).chain(more).collect();
    words.join(" ")
}
