//! What a character is by itself. The ranges are Unicode's `Default_Ignorable_Code_Point`, bidi
//! controls, and a few that are drawn as nothing.

/// What a character is by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// It is seen.
    Plain,
    /// A control character but tab and line feed.
    Control,
    /// A code point that Unicode will never give a meaning.
    NoCharacter,
    /// It is not seen, and is kept only where its kind is needed.
    Hidden(Kind),
}

/// Why a hidden character may be in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Joins or parts letters, or makes one emoji of two.
    Joiner,
    /// Ends a word where a script writes no spaces.
    WordEnd,
    /// Says which way what is beside it runs, where scripts mix.
    Direction,
    /// Chooses between forms of the character before.
    Selector,
    /// Spells which flag it is.
    Tag,
    /// Nothing that a text here needs.
    Useless,
}

impl Class {
    /// The class of a character.
    pub(super) fn of(c: char) -> Self {
        match c {
            '\t' | '\n' | ' '..='~' => Self::Plain,
            c if c.is_control() => Self::Control,
            c if is_no_character(c) => Self::NoCharacter,
            '\u{200c}' | '\u{200d}' => Self::Hidden(Kind::Joiner),
            '\u{200b}' => Self::Hidden(Kind::WordEnd),
            '\u{61c}' | '\u{200e}' | '\u{200f}' => Self::Hidden(Kind::Direction),
            '\u{180b}'..='\u{180d}'
            | '\u{180f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{e0100}'..='\u{e01ef}' => Self::Hidden(Kind::Selector),
            '\u{e0020}'..='\u{e007f}' => Self::Hidden(Kind::Tag),
            '\u{ad}'
            | '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180e}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}' => Self::Hidden(Kind::Useless),
            _ => Self::Plain,
        }
    }
}

/// The 66 code points that Unicode will never give a meaning.
fn is_no_character(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

/// Whether it is an emoji or a symbol that can be one; wider than Unicode's list by symbols.
pub(super) fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{20e3}' | '\u{2122}' | '\u{2139}'
        | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{24c2}'
        | '\u{25a0}'..='\u{27bf}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}'
        | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}')
}

/// Whether it is of a script whose letters are joined and parted by U+200C and U+200D.
pub(super) fn is_joining(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{7ff}' | '\u{840}'..='\u{e00}' | '\u{f00}'..='\u{109f}'
        | '\u{1780}'..='\u{18af}' | '\u{1900}'..='\u{1cff}' | '\u{a800}'..='\u{a8ff}'
        | '\u{a980}'..='\u{aaff}' | '\u{abc0}'..='\u{abff}' | '\u{fb50}'..='\u{fdcf}'
        | '\u{fdf0}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{11000}'..='\u{11fff}')
}

/// Whether it is of a script that writes no spaces between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{1950}'..='\u{19df}' | '\u{1a20}'..='\u{1aaf}' | '\u{aa60}'..='\u{aadf}')
}

/// Whether it is of a script that runs from right to left.
pub(super) fn is_right_to_left(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Whether Unicode or its registry knows forms of it that this selector chooses.
pub(super) fn has_forms(c: char, selector: char) -> bool {
    let ideograph = matches!(c,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}');
    match selector {
        '\u{fe0e}' | '\u{fe0f}' => is_emoji(c) || matches!(c, '#' | '*' | '0'..='9'),
        '\u{180b}'..='\u{180f}' => matches!(c, '\u{1820}'..='\u{18aa}'),
        '\u{e0100}'..='\u{e01ef}' => ideograph,
        _ => {
            let of_a_script = matches!(c, '\u{1000}'..='\u{109f}' | '\u{aa60}'..='\u{aa7f}'
                | '\u{a840}'..='\u{a87f}');
            ideograph
                || of_a_script
                || matches!(c, '\u{2200}'..='\u{2aff}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff1f}')
        }
    }
}
