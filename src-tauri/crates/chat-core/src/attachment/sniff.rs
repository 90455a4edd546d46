//! What a file is, told by its first bytes. A name never makes a picture of something else.

use crate::request::MediaKind;

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sniffed {
    /// A picture or PDF that models take.
    Media(MediaKind),
    /// A known kind that they do not.
    Foreign(Foreign),
    /// Text, or nothing that is known here.
    Unknown,
}

/// Known kinds of files that models do not take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A picture in another format, by its name.
    Picture(&'static str),
    /// A Word, Excel, `PowerPoint` or `OpenDocument` file.
    Office,
    /// A packed folder.
    Archive,
    /// Sound or film.
    Recording,
    /// A program.
    Program,
    /// A database.
    Database,
}

impl Foreign {
    /// What it is, with its article.
    pub fn what(self) -> &'static str {
        match self {
            Self::Picture(format) => format,
            Self::Office => "an office document",
            Self::Archive => "an archive",
            Self::Recording => "a recording",
            Self::Program => "a program",
            Self::Database => "a database",
        }
    }

    /// What the person can do.
    pub fn action(self) -> &'static str {
        match self {
            Self::Picture(_) => "Save it as PNG or JPEG and attach that.",
            Self::Office => "Save it as PDF or as text and attach that.",
            Self::Archive => "Unpack it and attach the files that matter.",
            Self::Recording => "Attach what is said in it, as text.",
            Self::Program => "Attach its source.",
            Self::Database => "Attach what you want read from it, as text.",
        }
    }
}

/// The beginnings of files that are refused: where they stand, and what it is.
const FOREIGN: [(usize, &[u8], Foreign); 26] = [
    (4, b"ftypavif", Foreign::Picture("an AVIF picture")),
    (4, b"ftypavis", Foreign::Picture("an AVIF picture")),
    (4, b"ftyphe", Foreign::Picture("a HEIC picture")),
    (4, b"ftypmif1", Foreign::Picture("a HEIC picture")),
    (4, b"ftypmsf1", Foreign::Picture("a HEIC picture")),
    (4, b"ftyp", Foreign::Recording),
    (0, b"II*\0", Foreign::Picture("a TIFF picture")),
    (0, b"MM\0*", Foreign::Picture("a TIFF picture")),
    (0, b"\xFF\x0A", Foreign::Picture("a JPEG XL picture")),
    (0, b"\0\0\0\x0CJXL ", Foreign::Picture("a JPEG XL picture")),
    (0, b"8BPS\0\x01", Foreign::Picture("a Photoshop picture")),
    (0, b"\0\0\x01\0", Foreign::Picture("an icon")),
    (0, b"\xD0\xCF\x11\xE0", Foreign::Office),
    (0, b"{\\rtf", Foreign::Office),
    (0, b"\x1F\x8B", Foreign::Archive),
    (0, b"7z\xBC\xAF", Foreign::Archive),
    (0, b"Rar!\x1A\x07", Foreign::Archive),
    (0, b"\x28\xB5\x2F\xFD", Foreign::Archive),
    (0, b"ID3\x02", Foreign::Recording),
    (0, b"ID3\x03", Foreign::Recording),
    (0, b"ID3\x04", Foreign::Recording),
    (0, b"OggS\0", Foreign::Recording),
    (0, b"fLaC\0", Foreign::Recording),
    (0, b"\x1A\x45\xDF\xA3", Foreign::Recording),
    (0, b"\x7FELF", Foreign::Program),
    (0, b"SQLite format 3\0", Foreign::Database),
];

/// Endings of office files, which are archives by their bytes.
const OFFICE: [&str; 9] = [
    ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".pages", ".numbers",
];

/// Looks at a file's first bytes; the name only tells office files from other archives.
pub(super) fn sniff(name: &str, bytes: &[u8]) -> Sniffed {
    let at = |from: usize, mark: &[u8]| bytes.get(from..).is_some_and(|b| b.starts_with(mark));
    let media = |kind| Sniffed::Media(kind);
    if at(0, b"\x89PNG\r\n\x1A\n") {
        return media(MediaKind::Png);
    }
    if at(0, b"\xFF\xD8\xFF") {
        return media(MediaKind::Jpeg);
    }
    if at(0, b"GIF87a") || at(0, b"GIF89a") {
        return media(MediaKind::Gif);
    }
    if at(0, b"RIFF") {
        return match bytes.get(8..12) {
            Some(b"WEBP") => media(MediaKind::Webp),
            Some(b"WAVE" | b"AVI ") => Sniffed::Foreign(Foreign::Recording),
            Some(_) | None => Sniffed::Unknown,
        };
    }
    // Some writers put line ends before it.
    if bytes.trim_ascii_start().starts_with(b"%PDF-") {
        return media(MediaKind::Pdf);
    }
    if at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06") {
        let name = name.to_ascii_lowercase();
        let office = OFFICE.iter().any(|ending| name.ends_with(ending));
        return Sniffed::Foreign(if office {
            Foreign::Office
        } else {
            Foreign::Archive
        });
    }
    // A text may begin with these two letters: the reserved zeros tell.
    if at(0, b"BM") && at(6, b"\0\0\0\0") {
        return Sniffed::Foreign(Foreign::Picture("a BMP picture"));
    }
    if at(0, b"MZ") && bytes.iter().take(64).any(|byte| *byte == 0) {
        return Sniffed::Foreign(Foreign::Program);
    }
    // What stands further on is a box, whose size comes first and is never so large.
    let fits = |from: usize, mark: &[u8]| at(from, mark) && (from == 0 || at(0, b"\0"));
    FOREIGN
        .iter()
        .find(|(from, mark, _)| fits(*from, mark))
        .map_or(Sniffed::Unknown, |(_, _, foreign)| {
            Sniffed::Foreign(*foreign)
        })
}
