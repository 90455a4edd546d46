//! Accents, arrows, spaces and names: what commands stand for that take nothing of their own.

use chat_core::blocks::{MathTag, Node};

/// A sign above or below a base.
#[derive(Debug, Clone, Copy)]
pub(super) struct Accent {
    pub(super) sign: &'static str,
    /// Whether it grows with its base.
    pub(super) wide: bool,
    /// Whether it is below.
    pub(super) below: bool,
    /// Whether what is above or below it is its label.
    pub(super) labelled: bool,
}

/// The accent that a command sets.
pub(super) fn accent(name: &str) -> Option<Accent> {
    let small = |sign| (sign, false, false, false);
    let wide = |sign| (sign, true, false, false);
    let (sign, wide, below, labelled) = match name {
        "hat" => small("^"),
        "bar" => small("¯"),
        "tilde" => small("˜"),
        "dot" => small("˙"),
        "ddot" => small("¨"),
        "dddot" => small("⃛"),
        "acute" => small("´"),
        "grave" => small("`"),
        "breve" => small("˘"),
        "check" => small("ˇ"),
        "mathring" => small("˚"),
        "widehat" => wide("\u{302}"),
        "widetilde" => wide("~"),
        "widecheck" => wide("ˇ"),
        "vec" | "overrightarrow" => wide("→"),
        "overleftarrow" => wide("←"),
        "overleftrightarrow" => wide("↔"),
        "overparen" | "wideparen" | "overarc" => wide("⏜"),
        "overbrace" => ("⏞", true, false, true),
        "overbracket" => ("⎴", true, false, true),
        "underbrace" => ("⏟", true, true, true),
        "underbracket" => ("⎵", true, true, true),
        "underrightarrow" => ("→", true, true, false),
        "underleftarrow" => ("←", true, true, false),
        "utilde" => ("~", true, true, false),
        _ => return None,
    };
    Some(Accent {
        sign,
        wide,
        below,
        labelled,
    })
}

/// The arrow of a command such as `\xrightarrow`, which grows with what is written at it.
pub(super) fn long_arrow(name: &str) -> Option<&'static str> {
    Some(match name {
        "xrightarrow" => "→",
        "xleftarrow" => "←",
        "xleftrightarrow" => "↔",
        "xRightarrow" => "⇒",
        "xLeftarrow" => "⇐",
        "xLeftrightarrow" => "⇔",
        "xmapsto" => "↦",
        "xhookrightarrow" => "↪",
        "xhookleftarrow" => "↩",
        "xrightleftharpoons" => "⇌",
        "xlongequal" => "=",
        _ => return None,
    })
}

/// How wide a command's space is, in hundredths of an em.
pub(super) fn space_width(name: &str) -> Option<i16> {
    Some(match name {
        "," | "thinspace" => 17,
        ":" | ">" | "medspace" => 22,
        ";" | "thickspace" => 28,
        "!" | "negthinspace" => -17,
        "negmedspace" => -22,
        "negthickspace" => -28,
        " " | "space" | "nobreakspace" => 33,
        "enspace" | "enskip" => 50,
        "quad" => 100,
        "qquad" => 200,
        _ => return None,
    })
}

/// An operator's name that is only letters, digits, hyphens and small spaces.
pub(super) fn plain_name(raw: &str) -> Option<String> {
    const THIN: &str = "\u{2009}";
    let name = ["\\,", "\\;", "\\:", "\\ ", "~"]
        .iter()
        .fold(raw.trim().to_owned(), |name, gap| name.replace(gap, THIN));
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || THIN.contains(c);
    (!name.is_empty() && name.chars().all(plain)).then_some(name)
}

/// Strikes a sign through; none if it is not a sign.
pub(super) fn negate(node: &mut Node) -> Option<()> {
    let Node::MathPart { tag, children, .. } = node else {
        return None;
    };
    let Some(Node::Text(text)) = children.first_mut() else {
        return None;
    };
    if !matches!(tag, MathTag::Mo | MathTag::Mi) {
        return None;
    }
    let negated = match text.as_str() {
        "=" => "≠",
        "<" => "≮",
        ">" => "≯",
        "≤" => "≰",
        "≥" => "≱",
        "∈" => "∉",
        "∋" => "∌",
        "⊂" => "⊄",
        "⊃" => "⊅",
        "⊆" => "⊈",
        "⊇" => "⊉",
        "∃" => "∄",
        "≡" => "≢",
        "∼" => "≁",
        "≈" => "≉",
        "≅" => "≇",
        "∣" => "∤",
        "∥" => "∦",
        "→" => "↛",
        "⇒" => "⇏",
        "⇔" => "⇎",
        "⊢" => "⊬",
        "⊨" => "⊭",
        other => &format!("{other}\u{338}"),
    };
    negated.clone_into(text);
    Some(())
}
