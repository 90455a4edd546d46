//! Ids for what came from elsewhere: the same thing always gets the same one, so that importing
//! twice adds nothing.

use sha2::{Digest, Sha256};

/// 128 bits from what names a thing at its source. Each part counts with its length, so that no
/// two lists of parts come to the same.
pub(super) fn bits(parts: &[&str]) -> u128 {
    let mut hash = Sha256::new();
    hash.update(b"gatehouse-import");
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize()
        .iter()
        .take(16)
        .fold(0, |bits, byte| (bits << 8) | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_never_changes_and_parts_do_not_run_together() {
        assert_eq!(
            format!("{:032x}", bits(&["chatgpt", "c1", "n1"])),
            format!("{:032x}", bits(&["chatgpt", "c1", "n1"]))
        );
        assert_ne!(bits(&["ab", "c"]), bits(&["a", "bc"]));
        assert_ne!(bits(&["a"]), bits(&["a", ""]));
    }
}
