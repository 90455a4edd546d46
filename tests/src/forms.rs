//! The forms in which a secret could hide in a file, a log or a message.

/// A secret as it is, reversed, percent-encoded, JSON-escaped, as hex and in the three base64 alignments.
pub fn of(secret: &str) -> Vec<String> {
    let hex = |upper: bool| -> String {
        secret
            .bytes()
            .map(|b| {
                if upper {
                    format!("{b:02X}")
                } else {
                    format!("{b:02x}")
                }
            })
            .collect()
    };
    let json = serde_json::to_string(secret).unwrap();
    let mut forms = vec![
        secret.to_owned(),
        secret.chars().rev().collect(),
        percent(secret),
        json.trim_matches('"').to_owned(),
        hex(false),
        hex(true),
    ];
    // Wherever a secret starts within three bytes, one of these stands in the base64 of the whole.
    for skip in 0..3 {
        let inner = base64(&secret.as_bytes()[skip..]);
        let whole = inner.len() / 4 * 4 - 4;
        forms.push(inner[..whole].to_owned());
        forms.push(inner[..whole].replace('+', "-").replace('/', "_"));
    }
    forms.sort();
    forms.dedup();
    forms
}

/// Where one of the forms stands in `bytes`.
pub fn find<'f>(bytes: &[u8], forms: &'f [String]) -> Option<&'f str> {
    forms
        .iter()
        .find(|form| {
            bytes
                .windows(form.len())
                .any(|window| window == form.as_bytes())
        })
        .map(String::as_str)
}

/// URL-encoded.
pub fn percent(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-._~".contains(c) {
                c.to_string()
            } else {
                format!("%{:02X}", u32::from(c))
            }
        })
        .collect()
}

/// Standard base64 with padding.
pub fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk
            .iter()
            .fold(0_usize, |word, byte| word << 8 | usize::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            text.push(if place <= chunk.len() {
                char::from(ALPHABET[word >> (18 - 6 * place) & 63])
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn a_secret_is_found_in_each_form_and_at_each_place() {
        let secret = "planted-key/with+signs_1234";
        let forms = of(secret);
        for before in ["", "a", "ab", "abc"] {
            for text in [
                format!("{before}{secret}!"),
                base64(format!("{before}{secret}!").as_bytes()),
                format!("{before}planted-key%2Fwith%2Bsigns_1234"),
            ] {
                assert!(find(text.as_bytes(), &forms).is_some(), "{text}");
            }
        }
        assert_eq!(find(b"nothing of the kind", &forms), None);
    }
}
