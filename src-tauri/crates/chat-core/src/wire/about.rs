//! What the program is and where it runs, as the settings show it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The program and its surroundings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AboutView {
    /// Its version.
    pub version: String,
    /// The commit that it was built from, where that was known.
    pub commit: Option<String>,
    /// The system, with its version where it tells one.
    pub system: String,
    /// The web view, with its version.
    pub web_view: Option<String>,
    /// The data folder; none where the system names no home.
    pub data: Option<String>,
    /// The folder of the log.
    pub log: Option<String>,
    /// How the windows are drawn.
    pub drawing: Drawing,
}

/// How the windows are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Drawing {
    /// As the web view does by itself.
    Usual,
    /// Without DMABUF, since a window stayed blank.
    Without,
    /// The same, as usual again from the next start on.
    UsualNext,
    /// Without DMABUF, as the surroundings of the program say.
    WithoutByEnvironment,
    /// As usual: without DMABUF a window stayed blank as well.
    NoHelp,
}
