//! The sign-in of a running turn: a new token for its next request.

use super::Leg;
use crate::signin::{Token, carry, no_token};
use chat_core::failure::Failure;
use chat_core::turn::What;
use futures::FutureExt;
use futures::future::BoxFuture;

impl Leg {
    /// Asks for a token instead of the one that the request carries.
    pub(super) fn renew(
        &self,
        rejected: bool,
        now_ms: i64,
    ) -> BoxFuture<'static, Result<Token, Option<Failure>>> {
        let sent = self.request.key.as_ref().map(|key| key.secret.clone());
        match self.held.clone() {
            Some(held) => held.renew(sent, rejected, now_ms).boxed(),
            // Only a plan with a sign-in asks for it.
            None => std::future::ready(Err(None)).boxed(),
        }
    }

    /// Takes a new token into the request. Without any the turn has nothing to send.
    pub(super) fn renewed(&mut self, ended: Result<Token, Option<Failure>>, now_ms: i64) -> What {
        match ended {
            Ok(token) => {
                // The answer would be kept as one to the old token's question.
                self.books.keep = None;
                carry(&mut self.request, &mut self.plan.upstream, token, now_ms);
                What::Renewed
            }
            Err(why) if self.request.key.is_none() => What::Failed(why.unwrap_or_else(no_token)),
            Err(why) => What::NotRenewed(why),
        }
    }
}
