//! A combination of keys that works in every program, as a person writes it, such as
//! `Ctrl+Shift+Space`.

use std::fmt;

/// What stands in the setting in place of a combination where there is to be none.
pub const OFF: &str = "off";

/// The keys that are held. Order of writing: Ctrl, Alt, Shift, Super.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "four keys, each held or not")]
pub struct Held {
    /// Ctrl.
    pub ctrl: bool,
    /// Alt; Option on macOS.
    pub alt: bool,
    /// Shift.
    pub shift: bool,
    /// Command on macOS, the Windows key on Windows.
    pub meta: bool,
}

/// The key that is pressed while those are held, by what stands on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// The space bar.
    Space,
    /// `A` to `Z`, `0` to `9`, or one of `,-./;=[\]'` and the backquote.
    Char(char),
    /// `F1` to `F24`.
    Function(u8),
    /// Up.
    Up,
    /// Down.
    Down,
    /// Left.
    Left,
    /// Right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// Insert.
    Insert,
}

/// A combination that can be asked of a desktop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Combination {
    /// What is held.
    pub held: Held,
    /// What is pressed then.
    pub key: Key,
}

/// Why a text is no combination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// A word that names no key.
    #[error("a key in it is not known")]
    Unknown,
    /// No key, or several beside those that are held.
    #[error("it must name one key")]
    NotOneKey,
    /// It would take a key away from every program.
    #[error("it must hold Ctrl, Alt or Super, or be a function key")]
    TooPlain,
}

const NAMED: [(&str, Key); 10] = [
    ("Space", Key::Space),
    ("Up", Key::Up),
    ("Down", Key::Down),
    ("Left", Key::Left),
    ("Right", Key::Right),
    ("Home", Key::Home),
    ("End", Key::End),
    ("PageUp", Key::PageUp),
    ("PageDown", Key::PageDown),
    ("Insert", Key::Insert),
];

impl Combination {
    /// What is asked for where the person chose nothing (UX §4, point 20). Alt+Space belongs to the
    /// window menu on Windows, and to input sources on macOS with Ctrl.
    pub const fn usual() -> Self {
        let mac = cfg!(target_os = "macos");
        Self {
            held: Held {
                ctrl: !mac,
                alt: false,
                shift: true,
                meta: mac,
            },
            key: Key::Space,
        }
    }

    /// Reads one, whatever the case and the order of its words.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Unusable> {
        let mut held = Held::default();
        let mut key = None;
        // A plus that stands for itself cannot be written: it is `Shift+=` on most keyboards.
        for word in text.split('+').map(str::trim) {
            match word.to_ascii_lowercase().as_str() {
                "ctrl" | "control" => held.ctrl = true,
                "alt" | "option" => held.alt = true,
                "shift" => held.shift = true,
                "super" | "meta" | "cmd" | "command" | "win" => held.meta = true,
                _ if key.is_none() => key = Some(Key::parse(word).ok_or(Unusable::Unknown)?),
                _ => return Err(Unusable::NotOneKey),
            }
        }
        let key = key.ok_or(Unusable::NotOneKey)?;
        let is_plain = !(held.ctrl || held.alt || held.meta);
        if is_plain && !matches!(key, Key::Function(_)) {
            return Err(Unusable::TooPlain);
        }
        Ok(Self { held, key })
    }
}

impl Key {
    fn parse(word: &str) -> Option<Self> {
        let named = NAMED
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(word));
        if let Some((_, key)) = named {
            return Some(*key);
        }
        let mut chars = word.chars();
        let first = chars.next()?.to_ascii_uppercase();
        if chars.next().is_none() {
            let known = first.is_ascii_uppercase()
                || first.is_ascii_digit()
                || ",-./;=[\\]'`".contains(first);
            return known.then_some(Self::Char(first));
        }
        let number: u8 = word.get(1..)?.parse().ok()?;
        (first == 'F' && (1..=24).contains(&number)).then_some(Self::Function(number))
    }
}

impl fmt::Display for Combination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Held {
            ctrl,
            alt,
            shift,
            meta,
        } = self.held;
        let meta_name = if cfg!(target_os = "macos") {
            "Cmd+"
        } else {
            "Super+"
        };
        for (held, name) in [
            (ctrl, "Ctrl+"),
            (alt, "Alt+"),
            (shift, "Shift+"),
            (meta, meta_name),
        ] {
            if held {
                f.write_str(name)?;
            }
        }
        match self.key {
            Key::Char(c) => write!(f, "{c}"),
            Key::Function(number) => write!(f, "F{number}"),
            key => {
                let named = NAMED.iter().find(|(_, one)| *one == key);
                f.write_str(named.map_or("", |(name, _)| name))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_combination_is_read_in_any_order_and_case_and_written_in_one() {
        for (text, written) in [
            ("Ctrl+Shift+Space", "Ctrl+Shift+Space"),
            ("shift + control + space", "Ctrl+Shift+Space"),
            ("ALT+a", "Alt+A"),
            ("ctrl+alt+7", "Ctrl+Alt+7"),
            ("F12", "F12"),
            ("shift+f24", "Shift+F24"),
            ("ctrl+,", "Ctrl+,"),
            ("ctrl+pageup", "Ctrl+PageUp"),
        ] {
            let read = Combination::parse(text).unwrap();
            assert_eq!(read.to_string(), written, "{text}");
            assert_eq!(Combination::parse(written), Ok(read));
        }
        let usual = Combination::usual();
        assert_eq!(Combination::parse(&usual.to_string()), Ok(usual));
    }

    #[test]
    fn what_takes_a_key_from_every_program_or_is_none_is_refused() {
        for (text, wrong) in [
            ("", Unusable::Unknown),
            ("+", Unusable::Unknown),
            ("Ctrl", Unusable::NotOneKey),
            ("Ctrl+Shift", Unusable::NotOneKey),
            ("Ctrl+A+B", Unusable::NotOneKey),
            ("Ctrl+Nonsense", Unusable::Unknown),
            ("Ctrl+ü", Unusable::Unknown),
            ("Ctrl+F25", Unusable::Unknown),
            ("Ctrl+Fé", Unusable::Unknown),
            ("A", Unusable::TooPlain),
            ("Shift+Space", Unusable::TooPlain),
        ] {
            assert_eq!(Combination::parse(text), Err(wrong), "{text}");
        }
    }
}
