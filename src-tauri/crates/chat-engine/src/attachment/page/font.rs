//! A font of a page: what its codes mean, and how far each moves the pen (PDF 32000-1 §9.2.4,
//! §9.7.4.3).

use lopdf::{Dictionary, Document, Encoding, Object};
use std::collections::HashMap;

/// A font has no more codes than this; a list that names more says them twice.
const MAX_CODES: usize = 1 << 16;

/// A font, as far as reading needs it.
pub(super) struct Font<'a> {
    encoding: Encoding<'a>,
    /// None where the file leaves the widths to the reader's own copy of the font.
    widths: Option<Widths>,
}

/// How far codes move the pen, in thousandths of the font's size.
struct Widths {
    of: HashMap<u16, f32>,
    other: f32,
    /// Whether two bytes make a code.
    wide: bool,
}

impl<'a> Font<'a> {
    /// A font of a document; its table may unpack to no more than `max_unpacked` bytes.
    pub(super) fn new(
        font: &'a Dictionary,
        document: &'a Document,
        max_unpacked: usize,
    ) -> Option<Self> {
        let encoding = font.get_font_encoding_with_limit(document, max_unpacked);
        Some(Self {
            encoding: encoding.ok()?,
            widths: widths(font, document),
        })
    }

    /// What a string says, without controls; joined letters are taken apart.
    pub(super) fn text(&self, bytes: &[u8], out: &mut String) {
        for c in self
            .encoding
            .bytes_to_string(bytes)
            .unwrap_or_default()
            .chars()
        {
            match c {
                '\u{fb00}' => out.push_str("ff"),
                '\u{fb01}' => out.push_str("fi"),
                '\u{fb02}' => out.push_str("fl"),
                '\u{fb03}' => out.push_str("ffi"),
                '\u{fb04}' => out.push_str("ffl"),
                _ if c.is_control() => {}
                _ => out.push(c),
            }
        }
    }

    /// How far a string moves the pen, in thousandths of the font's size, and how many letters it
    /// has.
    pub(super) fn advance(&self, bytes: &[u8]) -> Option<(f32, f32)> {
        let Widths { of, other, wide } = self.widths.as_ref()?;
        let width = |code: u16| of.get(&code).copied().unwrap_or(*other);
        let codes: Vec<u16> = if *wide {
            let (pairs, _) = bytes.as_chunks();
            pairs.iter().copied().map(u16::from_be_bytes).collect()
        } else {
            bytes.iter().copied().map(u16::from).collect()
        };
        Some(codes.into_iter().fold((0.0, 0.0), |(sum, count), code| {
            (sum + width(code), count + 1.0)
        }))
    }
}

fn widths(font: &Dictionary, document: &Document) -> Option<Widths> {
    let list = |from: &Dictionary, key: &[u8]| -> Option<Vec<Object>> {
        from.get_deref(key, document).ok()?.as_array().ok().cloned()
    };
    let number = |object: &Object| match object {
        Object::Reference(id) => document.get_object(*id).ok()?.as_float().ok(),
        _ => object.as_float().ok(),
    };
    if let Some(widths) = list(font, b"Widths") {
        let first = font.get_deref(b"FirstChar", document).ok()?.as_i64().ok()?;
        let codes = u16::try_from(first).ok()?..=255;
        let of = codes.zip(widths.iter().filter_map(number)).collect();
        return Some(Widths {
            of,
            other: 0.0,
            wide: false,
        });
    }
    let descendants = list(font, b"DescendantFonts")?;
    let font = match descendants.first()? {
        Object::Reference(id) => document.get_dictionary(*id).ok()?,
        own => own.as_dict().ok()?,
    };
    let mut of = HashMap::new();
    let mut named = 0_usize;
    let items = list(font, b"W").unwrap_or_default();
    let mut items = items.iter();
    // Either a code and the widths from it on, or the first and last code of one width.
    while let (Some(first), Some(next)) = (items.next(), items.next()) {
        let first = u16::try_from(first.as_i64().ok()?).ok()?;
        if named >= MAX_CODES {
            break;
        }
        if let Ok(widths) = next.as_array() {
            named = named.saturating_add(widths.len());
            of.extend((first..=u16::MAX).zip(widths.iter().filter_map(number)));
        } else {
            let last = u16::try_from(next.as_i64().ok()?).ok()?;
            let width = items.next().and_then(number)?;
            named = named.saturating_add(usize::from(last.saturating_sub(first)));
            of.extend((first..=last).map(|code| (code, width)));
        }
    }
    let other = font.get(b"DW").ok().and_then(number).unwrap_or(1000.0);
    Some(Widths {
        of,
        other,
        wide: true,
    })
}
