//! The system's own dialog for a file. The page asks for a deed and never names a path; what is
//! chosen here stays on this side.

use std::path::PathBuf;

use chat_core::wire::Language;
use rfd::{AsyncFileDialog, AsyncMessageDialog, MessageButtons, MessageDialogResult, MessageLevel};
use tauri::{Manager, WebviewWindow};

use crate::shell::Shell;
use crate::texts::{Text, said};

/// Longest proposed name, in characters, without its ending.
const LONGEST: usize = 60;

/// What a file is wanted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// A place for a new file.
    Place {
        /// Its proposed name.
        name: String,
        /// Its ending, without the dot.
        ending: &'static str,
    },
    /// An archive to read.
    Archive,
}

/// Shows the dialog over a window and waits for the person; none where they want no file.
pub(crate) async fn ask(window: WebviewWindow, wanted: Wanted) -> Option<PathBuf> {
    let dialog = AsyncFileDialog::new().set_parent(&window);
    let language = window.state::<Shell>().language();
    let chosen = match wanted {
        Wanted::Place { name, ending } => {
            let dialog = dialog.set_title(said(Text::Export, language));
            let dialog = dialog
                .set_file_name(name)
                .add_filter(ending.to_uppercase(), &[ending]);
            dialog.save_file().await
        }
        Wanted::Archive => {
            let dialog = dialog
                .set_title(said(Text::Import, language))
                .add_filter(said(Text::Archives, language), &["zip", "json"]);
            dialog.pick_file().await
        }
    };
    chosen.map(|file| file.path().to_owned())
}

/// A page died again and again: whether the person wants it loaded once more, instead of leaving.
pub(crate) async fn wants_page_again(language: Language) -> bool {
    let again = said(Text::LoadAgain, language);
    let buttons =
        MessageButtons::OkCancelCustom(again.to_owned(), said(Text::Quit, language).to_owned());
    let answer = AsyncMessageDialog::new()
        .set_level(MessageLevel::Error)
        .set_title("Gatehouse")
        .set_description(said(Text::PageDies, language))
        .set_buttons(buttons)
        .show()
        .await;
    match answer {
        MessageDialogResult::Ok | MessageDialogResult::Yes => true,
        MessageDialogResult::Custom(pressed) => pressed == again,
        MessageDialogResult::No | MessageDialogResult::Cancel => false,
    }
}

/// A proposed name made of a title, or of another text where nothing of it is left: what no system
/// minds in a name.
pub(crate) fn proposed(title: &str, instead: &str, ending: &str) -> String {
    let kept: String = title
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .take(LONGEST)
        .collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let name = words.join(" ");
    let name = name.trim_matches(['.', ' ']);
    let name = if name.is_empty() { instead } else { name };
    format!("{name}.{ending}")
}

/// Where it is written, and whether what is there gives way. Without its ending the name is not the
/// one that the dialog asked about: nothing is replaced then, least of all a file of another kind.
pub(crate) fn place(chosen: PathBuf, ending: &str) -> (PathBuf, bool) {
    let has_it = chosen
        .extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(ending));
    if has_it {
        return (chosen, true);
    }
    let mut name = chosen.into_os_string();
    name.push(".");
    name.push(ending);
    (PathBuf::from(name), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposed_name_is_a_name_everywhere() {
        for (title, name) in [
            ("What is 2+2?", "What is 2+2.md"),
            ("../../etc/passwd", "etc passwd.md"),
            ("C:\\x\n\0y", "C x y.md"),
            ("...", "Conversation.md"),
            ("", "Conversation.md"),
            ("漢字 é", "漢字 é.md"),
        ] {
            assert_eq!(proposed(title, "Conversation", "md"), name, "{title:?}");
        }
        assert_eq!(proposed(&"x".repeat(500), "", "md").len(), LONGEST + 3);
    }

    #[test]
    fn only_a_file_of_the_same_kind_is_replaced() {
        for (chosen, written, replaces) in [
            ("/a/b.md", "/a/b.md", true),
            ("/a/b.MD", "/a/b.MD", true),
            ("/a/b", "/a/b.md", false),
            ("/a/history.sqlite3", "/a/history.sqlite3.md", false),
        ] {
            let found = place(PathBuf::from(chosen), "md");
            assert_eq!(found, (PathBuf::from(written), replaces));
        }
    }
}
