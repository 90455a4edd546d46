//! How well a text fits a query that finds it: more of what is looked for in a shorter text is
//! better, as in BM25. Every hit has every term, so how rare a term is changes nothing.

use super::query::Query;

/// How soon more matches of one term stop counting.
const SATURATION: f64 = 1.2;
/// How much the length counts.
const LENGTH: f64 = 0.75;
/// The bytes of an average text.
const AVERAGE: f64 = 420.0;
/// No more matches of a term than these are counted.
const MOST: usize = 64;
/// What words count for that follow each other as they were typed.
const TOGETHER: f64 = 1.0;

/// The score of a folded text that the query finds; higher is better.
#[expect(
    clippy::cast_precision_loss,
    reason = "a rank needs no more than a few digits"
)]
pub fn score(query: &Query, folded: &str) -> f64 {
    let length = 1.0 - LENGTH + LENGTH * folded.len() as f64 / AVERAGE;
    let mut sum = 0.0;
    let mut last: Option<&str> = None;
    for needle in query.wanted() {
        let count = needle.all(folded).take(MOST).count() as f64;
        sum += count * (SATURATION + 1.0) / (count + SATURATION * length);
        if let Some(last) = last
            && folded.contains(&format!("{last} {}", needle.text()))
        {
            sum += TOGETHER;
        }
        last = Some(needle.text());
    }
    sum
}
