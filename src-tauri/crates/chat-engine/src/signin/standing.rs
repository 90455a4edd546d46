//! How a token stands at a moment.

use super::Token;

/// A token is renewed when it has no more than this left, in milliseconds: 15 minutes, as
/// `vercel dev` does.
pub const AHEAD_MS: i64 = 15 * 60_000;

/// How a token stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is none.
    Missing,
    /// Its end cannot be read, so nobody knows.
    Unreadable,
    /// It can be used for a while.
    Good {
        /// Milliseconds until its end.
        left_ms: i64,
    },
    /// It can be used, and it is time to renew it.
    Due {
        /// Milliseconds until its end.
        left_ms: i64,
    },
    /// Its time is over.
    Past,
}

/// How a token stands at `now_ms`, milliseconds since 1970.
pub fn standing(token: Option<&Token>, now_ms: i64) -> Standing {
    let Some(token) = token else {
        return Standing::Missing;
    };
    let Some(exp_ms) = token.expiry.exp_ms() else {
        return Standing::Unreadable;
    };
    match exp_ms.saturating_sub(now_ms) {
        ..=0 => Standing::Past,
        left_ms @ 1..=AHEAD_MS => Standing::Due { left_ms },
        left_ms => Standing::Good { left_ms },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signin::TokenSource;
    use chat_core::token::Expiry;

    #[test]
    fn a_token_is_due_a_quarter_of_an_hour_ahead() {
        let now_ms = 1_795_348_800_000;
        let at = |left_ms: i64| {
            let expiry = Expiry::At {
                exp_ms: now_ms + left_ms,
            };
            let token = Token {
                text: "t".into(),
                expiry,
                source: TokenSource::Environment,
            };
            standing(Some(&token), now_ms)
        };
        for (left_ms, expected) in [
            (
                AHEAD_MS + 1,
                Standing::Good {
                    left_ms: AHEAD_MS + 1,
                },
            ),
            (900_000, Standing::Due { left_ms: 900_000 }),
            (1, Standing::Due { left_ms: 1 }),
            (0, Standing::Past),
            (-1, Standing::Past),
        ] {
            assert_eq!(at(left_ms), expected, "{left_ms}");
        }
        let unreadable = Token {
            text: "t".into(),
            expiry: Expiry::Unreadable,
            source: TokenSource::Environment,
        };
        assert_eq!(standing(Some(&unreadable), now_ms), Standing::Unreadable);
        assert_eq!(standing(None, now_ms), Standing::Missing);
    }
}
