//! The Vercel sign-in: which token is the freshest, when it has to be renewed, and renewing it.
//!
//! A token comes from the environment, from the linked project's `.env.local`, or from a renewal
//! by the Vercel CLI (GATEWAY §2); those are kept in memory only, for the CLI gives another at any
//! time. Nothing here writes to the person's files, logs in, or knows the store: the time, the
//! settings and the CLI are handed in. A failed renewal takes nothing away.

mod error;
mod find;
mod held;
mod link;
mod linked_file;
mod renew;
mod run;
mod standing;
mod variables;
mod verdict;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chat_core::token::{self, Expiry};
use secrecy::{ExposeSecret, SecretString};

pub use error::SignInError;
pub(crate) use held::{Held, auth, carry, no_token};
pub use link::Project;
pub use renew::LIMIT;
pub use run::{InstalledCli, MAX_OUTPUT, Ran, Run, RunCli};
pub use standing::{AHEAD_MS, Standing, standing};
pub use variables::ChildVariables;

use linked_file::LinkedFile;
use renew::Needed;

/// After a failed renewal no other one starts by itself for so long, in milliseconds.
pub const REST_MS: i64 = 60_000;

/// What the person set for signing in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The linked project's folder.
    pub folder: Option<PathBuf>,
    /// The gateway's origin when that folder was chosen: without a token in the environment, no
    /// other origin gets one.
    pub origin: Option<String>,
    /// The Vercel CLI, where it is not found by itself.
    pub cli: Option<PathBuf>,
}

/// Where a token comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenSource {
    /// `VERCEL_OIDC_TOKEN`.
    Environment,
    /// The linked folder's `.env.local`.
    LinkedFile,
    /// The Vercel CLI, in this process.
    Renewed,
}

/// A sign-in token.
#[derive(Debug, Clone)]
pub struct Token {
    /// The token itself.
    pub text: SecretString,
    /// When it ends.
    pub expiry: Expiry,
    /// Where it comes from.
    pub source: TokenSource,
}

impl Token {
    fn new(text: SecretString, source: TokenSource) -> Self {
        let expiry = token::expiry(text.expose_secret());
        Self {
            text,
            expiry,
            source,
        }
    }

    fn is(&self, text: &SecretString) -> bool {
        self.text.expose_secret() == text.expose_secret()
    }
}

/// The sign-in of one process. Clones share it.
#[derive(Debug, Clone)]
pub struct SignIn {
    cli: Arc<dyn RunCli>,
    environment: Option<SecretString>,
    known: Arc<Mutex<Known>>,
    /// Held by the one who renews.
    flight: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug, Default)]
struct Known {
    file: LinkedFile,
    renewed: Option<Renewed>,
    /// How many renewals have ended, and how the last one did.
    ended: u64,
    last: Option<Result<Token, SignInError>>,
    failed_at_ms: Option<i64>,
}

#[derive(Debug, Clone)]
struct Renewed {
    token: Token,
    /// The folder that it was renewed for.
    folder: Option<PathBuf>,
}

impl SignIn {
    /// A sign-in that knows only the environment's `VERCEL_OIDC_TOKEN`, checked.
    pub fn new(cli: Arc<dyn RunCli>, environment: Option<SecretString>) -> Self {
        Self {
            cli,
            environment,
            known: Arc::default(),
            flight: Arc::default(),
        }
    }

    /// The freshest token for an origin: the one that ends last. One whose end cannot be read
    /// counts only where there is no other.
    pub async fn token_now(&self, place: &Place, origin: &str) -> Option<Token> {
        let is_for = self.environment.is_some() || place.origin.as_deref() == Some(origin);
        if !is_for {
            return None;
        }
        self.freshest(place).await
    }

    /// What a question starts with: the freshest token, renewed where it is due and that may be
    /// done by itself, and why it was not. Waits for the CLI, at most [`LIMIT`]; where the token
    /// is only due, [`standing`] says so beforehand and nobody has to wait.
    pub async fn ahead(
        &self,
        place: &Place,
        origin: &str,
        now_ms: i64,
    ) -> (Option<Token>, Option<SignInError>) {
        let token = self.token_now(place, origin).await;
        let is_wanted = match standing(token.as_ref(), now_ms) {
            Standing::Good { .. } | Standing::Unreadable => false,
            Standing::Due { .. } | Standing::Past => true,
            // No token is known: it is a sign-in only where a folder was chosen for this origin.
            Standing::Missing => place.folder.is_some() && place.origin.as_deref() == Some(origin),
        };
        if !is_wanted || self.is_resting(now_ms) {
            return (token, None);
        }
        let old = token.as_ref().map(|token| &token.text);
        match self.renew(place, old, now_ms).await {
            Ok(new) => (Some(new), None),
            Err(error) => (self.token_now(place, origin).await.or(token), Some(error)),
        }
    }

    /// Renews at once, for a person's button or after a 401. Callers that come during a renewal
    /// share its outcome. Where another token than `instead_of` is known by now and not past, it
    /// is given without a renewal.
    pub async fn renew(
        &self,
        place: &Place,
        instead_of: Option<&SecretString>,
        now_ms: i64,
    ) -> Result<Token, SignInError> {
        let ended = self.known().ended;
        let _flight = self.flight.lock().await;
        {
            let known = self.known();
            if known.ended != ended
                && let Some(last) = &known.last
            {
                return last.clone();
            }
        }
        let freshest = self.freshest(place).await;
        if let (Some(old), Some(token)) = (instead_of, &freshest) {
            let is_good = matches!(
                standing(Some(token), now_ms),
                Standing::Good { .. } | Standing::Due { .. }
            );
            if !token.is(old) && is_good {
                return Ok(token.clone());
            }
        }
        let outcome = self.run(place, freshest.as_ref()).await;
        self.ended(place, outcome, now_ms)
    }

    /// Whether a renewal failed a short while ago. A clock that was set back ends the rest.
    fn is_resting(&self, now_ms: i64) -> bool {
        self.known()
            .failed_at_ms
            .is_some_and(|failed| (0..REST_MS).contains(&(now_ms - failed)))
    }

    async fn run(&self, place: &Place, freshest: Option<&Token>) -> Result<Token, SignInError> {
        let project = match &place.folder {
            Some(folder) => {
                let folder = folder.clone();
                let found = tokio::task::spawn_blocking(move || link::find(&folder));
                found.await.map_err(|_| SignInError::BadLink)??
            }
            // A token says itself which project it is for.
            None => freshest
                .and_then(|token| token::subject(token.text.expose_secret()))
                .and_then(|subject| Project::new(&subject.project, subject.owner.as_deref()))
                .ok_or(SignInError::NoProject)?,
        };
        let needed = Needed {
            cli: place.cli.clone(),
            project,
            folder: place.folder.clone(),
        };
        let text = renew::renew(&*self.cli, &needed).await?;
        Ok(Token::new(text, TokenSource::Renewed))
    }

    /// Takes note of how a renewal ended.
    fn ended(
        &self,
        place: &Place,
        outcome: Result<Token, SignInError>,
        now_ms: i64,
    ) -> Result<Token, SignInError> {
        let mut known = self.known();
        let outcome = outcome.and_then(|token| {
            let standing = standing(Some(&token), now_ms);
            // Also one that is past is kept: it may be this machine's clock that is wrong.
            if standing != Standing::Unreadable {
                known.renewed = Some(Renewed {
                    token: token.clone(),
                    folder: place.folder.clone(),
                });
            }
            match standing {
                Standing::Good { .. } | Standing::Due { .. } => Ok(token),
                Standing::Past => Err(SignInError::AlreadyExpired),
                Standing::Unreadable | Standing::Missing => Err(SignInError::Unreadable),
            }
        });
        known.ended += 1;
        known.failed_at_ms = outcome.is_err().then_some(now_ms);
        known.last = Some(outcome.clone());
        outcome
    }

    async fn freshest(&self, place: &Place) -> Option<Token> {
        let file = match &place.folder {
            Some(folder) => {
                let before = self.known().file.clone();
                let file = before.again(folder).await;
                self.known().file = file.clone();
                file.token().cloned()
            }
            None => None,
        };
        let renewed = self.known().renewed.clone();
        let environment = self.environment.clone();
        [
            environment.map(|text| Token::new(text, TokenSource::Environment)),
            file.map(|text| Token::new(text, TokenSource::LinkedFile)),
            renewed
                .filter(|renewed| renewed.folder == place.folder)
                .map(|renewed| renewed.token),
        ]
        .into_iter()
        .flatten()
        .max_by_key(|token| token.expiry.exp_ms())
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
