//! The arguments of `gatehouse presets`.

use super::{count, decimal, whole};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct PresetsArgs {
    #[command(subcommand)]
    pub(crate) verb: PresetsVerb,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PresetsVerb {
    /// List every preset
    List,
    /// Show all that a preset says
    Show {
        /// Its name
        name: String,
    },
    /// Add a preset, or change one; what is not named stays
    Set {
        /// Its name
        name: String,
        #[command(flatten)]
        said: Box<PresetArgs>,
    },
    /// Remove a preset; chats that used it keep its instructions
    Remove {
        /// Its name
        name: String,
    },
    /// Write all presets and prompt templates to a file, which holds no address and no key
    Export {
        /// The file, which only you can read
        file: PathBuf,
        /// Replace the file if it is there
        #[arg(long)]
        force: bool,
    },
    /// Take over presets and prompt templates from a file; those of the same names give way
    Import {
        /// The file as it was exported
        file: PathBuf,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
}

/// What can be said of a preset.
#[derive(Debug, Args)]
pub(crate) struct PresetArgs {
    /// Connection that is asked
    #[arg(short, long, value_name = "CONNECTION")]
    pub(crate) connection: Option<String>,
    /// Model id
    #[arg(short, long, value_name = "MODEL")]
    pub(crate) model: Option<String>,
    /// Instructions for the model
    #[arg(short, long, value_name = "SYSTEM")]
    pub(crate) system: Option<String>,
    /// Longest answer, in tokens
    #[arg(long, value_name = "N", value_parser = count, allow_negative_numbers = true)]
    pub(crate) max_tokens: Option<u32>,
    /// Sampling temperature from 0 to 2
    #[arg(long, value_name = "T", value_parser = decimal, allow_negative_numbers = true)]
    pub(crate) temperature: Option<f64>,
    /// Seed of the sampling
    #[arg(long, value_name = "N", value_parser = whole, allow_negative_numbers = true)]
    pub(crate) seed: Option<i64>,
    /// A text at which the answer ends, instead of those before; may be given up to 4 times
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) stop: Vec<String>,
    /// How much to think: off, minimal, low, medium, high, max, or a number of tokens
    #[arg(long, value_name = "HOW", allow_negative_numbers = true)]
    pub(crate) reasoning: Option<String>,
    /// Take one of these away; may be given more than once
    #[arg(long, value_name = "WHAT")]
    pub(crate) unset: Vec<PresetPart>,
    /// Another name for it; chats that use it go on with it
    #[arg(long, value_name = "NAME")]
    pub(crate) rename: Option<String>,
}

/// A part of a preset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PresetPart {
    Connection,
    Model,
    System,
    MaxTokens,
    Temperature,
    Seed,
    Stop,
    Reasoning,
}
