use super::*;
use proptest::prelude::*;
use std::fmt::Write;

/// A PDF of one page for each content, with one font that has no table of its own.
fn pdf(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", 4 + 2 * page))
        .collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Count {}/Kids[{}]>>",
            pages.len(),
            kids.join(" ")
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    for (page, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/Contents {} 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
            5 + 2 * page
        ));
        let length = content.len();
        objects.push(format!("<</Length {length}>>stream\n{content}\nendstream"));
    }
    file(&objects)
}

fn file(objects: &[String]) -> Vec<u8> {
    let mut out = "%PDF-1.7\n".to_owned();
    let mut places = String::new();
    for (number, object) in objects.iter().enumerate() {
        writeln!(places, "{:010} 00000 n ", out.len()).unwrap();
        write!(out, "{} 0 obj\n{object}\nendobj\n", number + 1).unwrap();
    }
    let (count, start) = (objects.len() + 1, out.len());
    write!(
        out,
        "xref\n0 {count}\n0000000000 65535 f \n{places}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    out.into_bytes()
}

fn read(bytes: &[u8]) -> Result<String, PdfProblem> {
    let bounds = Bounds {
        unpacked: 100_000,
        pages: 5,
        text: 20_000,
    };
    text(bytes, bounds, &AtomicBool::new(false))
}

#[test]
fn lines_and_spaces_are_told_by_places() {
    for (content, expected) in [
        ("BT /F1 12 Tf (Hello) Tj ET", "Hello"),
        ("BT /F1 12 Tf (Hel) Tj (lo) Tj ET", "Hello"),
        ("BT /F1 12 Tf [(Hel) 20 (lo) -300 (you)] TJ ET", "Hello you"),
        ("BT /F1 12 Tf (one) Tj 0 -14 Td (two) Tj ET", "one\ntwo"),
        ("BT /F1 12 Tf (one) Tj 40 0 Td (two) Tj ET", "one two"),
        ("BT /F1 12 Tf (o) Tj 6 0 Td (n) Tj 6 0 Td (e) Tj ET", "one"),
        (
            "BT /F1 12 Tf 14 TL (one) Tj T* (two) Tj (three) ' ET",
            "one\ntwo\nthree",
        ),
        ("BT /F1 12 Tf 14 TL (one) Tj 1 2 (two) \" ET", "one\ntwo"),
        ("BT /F1 12 Tf 0 -14 TD (one) Tj T* (two) Tj ET", "one\ntwo"),
        (
            "BT /F1 1 Tf 12 0 0 12 72 700 Tm (one) Tj 12 0 0 12 72 686 Tm (two) Tj ET",
            "one\ntwo",
        ),
        (
            "BT /F1 12 Tf 9 9 Td (a) Tj ET BT /F1 12 Tf 9 9 Td (b) Tj ET",
            "a b",
        ),
        (
            "BT /F1 12 Tf (a) Tj ET 1 0 0 1 0 -14 cm BT /F1 12 Tf (b) Tj ET",
            "a\nb",
        ),
        ("BT /F1 12 Tf (caf\\351 \\(1\\)) Tj ET", "café (1)"),
        ("BT /F1 12 Tf <48 69> Tj ET", "Hi"),
        ("BT /F1 12 Tf (a\\000\\tb) Tj ET", "ab"),
        (
            "BT /F1 12 Tf (kept) Tj /F9 12 Tf (no such font) Tj ET",
            "kept",
        ),
        ("BT /F1 12 Tf (kept) Tj Td Tm (x", "kept"),
    ] {
        assert_eq!(read(&pdf(&[content])).as_deref(), Ok(expected), "{content}");
    }
}

#[test]
fn pages_stand_apart_and_a_blank_one_leaves_no_gap() {
    let page = |text: &str| format!("BT /F1 12 Tf ({text}) Tj ET");
    let bytes = pdf(&[&page("one"), "", "0 0 m", &page("two")]);
    assert_eq!(read(&bytes).unwrap(), "one\n\ntwo");
}

#[test]
fn packed_pages_are_read_and_bombs_are_not() {
    let packed = |content: Vec<u8>| {
        let mut document = Document::load_mem(&pdf(&[""])).unwrap();
        document.change_page_content((4, 0), content).unwrap();
        document.compress();
        let mut out = Vec::new();
        document.save_to(&mut out).unwrap();
        out
    };
    let one = packed(b"BT /F1 12 Tf (packed) Tj ET ".repeat(50));
    assert!(!one.windows(6).any(|window| window == b"packed"));
    assert!(read(&one).unwrap().starts_with("packed packed"));
    let bomb = packed([&b"BT /F1 12 Tf (x) Tj ET "[..], &b" ".repeat(100_000)].concat());
    assert!(bomb.len() < 2_000);
    assert_eq!(read(&bomb), Err(PdfProblem::NoText));
    let long = packed(b"BT /F1 12 Tf (some more words) Tj ET\n".repeat(2_000));
    assert_eq!(read(&long), Err(PdfProblem::TooLarge));
    let page = "BT /F1 12 Tf (x) Tj ET";
    assert!(read(&pdf(&[page; 5])).is_ok());
    assert_eq!(read(&pdf(&[page; 6])), Err(PdfProblem::TooLarge));
}

#[test]
fn widths_tell_kerning_from_spaces() {
    let simple = "<</Type/Font/Subtype/Type1/BaseFont/X/Encoding/WinAnsiEncoding/FirstChar 97/Widths[500 500 500]>>";
    let wide = "<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[5 0 R]/ToUnicode 6 0 R>>";
    let cmap = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
        /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
        /CMapName /X def\n/CMapType 2 def\n\
        1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n\
        1 beginbfrange\n<0001> <0003> <0061>\nendbfrange\nendcmap\n\
        CMapName currentdict /CMap defineresource pop\nend\nend\n";
    let read = |font: &str, content: &str| {
        read(&file(&[
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            "<</Type/Pages/Count 1/Kids[3 0 R]>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/Contents 7 0 R/Resources<</Font<</F1 4 0 R>>>>>>".to_owned(),
            font.to_owned(),
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 900/W[1[500] 2 3 500]>>".to_owned(),
            format!("<</Length {}>>stream\n{cmap}\nendstream", cmap.len()),
            format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        ]))
    };
    for (move_to, expected) in [
        ("29 0 Td", "abcab"),
        ("30 0 Td", "abcab"),
        ("31 0 Td", "abcab"),
        ("34 0 Td", "abc ab"),
        ("1 0 0 1 30 0 Tm", "abcab"),
        ("1 0 0 1 34 0 Tm", "abc ab"),
        ("", "abcab"),
    ] {
        // Three letters of 10: the pen stands at 30, and a space begins at 3 more.
        let content = format!("BT /F1 20 Tf [(ab) 0 (c)] TJ {move_to} (ab) Tj ET");
        assert_eq!(read(simple, &content).as_deref(), Ok(expected), "{move_to}");
        let content = content.replace("(abc)", "<000100020003>");
        let content = content
            .replace("(ab)", "<00010002>")
            .replace("(c)", "<0003>");
        assert_eq!(read(wide, &content).as_deref(), Ok(expected), "{move_to}");
    }
}

#[test]
fn what_is_no_readable_pdf_says_why() {
    let deep = format!(
        "BT /F1 12 Tf {}(x){} TJ ET",
        "[".repeat(40_000),
        "]".repeat(40_000)
    );
    let loops = file(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]/Parent 2 0 R>>".to_owned(),
    ]);
    let nested = file(&[format!("{}{}", "<</A".repeat(50_000), ">>".repeat(50_000))]);
    for (what, bytes, expected) in [
        ("empty", Vec::new(), PdfProblem::Unreadable),
        ("text", b"no PDF at all".to_vec(), PdfProblem::Unreadable),
        ("head", b"%PDF-1.7\n".to_vec(), PdfProblem::Unreadable),
        (
            "picture",
            pdf(&["q 1 0 0 1 0 0 cm /Im1 Do Q"]),
            PdfProblem::NoText,
        ),
        ("deep", pdf(&[&deep]), PdfProblem::NoText),
        ("loops", loops, PdfProblem::NoText),
        ("nested", nested, PdfProblem::NoText),
        (
            "large",
            vec![b' '; MAX_FILE_BYTES + 1],
            PdfProblem::TooLarge,
        ),
    ] {
        assert_eq!(read(&bytes), Err(expected), "{what}");
    }
}

#[test]
fn a_password_is_asked_for_by_its_own_words_and_an_empty_one_is_none() {
    for (password, expected) in [
        ("secret", Err(PdfProblem::Locked)),
        ("", Ok("open".to_owned())),
    ] {
        let mut document = Document::load_mem(&pdf(&["BT /F1 12 Tf (open) Tj ET"])).unwrap();
        let id = lopdf::Object::string_literal("0123456789abcdef");
        document.trailer.set("ID", vec![id.clone(), id]);
        let how = lopdf::EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: password,
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(how).unwrap();
        document.encrypt(&state).unwrap();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        assert_eq!(read(&bytes), expected, "{password:?}");
    }
}

#[test]
fn letters_without_a_meaning_are_no_text() {
    assert!(is_readable("abc \u{fffd}\u{fffd}"));
    assert!(!is_readable("ab \u{fffd}\u{e001}"));
    assert!(!is_readable(" \n"));
}

#[test]
fn every_problem_names_the_file_and_what_to_do() {
    for problem in [
        PdfProblem::Unreadable,
        PdfProblem::Locked,
        PdfProblem::NoText,
        PdfProblem::TooLarge,
        PdfProblem::TooSlow,
    ] {
        let failure = problem.failure("a.pdf");
        assert!(failure.message.starts_with("a.pdf "), "{failure}");
        assert!(failure.message.ends_with('.'));
        assert!(failure.action.is_some());
    }
}

#[tokio::test]
async fn a_panic_ends_only_the_reading() {
    static TURNS: Semaphore = Semaphore::const_new(1);
    let broke = within(LIMIT, &TURNS, |_| panic!("a fault of the parser")).await;
    assert_eq!(broke, Err(PdfProblem::Unreadable));
    let next = within(LIMIT, &TURNS, |_| Ok("read".to_owned())).await;
    assert_eq!(next, Ok("read".to_owned()));
    assert_eq!(
        pdf_text(pdf(&["BT /F1 12 Tf (a) Tj ET"])).await,
        Ok("a".to_owned())
    );
}

#[tokio::test]
async fn reading_that_does_not_end_is_told_to_and_others_do_not_pile_up() {
    static TURNS: Semaphore = Semaphore::const_new(1);
    let short = Duration::from_millis(50);
    let (told, heard) = std::sync::mpsc::channel();
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let stuck = within(short, &TURNS, move |given_up| {
        let _ = wait.recv();
        told.send(given_up.load(Ordering::Relaxed)).unwrap();
        Ok(String::new())
    });
    assert_eq!(stuck.await, Err(PdfProblem::TooSlow));
    let behind = within(short, &TURNS, |_| Ok("read".to_owned()));
    assert_eq!(behind.await, Err(PdfProblem::TooSlow));
    go.send(()).unwrap();
    assert!(heard.recv().unwrap(), "it was not told");
    let after = within(LIMIT, &TURNS, |_| Ok("read".to_owned()));
    assert_eq!(after.await, Ok("read".to_owned()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_damaged_pdf_breaks_nothing(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        whole in any::<bool>(),
    ) {
        let mut bytes = pdf(&["BT /F1 12 Tf [(a) -300 (b)] TJ 0 -14 Td <41> Tj ET", "0 0 m"]);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if !whole {
            bytes.truncate(cut.index(bytes.len()));
        }
        // A panic in here would be caught outside, but there should be none.
        let _ = read(&bytes);
    }
}
