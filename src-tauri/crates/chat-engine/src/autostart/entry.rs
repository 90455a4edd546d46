//! What an entry says: which words the session starts. A desktop entry of freedesktop.org, or an agent
//! of macOS. Pure: it opens nothing.

use std::fmt::Write;
use std::io;
use std::path::Path;

use super::HIDDEN;

/// Where the variables of a program are set, on both systems.
const ENV: &str = "/usr/bin/env";

/// How an entry is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "each system has one of them, and tests both")
)]
pub(super) enum Kind {
    /// A file of `~/.config/autostart`.
    Desktop,
    /// A file of `~/Library/LaunchAgents`.
    Agent,
}

/// The words of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry(Vec<String>);

impl Entry {
    /// Starts a program, with a data folder of the person's own where there is one.
    pub(super) fn new(program: &Path, own: Option<&Path>) -> io::Result<Self> {
        let word = |path: &Path| {
            let text = path.to_str();
            let plain = text.filter(|text| !text.chars().any(char::is_control));
            plain.map(str::to_owned).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidInput, "a path that no entry can hold")
            })
        };
        let mut words = Vec::new();
        if let Some(own) = own {
            words.push(ENV.to_owned());
            words.push(format!("GATEHOUSE_DATA_DIR={}", word(own)?));
        }
        words.push(word(program)?);
        words.push(HIDDEN.to_owned());
        Ok(Self(words))
    }

    /// The program that it starts.
    pub(super) fn program(&self) -> &Path {
        let at = if self.0.first().is_some_and(|word| word == ENV) {
            2
        } else {
            0
        };
        Path::new(self.0.get(at).map_or("", String::as_str))
    }

    /// The whole file. `label` is its name for the system.
    pub(super) fn write(&self, kind: Kind, label: &str) -> String {
        match kind {
            Kind::Desktop => {
                let words: Vec<String> = self.0.iter().map(|word| quoted(word)).collect();
                format!(
                    "[Desktop Entry]\nType=Application\nName=Gatehouse\nIcon=gatehouse-desktop\n\
                     Exec={}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n",
                    words.join(" ")
                )
            }
            Kind::Agent => {
                let mut words = String::new();
                for word in &self.0 {
                    let _ = writeln!(words, "    <string>{}</string>", as_xml(word));
                }
                format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                     <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
                     <plist version=\"1.0\">\n<dict>\n  <key>Label</key>\n  <string>{}</string>\n\
                     \x20 <key>ProgramArguments</key>\n  <array>\n{words}  </array>\n\
                     \x20 <key>RunAtLoad</key>\n  <true/>\n</dict>\n</plist>\n",
                    as_xml(label)
                )
            }
        }
    }

    /// What a file starts; none where it is switched off, or says nothing.
    pub(super) fn read(kind: Kind, text: &str) -> Option<Self> {
        let words = match kind {
            Kind::Desktop => of_desktop_entry(text)?,
            Kind::Agent => of_agent(text)?,
        };
        (!words.is_empty()).then_some(Self(words))
    }
}

/// A word of `Exec`: in quotes, for these are the only places where every sign may stand. The
/// backslashes are doubled once for the quotes and once for the file.
fn quoted(word: &str) -> String {
    if word == HIDDEN {
        return word.to_owned();
    }
    let mut quoted = String::from("\"");
    for sign in word.chars() {
        match sign {
            '\\' => quoted.push_str("\\\\\\\\"),
            '"' | '`' | '$' => {
                quoted.push_str("\\\\");
                quoted.push(sign);
            }
            '%' => quoted.push_str("%%"),
            sign => quoted.push(sign),
        }
    }
    quoted.push('"');
    quoted
}

fn of_desktop_entry(text: &str) -> Option<Vec<String>> {
    let mut group = "";
    let mut exec = None;
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            group = line;
        }
        let Some((key, value)) = line.split_once('=') else {
            continue;
        };
        if group != "[Desktop Entry]" {
            continue;
        }
        match (key.trim_end(), value.trim_start()) {
            ("Hidden", "true") | ("X-GNOME-Autostart-enabled", "false") => return None,
            ("Exec", value) => exec = Some(words(&unescaped(value))),
            _ => {}
        }
    }
    exec
}

/// A value of the file: `\\` is one backslash there.
fn unescaped(value: &str) -> String {
    let mut plain = String::new();
    let mut signs = value.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => match signs.next() {
                Some('s') => plain.push(' '),
                Some('n') => plain.push('\n'),
                Some('t') => plain.push('\t'),
                Some('r') => plain.push('\r'),
                other => plain.extend(other),
            },
            sign => plain.push(sign),
        }
    }
    plain
}

/// The words of a command, out of their quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut in_quotes = false;
    let mut signs = command.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' => {
                in_quotes = !in_quotes;
                word.get_or_insert_default();
            }
            ' ' if !in_quotes => words.extend(word.take()),
            '\\' if in_quotes => word.get_or_insert_default().extend(signs.next()),
            '%' if signs.peek() == Some(&'%') => word.get_or_insert_default().extend(signs.next()),
            sign => word.get_or_insert_default().push(sign),
        }
    }
    words.extend(word);
    words
}

fn as_xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn of_agent(text: &str) -> Option<Vec<String>> {
    if text
        .split_once("<key>Disabled</key>")
        .is_some_and(|(_, rest)| rest.trim_start().starts_with("<true"))
    {
        return None;
    }
    let (_, rest) = text.split_once("<key>ProgramArguments</key>")?;
    let (list, _) = rest.split_once("</array>")?;
    let texts = list.split("<string>").skip(1);
    let words = texts.filter_map(|text| text.split_once("</string>"));
    let plain = |word: &str| {
        word.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&")
    };
    Some(words.map(|(word, _)| plain(word)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ODD: [&str; 5] = [
        "/usr/bin/gatehouse-desktop",
        "/opt/my apps/100% \"best\"/$HOME/`x`/gatehouse-desktop",
        "/home/é世/a\\b\\\\c/gatehouse-desktop",
        "/a&b/<c>/&amp;/gatehouse-desktop",
        "/%f/%%u/gatehouse-desktop",
    ];

    #[test]
    fn an_entry_is_read_as_it_was_written_whatever_signs_are_in_a_path() {
        for path in ODD {
            for own in [None, Some(Path::new(path))] {
                let entry = Entry::new(Path::new(path), own).unwrap();
                for kind in [Kind::Desktop, Kind::Agent] {
                    let text = entry.write(kind, "app.gatehouse.desktop");
                    let read = Entry::read(kind, &text).unwrap();
                    assert_eq!(read, entry, "{text}");
                    assert_eq!(read.program(), Path::new(path));
                }
            }
        }
    }

    #[test]
    fn the_command_is_written_as_the_specification_has_it() {
        let entry = Entry::new(Path::new("/a b/100%/$x\\y"), None).unwrap();
        let text = entry.write(Kind::Desktop, "x");
        let exec = text.lines().find(|line| line.starts_with("Exec=")).unwrap();
        assert_eq!(exec, r#"Exec="/a b/100%%/\\$x\\\\y" --hidden"#);
    }

    #[test]
    fn what_the_desktop_has_switched_off_starts_nothing() {
        let on = Entry::new(Path::new("/x"), None)
            .unwrap()
            .write(Kind::Desktop, "x");
        for (from, to) in [
            (
                "X-GNOME-Autostart-enabled=true",
                "X-GNOME-Autostart-enabled=false",
            ),
            ("Terminal=false", "Hidden=true"),
            ("Exec", "NoExec"),
            ("[Desktop Entry]", "[Another Group]"),
        ] {
            assert_eq!(Entry::read(Kind::Desktop, &on.replace(from, to)), None);
        }
        let agent = Entry::new(Path::new("/x"), None)
            .unwrap()
            .write(Kind::Agent, "x");
        let off = agent.replace("<key>RunAtLoad</key>", "<key>Disabled</key>");
        assert!(Entry::read(Kind::Agent, &agent).is_some());
        assert_eq!(Entry::read(Kind::Agent, &off), None);
        assert_eq!(Entry::read(Kind::Agent, "bplist00"), None);
    }

    #[test]
    fn a_path_that_would_begin_a_line_of_its_own_is_refused() {
        assert!(Entry::new(Path::new("/a\nHidden=true"), None).is_err());
        assert!(Entry::new(Path::new("/a"), Some(Path::new("/b\u{1b}"))).is_err());
    }
}
