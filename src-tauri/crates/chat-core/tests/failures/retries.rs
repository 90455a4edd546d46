//! Whether and when a failed attempt is repeated.

use chat_core::failure::{Code, Failure, RetryPolicy, retry_delay};

#[test]
fn waits_are_those_of_the_contract() {
    let policy = RetryPolicy::default();
    let plain = Failure::new(Code::Overloaded, "x");
    let hinted = |ms| Failure {
        retry_after_ms: Some(ms),
        ..plain.clone()
    };
    for (failure, done, jitter, wait) in [
        (plain.clone(), 0, 0, Some(1_000)),
        (plain.clone(), 0, 1_000, Some(1_250)),
        (plain.clone(), 1, 0, Some(2_000)),
        (plain.clone(), 1, 500, Some(2_250)),
        (plain.clone(), 1, u32::MAX, Some(2_500)),
        (plain.clone(), 2, 0, None),
        (hinted(0), 0, 1_000, Some(0)),
        (hinted(3_000), 1, 1_000, Some(3_000)),
        (hinted(60_000), 0, 0, Some(60_000)),
        (hinted(60_001), 0, 0, None),
        (hinted(u64::MAX), 0, 0, None),
        (hinted(1), 2, 0, None),
    ] {
        assert_eq!(
            retry_delay(&policy, &failure, done, jitter),
            wait,
            "{failure:?} {done}"
        );
    }
    let patient = RetryPolicy {
        max_repeats: u32::MAX,
        ..policy
    };
    assert_eq!(retry_delay(&patient, &plain, 2, 0), Some(4_000));
    assert_eq!(retry_delay(&patient, &plain, 500, 1_000), Some(75_000));
    let hasty = RetryPolicy {
        may_wait: false,
        ..policy
    };
    assert_eq!(retry_delay(&hasty, &plain, 0, 0), None);
    assert_eq!(retry_delay(&hasty, &hinted(0), 0, 0), None);
}

#[test]
fn only_the_codes_of_the_contract_are_repeated() {
    let repeated: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| {
            let failure = Failure::new(**code, "x");
            retry_delay(&RetryPolicy::default(), &failure, 0, 0).is_some()
        })
        .map(|code| code.as_str())
        .collect();
    assert_eq!(
        repeated,
        [
            "rate_limited",
            "overloaded",
            "gateway_error",
            "provider_error",
            "dns",
            "connect"
        ]
    );
}
