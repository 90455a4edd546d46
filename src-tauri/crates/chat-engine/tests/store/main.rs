//! The store as the engine uses it, on disk and in memory, and what it survives.

#![cfg(test)]

mod answers;
mod archive;
mod backup;
mod crowd;
mod erase;
mod faults;
mod files;
mod ledger;
mod migration;
mod organise;
mod owner;
mod pace;
mod processes;
mod property;
mod sharing;
mod suite;
mod support;
mod tree;
