//! Short names: the most used get the shortest.

use std::collections::{BTreeMap, BTreeSet};

/// What a name may be made of.
pub(crate) const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// The same for the name of a file.
pub(crate) const SMALL: &[u8] = b"abcdefghijklmnopqrstuvwxyz";

/// What each name becomes, counted by how often it is said. A name in `kept` is not in there, and
/// nothing gets it.
pub(crate) fn shortened(
    said: impl IntoIterator<Item = String>,
    kept: &BTreeSet<String>,
    letters: &[u8],
) -> BTreeMap<String, String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in said {
        *counts.entry(name).or_default() += 1;
    }
    counts.retain(|name, _| !kept.contains(name));
    let mut ranked: Vec<(String, usize)> = counts.into_iter().collect();
    ranked.sort_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
    let free = (0..)
        .map(|number| short(number, letters))
        .filter(|short| !kept.contains(short));
    ranked.into_iter().map(|(name, _)| name).zip(free).collect()
}

/// `a` to the last letter, then `aa`, and so on.
pub(crate) fn short(mut number: usize, letters: &[u8]) -> String {
    let mut name: Vec<u8> = Vec::new();
    loop {
        name.extend(letters.get(number % letters.len()));
        number /= letters.len();
        if number == 0 {
            break;
        }
        number -= 1;
    }
    name.into_iter().rev().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_used_name_is_the_shortest_and_no_two_are_alike() {
        let said = ["rare", "often", "often"].map(str::to_owned);
        let names = shortened(said, &BTreeSet::new(), LETTERS);
        assert_eq!(names["often"], "a");
        assert_eq!(names["rare"], "b");
        let many: BTreeSet<String> = (0..5000).map(|number| short(number, LETTERS)).collect();
        assert_eq!(many.len(), 5000);
        assert!(many.iter().all(|name| name.len() <= 3));
    }

    #[test]
    fn a_kept_name_is_neither_shortened_nor_given_away() {
        let kept = BTreeSet::from(["a".to_owned(), "english".to_owned()]);
        let names = shortened(["english", "other"].map(str::to_owned), &kept, LETTERS);
        assert_eq!(
            names,
            BTreeMap::from([("other".to_owned(), "b".to_owned())])
        );
    }
}
