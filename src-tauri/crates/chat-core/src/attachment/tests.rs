use super::*;
use crate::dialect::Dialect;
use crate::failure::Code;
use proptest::prelude::*;

fn limits() -> Limits {
    Limits::of(Dialect::OpenAiChat)
}

/// What became of a file, in one line.
fn outcome(name: &str, bytes: &[u8]) -> String {
    match attach(name, bytes, limits()) {
        Ok(Attached::Media(media)) => {
            assert_eq!(STANDARD.decode(&*media.base64).unwrap(), bytes);
            format!("{} {}", media.name, media.kind.media_type())
        }
        Ok(Attached::Text(text)) => {
            format!("{} {} {:?}", text.name, text.language, text.text)
        }
        Err(refused) => format!("{:?}: {refused} {}", refused.code(), refused.action()),
    }
}

#[test]
fn what_goes_is_told_by_its_bytes_whatever_its_name() {
    for (name, bytes, expected) in [
        ("a.png", &b"\x89PNG\r\n\x1A\n\0\0"[..], "a.png image/png"),
        ("photo", b"\xFF\xD8\xFF\xE0\0", "photo image/jpeg"),
        ("a.txt", b"GIF89a\x01\0", "a.txt image/gif"),
        ("a.gif", b"GIF87a\x01\0", "a.gif image/gif"),
        ("a", b"RIFF\x04\0\0\0WEBPVP8 ", "a image/webp"),
        ("a.PDF", b"%PDF-1.7\n%\xE2\xE3", "a.PDF application/pdf"),
        ("a.pdf", b"\r\n%PDF-1.4", "a.pdf application/pdf"),
        (
            "/home/me/b.rs",
            b"fn a() {}\n",
            r#"b.rs rust "fn a() {}\n""#,
        ),
        ("C:\\x\\c.py", b"x = 1", r#"c.py python "x = 1""#),
        (
            "notes",
            "Zoë 😀\r\n".as_bytes(),
            r#"notes text "Zoë 😀\r\n""#,
        ),
        ("a.svg", b"<svg/>", r#"a.svg xml "<svg/>""#),
        ("a.png", b"not a picture", r#"a.png text "not a picture""#),
        (
            "a.txt",
            b"BMW and MZ, ID3 trees, RIFF raff",
            r#"a.txt text "BMW and MZ, ID3 trees, RIFF raff""#,
        ),
        ("a.txt", b"MZ", r#"a.txt text "MZ""#),
        ("a.txt", b"ID3 trees", r#"a.txt text "ID3 trees""#),
        (
            "log",
            b"\x1b[31mred\x1b[0m",
            r#"log text "\u{1b}[31mred\u{1b}[0m""#,
        ),
        ("a.txt", b"\xEF\xBB\xBFa", r#"a.txt text "a""#),
        ("a.txt", b"\xFF\xFEa\0=\xD8\0\xDE", r#"a.txt text "a😀""#),
        ("a.txt", b"\xFE\xFF\0a\xD8=\xDE\0", r#"a.txt text "a😀""#),
        ("Dockerfile", b"FROM x", r#"Dockerfile dockerfile "FROM x""#),
        ("", b"a", r#"file text "a""#),
    ] {
        assert_eq!(outcome(name, bytes), expected);
    }
}

#[test]
fn what_does_not_go_is_named_with_what_to_do() {
    const PNG_OR_JPEG: &str = "Save it as PNG or JPEG and attach that.";
    for (name, bytes, sentence, action) in [
        (
            "a",
            &b""[..],
            "a is empty.",
            "Attach a file with something in it.",
        ),
        (
            "a",
            b"\xEF\xBB\xBF",
            "a is empty.",
            "Attach a file with something in it.",
        ),
        (
            "a",
            b"\0\0\0\x18ftypheic",
            "a is a HEIC picture, which models do not take.",
            PNG_OR_JPEG,
        ),
        (
            "a",
            b"\0\0\0\x18ftypmif1",
            "a is a HEIC picture, which models do not take.",
            PNG_OR_JPEG,
        ),
        (
            "a",
            b"\0\0\0\x20ftypavif",
            "a is an AVIF picture, which models do not take.",
            PNG_OR_JPEG,
        ),
        (
            "a",
            b"BM\x46\0\0\0\0\0\0\0",
            "a is a BMP picture, which models do not take.",
            PNG_OR_JPEG,
        ),
        (
            "a.tif",
            b"II*\0\x08",
            "a.tif is a TIFF picture, which models do not take.",
            PNG_OR_JPEG,
        ),
        (
            "a.tif",
            b"MM\0*\0",
            "a.tif is a TIFF picture, which models do not take.",
            PNG_OR_JPEG,
        ),
        (
            "a.ico",
            b"\0\0\x01\0\x01",
            "a.ico is an icon, which models do not take.",
            PNG_OR_JPEG,
        ),
        (
            "a.mp4",
            b"\0\0\0\x18ftypisom",
            "a.mp4 is a recording, which models do not take.",
            "Attach what is said in it, as text.",
        ),
        (
            "a.wav",
            b"RIFF\x04\0\0\0WAVE",
            "a.wav is a recording, which models do not take.",
            "Attach what is said in it, as text.",
        ),
        (
            "A.DOCX",
            b"PK\x03\x04\x14",
            "A.DOCX is an office document, which models do not take.",
            "Save it as PDF or as text and attach that.",
        ),
        (
            "a.zip",
            b"PK\x03\x04\x14",
            "a.zip is an archive, which models do not take.",
            "Unpack it and attach the files that matter.",
        ),
        (
            "a.exe",
            b"MZ\x90\0\x03\0",
            "a.exe is a program, which models do not take.",
            "Attach its source.",
        ),
        (
            "a.db",
            b"SQLite format 3\0\x10",
            "a.db is a database, which models do not take.",
            "Attach what you want read from it, as text.",
        ),
        (
            "a.bin",
            b"text with a \0 in it",
            "a.bin is neither text nor a picture nor a PDF.",
            "Attach text, a picture (PNG, JPEG, GIF or WebP) or a PDF.",
        ),
        (
            "a.bin",
            b"\x01\x02\x03 few words",
            "a.bin is neither text nor a picture nor a PDF.",
            "Attach text, a picture (PNG, JPEG, GIF or WebP) or a PDF.",
        ),
        (
            "a.bin",
            b"\xFF\xFEa\0\0\0",
            "a.bin is neither text nor a picture nor a PDF.",
            "Attach text, a picture (PNG, JPEG, GIF or WebP) or a PDF.",
        ),
        (
            "old.txt",
            b"caf\xE9 au lait",
            "old.txt is text that is neither UTF-8 nor UTF-16.",
            "Save it as UTF-8 and attach it again.",
        ),
        (
            "half.txt",
            b"\xFF\xFEa\0b",
            "half.txt is text that is neither UTF-8 nor UTF-16.",
            "Save it as UTF-8 and attach it again.",
        ),
        (
            "lone.txt",
            b"\xFF\xFE=\xD8",
            "lone.txt is text that is neither UTF-8 nor UTF-16.",
            "Save it as UTF-8 and attach it again.",
        ),
        (
            "wide.txt",
            b"\xFF\xFE\0\0a\0\0\0",
            "wide.txt is text that is neither UTF-8 nor UTF-16.",
            "Save it as UTF-8 and attach it again.",
        ),
    ] {
        assert_eq!(
            outcome(name, bytes),
            format!("ConfigInvalid: {sentence} {action}")
        );
    }
}

fn padded(start: &[u8], length: usize) -> Vec<u8> {
    let mut bytes = start.to_vec();
    bytes.resize(length, b' ');
    bytes
}

#[test]
fn limits_count_what_is_sent() {
    const MIB: usize = 1024 * 1024;
    // 5 MiB of base64 hold this many bytes.
    let picture = 5 * MIB / 4 * 3;
    let (png, pdf) = (MediaKind::Png, MediaKind::Pdf);
    for (dialect, kind, most) in [
        (Dialect::OpenAiChat, png, picture),
        (Dialect::AnthropicMessages, png, picture),
        (Dialect::OpenAiResponses, png, 4 * picture),
        (Dialect::Gemini, png, 4 * picture),
        (Dialect::OpenAiChat, pdf, MAX_FILE_BYTES),
        (Dialect::Gemini, pdf, MAX_FILE_BYTES),
    ] {
        let limits = Limits::of(dialect);
        assert_eq!(limits.check(kind, most), Ok(()), "{dialect:?} {kind:?}");
        assert!(
            limits.check(kind, most + 1).is_err(),
            "{dialect:?} {kind:?}"
        );
    }
    let png = b"\x89PNG\r\n\x1A\n";
    assert!(attach("a", &padded(b"a", MAX_TEXT_BYTES), limits()).is_ok());
    let refused = attach("a", &padded(b"a", MAX_TEXT_BYTES + 1), limits()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "a is a text of 4.1 MB as it is sent; 4 MB is the most."
    );
    assert_eq!(refused.action(), "Attach only a part of the text.");
    let refused = attach("big.png", &padded(png, picture + 1), limits()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "big.png is a picture of 5.1 MB as it is sent; 5 MB is the most."
    );
    assert_eq!(
        refused.failure().action.unwrap(),
        "Make the picture smaller, or save it as JPEG."
    );
    // Short in UTF-16, long as it is sent.
    let mut wide = b"\xFF\xFE".to_vec();
    wide.extend(
        "語"
            .repeat(MAX_TEXT_BYTES / 3 + 1)
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    assert!(wide.len() < MAX_TEXT_BYTES);
    assert_eq!(
        attach("a", &wide, limits()).unwrap_err().code(),
        Code::TooLarge
    );
}

#[test]
fn files_are_counted_and_weighed_together() {
    assert!(check_count(MAX_FILES).is_ok());
    let refused = check_count(21).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "21 files are attached; 20 are the most."
    );
    assert_eq!(
        refused.action(),
        "Attach at most 20 files, or put several into one."
    );
    let text = |name: &str, bytes| {
        Attached::Text(AttachedText {
            name: name.to_owned(),
            language: "text",
            text: "a".repeat(bytes),
        })
    };
    let mut files = vec![text("a", 16 * 1024 * 1024), text("b", 16 * 1024 * 1024)];
    assert!(check_together(&files).is_ok());
    files.push(text("c", 1));
    let refused = check_together(&files).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "With c the files are over 32 MB together."
    );
    assert_eq!(refused.code(), Code::TooLarge);
    assert!(check_together(&vec![text("a", 1); 21]).is_err());
}

#[test]
fn names_are_made_safe() {
    let long = format!("{}.txt", "x".repeat(200));
    for (path, expected) in [
        ("/a/b/c.txt", "c.txt"),
        ("C:\\a\\c.txt", "c.txt"),
        ("a/b/", "b"),
        ("", "file"),
        ("/", "file"),
        ("a\nb`c\u{202e}d", "a_b_c_d"),
        ("  a b ", "a b"),
    ] {
        assert_eq!(file_name(path), expected);
    }
    let short = file_name(&long);
    assert_eq!(short.chars().count(), 100);
    assert!(short.ends_with("x.txt"));
}

#[test]
fn fences_are_longer_than_what_they_hold() {
    for (name, language, text, expected) in [
        (
            "a.rs",
            "rust",
            "fn a() {}\n",
            "```rust a.rs\nfn a() {}\n\n```",
        ),
        ("a", "", "x", "```text a\nx\n```"),
        ("a", "js\" onclick=", "x", "```text a\nx\n```"),
        (
            "a`\n```",
            "c++",
            "``` ````",
            "`````c++ a_____\n``` ````\n`````",
        ),
    ] {
        assert_eq!(fenced(name, language, text), expected);
    }
}

#[test]
fn a_question_comes_after_the_texts_it_is_about() {
    let pdf = AttachedText::of_pdf("/x/report.pdf", "words".to_owned());
    let fence = "```text report.pdf (its text only)\nwords\n```";
    assert_eq!(with_texts(&[], "Why?"), "Why?");
    assert_eq!(
        with_texts(std::slice::from_ref(&pdf), "Why?"),
        format!("{fence}\n\nWhy?")
    );
    assert_eq!(
        with_texts(&[pdf.clone(), pdf], ""),
        format!("{fence}\n\n{fence}")
    );
}

/// Takes a fenced block apart as a reader of `CommonMark` does: the fence ends at the first line
/// of nothing but backticks, at least as many.
fn unfenced(block: &str) -> (String, String) {
    let (first, rest) = block.split_once('\n').unwrap();
    let info = first.trim_start_matches('`');
    let ticks = first.len() - info.len();
    assert!(ticks >= 3 && !info.contains('`'));
    let mut text = Vec::new();
    for line in rest.split('\n') {
        let bare = line.trim();
        if bare.len() >= ticks && bare.bytes().all(|byte| byte == b'`') {
            return (info.to_owned(), text.join("\n"));
        }
        text.push(line);
    }
    panic!("the fence does not end");
}

proptest! {
    #[test]
    fn a_text_comes_back_unchanged_out_of_its_fence(
        name in ".{0,12}",
        text in prop_oneof![any::<String>(), "[`\n a~]{0,40}"],
    ) {
        let (info, back) = unfenced(&fenced(&name, "rust", &text));
        prop_assert_eq!(back, text);
        prop_assert_eq!(info, format!("rust {}", file_name(&name)));
    }

    #[test]
    fn any_bytes_are_taken_or_refused(
        name in ".{0,20}",
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        mark in prop::sample::select(vec![
            &b""[..], b"\xFF\xFE", b"\xFE\xFF", b"\xEF\xBB\xBF", b"RIFF", b"MZ", b"BM", b"PK\x03\x04",
        ]),
    ) {
        let bytes = [mark, &bytes].concat();
        match attach(&name, &bytes, limits()) {
            Ok(Attached::Text(text)) => prop_assert!(!text.text.contains('\0')),
            Ok(Attached::Media(_)) => {}
            Err(refused) => prop_assert!(!refused.to_string().contains('\n')),
        }
    }

    #[test]
    fn a_safe_name_stays(path in prop_oneof![any::<String>(), ".{90,120}"]) {
        let name = file_name(&path);
        prop_assert!(!name.is_empty() && name.chars().count() <= 100);
        prop_assert!(!name.contains(['/', '\\', '`', '\n', '\r']));
        prop_assert_eq!(file_name(&name), name);
    }

    #[test]
    fn every_text_is_read_back_from_every_encoding(text in "[a-z é語😀\n]{1,40}") {
        let units: Vec<u16> = text.encode_utf16().collect();
        for bytes in [
            text.clone().into_bytes(),
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            [vec![0xFF, 0xFE], units.iter().copied().flat_map(u16::to_le_bytes).collect()].concat(),
            [vec![0xFE, 0xFF], units.iter().copied().flat_map(u16::to_be_bytes).collect()].concat(),
        ] {
            prop_assert_eq!(decode::text(&bytes), Ok(text.clone()));
        }
    }
}
