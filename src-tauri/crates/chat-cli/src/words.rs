//! Numbers as a person reads them: how many of what, and sizes of files.

/// `1 message`, `2 messages`; the plural is made with an s.
pub(crate) fn counted(count: u64, one: &str) -> String {
    format!("{count} {}", plural(count, one))
}

/// The word that goes with so many, where the number stands apart from it.
pub(crate) fn plural(count: u64, one: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{one}{s}")
}

/// What is said where so many conversations stayed away because they were deleted here.
pub(crate) fn deleted_here(count: u64) -> String {
    format!(
        "Left out, as deleted here: {}. With --with-deleted it is taken too.",
        counted(count, "conversation")
    )
}

/// A size in the unit that fits it, to three figures at most: 512 bytes, 4.2 KB, 31 MB.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
    if bytes < 1_000 {
        return counted(bytes, "byte");
    }
    let (mut tenths, mut unit) = (bytes / 100, 0);
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1_000;
        unit += 1;
    }
    let name = UNITS.get(unit).copied().unwrap_or_default();
    if tenths < 100 {
        format!("{}.{} {name}", tenths / 10, tenths % 10)
    } else {
        format!("{} {name}", tenths / 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_one_and_all_else_is_several() {
        assert_eq!(counted(0, "message"), "0 messages");
        assert_eq!(counted(1, "message"), "1 message");
        assert_eq!(counted(2, "message"), "2 messages");
    }

    #[test]
    fn a_size_has_its_unit_and_no_more_figures_than_are_read() {
        for (bytes, said) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1_000, "1.0 KB"),
            (9_999, "9.9 KB"),
            (10_000, "10 KB"),
            (315_392, "315 KB"),
            (999_499, "999 KB"),
            (999_999, "999 KB"),
            (1_000_000, "1.0 MB"),
            (31_457_280, "31 MB"),
            (2_147_483_648, "2.1 GB"),
            (u64::MAX, "18446744 TB"),
        ] {
            assert_eq!(size(bytes), said, "{bytes}");
        }
    }
}
