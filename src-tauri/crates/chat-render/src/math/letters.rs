//! The alphabets of formulas, as Unicode has them: MathML Core knows no other fonts.
//!
//! Source: Unicode, "Mathematical Alphanumeric Symbols" (U+1D400–U+1D7FF); the letters that block
//! leaves out are in "Letterlike Symbols".

/// An alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    /// Upright.
    Upright,
    /// Bold and upright.
    Bold,
    /// Italics, which single letters are anyway.
    Italic,
    /// Bold italics; digits are bold.
    BoldItalic,
    /// Script.
    Script,
    /// Fraktur.
    Fraktur,
    /// Double-struck.
    Double,
    /// Without serifs.
    Sans,
    /// Of one width.
    Mono,
}

impl Font {
    /// Where the capitals, the small letters and the digits of the alphabet begin.
    fn starts(self) -> Option<[Option<u32>; 3]> {
        let [capitals, digits] = match self {
            Self::Upright => return None,
            Self::Bold => [0x1D400, 0x1D7CE],
            Self::Italic => [0x1D434, 0],
            Self::BoldItalic => [0x1D468, 0x1D7CE],
            Self::Script => [0x1D49C, 0],
            Self::Fraktur => [0x1D504, 0],
            Self::Double => [0x1D538, 0x1D7D8],
            Self::Sans => [0x1D5A0, 0x1D7E2],
            Self::Mono => [0x1D670, 0x1D7F6],
        };
        let digits = (digits != 0).then_some(digits);
        Some([Some(capitals), Some(capitals + 26), digits])
    }

    /// Where the alphabet's Greek capitals begin.
    fn greek(self) -> Option<u32> {
        match self {
            Self::Bold => Some(0x1D6A8),
            Self::Italic => Some(0x1D6E2),
            Self::BoldItalic => Some(0x1D71C),
            Self::Upright
            | Self::Script
            | Self::Fraktur
            | Self::Double
            | Self::Sans
            | Self::Mono => None,
        }
    }

    /// The character in this alphabet, or itself where the alphabet has none for it.
    pub(super) fn letter(self, c: char) -> char {
        self.exception(c)
            .or_else(|| self.latin(c))
            .or_else(|| self.greek_letter(c))
            .unwrap_or(c)
    }

    fn latin(self, c: char) -> Option<char> {
        let [capitals, small, digits] = self.starts()?;
        let (start, base) = match c {
            'A'..='Z' => (capitals, 'A'),
            'a'..='z' => (small, 'a'),
            '0'..='9' => (digits, '0'),
            _ => return None,
        };
        char::from_u32(start? + u32::from(c) - u32::from(base))
    }

    fn greek_letter(self, c: char) -> Option<char> {
        let start = self.greek()?;
        let at = match c {
            'Α'..='Ω' => u32::from(c) - u32::from('Α'),
            '∇' => 25,
            'α'..='ω' => 26 + u32::from(c) - u32::from('α'),
            '∂' => 51,
            'ϵ' => 52,
            'ϑ' => 53,
            'ϰ' => 54,
            'ϕ' => 55,
            'ϱ' => 56,
            'ϖ' => 57,
            _ => return None,
        };
        char::from_u32(start + at)
    }

    fn exception(self, c: char) -> Option<char> {
        Some(match (self, c) {
            (Self::Italic, 'h') => 'ℎ',
            (Self::Script, 'B') => 'ℬ',
            (Self::Script, 'E') => 'ℰ',
            (Self::Script, 'F') => 'ℱ',
            (Self::Script, 'H') => 'ℋ',
            (Self::Script, 'I') => 'ℐ',
            (Self::Script, 'L') => 'ℒ',
            (Self::Script, 'M') => 'ℳ',
            (Self::Script, 'R') => 'ℛ',
            (Self::Script, 'e') => 'ℯ',
            (Self::Script, 'g') => 'ℊ',
            (Self::Script, 'o') => 'ℴ',
            (Self::Fraktur, 'C') => 'ℭ',
            (Self::Fraktur, 'H') => 'ℌ',
            (Self::Fraktur, 'I') => 'ℑ',
            (Self::Fraktur, 'R') => 'ℜ',
            (Self::Fraktur, 'Z') => 'ℨ',
            (Self::Double, 'C') => 'ℂ',
            (Self::Double, 'H') => 'ℍ',
            (Self::Double, 'N') => 'ℕ',
            (Self::Double, 'P') => 'ℙ',
            (Self::Double, 'Q') => 'ℚ',
            (Self::Double, 'R') => 'ℝ',
            (Self::Double, 'Z') => 'ℤ',
            _ => return None,
        })
    }
}

/// Commands that set their argument in another alphabet.
pub(super) fn argument_font(name: &str) -> Option<Font> {
    Some(match name {
        "mathrm" | "mathup" | "symup" | "symrm" => Font::Upright,
        "mathbf" | "symbf" => Font::Bold,
        "mathit" | "mathnormal" => Font::Italic,
        "boldsymbol" | "bm" | "mathbfit" | "pmb" => Font::BoldItalic,
        "mathcal" | "mathscr" => Font::Script,
        "mathfrak" => Font::Fraktur,
        "mathbb" | "Bbb" => Font::Double,
        "mathsf" => Font::Sans,
        "mathtt" => Font::Mono,
        _ => return None,
    })
}

/// Commands that set the rest of their group in another alphabet.
pub(super) fn switched_font(name: &str) -> Option<Font> {
    Some(match name {
        "rm" => Font::Upright,
        "bf" => Font::Bold,
        "it" => Font::Italic,
        "cal" => Font::Script,
        "frak" => Font::Fraktur,
        "sf" => Font::Sans,
        "tt" => Font::Mono,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_in_every_alphabet() {
        for (font, plain, wanted) in [
            (Font::Upright, "Az9α", "Az9α"),
            (Font::Bold, "Az9Ωω∇", "𝐀𝐳𝟗𝛀𝛚𝛁"),
            (Font::Italic, "Azh9Γε", "𝐴𝑧ℎ9𝛤𝜀"),
            (Font::BoldItalic, "Az9βϕ", "𝑨𝒛𝟗𝜷𝝓"),
            (Font::Script, "ABLze", "𝒜ℬℒ𝓏ℯ"),
            (Font::Fraktur, "AgC", "𝔄𝔤ℭ"),
            (Font::Double, "ARZ1k", "𝔸ℝℤ𝟙𝕜"),
            (Font::Sans, "Az0", "𝖠𝗓𝟢"),
            (Font::Mono, "Az0中", "𝙰𝚣𝟶中"),
        ] {
            let mapped: String = plain.chars().map(|c| font.letter(c)).collect();
            assert_eq!(mapped, wanted, "{font:?}");
        }
    }

    #[test]
    fn no_alphabet_leads_to_an_unassigned_character() {
        // The reserved places of the block, where the letters are elsewhere.
        let reserved = [
            0x1D455, 0x1D49D, 0x1D4A0, 0x1D4A1, 0x1D4A3, 0x1D4A4, 0x1D4A7, 0x1D4A8, 0x1D4AD,
            0x1D4BA, 0x1D4BC, 0x1D4C4, 0x1D506, 0x1D50B, 0x1D50C, 0x1D515, 0x1D51D, 0x1D53A,
            0x1D53F, 0x1D545, 0x1D547, 0x1D548, 0x1D549, 0x1D551,
        ];
        let fonts = [
            Font::Bold,
            Font::Italic,
            Font::BoldItalic,
            Font::Script,
            Font::Fraktur,
            Font::Double,
            Font::Sans,
            Font::Mono,
        ];
        for font in fonts {
            for c in ('A'..='Z').chain('a'..='z').chain('0'..='9') {
                let mapped = u32::from(font.letter(c));
                assert!(!reserved.contains(&mapped), "{font:?} {c} {mapped:x}");
            }
        }
    }
}
