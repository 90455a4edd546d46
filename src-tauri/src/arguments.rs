//! What the program was started with, or a second start of it: `[--hidden] [--tell]
//! [ask [TEXT]] [gatehouse://…]`. These words come from anybody on this computer, a link even from a web page: what
//! is not known here is left alone, and no word of it reaches the log.

/// The longest text that is taken, in bytes; the command line hands over longer ones by the draft.
const MOST_BYTES: usize = 64 * 1024;
/// How many words are looked at.
const MOST_WORDS: usize = 64;
/// How addresses of this program begin.
const SCHEME: &str = "gatehouse:";

/// What a start asks for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// No window is to be shown.
    pub(crate) hidden: bool,
    /// Whoever started it waits to be told that it has taken the wish.
    pub(crate) tells: bool,
    /// What is to be done at once.
    pub(crate) wish: Option<Wish>,
    /// How many words nobody knows here.
    pub(crate) unknown: usize,
}

/// What is to be done at once.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wish {
    /// Quick-ask is shown, with this text in its box.
    Ask(Option<String>),
    /// An address of this program, as it came.
    Link(String),
}

impl Arguments {
    /// Reads the words behind the program's name.
    pub(crate) fn parse<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut found = Self::default();
        let mut words = words.into_iter().take(MOST_WORDS);
        while let Some(word) = words.next() {
            match word {
                "--hidden" => found.hidden = true,
                "--tell" => found.tells = true,
                "ask" if found.wish.is_none() => {
                    let text = words.next();
                    let taken = text.filter(|text| fits(text) && !text.trim().is_empty());
                    found.unknown += usize::from(text.is_some() && taken.is_none());
                    found.wish = Some(Wish::Ask(taken.map(str::to_owned)));
                }
                address if found.wish.is_none() && is_own(address) && fits(address) => {
                    found.wish = Some(Wish::Link(address.to_owned()));
                }
                _ => found.unknown += 1,
            }
        }
        found
    }

    /// Whether the first start shows the main window: not where it is only to stay at hand, nor where
    /// quick-ask is all that is wanted.
    pub(crate) fn shows_main(&self) -> bool {
        !self.hidden && !matches!(self.wish, Some(Wish::Ask(_)))
    }

    /// Reads what another start of the program, or this one, was called with: its name comes first.
    pub(crate) fn of_call(words: &[String]) -> Self {
        let found = Self::parse(words.iter().skip(1).map(String::as_str));
        if found.unknown > 0 {
            let unknown = found.unknown;
            tracing::warn!(unknown, "words of a start are not known, and left alone");
        }
        found
    }
}

fn fits(text: &str) -> bool {
    text.len() <= MOST_BYTES
}

fn is_own(word: &str) -> bool {
    word.get(..SCHEME.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(SCHEME))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(text: &str) -> Wish {
        Wish::Ask(Some(text.to_owned()))
    }

    #[test]
    fn a_start_asks_for_quick_ask_a_link_or_nothing() {
        let link = |address: &str| Some(Wish::Link(address.to_owned()));
        for (words, hidden, wish, unknown) in [
            (&[][..], false, None, 0),
            (&["--hidden"], true, None, 0),
            (&["ask"], false, Some(Wish::Ask(None)), 0),
            (&["--hidden", "ask"], true, Some(Wish::Ask(None)), 0),
            (
                &["ask", "What is 2+2?"],
                false,
                Some(ask("What is 2+2?")),
                0,
            ),
            // A text is a text, whatever it looks like.
            (&["ask", "--hidden"], false, Some(ask("--hidden")), 0),
            (
                &["ask", "gatehouse://x"],
                false,
                Some(ask("gatehouse://x")),
                0,
            ),
            (&["ask", " \n"], false, Some(Wish::Ask(None)), 1),
            (
                &["gatehouse://ask?text=x"],
                false,
                link("gatehouse://ask?text=x"),
                0,
            ),
            (&["GateHouse:x"], false, link("GateHouse:x"), 0),
            // One wish, the first; the rest is not looked at.
            (
                &["ask", "x", "gatehouse://y", "ask"],
                false,
                Some(ask("x")),
                2,
            ),
            (
                &["gatehouse://x", "ask", "y"],
                false,
                link("gatehouse://x"),
                2,
            ),
            (&["-psn_0_1", "--url", "http://x/", "é"], false, None, 4),
            (
                &["gatehous", "gatehouse", "\u{e9}atehouse:x"],
                false,
                None,
                3,
            ),
        ] {
            let tells = false;
            let expected = Arguments {
                hidden,
                tells,
                wish,
                unknown,
            };
            assert_eq!(
                Arguments::parse(words.iter().copied()),
                expected,
                "{words:?}"
            );
        }
    }

    #[test]
    fn the_main_window_stays_away_where_it_is_not_asked_for() {
        for (words, shows, tells) in [
            (&[][..], true, false),
            (&["gatehouse://x"], true, false),
            (&["--hidden"], false, false),
            (&["--tell", "ask", "x"], false, true),
        ] {
            let found = Arguments::parse(words.iter().copied());
            assert_eq!(
                (found.shows_main(), found.tells),
                (shows, tells),
                "{words:?}"
            );
        }
    }

    #[test]
    fn what_is_too_long_is_not_taken_and_not_everything_is_looked_at() {
        let exact = "x".repeat(MOST_BYTES);
        assert_eq!(Arguments::parse(["ask", &exact]).wish, Some(ask(&exact)));
        let found = Arguments::parse(["ask", &(exact.clone() + "x")]);
        assert_eq!((found.wish, found.unknown), (Some(Wish::Ask(None)), 1));
        let long = format!("{SCHEME}{exact}");
        assert_eq!(Arguments::parse([long.as_str()]).wish, None);
        let many = Arguments::parse(std::iter::repeat_n("x", 1_000_000));
        assert_eq!(many.unknown, MOST_WORDS);
    }

    #[test]
    fn the_name_of_the_program_is_no_wish() {
        let words = ["ask", "gatehouse://x"].map(str::to_owned);
        let wish = Arguments::of_call(&words).wish;
        assert_eq!(wish, Some(Wish::Link("gatehouse://x".to_owned())));
        assert_eq!(Arguments::of_call(&[]), Arguments::default());
    }
}
