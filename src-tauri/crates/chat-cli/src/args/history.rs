//! The arguments of `gatehouse history`.

use chat_engine::ExportFormat;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct HistoryArgs {
    #[command(subcommand)]
    pub(crate) verb: HistoryVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum HistoryVerb {
    /// List conversations, pinned ones and then the newest first
    List {
        /// Those in the archive, in place of the others
        #[arg(long)]
        archived: bool,
        /// Those in a folder, in the archive or not
        #[arg(long, value_name = "FOLDER")]
        folder: Option<String>,
        /// Those with a tag, in the archive or not
        #[arg(long, value_name = "TAG")]
        tag: Option<String>,
    },
    /// Show a conversation: its questions and answers
    Show {
        /// Its id, or as much of the beginning as no other id has
        id: String,
        /// All messages, not only the chosen path; ‹2/3› is the second of three versions
        #[arg(long)]
        tree: bool,
        /// Write the pictures in its answers to this folder; a file that is there stays as it is
        #[arg(long, value_name = "DIR")]
        save_pictures: Option<std::path::PathBuf>,
    },
    /// Show what was sent for an answer: its last request, to the letter, without any key
    Sent {
        /// The id of an answer or of its turn, or of a conversation, which means its last answer
        id: String,
    },
    /// Find messages and titles that have all of these: words, "phrases", wor*, *part*, -without
    ///
    /// Put it into single quotes, so that the shell leaves ", *, - and ; to the search.
    /// Whole words are found unless a star opens an end; symbols such as a.b or --flag as they stand.
    /// Filters are model: role: before: after: has:code has:file is: tag: folder: in:
    /// Dates such as 2026, 2026-11 or 2026-11-30 are in UTC; after: has its day in it, before: has not.
    #[command(verbatim_doc_comment)]
    Search {
        /// What to look for; anything is a valid search
        #[arg(value_name = "Q", allow_hyphen_values = true)]
        query: String,
        /// More words of it, typed without quotes
        #[arg(hide = true, num_args = 0..)]
        more: Vec<String>,
        /// The best of the newest 2,000 hits first, instead of the newest
        #[arg(long)]
        relevance: bool,
        /// How many hits at most
        #[arg(long, value_name = "N", value_parser = hits, default_value_t = 20)]
        limit: u32,
    },
    /// Give a conversation a title; an empty one goes back to its first question
    Rename {
        /// Its id
        id: String,
        /// The title, one line
        title: String,
        /// More words of it, typed without quotes
        #[arg(hide = true, num_args = 0..)]
        more: Vec<String>,
    },
    /// Pin, archive, file or tag a conversation, or choose model and instructions for it
    Set(Box<HistorySetArgs>),
    /// Delete conversations; for some minutes they can be taken back
    ///
    /// The minutes are the setting history.undoMinutes. Then they are gone for good, from the automatic
    /// copies too; not from files that you wrote yourself with export, or with backup FILE. At a terminal
    /// it is asked before something is deleted that cannot be taken back.
    #[command(alias = "remove", verbatim_doc_comment)]
    Delete {
        /// Their ids
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
        /// For good, at once, from the automatic copies too
        #[arg(long)]
        now: bool,
        /// Do not ask
        #[arg(short, long)]
        yes: bool,
    },
    /// List the deleted conversations that can still be taken back
    Deleted,
    /// Take a deleted conversation back
    #[command(alias = "undelete")]
    TakeBack {
        /// Its id
        id: String,
    },
    /// Write conversations for people (md, html) or, with everything that can be imported again, as json
    Export {
        /// One conversation; all when absent
        id: Option<String>,
        /// md, html or json; when absent, what the ending of FILE says, else md
        #[arg(long, value_name = "FORMAT", value_parser = export_format)]
        format: Option<ExportFormat>,
        /// To this file, which only you can read, instead of standard output
        #[arg(short, long, value_name = "FILE")]
        output: Option<std::path::PathBuf>,
        /// Replace the file if it is there
        #[arg(long, requires = "output")]
        force: bool,
        /// All messages, not only the chosen path; json always has them
        #[arg(long)]
        tree: bool,
    },
    /// Take over conversations from an export of another program or of Gatehouse, as zip or JSON
    ///
    /// Doing it twice adds nothing; a later export of the same account adds what is new.
    Import {
        /// The file as it came; it stays as it is
        file: std::path::PathBuf,
        /// Only say what would be added
        #[arg(long)]
        dry_run: bool,
        /// Bring back also what was deleted here
        #[arg(long)]
        with_deleted: bool,
    },
    /// Copy the whole history: to a file, or into the folder of automatic copies, which keeps the last five
    Backup {
        /// A file that is not there yet; the folder of automatic copies when absent
        file: Option<std::path::PathBuf>,
    },
    /// List the automatic copies, the newest first
    Backups,
    /// Merge a copy into the history; nothing newer is overwritten, settings stay, missing presets come back
    Restore {
        /// A file that `backup` wrote, the name of an automatic copy, or `latest` for the newest of them
        /// that was not made by a restore
        #[arg(value_name = "FILE|latest")]
        from: std::path::PathBuf,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
        /// Also bring back what was deleted here
        #[arg(long)]
        with_deleted: bool,
    },
    /// Check the history file and the search index
    Check,
    /// Make the search index anew; no message is touched
    Rebuild,
    /// Set a damaged history aside and bring over what can be read of it, and of the newest copy
    Salvage {
        /// A file that was set aside before; the history itself when absent
        file: Option<std::path::PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct HistorySetArgs {
    /// The conversation's id
    pub(crate) id: String,
    /// Put it before the others
    #[arg(long, conflicts_with = "unpin")]
    pub(crate) pin: bool,
    /// No longer
    #[arg(long)]
    pub(crate) unpin: bool,
    /// Take it out of the usual list
    #[arg(long, conflicts_with = "unarchive")]
    pub(crate) archive: bool,
    /// Put it back there
    #[arg(long)]
    pub(crate) unarchive: bool,
    /// Mark it as unread
    #[arg(long, conflicts_with = "read")]
    pub(crate) unread: bool,
    /// Mark it as read
    #[arg(long)]
    pub(crate) read: bool,
    /// Put it into a folder; an empty name takes it out
    #[arg(long, value_name = "FOLDER")]
    pub(crate) folder: Option<String>,
    /// Give it a tag; may be given more than once
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Vec<String>,
    /// Take a tag away; may be given more than once
    #[arg(long, value_name = "TAG")]
    pub(crate) untag: Vec<String>,
    /// Model of its next questions; an empty one leaves it to its last answer
    #[arg(short, long, value_name = "MODEL")]
    pub(crate) model: Option<String>,
    /// Connection of its next questions; an empty one leaves it to its last answer
    #[arg(short, long, value_name = "CONNECTION")]
    pub(crate) connection: Option<String>,
    /// Its instructions from now on; empty ones take them away
    #[arg(short, long, value_name = "SYSTEM")]
    pub(crate) system: Option<String>,
    /// A preset for its next questions; an empty text takes it away
    #[arg(long, value_name = "NAME")]
    pub(crate) preset: Option<String>,
    /// Whether the instructions for all chats are sent where it has none of its own
    #[arg(long, value_name = "true|false")]
    pub(crate) default_instructions: Option<bool>,
}

fn hits(text: &str) -> Result<u32, &'static str> {
    let number = text
        .parse()
        .ok()
        .filter(|number| (1..=10_000).contains(number));
    number.ok_or("give a whole number from 1 to 10000")
}

fn export_format(text: &str) -> Result<ExportFormat, &'static str> {
    ExportFormat::parse(text).ok_or("give md, html or json")
}
