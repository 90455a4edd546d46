//! The Vercel sign-in as the engine's settings know it: its folder, and the origin it is for.

use super::Engine;
use super::resolve::Ready;
use super::settings::Known;
use crate::signin::{Held, Place, Standing, Token, auth};
use chat_core::connection::{Address, Builtin, Connection, Facts, place};
use chat_core::failure::Failure;
use chat_core::turn::Renewal;
use chat_core::wire::KeyStatus;

impl Engine {
    /// Where tokens come from.
    pub(super) fn sign_in_place(known: &Known) -> Place {
        let settings = &known.settings;
        Place {
            folder: settings.signin_folder.as_ref().map(Into::into),
            origin: known.signin_origin.clone(),
            cli: settings.signin_cli.as_ref().map(Into::into),
        }
    }

    /// The sign-in for requests to an origin.
    pub(super) fn held(&self, known: &Known, origin: String) -> Held {
        Held {
            sign_in: self.inner.sign_in.clone(),
            place: Self::sign_in_place(known),
            origin,
        }
    }

    /// The gateway's origin in effect.
    pub(super) fn gateway_origin(&self, known: &Known) -> Result<String, Failure> {
        let facts = self.facts(known);
        match place(&gateway(&facts), &facts)? {
            Address::At(base) => Ok(base.origin()),
            Address::OwnDemo => Err(super::internal()),
        }
    }

    /// Whether a folder was chosen, and for the gateway's address in effect.
    pub(super) fn is_signed_in(&self, known: &Known) -> bool {
        known.settings.signin_folder.is_some()
            && known.signin_origin.is_some()
            && self.gateway_origin(known).ok() == known.signin_origin
    }

    /// The freshest token for the gateway, and what to wait for before it is sent.
    pub(super) async fn token_for(&self, held: &Held) -> (Option<Token>, Renewal) {
        let (token, standing) = held.now(self.inner.config.clock.now_ms()).await;
        let renewal = match standing {
            Standing::Good { .. } | Standing::Due { .. } | Standing::Unreadable => {
                Renewal::WhenRejected
            }
            Standing::Past | Standing::Missing => Renewal::First,
        };
        (token, renewal)
    }

    /// Renews a token that is due, beside whatever it is used for meanwhile.
    pub(super) fn renew_ahead(&self, ready: &Ready) {
        let Some(held) = ready.held.clone() else {
            return;
        };
        let engine = self.clone();
        self.inner.around.spawn(async move {
            let now_ms = engine.inner.config.clock.now_ms();
            if let (_, Standing::Due { .. }) = held.now(now_ms).await {
                held.ahead(now_ms).await;
            }
        });
    }

    /// The same connection with a token that is renewed first where it has to be, for what is
    /// no turn: nobody sees it wait.
    pub(super) async fn renewed(&self, mut ready: Ready) -> Ready {
        if ready.renewal != Renewal::First {
            return ready;
        }
        if let Some(held) = ready.held.clone() {
            let now_ms = self.inner.config.clock.now_ms();
            // Where it fails the server says what it thinks of the old one.
            if let Ok(token) = held.renew(None, false, now_ms).await {
                ready.upstream.auth = auth(&token, now_ms);
                ready.key = Some(token.text);
            }
        }
        ready
    }

    /// `keys renew`: a new sign-in token now. It lives as long as this process; the state of
    /// every key with it.
    pub async fn renew_sign_in(&self) -> Result<Vec<KeyStatus>, Failure> {
        let known = self.read_known().await?;
        let place = Self::sign_in_place(&known);
        let now_ms = self.inner.config.clock.now_ms();
        let renewed = self.inner.sign_in.renew(&place, None, now_ms).await;
        renewed.map_err(|error| error.failure())?;
        Ok(self.keys_changed().await)
    }

    /// The time of the engine's clock, in milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.inner.config.clock.now_ms()
    }
}

fn gateway(facts: &Facts) -> Connection {
    let config = facts.stored.get(Builtin::Gateway.name());
    Connection::builtin_with(Builtin::Gateway, config.cloned().unwrap_or_default())
}
