//! The sign-in that a turn's requests carry, so that it can be renewed for that turn.

use chat_core::dialect::{Dialect, Upstream};
use chat_core::failure::{AuthKind, Code, Failure};
use secrecy::SecretString;

use super::{Place, SignIn, Standing, Token, standing};
use crate::transport::{Key, Request};

/// A sign-in, where it is set up, and whom its tokens are for.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub(crate) sign_in: SignIn,
    pub(crate) place: Place,
    pub(crate) origin: String,
}

impl Held {
    /// The freshest token, and how it stands.
    pub(crate) async fn now(&self, now_ms: i64) -> (Option<Token>, Standing) {
        let token = self.sign_in.token_now(&self.place, &self.origin).await;
        let standing = standing(token.as_ref(), now_ms);
        (token, standing)
    }

    /// Renews what is due, where that may be done by itself; a failure is told at its time.
    pub(crate) async fn ahead(&self, now_ms: i64) {
        let _ = self.sign_in.ahead(&self.place, &self.origin, now_ms).await;
    }

    /// A token instead of `sent`: the freshest where it was past, a renewed one where it was
    /// rejected. Else why there is none, if it was tried.
    pub(crate) async fn renew(
        self,
        sent: Option<SecretString>,
        rejected: bool,
        now_ms: i64,
    ) -> Result<Token, Option<Failure>> {
        if rejected {
            let renewed = self.sign_in.renew(&self.place, sent.as_ref(), now_ms).await;
            return renewed.map_err(|error| Some(error.failure()));
        }
        let (token, error) = self.sign_in.ahead(&self.place, &self.origin, now_ms).await;
        match (token, error) {
            (_, Some(error)) => Err(Some(error.failure())),
            (Some(token), None) if !matches!(standing(Some(&token), now_ms), Standing::Past) => {
                Ok(token)
            }
            (Some(_) | None, None) => Err(None),
        }
    }
}

/// What a failure says of a token.
pub(crate) fn auth(token: &Token, now_ms: i64) -> AuthKind {
    let expired = match standing(Some(token), now_ms) {
        Standing::Good { .. } | Standing::Due { .. } => Some(false),
        Standing::Past => Some(true),
        Standing::Unreadable | Standing::Missing => None,
    };
    AuthKind::Oidc { expired }
}

/// Puts a new token where the old one was.
pub(crate) fn carry(request: &mut Request, upstream: &mut Upstream, token: Token, now_ms: i64) {
    upstream.auth = auth(&token, now_ms);
    // Tokens are for gateways, which all take them like this.
    let (header, before) = Dialect::OpenAiChat.key_header();
    request.key = Some(Key {
        header,
        before,
        secret: token.text,
    });
}

/// There is no token to send, and none can be had now.
pub(crate) fn no_token() -> Failure {
    Failure::new(
        Code::KeyMissing,
        "There is no sign-in token for the linked Vercel project yet.",
    )
    .with_action("Run in its folder: vercel env pull")
}
