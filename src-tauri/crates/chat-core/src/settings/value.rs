//! What a text has to be to fit a setting: a number, a list of models, a path, one of a few words.

use super::Key;
use super::choice::Choice;
use crate::combination::{Combination, OFF};
use crate::connection::check_model;
use crate::failure::{Code, Failure};
use std::path::Path;

/// Most favourite models.
const MAX_FAVOURITES: usize = 50;
/// Longest path, in bytes.
const MAX_PATH_BYTES: usize = 4_096;
/// The smallest and the largest zoom, in percent.
const ZOOM: std::ops::RangeInclusive<u32> = 50..=300;

impl Key {
    pub(super) fn number<N: std::str::FromStr + PartialOrd + std::fmt::Display>(
        self,
        value: &str,
        most: &N,
    ) -> Result<N, Failure> {
        match value.parse::<N>() {
            Ok(number) if number <= *most => Ok(number),
            Ok(_) | Err(_) => {
                Err(self.refuse(&format!("a whole number from 0 to {most}; 0 is off")))
            }
        }
    }

    /// Model ids with commas between, each once.
    pub(super) fn models(self, value: &str) -> Result<Vec<String>, Failure> {
        let mut models: Vec<String> = Vec::new();
        for id in value.split(',').map(str::trim).filter(|id| !id.is_empty()) {
            if check_model(id).is_err() {
                return Err(self.refuse("model ids of at most 256 bytes, with commas between"));
            }
            if !models.iter().any(|known| known == id) {
                models.push(id.to_owned());
            }
        }
        if models.len() > MAX_FAVOURITES {
            return Err(self.refuse("at most 50 model ids"));
        }
        Ok(models)
    }

    /// A relative path would mean another place in another folder.
    pub(super) fn path(self, value: &str) -> Result<Option<String>, Failure> {
        if value.is_empty() {
            return Ok(None);
        }
        let fits = Path::new(value).is_absolute()
            && value.len() <= MAX_PATH_BYTES
            && !value.chars().any(char::is_control);
        if fits {
            Ok(Some(value.to_owned()))
        } else {
            Err(self.refuse("a whole path, from the root on"))
        }
    }

    pub(super) fn limit(self, value: &str) -> Result<Option<u32>, Failure> {
        let number: u32 = if value.is_empty() {
            0
        } else {
            self.number(value, &10_000_000)?
        };
        Ok((number > 0).then_some(number))
    }

    /// Keys as they are told; none for the usual ones.
    pub(super) fn combination(self, value: &str) -> Result<Option<String>, Failure> {
        match value.to_ascii_lowercase().as_str() {
            "" => Ok(None),
            OFF => Ok(Some(OFF.to_owned())),
            _ => Combination::parse(value)
                .map(|read| Some(read.to_string()))
                .map_err(|wrong| {
                    self.refuse(&format!(
                        "keys such as Ctrl+Shift+Space, or {OFF} ({wrong})"
                    ))
                }),
        }
    }

    pub(super) fn refuse(self, wanted: &str) -> Failure {
        Failure::new(
            Code::ConfigInvalid,
            format!("That value does not fit the setting {}.", self.name()),
        )
        .with_action(format!("Give {wanted}."))
    }

    /// One of a few words; an empty text is the usual one.
    pub(super) fn choice<C: Choice>(self, value: &str) -> Result<C, Failure> {
        if value.is_empty() {
            return Ok(C::default());
        }
        let found = C::ALL.iter().find(|choice| choice.name() == value);
        found.copied().ok_or_else(|| {
            let names: Vec<_> = C::ALL.iter().map(|choice| choice.name()).collect();
            self.refuse(&format!("one of {}", names.join(", ")))
        })
    }

    /// `on` or `off`; an empty text is the usual one.
    pub(super) fn switch(self, value: &str, usual: bool) -> Result<bool, Failure> {
        match value {
            "" => Ok(usual),
            "on" => Ok(true),
            "off" => Ok(false),
            _ => Err(self.refuse("on or off")),
        }
    }

    /// Percents; an empty text, or 0, is the usual size.
    pub(super) fn zoom(self, value: &str) -> Result<u32, Failure> {
        let percent = match value {
            "" | "0" => 100,
            percent => percent.parse().unwrap_or_default(),
        };
        if ZOOM.contains(&percent) {
            Ok(percent)
        } else {
            Err(self.refuse("a whole number from 50 to 300"))
        }
    }
}
