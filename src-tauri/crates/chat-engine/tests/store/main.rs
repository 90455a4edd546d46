//! The store as the engine uses it, on disk and in memory, and what it survives.

#![cfg(test)]

mod again;
mod answers;
mod archive;
mod archive_property;
mod backup;
mod crowd;
mod erase;
mod erase_long;
mod faults;
mod files;
mod ledger;
mod markers;
mod migration;
mod organise;
mod owner;
mod pace;
mod presets;
mod processes;
mod property;
#[path = "../sample/mod.rs"]
mod sample;
mod search;
mod sharing;
mod suite;
mod support;
mod tree;
mod usage;
