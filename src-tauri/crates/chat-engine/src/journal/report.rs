//! A recorded reply as one file that can go with a bug report: readable, complete, and looked
//! through for keys.

use super::frames::{Frames, Head, Recorder};
use super::{Headers, MAX_RAW, Recorded, Server, request};
use crate::engine::Stored;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chat_core::dialect::Dialect;
use chat_core::failure::Code;
use chat_core::secret_text::{holds_known, mask, mask_known};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::io::{self, Read, Write};
use std::path::Path;

const FORMAT: &str = "gatehouse-replay";
const VERSION: u32 = 1;
/// Longest file that is read, in bytes: JSON may need six for one.
const MAX_FILE: u64 = 256 * 1024 * 1024;

/// Why a file cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReportError {
    /// The system refused.
    #[error("the system refused")]
    Io(#[from] io::Error),
    /// Another file.
    #[error("no recorded answer")]
    Foreign,
    /// What is in it cannot be.
    #[error("damaged")]
    Damaged,
    /// Longer than any.
    #[error("too large")]
    TooLarge,
    /// Of a later version.
    #[error("written by a newer version")]
    Newer,
}

/// The file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    format: String,
    version: u32,
    /// What a person should know before it is sent to anybody.
    note: String,
    program: String,
    pub(crate) turn: String,
    pub(crate) model: Option<String>,
    pub(crate) connection: Option<String>,
    dialect: String,
    upstream: Server,
    attempt: u32,
    at_ms: i64,
    status: u16,
    content_type: Option<String>,
    #[serde(default)]
    headers: Headers,
    cut: bool,
    whole: bool,
    request: serde_json::Value,
    stored_text: String,
    stored_reasoning: String,
    stored_state: String,
    #[serde(default)]
    stored_code: Option<Code>,
    pieces: Vec<Piece>,
}

/// What tells the file from others.
#[derive(Deserialize)]
struct Probe {
    format: String,
    version: u32,
}

/// A piece of the body: as text where it is text.
#[derive(Debug, Serialize, Deserialize)]
struct Piece {
    ms: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
}

impl Piece {
    fn of(ms: u32, bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self {
                ms,
                text: Some(text),
                base64: None,
            },
            Err(odd) => Self {
                ms,
                text: None,
                base64: Some(STANDARD.encode(odd.as_bytes())),
            },
        }
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        match (&self.text, &self.base64) {
            (Some(text), None) => Some(text.as_bytes().to_vec()),
            (None, Some(base64)) => STANDARD.decode(base64).ok(),
            (Some(_), Some(_)) | (None, None) => None,
        }
    }
}

impl Report {
    pub(crate) fn of(
        recorded: Recorded,
        turn: &str,
        stored: Stored,
        [model, connection]: [Option<String>; 2],
    ) -> io::Result<Self> {
        let mut frames = Frames::of(&recorded.body)?;
        let mut pieces = Vec::new();
        while let Some((ms, bytes)) = frames.next()? {
            pieces.push(Piece::of(ms, bytes));
        }
        let request = request::unpacked(&recorded);
        let request = request.and_then(|json| serde_json::from_str(&json).ok());
        Ok(Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            note: "This file holds the question, what went with it, and the answer.".to_owned(),
            program: recorded.program,
            turn: turn.to_owned(),
            model,
            connection,
            dialect: recorded.dialect.name().to_owned(),
            upstream: recorded.upstream,
            attempt: recorded.attempt,
            at_ms: recorded.at_ms,
            status: recorded.status,
            content_type: recorded.content_type,
            headers: recorded.headers,
            cut: recorded.cut,
            whole: recorded.whole,
            request: request.unwrap_or_default(),
            stored_text: stored.text,
            stored_reasoning: stored.reasoning,
            stored_state: stored.state,
            stored_code: stored.code,
            pieces,
        })
    }

    /// Replaces by `***` what looks like a key or is one; tells what was found where.
    pub(crate) fn redact(&mut self, secrets: &[SecretString]) -> Vec<String> {
        let mut found = Vec::new();
        let mut look = |text: &str, place: &str| -> Option<String> {
            let mut masked = mask(text);
            if masked != text {
                found.push(format!("something that looks like a key in {place}"));
            }
            for secret in secrets.iter().map(ExposeSecret::expose_secret) {
                if holds_known(text, secret) {
                    found.push(format!("one of your keys in {place}"));
                    masked = mask_known(&masked, secret);
                }
            }
            (masked != text).then_some(masked)
        };
        for (text, place) in [
            (&mut self.stored_text, "the stored answer"),
            (&mut self.stored_reasoning, "the stored reasoning"),
        ] {
            if let Some(masked) = look(text, place) {
                *text = masked;
            }
        }
        for text in self.headers.values_mut() {
            if let Some(masked) = look(text, "the headers of the reply") {
                *text = masked;
            }
        }
        strings(&mut self.request, &mut |text| {
            if let Some(masked) = look(text, "the request") {
                *text = masked;
            }
        });
        // A key may be cut between two pieces: all of them are looked at as one.
        let bytes: Vec<u8> = self
            .pieces
            .iter()
            .filter_map(Piece::bytes)
            .flatten()
            .collect();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        if let Some(masked) = look(&body, "the bytes of the answer") {
            self.pieces = vec![Piece {
                ms: self.pieces.last().map_or(0, |piece| piece.ms),
                text: Some(masked),
                base64: None,
            }];
        }
        found.sort();
        found.dedup();
        found
    }

    /// Writes it, readable by its owner alone; a file that is there stays, unless `replace`.
    pub(crate) fn write(&self, path: &Path, replace: bool) -> Result<(), ReportError> {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            Some(_) | None => Path::new("."),
        };
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut file, self).map_err(io::Error::from)?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        let kept = if replace {
            file.persist(path)
        } else {
            file.persist_noclobber(path)
        };
        kept.map_err(|error| error.error)?;
        Ok(())
    }

    pub(crate) fn read(path: &Path) -> Result<Self, ReportError> {
        let about = std::fs::metadata(path)?;
        if !about.is_file() {
            return Err(ReportError::Foreign);
        }
        if about.len() > MAX_FILE {
            return Err(ReportError::TooLarge);
        }
        let mut json = Vec::new();
        std::fs::File::open(path)?
            .take(MAX_FILE)
            .read_to_end(&mut json)?;
        let probe: Probe = serde_json::from_slice(&json).map_err(|_| ReportError::Foreign)?;
        if probe.format != FORMAT {
            return Err(ReportError::Foreign);
        }
        if probe.version > VERSION {
            return Err(ReportError::Newer);
        }
        serde_json::from_slice(&json).map_err(|_| ReportError::Damaged)
    }

    /// What can be played, and what was stored of it.
    pub(crate) fn parts(&self) -> Result<(Recorded, Stored), ReportError> {
        let dialect = Dialect::parse(&self.dialect).ok_or(ReportError::Damaged)?;
        let mut recorder = Recorder::start(Head {
            attempt: self.attempt,
            at_ms: self.at_ms,
            began: 0,
            dialect,
            upstream: &self.upstream.clone().into(),
            status: self.status,
            content_type: self.content_type.as_deref(),
            headers: self.headers.clone(),
            request: None,
        })?;
        let mut all = 0_usize;
        for piece in &self.pieces {
            let bytes = piece.bytes().ok_or(ReportError::Damaged)?;
            all = all.saturating_add(bytes.len());
            if all > MAX_RAW {
                return Err(ReportError::TooLarge);
            }
            recorder.push(u64::from(piece.ms), &bytes)?;
        }
        let mut recorded = recorder.finish(self.whole)?;
        recorded.cut |= self.cut;
        recorded.program.clone_from(&self.program);
        let stored = Stored {
            text: self.stored_text.clone(),
            reasoning: self.stored_reasoning.clone(),
            state: self.stored_state.clone(),
            code: self.stored_code,
        };
        Ok((recorded, stored))
    }
}

/// Every text in a JSON value. It was read by a parser that bounds its depth.
fn strings(value: &mut serde_json::Value, each: &mut dyn FnMut(&mut String)) {
    match value {
        serde_json::Value::String(text) => each(text),
        serde_json::Value::Array(list) => {
            for inner in list {
                strings(inner, each);
            }
        }
        serde_json::Value::Object(map) => {
            for inner in map.values_mut() {
                strings(inner, each);
            }
        }
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}
