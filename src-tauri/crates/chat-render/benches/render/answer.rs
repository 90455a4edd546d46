//! The answer that everything is measured with: every kind of block, 39 % code, always the same.

use std::fmt::Write as _;

/// Words of the prose.
const WORDS: &[&str] = &[
    "the", "stream", "keeps", "a", "buffer", "of", "pending", "frames", "so", "that", "every",
    "reader", "sees", "whole", "values", "in", "order", "and", "none", "is", "lost", "when",
    "pages", "close", "early", "because", "each", "write", "waits", "for", "its", "turn",
];
const NAMES: &[&str] = &[
    "frame", "reader", "buffer", "cursor", "window", "budget", "answer", "ledger", "signal",
];

/// Numbers that look random and are the same in every run.
#[derive(Debug)]
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }

    fn words(&mut self, count: usize) -> String {
        let words: Vec<&str> = (0..count).map(|_| self.pick(WORDS)).collect();
        words.join(" ")
    }
}

/// A Markdown answer of about `bytes` bytes, ASCII only so that characters are bytes.
pub fn answer(bytes: usize) -> String {
    let mut dice = Dice(7);
    let mut text = String::new();
    for section in 1.. {
        if text.len() >= bytes {
            break;
        }
        prose(&mut text, &mut dice, section);
        code(&mut text, &mut dice, section);
        list(&mut text, &mut dice);
        table(&mut text, &mut dice);
        quote(&mut text, &mut dice);
        code(&mut text, &mut dice, section + 1);
    }
    text.truncate(bytes);
    text
}

fn prose(text: &mut String, dice: &mut Dice, section: usize) {
    let name = dice.pick(NAMES);
    writeln!(
        text,
        "## {section}. The {name} and the {}\n",
        dice.pick(NAMES)
    )
    .unwrap();
    for _ in 0..2 {
        let (a, b, c) = (dice.words(22), dice.words(14), dice.words(20));
        writeln!(
            text,
            "{a} **{}** {b} `{}_{name}()` {c}; see [the notes](https://docs.example.org/{name}/{section}) for *{}*.\n",
            dice.words(3),
            dice.pick(NAMES),
            dice.words(4),
        )
        .unwrap();
    }
}

fn code(text: &mut String, dice: &mut Dice, section: usize) {
    let language = ["rust", "python", "js", "sql"][section % 4];
    writeln!(text, "```{language}").unwrap();
    for line in 0..15 + section % 2 {
        let (a, b) = (dice.pick(NAMES), dice.pick(NAMES));
        match line % 7 {
            0 => writeln!(text, "// {}", dice.words(6)),
            1 => writeln!(
                text,
                "fn {a}_{b}(input: &str, limit: usize) -> Option<u64> {{"
            ),
            2 => writeln!(
                text,
                "    let {a} = input.split(',').map(str::trim).take(limit);"
            ),
            3 => writeln!(
                text,
                "    if {a}.len() > {} {{ return None; }}",
                dice.roll(900)
            ),
            4 => writeln!(
                text,
                "    let {b}: u64 = {a}.iter().filter(|x| x.is_some()).sum();"
            ),
            5 => writeln!(
                text,
                "    Some({b} * {} + \"{}\".len())",
                dice.roll(90),
                dice.words(2)
            ),
            _ => writeln!(text, "}}\n"),
        }
        .unwrap();
    }
    text.push_str("```\n\n");
}

fn list(text: &mut String, dice: &mut Dice) {
    for item in 1..=4 {
        writeln!(text, "- **{}**: {}", dice.pick(NAMES), dice.words(12)).unwrap();
        if item % 2 == 0 {
            writeln!(
                text,
                "  - {}\n  - `{}` {}",
                dice.words(6),
                dice.pick(NAMES),
                dice.words(5)
            )
            .unwrap();
        }
    }
    text.push('\n');
    for step in 1..=3 {
        writeln!(text, "{step}. {}", dice.words(11)).unwrap();
    }
    text.push('\n');
    writeln!(text, "- [x] {}\n- [ ] {}\n", dice.words(7), dice.words(8)).unwrap();
}

fn table(text: &mut String, dice: &mut Dice) {
    text.push_str("| name | what it does | limit |\n|:--|---|--:|\n");
    for _ in 0..6 {
        let name = dice.pick(NAMES);
        writeln!(
            text,
            "| `{name}` | {} | {} |",
            dice.words(7),
            dice.roll(5000)
        )
        .unwrap();
    }
    text.push('\n');
}

fn quote(text: &mut String, dice: &mut Dice) {
    writeln!(text, "> {}\n> {}\n", dice.words(14), dice.words(12)).unwrap();
}
