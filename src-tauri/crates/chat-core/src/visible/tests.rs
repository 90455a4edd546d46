use super::class::Kind;
use super::*;
use proptest::prelude::*;

#[test]
fn what_is_needed_stays() {
    for text in [
        "plain\n\ttext ~",
        "K\u{e4}se na\u{ef}ve e\u{301} \u{a0}\u{2009}\u{202f}",
        // A family, a man with a beard, a rainbow flag, a keycap, a skin tone, a flag of letters.
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        "\u{1f9d4}\u{1f3fd}\u{200d}\u{2642}\u{fe0f}",
        "\u{1f3f3}\u{fe0f}\u{200d}\u{1f308} 1\u{fe0f}\u{20e3} \u{1f1e9}\u{1f1ea} \u{2764}\u{fe0e}",
        // Scotland.
        "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}!",
        // Persian "I want", Hindi with a joiner, Thai with a place to break.
        "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
        "\u{930}\u{94d}\u{200d}\u{92f}",
        "\u{e44}\u{e17}\u{e22}\u{200b}\u{e44}",
        // Hebrew with a mark after a sign that has no direction.
        "\u{5e9}\u{5e4}\u{5ea} C++\u{200f} \u{5d8}",
        // Han and Mongolian letters with a form chosen.
        "\u{845b}\u{e0100} \u{1820}\u{180b}",
        // As many marks as any script puts on one letter.
        "Z\u{342}\u{343}\u{344}\u{345}\u{346}",
    ] {
        assert_eq!(visible(text), text, "{text:?}");
        assert_eq!(without_hidden(text), text, "{text:?}");
    }
}

/// Mutation seen to fail: `tag-unmarked` in `xtask/scripts/mutations_answer.py`.
#[test]
fn what_is_no_character_is_dropped_from_names_and_replaced_in_texts() {
    let text = "no\u{ffff} \u{fdd0}box\u{1fffe}";
    assert_eq!(without_hidden(text), "no box");
    assert_eq!(visible(text), "no\u{fffd} \u{fffd}box\u{fffd}");
    assert_eq!(name(text), "no box");
}

#[test]
fn a_text_is_told_apart_only_where_it_is_shown_as_another() {
    assert_eq!(other_than("plain e\u{301}"), None);
    assert_eq!(other_than("evil\u{202e}fdp").unwrap(), "evil⟨U+202E⟩fdp");
}

#[test]
fn what_nobody_sees_becomes_visible() {
    let marks = "\u{301}".repeat(17);
    for (text, shown) in [
        ("evil\u{202e}fdp.exe", "evil⟨U+202E⟩fdp.exe"),
        ("\u{2066}x\u{2069}", "⟨U+2066⟩x⟨U+2069⟩"),
        ("a\u{200f}b\u{200e}c\u{61c}", "a⟨U+200F⟩b⟨U+200E⟩c⟨U+061C⟩"),
        ("\u{5d0}\u{200f}\u{200f}", "\u{5d0}\u{200f}⟨U+200F⟩"),
        ("pay\u{200b}pal\u{feff}", "pay⟨U+200B⟩pal⟨U+FEFF⟩"),
        ("pay\u{200d}pal\u{200c}", "pay⟨U+200D⟩pal⟨U+200C⟩"),
        ("\u{1f468}\u{200d}\u{200d}", "\u{1f468}\u{200d}⟨U+200D⟩"),
        ("\u{200d}", "⟨U+200D⟩"),
        ("a\u{2060}\u{2063}", "a⟨U+2060⟩⟨U+2063⟩"),
        ("soft\u{ad}hyphen", "soft⟨U+00AD⟩hyphen"),
        ("\u{3164}\u{115f}\u{1160}", "⟨U+3164⟩⟨U+115F⟩⟨U+1160⟩"),
        ("\u{ffa0}\u{fff9}x\u{fffb}", "⟨U+FFA0⟩⟨U+FFF9⟩x⟨U+FFFB⟩"),
        ("one\u{2028}two", "one⟨U+2028⟩two"),
        // Tags spell a message, also after a flag that is none of the three.
        ("a\u{e0068}\u{e0069}", "a⟨U+E0068⟩⟨U+E0069⟩"),
        ("\u{1f3f4}\u{e0068}", "\u{1f3f4}⟨U+E0068⟩"),
        ("\u{1f3f4}\u{e0067}\u{e007f}", "\u{1f3f4}\u{e0067}⟨U+E007F⟩"),
        // A byte behind each letter, or many behind one.
        ("a\u{fe0f}b\u{fe00}", "a⟨U+FE0F⟩b⟨U+FE00⟩"),
        ("\u{1f600}\u{fe0f}\u{e0100}", "\u{1f600}\u{fe0f}⟨U+E0100⟩"),
        // Not characters.
        (
            "a\0b\u{1b}[31m\u{7f}\u{9b}",
            "a\u{fffd}b\u{fffd}[31m\u{fffd}\u{fffd}",
        ),
        (
            "\u{fffe}\u{ffff}\u{fdd0}\u{1fffe}",
            "\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
        ),
        ("a\r\nb\rc", "a\nb\nc"),
        (
            &format!("e{marks}x"),
            &format!("e{}⟨U+0301⟩x", "\u{301}".repeat(16)),
        ),
    ] {
        assert_eq!(visible(text), shown, "{text:?}");
    }
}

#[test]
fn many_are_counted() {
    let smuggled: String = "ignore all"
        .chars()
        .filter_map(|c| char::from_u32(0xe0000 + u32::from(c)))
        .collect();
    assert_eq!(
        visible(&format!("a{smuggled}b")),
        "a⟨10 hidden characters⟩b"
    );
    assert_eq!(visible(&"\u{200b}".repeat(4)), "⟨4 hidden characters⟩");
    let flood = visible(&format!("e{}x", "\u{301}".repeat(1_016))).into_owned();
    assert!(flood.ends_with("⟨1000 hidden characters⟩x"), "{flood}");
    let bytes = format!("\u{1f600}{}", "\u{e0120}".repeat(200));
    assert_eq!(visible(&bytes), "\u{1f600}⟨200 hidden characters⟩");
}

#[test]
fn a_text_that_goes_on_is_judged_by_what_stands_before() {
    let mut shown = "\u{1f468}".to_owned();
    push_visible(&mut shown, "\u{200d}");
    push_visible(&mut shown, "\u{1f469}");
    push_visible(&mut shown, "x");
    push_visible(&mut shown, "\u{200d}");
    assert_eq!(shown, "\u{1f468}\u{200d}\u{1f469}x⟨U+200D⟩");
    let mut shown = String::new();
    for c in "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}".chars() {
        push_visible(&mut shown, c.encode_utf8(&mut [0; 4]));
    }
    assert!(!shown.contains('⟨'), "{shown:?}");
    // A line is judged by itself, so that lines can be shown one by one.
    assert_eq!(visible("\u{5d0}\n\u{200f}"), "\u{5d0}\n⟨U+200F⟩");
}

#[test]
fn names_lose_what_nobody_sees() {
    for (text, shown) in [
        ("evil\u{202e}fdp.exe", "evilfdp.exe"),
        ("a\u{200b}\u{e0068}b\u{fe0f}", "ab"),
        ("two\nlines", "two\nlines"),
        ("\u{2066}", ""),
    ] {
        assert_eq!(without_hidden(text), shown, "{text:?}");
        assert_eq!(
            count_hidden(text),
            text.chars().count() - shown.chars().count()
        );
    }
}

#[test]
fn a_name_from_elsewhere_is_one_short_line() {
    for (text, shown) in [
        (" gpt\n4o\0\u{202e} mini\u{200b} ", "gpt 4o mini"),
        ("\u{feff}", ""),
        ("a/b-c:free", "a/b-c:free"),
    ] {
        assert_eq!(name(text), shown, "{text:?}");
    }
    assert_eq!(name(&"m".repeat(100_000)).chars().count(), 201);
}

proptest! {
    #[test]
    fn nothing_hidden_is_left_and_nothing_seen_is_lost(
        text in "([a-z ]|\u{1f468}|\u{200d}|\u{645}|\u{5d0}|[\u{fe00}-\u{fe0f}]|[\u{200b}-\u{200f}]|[\u{202a}-\u{202e}]|[\u{e0060}-\u{e007f}]|\u{301}|\\PC|.){0,60}"
    ) {
        let shown = visible(&text).into_owned();
        let is_useless = |c: char| match Class::of(c) {
            Class::Control | Class::NoCharacter | Class::Hidden(Kind::Useless) => true,
            Class::Plain
            | Class::Hidden(Kind::Joiner | Kind::WordEnd | Kind::Direction | Kind::Selector | Kind::Tag) => false,
        };
        prop_assert!(!shown.contains(is_useless));
        let is_seen = |c: &char| matches!(Class::of(*c), Class::Plain) && !is_combining_mark(*c);
        let before: Vec<char> = text.chars().filter(is_seen).filter(|c| *c != '\r').collect();
        let mut after = shown.chars().filter(is_seen);
        for c in before {
            prop_assert!(after.any(|shown| shown == c), "{c:?} is lost");
        }
        prop_assert!(shown.len() <= text.len() * 12);
    }

    #[test]
    fn a_growing_text_keeps_what_was_shown(text in "(a|\u{1f468}|\u{200d}|\u{645}|\u{200c}|\u{fe0f}|\u{200f}|\u{5d0}|\u{301}){0,40}") {
        let whole = visible(&text).into_owned();
        for (at, _) in text.char_indices() {
            let before = visible(text.split_at(at).0).into_owned();
            // A run of hidden characters at the very end may yet be counted.
            let mut sure = before.as_str();
            while sure.ends_with('⟩') {
                sure = sure.rsplit_once('⟨').unwrap().0;
            }
            prop_assert!(whole.starts_with(sure), "{before:?} in {whole:?}");
        }
    }
}
