//! What a sign-in token says of itself: when it ends and whose it is, read and never verified.
//!
//! The server decides whether a token is good. This only tells a person beforehand, so anything
//! unreadable is `Unreadable` or none, never an error.

use serde::Deserialize;

/// Longest token that is looked into, in bytes.
const MAX_TOKEN: usize = 8 * 1024;

/// What a token says of its own end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// It ends then, in milliseconds since 1970.
    At {
        /// Milliseconds since 1970.
        exp_ms: i64,
    },
    /// No JWT, or one without a usable `exp`.
    Unreadable,
}

impl Expiry {
    /// Milliseconds since 1970, where readable.
    pub fn exp_ms(self) -> Option<i64> {
        match self {
            Self::At { exp_ms } => Some(exp_ms),
            Self::Unreadable => None,
        }
    }

    /// Whether the end is past; an unreadable one never is.
    pub fn is_past(self, now_ms: i64) -> bool {
        self.exp_ms().is_some_and(|exp_ms| exp_ms < now_ms)
    }
}

/// Whose a token is, as it says itself (GATEWAY §2). Nothing here was checked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Subject {
    /// The project's id, `prj_…`.
    #[serde(rename = "project_id")]
    pub project: String,
    /// The id of its owner: `team_…`, or a person's.
    #[serde(rename = "owner_id")]
    pub owner: Option<String>,
    /// For example `development`.
    pub environment: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    exp: serde_json::Number,
}

/// Reads the `exp` claim of a JWT without checking its signature.
pub fn expiry(token: &str) -> Expiry {
    read(token).map_or(Expiry::Unreadable, |exp_ms| Expiry::At { exp_ms })
}

/// Reads whose a JWT is without checking its signature; none where it does not say.
pub fn subject(token: &str) -> Option<Subject> {
    serde_json::from_slice(&payload(token)?).ok()
}

/// The claims of a JWT, undecoded.
fn payload(token: &str) -> Option<Vec<u8>> {
    if token.len() > MAX_TOKEN {
        return None;
    }
    let mut parts = token.split('.');
    let (_header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    base64url(payload)
}

fn read(token: &str) -> Option<i64> {
    let claims: Claims = serde_json::from_slice(&payload(token)?).ok()?;
    if let Some(seconds) = claims.exp.as_i64() {
        return seconds.checked_mul(1_000).filter(|ms| in_calendar(*ms));
    }
    // Some issuers write fractions of a second.
    let ms = claims.exp.as_f64()? * 1_000.0;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "checked against the calendar right after"
    )]
    let whole = ms as i64;
    Some(whole).filter(|ms| in_calendar(*ms))
}

/// The range a page's `Date` can show.
fn in_calendar(ms: i64) -> bool {
    (0..=8_640_000_000_000_000).contains(&ms)
}

/// Decodes base64url; padding is tolerated, anything else outside the alphabet is not.
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut pool, mut bits) = (0_u32, 0_u32);
    for symbol in text.trim_end_matches('=').bytes() {
        let value = match symbol {
            b'A'..=b'Z' => symbol - b'A',
            b'a'..=b'z' => symbol - b'a' + 26,
            b'0'..=b'9' => symbol - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        pool = (pool << 6) | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(pool >> bits).ok()?);
            pool &= (1 << bits) - 1;
        }
    }
    (bits < 6).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Encodes without padding, so that the tests do not lean on the decoder they test.
    fn jwt(payload: &str) -> String {
        const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut text = String::new();
        for chunk in payload.as_bytes().chunks(3) {
            let word = chunk
                .iter()
                .fold(0_u32, |word, byte| (word << 8) | u32::from(*byte));
            let word = word << (8 * (3 - chunk.len()));
            for place in 0..=chunk.len() {
                text.push(char::from(
                    ALPHABET[(word >> (18 - 6 * place)) as usize & 63],
                ));
            }
        }
        format!("eyJhbGciOiJSUzI1NiJ9.{text}.c2ln")
    }

    #[test]
    fn exp_is_read_in_milliseconds() {
        let cases = [
            (r#"{"exp":1795348800}"#, Some(1_795_348_800_000)),
            (
                r#"{"iss":"https://oidc.vercel.com/t","exp":1795348800,"iat":1}"#,
                Some(1_795_348_800_000),
            ),
            (r#"{"exp":1795348800.5}"#, Some(1_795_348_800_500)),
            (r#"{"exp":0}"#, Some(0)),
            (r#"{"name":"Zoë ≠ ÿÿÿ???>>>","exp":7}"#, Some(7_000)),
            (r#"{"exp":-1}"#, None),
            (r#"{"exp":99999999999999999999}"#, None),
            (r#"{"exp":9223372036854775807}"#, None),
            (r#"{"exp":1e400}"#, None),
            (r#"{"exp":"1795348800"}"#, None),
            (r#"{"exp":null}"#, None),
            (r#"{"iat":1}"#, None),
            ("[]", None),
            ("", None),
        ];
        for (payload, exp_ms) in cases {
            assert_eq!(expiry(&jwt(payload)).exp_ms(), exp_ms, "{payload}");
        }
    }

    #[test]
    fn a_token_says_whose_it_is() {
        let of = |payload: &str| subject(&jwt(payload));
        let all =
            r#"{"project_id":"prj_1","owner_id":"team_1","environment":"development","x":[]}"#;
        let expected = Subject {
            project: "prj_1".to_owned(),
            owner: Some("team_1".to_owned()),
            environment: Some("development".to_owned()),
        };
        assert_eq!(of(all), Some(expected));
        assert_eq!(of(r#"{"project_id":"p"}"#).unwrap().owner, None);
        for payload in [r#"{"owner_id":"team_1"}"#, r#"{"project_id":1}"#, "[]", ""] {
            assert_eq!(of(payload), None, "{payload}");
        }
        assert_eq!(subject("vck_0123456789"), None);
    }

    #[test]
    fn what_is_no_jwt_is_unreadable() {
        let good = jwt(r#"{"exp":1}"#);
        assert_eq!(expiry(&good).exp_ms(), Some(1_000));
        let padded = good.replace(".c2ln", "==.c2ln");
        assert_eq!(expiry(&padded).exp_ms(), Some(1_000));
        let cases = [
            String::new(),
            "vck_0123456789".to_owned(),
            "a.b".to_owned(),
            "..".to_owned(),
            format!("{good}.more"),
            good.replace(".c2ln", "+.c2ln"),
            good.replace(".c2ln", "A.c2ln"),
            format!("{}.{}.x", "a".repeat(4_096), "A".repeat(8_192)),
        ];
        for text in cases {
            assert_eq!(expiry(&text), Expiry::Unreadable, "{text}");
        }
    }

    #[test]
    fn only_a_readable_end_can_be_past() {
        assert!(Expiry::At { exp_ms: 999 }.is_past(1_000));
        assert!(!Expiry::At { exp_ms: 1_000 }.is_past(1_000));
        assert!(!Expiry::Unreadable.is_past(i64::MAX));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "[A-Za-z0-9_.=-]{0,80}") {
            let _ = expiry(&text);
        }
    }
}
