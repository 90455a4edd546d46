//! What was sent for an answer, as faces see it. Nothing here can hold a key.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What was sent for an answer, as far as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum WhatWasSent {
    /// Its last request is kept.
    Kept {
        /// The request.
        request: Box<SentRequest>,
    },
    /// Nothing of it is.
    NotKept {
        /// Why.
        why: NotKept,
    },
}

/// Why a request is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum NotKept {
    /// Nothing was sent: the answer was kept, or it ended before.
    NothingSent,
    /// The answer has not ended yet; what was sent is kept with its end.
    Running,
    /// It was asked elsewhere and came here from an archive or a copy.
    Elsewhere,
    /// The journal is off.
    Off,
    /// No server answered, or it was dropped since, by age or by size.
    Gone,
}

/// A request as it was sent, without the values of its headers and without any key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SentRequest {
    /// Where it went, without a query.
    pub url: String,
    /// The names of its headers beside the usual ones.
    pub headers: Vec<String>,
    /// Its body, JSON exactly as it was sent; none where it was too long to keep.
    pub body: Option<String>,
    /// How long the body was.
    #[ts(type = "number")]
    pub body_bytes: u64,
    /// Providers whose own keys joined the body on its way; they are not in it here.
    pub own_keys: Vec<String>,
    /// Whether a key of this process stood in the body and is `***` here.
    pub masked: bool,
    /// Which request of its answer it was; the first is 1.
    pub attempt: u32,
    /// How many there were.
    pub attempts: u32,
    /// When its answer began, milliseconds since 1970.
    #[ts(type = "number")]
    pub at_ms: i64,
}
