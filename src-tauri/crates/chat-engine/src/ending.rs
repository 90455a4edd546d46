//! What the engine knows of a turn beside what its machine saw, put into the outcome before
//! anybody reads it. No socket, no store.

use chat_core::failure::name_nearest;
use chat_core::secret_text::mask_known;
use chat_core::turn::Outcome;
use secrecy::{ExposeSecret, SecretString};

/// What is known of a turn's request before it is sent.
#[derive(Debug, Default)]
pub(crate) struct Beforehand {
    /// The listed model that is nearest to the one asked, named where the server does not offer it.
    pub(crate) nearest: Option<String>,
    /// How many of the oldest turns are left out.
    pub(crate) left_out: u32,
}

impl Beforehand {
    /// Completes an outcome, and takes every secret of its request out of it.
    pub(crate) fn complete<'a>(
        &self,
        outcome: &mut Outcome,
        secrets: impl Iterator<Item = &'a SecretString>,
    ) {
        outcome.left_out = self.left_out;
        let nearest = self.nearest.as_deref();
        let failure = outcome.failure.take();
        outcome.failure = failure.map(|failure| name_nearest(failure, nearest));
        for secret in secrets {
            mask(outcome, secret);
        }
    }
}

/// A server may repeat the key in its words; none of them is stored or shown with it.
fn mask(outcome: &mut Outcome, key: &SecretString) {
    let mask = |text: &mut String| *text = mask_known(text, key.expose_secret());
    let failure = outcome.failure.iter_mut();
    let said = failure.flat_map(|failure| {
        [
            Some(&mut failure.message),
            failure.action.as_mut(),
            failure.command.as_deref_mut(),
            failure.request_id.as_mut(),
            failure.nearest.as_deref_mut(),
        ]
    });
    let named = [
        outcome.model.as_mut(),
        outcome.provider.as_mut(),
        outcome.generation_id.as_mut(),
    ];
    said.chain(named).flatten().for_each(mask);
}
