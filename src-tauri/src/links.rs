//! The one gate through which an address of an answer leaves the program: parsed anew, asked about
//! where it is doubtful, counted, and given to the system's own opener.
//!
//! Must not know how a page draws a link. What the page sends is believed in nothing: neither that
//! the address is one that the tree held, nor that a person has seen it.

use std::collections::VecDeque;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chat_core::failure::{Code, Failure};
use chat_core::link::Link;
use chat_core::wire::{LinkQuestion, OpenLink};

mod opener;

pub(crate) use opener::{Opener, SystemOpener};

/// How many addresses may be opened within [`WITHIN_MS`]: a person follows a few links, a page that
/// went wrong would open hundreds.
const MOST: usize = 5;
const WITHIN_MS: u64 = 10_000;

/// How long a question may be answered.
const ANSWER_WITHIN_MS: u64 = 120_000;

/// The gate.
pub(crate) struct Links {
    opener: Box<dyn Opener>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// What the person is being asked; a new question takes its place.
    pending: Option<Pending>,
    /// How many questions there were.
    asked: u64,
    /// When addresses were opened, the last ones.
    opened: VecDeque<u64>,
}

struct Pending {
    id: String,
    window: String,
    until_ms: u64,
    link: Link,
}

/// What is to be done with an address.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// It is opened: [`Links::open`].
    Open(Link),
    /// The person is asked first.
    Ask(LinkQuestion),
}

impl Links {
    /// A gate before an opener.
    pub(crate) fn new(opener: Box<dyn Opener>) -> Self {
        Self {
            opener,
            state: Mutex::default(),
        }
    }

    /// A page of this window wants an address opened.
    pub(crate) fn wanted(
        &self,
        now_ms: u64,
        window: &str,
        wanted: &OpenLink,
    ) -> Result<Step, Failure> {
        let link = Link::parse(&wanted.href).ok_or_else(no_link)?;
        let letter = link.letter();
        if letter.is_none() && link.is_mail() {
            return Err(no_letter());
        }
        let doubts = link.doubts(&wanted.text);
        let mut state = self.lock();
        if doubts.is_empty() {
            state.count(now_ms)?;
            return Ok(Step::Open(link));
        }
        state.asked += 1;
        let question = LinkQuestion {
            id: format!("link-{}", state.asked),
            href: link.href().to_owned(),
            host: link.host(),
            doubts,
            letter,
        };
        state.pending = Some(Pending {
            id: question.id.clone(),
            window: window.to_owned(),
            until_ms: now_ms.saturating_add(ANSWER_WITHIN_MS),
            link,
        });
        Ok(Step::Ask(question))
    }

    /// The person has answered a question of this window; the address to open, if there is one.
    pub(crate) fn answered(
        &self,
        now_ms: u64,
        window: &str,
        id: &str,
        open: bool,
    ) -> Result<Option<Link>, Failure> {
        let mut state = self.lock();
        let known = state
            .pending
            .take_if(|pending| pending.id == id && pending.window == window);
        match known {
            _ if !open => Ok(None),
            Some(pending) if now_ms < pending.until_ms => {
                state.count(now_ms)?;
                Ok(Some(pending.link))
            }
            Some(_) | None => Err(too_late()),
        }
    }

    /// Gives an address to the system.
    pub(crate) async fn open(&self, link: &Link) -> Result<(), Failure> {
        let opened = self.opener.open(link.href()).await;
        opened.map_err(|error| not_opened(&error))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Counts an address that is about to be opened.
    fn count(&mut self, now_ms: u64) -> Result<(), Failure> {
        self.opened
            .retain(|at| now_ms.saturating_sub(*at) < WITHIN_MS);
        if self.opened.len() >= MOST {
            return Err(too_many());
        }
        self.opened.push_back(now_ms);
        Ok(())
    }
}

fn no_link() -> Failure {
    Failure::new(
        Code::ConfigInvalid,
        "That address is not opened: only http, https and mailto are.",
    )
}

fn no_letter() -> Failure {
    Failure::new(
        Code::ConfigInvalid,
        "That mail address is not opened: it asks for more than a letter's text and recipients.",
    )
}

fn too_many() -> Failure {
    Failure::new(
        Code::ConfigInvalid,
        "Too many links were opened in a few seconds.",
    )
    .with_action("Wait ten seconds and open it again.")
}

fn too_late() -> Failure {
    Failure::new(Code::ConfigInvalid, "That question is over.").with_action("Open the link again.")
}

fn not_opened(error: &io::Error) -> Failure {
    tracing::warn!("a link could not be opened: {error}");
    Failure::new(
        Code::Internal,
        "The system did not open the link: no program for it was found or started.",
    )
    .with_action("Copy the address and open it yourself.")
}

#[cfg(test)]
mod tests;
