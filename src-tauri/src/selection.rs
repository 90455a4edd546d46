//! What another program has copied or selected. It is read when a person asks for it and never before,
//! and not at all where its owner calls it a secret.

use chat_core::failure::{Code, Failure};
use tauri::AppHandle;

/// Where it is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// What was copied.
    Clipboard,
    /// What is selected now, which only some systems tell.
    Selection,
}

impl Source {
    /// By the name that the page gives it.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "clipboard" => Some(Self::Clipboard),
            "selection" => Some(Self::Selection),
            _ => None,
        }
    }
}

/// What was taken.
#[derive(Debug)]
pub(crate) struct Taken {
    /// How the name of such a file ends.
    pub(crate) ending: &'static str,
    pub(crate) bytes: Vec<u8>,
}

/// Takes it; nothing where there is nothing that can go with a question.
#[cfg(target_os = "linux")]
pub(crate) async fn take(app: &AppHandle, source: Source) -> Result<Option<Taken>, Failure> {
    owned::take(app, source).await
}

/// Elsewhere a paste does it.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn take(_app: &AppHandle, _source: Source) -> Result<Option<Taken>, Failure> {
    std::future::ready(Err(Failure::new(
        Code::Refused,
        "This system hands it over only to a paste.",
    )))
    .await
}

/// The clipboard and the selection belong to a program that is asked for them.
#[cfg(target_os = "linux")]
mod owned {
    use std::time::Duration;

    use gtk::gdk;
    use tokio::sync::oneshot;

    use super::{AppHandle, Code, Failure, Source, Taken};

    /// Who takes longer to answer is not waited for.
    const WITHIN: Duration = Duration::from_secs(2);
    /// What password managers put beside a password.
    const SECRET: &str = "x-kde-passwordManagerHint";
    /// As what it is asked for, best first, and how such a file's name ends. Text comes before pictures: a
    /// spreadsheet offers both of its cells.
    const KINDS: &[(&str, &str)] = &[
        ("UTF8_STRING", "txt"),
        ("text/plain;charset=utf-8", "txt"),
        ("text/plain", "txt"),
        ("STRING", "txt"),
        ("image/png", "png"),
        ("image/jpeg", "jpg"),
        ("image/webp", "webp"),
        ("image/gif", "gif"),
    ];

    /// What is asked for next.
    #[derive(Debug, PartialEq, Eq)]
    pub(super) enum Next {
        /// This target, a file of which ends so.
        Ask(&'static str, &'static str),
        /// It is a secret.
        Secret,
        /// Nothing that can go with a question.
        Nothing,
    }

    /// Decides by what is offered.
    pub(super) fn next(offered: &[String]) -> Next {
        let is_offered = |name: &str| offered.iter().any(|one| one == name);
        if is_offered(SECRET) {
            return Next::Secret;
        }
        KINDS
            .iter()
            .find(|(target, _)| is_offered(target))
            .map_or(Next::Nothing, |(target, ending)| Next::Ask(target, ending))
    }

    pub(super) async fn take(app: &AppHandle, source: Source) -> Result<Option<Taken>, Failure> {
        let offered = ask(app, source, "TARGETS", |data| {
            let targets = data.targets().unwrap_or_default();
            targets.iter().map(|atom| atom.name().to_string()).collect()
        });
        let offered: Vec<String> = offered.await?;
        let (target, ending) = match next(&offered) {
            Next::Ask(target, ending) => (target, ending),
            Next::Secret => {
                return Err(Failure::new(
                    Code::Refused,
                    "A password manager calls that a secret; it is not taken.",
                ));
            }
            Next::Nothing => return Ok(None),
        };
        let bytes = ask(app, source, target, move |data| {
            if ending == "txt" {
                data.text().map(|text| text.as_bytes().to_vec())
            } else {
                Some(data.data())
            }
        });
        let bytes = bytes.await?.unwrap_or_default();
        Ok((!bytes.is_empty()).then_some(Taken { ending, bytes }))
    }

    /// Asks its owner, on the thread that draws, which goes on meanwhile.
    async fn ask<T: Send + 'static>(
        app: &AppHandle,
        source: Source,
        target: &'static str,
        read: impl FnOnce(&gtk::SelectionData) -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let (give, given) = oneshot::channel();
        let asked = app.run_on_main_thread(move || {
            let clipboard = gtk::Clipboard::get(match source {
                Source::Clipboard => &gdk::SELECTION_CLIPBOARD,
                Source::Selection => &gdk::SELECTION_PRIMARY,
            });
            clipboard.request_contents(&gdk::Atom::intern(target), move |_, data| {
                // Nobody waits any more where it came too late.
                let _ = give.send(read(data));
            });
        });
        let silent = || {
            Failure::new(
                Code::IdleTimeout,
                "The program that has it does not hand it over.",
            )
        };
        asked.map_err(|_| silent())?;
        match tokio::time::timeout(WITHIN, given).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(_)) | Err(_) => Err(silent()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_two_sources_and_no_other() {
        assert_eq!(Source::named("clipboard"), Some(Source::Clipboard));
        assert_eq!(Source::named("selection"), Some(Source::Selection));
        assert_eq!(Source::named("file"), None);
        assert_eq!(Source::named("/etc/passwd"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn text_comes_before_pictures_and_a_secret_before_both() {
        use owned::{Next, next};
        let offered =
            |names: &[&str]| next(&names.iter().map(|&one| one.to_owned()).collect::<Vec<_>>());
        assert_eq!(offered(&[]), Next::Nothing);
        assert_eq!(offered(&["TARGETS", "text/html"]), Next::Nothing);
        assert_eq!(
            offered(&["image/png", "STRING", "UTF8_STRING"]),
            Next::Ask("UTF8_STRING", "txt")
        );
        assert_eq!(
            offered(&["image/jpeg", "image/png"]),
            Next::Ask("image/png", "png")
        );
        assert_eq!(
            offered(&["UTF8_STRING", "x-kde-passwordManagerHint"]),
            Next::Secret
        );
    }
}
