use super::*;
use chat_core::link::Doubt;
use std::sync::Arc;

/// Remembers what it was to open.
#[derive(Clone, Default)]
struct Fake(Arc<Mutex<Vec<String>>>);

impl Opener for Fake {
    fn open<'a>(&'a self, href: &'a str) -> opener::Opening<'a> {
        self.0.lock().unwrap().push(href.to_owned());
        Box::pin(async { Ok(()) })
    }
}

fn links() -> (Links, Fake) {
    let fake = Fake::default();
    (Links::new(Box::new(fake.clone())), fake)
}

fn wanted(href: &str, text: &str) -> OpenLink {
    OpenLink {
        href: href.to_owned(),
        text: text.to_owned(),
    }
}

fn question(step: Result<Step, Failure>) -> LinkQuestion {
    match step {
        Ok(Step::Ask(question)) => question,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_plain_address_is_opened_as_it_was_parsed() {
    let (links, fake) = links();
    let step = links.wanted(0, "main", &wanted("HTTPS://Example.org/\u{e9}", "the docs"));
    let Ok(Step::Open(link)) = step else {
        panic!("{step:?}");
    };
    links.open(&link).await.unwrap();
    assert_eq!(*fake.0.lock().unwrap(), ["https://example.org/%C3%A9"]);
}

#[test]
fn what_is_no_link_is_refused_whatever_the_page_says() {
    let (links, _) = links();
    for href in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "tauri://localhost/index.html",
        "gatehouse://settings",
        "--version",
        "-https://example.org",
        "",
        "example.org",
        "mailto:a@b.org?attach=/etc/passwd",
        "https://example.org/\n--flag",
    ] {
        let refused = links.wanted(0, "main", &wanted(href, ""));
        assert!(refused.is_err(), "{href:?}");
    }
    assert!(links.lock().pending.is_none());
}

/// Mutation seen to fail: `unasked` in `xtask/scripts/mutations_answer.py`.
#[test]
fn a_doubtful_address_is_opened_once_after_the_person_said_so() {
    let (links, _) = links();
    let asked = question(links.wanted(0, "main", &wanted("https://evil.com", "https://bank.com")));
    assert_eq!(asked.host, "evil.com");
    assert_eq!(asked.doubts, [Doubt::OtherText]);
    let opened = links.answered(1, "main", &asked.id, true).unwrap().unwrap();
    assert_eq!(opened.href(), "https://evil.com/");
    assert!(links.answered(2, "main", &asked.id, true).is_err(), "once");
}

/// Mutations seen to fail: `answered-elsewhere` and `answered-late` in
/// `xtask/scripts/mutations_answer.py`.
#[test]
fn a_question_is_answered_in_its_window_in_time_and_only_the_last_one() {
    let (links, _) = links();
    let ask = |now| question(links.wanted(now, "main", &wanted("http://10.0.0.1/", "x")));
    let first = ask(0);
    assert!(links.answered(1, "quick", &first.id, true).is_err());
    let second = ask(2);
    assert_ne!(first.id, second.id);
    assert!(links.answered(3, "main", &first.id, true).is_err());
    // Neither of these took it away.
    assert!(
        links
            .answered(4, "main", &second.id, true)
            .unwrap()
            .is_some()
    );
    let late = ask(5);
    assert!(
        links
            .answered(5 + ANSWER_WITHIN_MS, "main", &late.id, true)
            .is_err()
    );
    let refused = ask(6);
    assert_eq!(links.answered(7, "main", &refused.id, false), Ok(None));
    assert!(links.answered(8, "main", &refused.id, true).is_err());
    assert!(links.answered(9, "main", "link-99", true).is_err());
}

#[test]
fn a_letter_is_shown_before_it_is_prepared() {
    let (links, _) = links();
    let href = "mailto:a@b.org?cc=c@d.org&body=Hi";
    let asked = question(links.wanted(0, "quick", &wanted(href, "a@b.org")));
    let letter = asked.letter.unwrap();
    assert_eq!(
        (letter.to.as_str(), letter.cc.as_str()),
        ("a@b.org", "c@d.org")
    );
    assert_eq!(letter.body, "Hi");
    let plain = links.wanted(0, "quick", &wanted("mailto:a@b.org", "write"));
    assert!(matches!(plain, Ok(Step::Open(_))));
}

/// Mutation seen to fail: `opened-uncounted` in `xtask/scripts/mutations_answer.py`.
#[test]
fn a_page_that_went_wrong_opens_no_hundred_addresses() {
    let (links, _) = links();
    let open = |now| links.wanted(now, "main", &wanted("https://example.org", "x"));
    let opened = (0..100).filter(|now| open(*now).is_ok()).count();
    assert_eq!(opened, MOST);
    let asked = question(links.wanted(100, "main", &wanted("http://10.0.0.1/", "x")));
    assert!(
        links.answered(101, "main", &asked.id, true).is_err(),
        "counted together"
    );
    assert!(open(WITHIN_MS).is_ok(), "the first one is ten seconds ago");
    assert!(open(WITHIN_MS).is_err());
}
