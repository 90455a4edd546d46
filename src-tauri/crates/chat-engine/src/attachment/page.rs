//! The text of one page: letters in the order in which they are drawn, with line ends and spaces
//! where they are moved apart (PDF 32000-1 §9.4).

mod font;

use font::Font;
use lopdf::content::Content;
use lopdf::{Document, Object, ObjectId};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// A gap from here on is a space, as part of the font's size: kerning is less, a word space more.
const SPACE: f32 = 0.15;
/// Inside of a list of strings fonts with wide kerning are common: a little more.
const SPACE_IN_LIST: f32 = 0.2;
/// Lists of strings hold no lists; no deeper than this is looked.
const MAX_DEPTH: u8 = 4;

/// A page being read.
pub(super) struct Page<'a> {
    fonts: BTreeMap<Vec<u8>, Font<'a>>,
    font: Option<Vec<u8>>,
    size: f32,
    leading: f32,
    letter_spacing: f32,
    /// Where the line begins, and how much larger it is drawn.
    x: f32,
    y: f32,
    scale: (f32, f32),
    /// How far the pen is from there; unknown where the font does not tell.
    pen: Option<f32>,
    /// Where letters were last drawn.
    drawn: Option<Drawn>,
    /// The page itself was moved since.
    moved: bool,
    /// A block of text ended since.
    apart: bool,
    out: String,
}

struct Drawn {
    from: f32,
    /// Unknown where the font does not tell.
    to: Option<f32>,
    y: f32,
}

impl<'a> Page<'a> {
    /// A page of a document; no font's table may unpack to more than `max_unpacked` bytes.
    pub(super) fn new(document: &'a Document, id: ObjectId, max_unpacked: usize) -> Self {
        let fonts = document.get_page_fonts(id).unwrap_or_default();
        Self {
            fonts: fonts
                .into_iter()
                .filter_map(|(name, font)| Some((name, Font::new(font, document, max_unpacked)?)))
                .collect(),
            font: None,
            size: 0.0,
            leading: 0.0,
            letter_spacing: 0.0,
            x: 0.0,
            y: 0.0,
            scale: (1.0, 1.0),
            pen: Some(0.0),
            drawn: None,
            moved: false,
            apart: false,
            out: String::new(),
        }
    }

    /// Reads its unpacked content until the end, a fault, or a little over `most` bytes of text.
    pub(super) fn read(&mut self, content: &[u8], most: usize, given_up: &AtomicBool) -> &str {
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else { break };
            if self.out.len() > most || given_up.load(Ordering::Relaxed) {
                break;
            }
            self.operate(&operation.operator, &operation.operands);
        }
        &self.out
    }

    fn operate(&mut self, operator: &str, operands: &[Object]) {
        let number = |at: usize| {
            operands
                .get(at)
                .and_then(|operand| operand.as_float().ok())
                .filter(|number| number.is_finite())
                .unwrap_or(0.0)
        };
        match operator {
            "BT" => {
                self.scale = (1.0, 1.0);
                self.place(0.0, 0.0);
            }
            "ET" => self.apart = true,
            "cm" => self.moved = true,
            "Tf" => {
                let name = operands.first().and_then(|name| name.as_name().ok());
                self.font = name.map(<[u8]>::to_vec);
                self.size = number(1).abs();
            }
            "TL" => self.leading = number(0),
            "Tc" => self.letter_spacing = number(0),
            "Td" => self.shift(number(0), number(1)),
            "TD" => {
                self.leading = -number(1);
                self.shift(number(0), number(1));
            }
            "T*" => self.shift(0.0, -self.leading),
            "Tm" => {
                self.scale = (number(0), number(3));
                self.place(number(4), number(5));
            }
            "Tj" | "TJ" => self.show(operands),
            "'" => {
                self.shift(0.0, -self.leading);
                self.show(operands);
            }
            "\"" => {
                self.shift(0.0, -self.leading);
                self.show(operands.get(2..).unwrap_or_default());
            }
            _ => {}
        }
    }

    fn shift(&mut self, right: f32, up: f32) {
        let (wide, high) = self.scale;
        self.place(self.x + right * wide, self.y + up * high);
    }

    fn place(&mut self, x: f32, y: f32) {
        (self.x, self.y, self.pen) = (x, y, Some(0.0));
    }

    fn show(&mut self, strings: &[Object]) {
        let from = self.x + self.pen.unwrap_or(0.0) * self.scale.0;
        if let Some(last) = &self.drawn {
            let width = self.size * self.scale.0.abs();
            let height = self.size * self.scale.1.abs();
            // Where the last letters end is not always known: then a letter's size says enough.
            let gap = match last.to {
                Some(to) => from - to > width * SPACE,
                None => from - last.from > width,
            };
            if self.moved || (self.y - last.y).abs() > height / 2.0 {
                self.part('\n');
            } else if gap || from < last.from || self.apart {
                self.part(' ');
            }
        }
        for string in strings {
            self.write(string, 0);
        }
        self.drawn = Some(Drawn {
            from,
            to: self.pen.map(|pen| self.x + pen * self.scale.0),
            y: self.y,
        });
        (self.moved, self.apart) = (false, false);
    }

    /// Writes a string, or a list of strings and of jumps between them.
    fn write(&mut self, object: &Object, depth: u8) {
        match object {
            Object::String(bytes, _) => {
                let font = self.font.as_ref().and_then(|font| self.fonts.get(font));
                let Some(font) = font else { return };
                font.text(bytes, &mut self.out);
                let advance = font.advance(bytes);
                self.pen = self.pen.zip(advance).map(|(pen, (width, letters))| {
                    pen + width / 1000.0 * self.size + letters * self.letter_spacing
                });
            }
            Object::Array(items) if depth < MAX_DEPTH => {
                for item in items {
                    self.write(item, depth + 1);
                }
            }
            _ => {
                let jump = -object.as_float().unwrap_or(0.0) / 1000.0;
                self.pen = self.pen.map(|pen| pen + jump * self.size);
                if jump > SPACE_IN_LIST {
                    self.part(' ');
                }
            }
        }
    }

    fn part(&mut self, with: char) {
        if with == '\n' && self.out.ends_with(' ') {
            self.out.pop();
        }
        if !self.out.is_empty() && !self.out.ends_with([' ', '\n']) {
            self.out.push(with);
        }
    }
}
