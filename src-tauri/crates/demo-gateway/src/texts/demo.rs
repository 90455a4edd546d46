//! What the demo says. It must never pass for a model: every answer begins by saying so.

use std::fmt::Write as _;

use super::sums;

/// The first sentence of every demo answer.
pub const INTRODUCTION: &str = "This is the demo: there is no model behind it.";

/// Characters of a question that are quoted back.
const QUOTED: usize = 80;
/// Earlier questions that are listed.
const LISTED: usize = 5;

/// The answer to the last of these questions; the ones before it are the conversation so far.
pub fn answer(questions: &[&str]) -> String {
    let (question, earlier) = questions
        .split_last()
        .map_or(("", &[][..]), |(q, rest)| (*q, rest));
    let mut text = format!("**{INTRODUCTION}**");
    let sum = sums::work_out(question);
    if let Some(sum) = &sum {
        // Writing to a String cannot fail.
        let _ = write!(text, " It can do small sums, though:\n\n{sum}");
    } else if question.trim().is_empty() {
        text.push_str(" Your message had no text.");
    } else {
        let _ = write!(
            text,
            " These lines were written in advance, and nothing you type leaves this computer.\n\n\
             You asked: “{}”",
            quoted(question)
        );
    }
    if let Some(previous) = earlier.last() {
        let _ = write!(text, "\n\nBefore that you asked: “{}”", quoted(previous));
    }
    let wants_tour = ["markdown", "show", "tour"]
        .iter()
        .any(|word| question.to_lowercase().contains(word));
    let tour = sum.is_none() && (earlier.is_empty() || wants_tour);
    if tour {
        text.push_str(TOUR);
    } else if earlier.len() > 1 {
        text.push_str("\n\nYour questions so far:\n\n");
        let numbered = earlier
            .iter()
            .enumerate()
            .skip(earlier.len().saturating_sub(LISTED));
        for (index, earlier) in numbered {
            let _ = writeln!(text, "{}. “{}”", index + 1, quoted(earlier));
        }
    }
    if !tour {
        text.push_str("\n\nAsk for the *Markdown tour* to see what this window can show.");
    }
    text
}

/// The first line of a text, shortened, with the signs escaped that Markdown would take for its
/// own.
fn quoted(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    let mut quote = String::new();
    for (index, character) in line.chars().enumerate() {
        if index == QUOTED {
            quote.push('…');
            break;
        }
        if matches!(
            character,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&'
        ) {
            quote.push('\\');
        }
        quote.push(character);
    }
    quote
}

const TOUR: &str = r#"

## What this window can show

Answers stream in as they are written. Words can be **bold**, *italic*, ~~struck~~ or `code`, and a [link](https://example.com/) shows where it goes.[^ask]

- Your key stays in the system's keyring.
- An answer that breaks off is kept.
  - Lists can hold lists.
- Stop works at any time.

1. Paste a key, or set `AI_GATEWAY_API_KEY`.
2. Choose a model.
3. Ask.

Tasks are ticked or not:

- [x] Ask the demo
- [ ] Ask a model

Code has its colours:

```rust
/// Says where this comes from.
fn main() {
    let answer = 2 + 2; // no model needed
    println!("Hello from the demo: {answer}");
}
```

Formulas stand within a line, as $e^{i\pi} + 1 = 0$, or on their own:

$$x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}$$

> Quotes look like this.

> [!TIP]
> Point at code or at a table: a button copies it.

| Question | Answer |
|---|---|
| Is there a model here? | No |
| What is 2+2? | Ask, and see |

It also writes 日本語, العربية and emoji 🦊 as they are. Ask something else: a follow-up carries this conversation along.

[^ask]: Where a link's text names another place, you are asked first."#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_begins_by_saying_that_it_is_a_demo() {
        for questions in [
            &[][..],
            &[""],
            &["Hello"],
            &["What is 2+2?"],
            &["a", "b", "c"],
        ] {
            assert!(answer(questions).starts_with("**This is the demo: there is no model"));
        }
    }

    #[test]
    fn the_first_answer_shows_every_kind_of_markdown() {
        let text = answer(&["Hello"]);
        for sign in [
            "\n## ",
            "**",
            "*italic*",
            "\n- ",
            "\n  - ",
            "\n1. ",
            "`code`",
            "\n```rust\n",
            "](https",
            "\n> ",
            "|---|",
            "~~struck~~",
            "\n- [x] ",
            "\n> [!TIP]\n",
            "as $e",
            "\n$$x",
            "[^ask]",
            "\n[^ask]: ",
        ] {
            assert!(text.contains(sign), "{sign:?} is missing");
        }
    }

    #[test]
    fn a_follow_up_names_the_question_before_it() {
        let text = answer(&["What is 2+2?", "And *why*?"]);
        assert!(text.contains("You asked: “And \\*why\\*?”"), "{text}");
        assert!(
            text.contains("Before that you asked: “What is 2+2?”"),
            "{text}"
        );
        assert!(!answer(&["And why?"]).contains("Before that"));
        let third = answer(&["first", "second", "third"]);
        assert!(third.contains("1. “first”\n2. “second”\n"), "{third}");
    }

    #[test]
    fn a_long_question_is_quoted_in_one_short_line() {
        let long = format!("{}\nsecond line", "word ".repeat(100));
        let text = answer(&[&long]);
        let quote = text
            .split('“')
            .nth(1)
            .and_then(|rest| rest.split('”').next())
            .unwrap();
        assert_eq!(quote.chars().count(), QUOTED + 1);
        assert!(!text.contains("second line"));
    }
}
