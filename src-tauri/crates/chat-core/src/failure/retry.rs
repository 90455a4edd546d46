//! Whether and when a failed attempt is repeated (DESIGN §5.2). The caller asks only while no 2xx
//! status has arrived.

use super::Failure;

/// The longest hint of a server that is waited for, in milliseconds; a longer one ends the turn.
pub const MAX_HONOURED_RETRY_AFTER_MS: u64 = 60_000;

/// The wait before the first repeat; each further one doubles it.
const FIRST_WAIT_MS: u64 = 1_000;

/// How often and whether at all a turn repeats its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Repeats after the first attempt.
    pub max_repeats: u32,
    /// Whether any wait is allowed; not with `--no-wait`.
    pub may_wait: bool,
}

impl Default for RetryPolicy {
    /// Three attempts in all.
    fn default() -> Self {
        Self {
            max_repeats: 2,
            may_wait: true,
        }
    }
}

/// How many milliseconds to wait before the next attempt; none when this failure is final.
///
/// `jitter` is 0 to 1,000, the share of the 25 % that is added to our own waits. A server's hint is
/// kept to exactly.
pub fn retry_delay(
    policy: &RetryPolicy,
    failure: &Failure,
    repeats_done: u32,
    jitter: u32,
) -> Option<u64> {
    let repeated = failure.code.is_retried() && failure.may_repeat;
    if !policy.may_wait || repeats_done >= policy.max_repeats || !repeated {
        return None;
    }
    match failure.retry_after_ms {
        Some(hint) if hint > MAX_HONOURED_RETRY_AFTER_MS => None,
        Some(hint) => Some(hint),
        None => {
            // Never longer than a hint might be, however many repeats a person allows.
            let wait = FIRST_WAIT_MS
                .saturating_mul(1_u64.checked_shl(repeats_done).unwrap_or(u64::MAX))
                .min(MAX_HONOURED_RETRY_AFTER_MS);
            Some(wait + wait * u64::from(jitter.min(1_000)) / 4_000)
        }
    }
}
