//! All IO of Gatehouse without a window: turns are driven here, requests sent, text and keys kept.
//!
//! Window, tray and command line are faces of one [`Engine`]. Nothing here names a window system,
//! prints, or decides what a turn does: that is `chat-core`'s pure machine.
#![forbid(unsafe_code)]

mod answer;
mod archive_file;
pub mod attachment;
pub mod autostart;
mod books;
pub mod clock;
mod driver;
mod ending;
mod engine;
pub mod environment;
mod export;
mod io_words;
mod journal;
pub mod keys;
mod live;
mod outbox;
pub mod owner;
pub mod paths;
pub mod redact;
pub mod signin;
pub mod sse;
pub mod store;
pub mod transport;
mod unsaved;
mod wipe;

pub use driver::TurnEvent;
pub use engine::{
    Ask, Asked, AskedFile, Backup, CONVERSATIONS_PAGE, Config, Deleted, DemoAddress, Diagnosis,
    Engine, Export, ExportWhat, HistoryCheck, ImportHow, Imported, ImportedKey, Layer, ListSource,
    MESSAGES_PAGE, ModelList, Onto, Pieces, RANKED, Replay, ReplayEnd, ReplayFrom, Restoring,
    StartDemo, Unused, UsageCsv, new_demo_key, new_turn_id,
};
pub use export::Format as ExportFormat;
pub use live::{Face, cost_view};
pub use outbox::{FRAME, Scope, Sink, ViewId};
