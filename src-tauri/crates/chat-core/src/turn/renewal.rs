//! When a turn renews the sign-in that it is sent with: at most once, before its first request or
//! after a rejected one. How that is done, and what a token is, is not known here.

use super::{Effect, Output, Phase, Turn};
use crate::failure::{Code, Failure};
use crate::wire::WaitReason;

/// Whether and when the credential of a turn can be renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// Never: it is a key, or none.
    Never,
    /// Once the server has rejected it.
    WhenRejected,
    /// Before the first request: it is past, or there is none yet.
    First,
}

/// A renewal that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tried {
    /// It gave a new token.
    Renewed,
    /// It failed.
    Failed(Failure),
}

impl Turn {
    /// Begins: with the renewal, where there is no use in sending before it.
    pub(super) fn begin(&mut self, at: u64, effects: &mut Vec<Effect>) {
        match self.plan.renewal {
            Renewal::First if self.plan.retry.may_wait => {
                self.phase = Phase::Renewing;
                effects.push(Effect::Show(Output::Waiting {
                    reason: WaitReason::Signin,
                    for_ms: None,
                }));
                effects.push(Effect::Renew { rejected: false });
            }
            // Without waiting it is sent as it stands; clocks differ.
            Renewal::First | Renewal::Never | Renewal::WhenRejected => self.admit(at, effects),
        }
    }

    /// Whether a rejected credential was taken for a renewal, silently and once; else what is to
    /// be told of the failure.
    pub(super) fn renews(
        &mut self,
        at: u64,
        failure: Failure,
        effects: &mut Vec<Effect>,
    ) -> Option<Failure> {
        let is_rejected = matches!(failure.code, Code::KeyRejected | Code::KeyExpired);
        let can_renew = match self.plan.renewal {
            Renewal::Never => false,
            Renewal::WhenRejected | Renewal::First => self.plan.retry.may_wait,
        };
        match &self.tried {
            _ if !is_rejected => Some(failure),
            Some(Tried::Failed(why)) => Some(with_reason(failure, why)),
            Some(Tried::Renewed) => Some(failure),
            None if !can_renew => Some(failure),
            None => {
                self.close_attempt(at, Some(failure.code));
                self.phase = Phase::Renewing;
                self.rejected = Some(failure);
                effects.push(Effect::Renew { rejected: true });
                None
            }
        }
    }

    /// The renewal ended, with a new token or with the reason why there is none, if it was tried.
    pub(super) fn renewal_ended(
        &mut self,
        at: u64,
        ended: Result<(), Option<Failure>>,
        effects: &mut Vec<Effect>,
    ) {
        self.tried = match ended {
            Ok(()) => Some(Tried::Renewed),
            Err(why) => why.map(Tried::Failed),
        };
        match (&self.tried, self.rejected.take()) {
            (Some(Tried::Failed(why)), Some(failure)) => {
                let failure = with_reason(failure, why);
                self.fail_over(at, failure, effects);
            }
            (None, Some(failure)) => self.fail_over(at, failure, effects),
            // Also a token that is past is sent once, where nothing better is to be had.
            (Some(Tried::Renewed), _) | (Some(Tried::Failed(_)) | None, None) => {
                self.admit(at, effects);
            }
        }
    }
}

/// The guide's sentence stays the headline; what to do is what the renewal said.
fn with_reason(failure: Failure, why: &Failure) -> Failure {
    let action = match &why.action {
        Some(action) => format!("{} {action}", why.message),
        None => why.message.clone(),
    };
    failure.with_action(action)
}
