//! Tokens of pictures and documents. Neither a picture's size in pixels nor a document's pages are
//! known here, so the interval is wide.

use super::Interval;
use crate::request::Media;

/// A picture: from a thumbnail (77) to 12 megapixels at full detail on GPT-6 (14,364). Claude counts
/// 170 to 4,000, Gemini about 1,100 whatever the size.
const IMAGE: Interval = Interval {
    low: 66,
    likely: 1_500,
    high: 15_000,
};
/// GPT-4o mini counts 2,833, and 5,667 for each of at most eight tiles.
const IMAGE_4O_MINI: Interval = Interval {
    low: 2_833,
    likely: 25_501,
    high: 48_169,
};
/// A page: its text, and where pages are read as pictures that too.
const PAGE: Interval = Interval {
    low: 250,
    likely: 2_300,
    high: 5_000,
};
/// Bytes of a page: the fewest, of dense text packed well; and the usual.
const SMALL_PAGE: u64 = 3_000;
const USUAL_PAGE: u64 = 60_000;
/// More pages than this no provider reads in one request.
const MOST_PAGES: u64 = 1_000;

pub(super) fn tokens(file: &Media, model: &str) -> Interval {
    if file.kind.is_image() {
        return if model.to_ascii_lowercase().contains("4o-mini") {
            IMAGE_4O_MINI
        } else {
            IMAGE
        };
    }
    let bytes = u64::try_from(file.base64.len()).unwrap_or(u64::MAX) / 4 * 3;
    let pages = |bytes_each: u64| bytes.div_ceil(bytes_each).clamp(1, MOST_PAGES);
    Interval {
        low: PAGE.low,
        likely: PAGE.likely.saturating_mul(pages(USUAL_PAGE)),
        high: PAGE.high.saturating_mul(pages(SMALL_PAGE)),
    }
}
