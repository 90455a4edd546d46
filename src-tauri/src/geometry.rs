//! Where a window stood, and where it may stand again. Pure: it knows neither windows nor files.
//!
//! A place counts only on the very screen that it was on: same name, same corner, same size, same
//! scale. On any other the window is centred by the system, as large as it was where that fits.

use serde::{Deserialize, Serialize};

/// A rectangle in physical pixels; the corner may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rect {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// A screen as the system tells of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Screen {
    pub(crate) name: Option<String>,
    pub(crate) whole: Rect,
    /// Without bars and docks.
    pub(crate) free: Rect,
    pub(crate) scale: f64,
}

/// How a window stood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Standing {
    /// Its corner with its frame, its size without; as it is when it is not maximised.
    pub(crate) place: Rect,
    pub(crate) maximized: bool,
    pub(crate) screen: Screen,
}

/// How a window is to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// None leaves the corner to the system.
    pub(crate) corner: Option<(i32, i32)>,
    /// In physical pixels of the screen where it opens.
    pub(crate) size: (u32, u32),
    pub(crate) maximized: bool,
}

/// Least of a window, in logical pixels, as it is also built.
pub(crate) const LEAST: (f64, f64) = (360.0, 480.0);

impl Screen {
    /// Whether this is the screen that was meant. What of it is free may change: docks come and go.
    fn is_same(&self, other: &Self) -> bool {
        self.name == other.name && self.whole == other.whole && same_scale(self.scale, other.scale)
    }
}

impl Standing {
    /// Where it may stand among these screens; none where nothing is known of any.
    pub(crate) fn restored(&self, screens: &[Screen]) -> Option<Wanted> {
        if let Some(screen) = screens.iter().find(|screen| screen.is_same(&self.screen)) {
            let (width, height) = fitted((self.place.width, self.place.height), screen);
            let corner = (
                within(self.place.x, width, screen.free.x, screen.free.width),
                within(self.place.y, height, screen.free.y, screen.free.height),
            );
            return Some(Wanted {
                corner: Some(corner),
                size: (width, height),
                maximized: self.maximized,
            });
        }
        let screen = screens.first()?;
        let size = (
            rescaled(self.place.width, self.screen.scale, screen.scale),
            rescaled(self.place.height, self.screen.scale, screen.scale),
        );
        Some(Wanted {
            corner: None,
            size: fitted(size, screen),
            maximized: self.maximized,
        })
    }

    /// How it stands now, beside how it stood: maximised, what it is otherwise stays as it was.
    pub(crate) fn now(before: Option<&Self>, place: Rect, maximized: bool, screen: Screen) -> Self {
        let place = match before {
            Some(before) if maximized && before.screen.is_same(&screen) => before.place,
            Some(_) | None => place,
        };
        Self {
            place,
            maximized,
            screen,
        }
    }

    /// From a file; none where it makes no sense.
    pub(crate) fn from_json(text: &str) -> Option<Self> {
        let read: Self = serde_json::from_str(text).ok()?;
        let Rect { width, height, .. } = read.place;
        (width > 0 && height > 0 && is_scale(read.screen.scale)).then_some(read)
    }

    /// For a file.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn is_scale(scale: f64) -> bool {
    scale.is_finite() && (0.25..=16.0).contains(&scale)
}

fn same_scale(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.01
}

/// The same size for the eye on a screen of another scale.
fn rescaled(length: u32, from: f64, to: f64) -> u32 {
    if !is_scale(from) || !is_scale(to) {
        return length;
    }
    whole(f64::from(length) / from * to)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is held between 0 and u32::MAX first"
)]
fn whole(length: f64) -> u32 {
    length.round().clamp(0.0, f64::from(u32::MAX)) as u32
}

/// No smaller than a window can be, no larger than what is free.
fn fitted((width, height): (u32, u32), screen: &Screen) -> (u32, u32) {
    let scale = if is_scale(screen.scale) {
        screen.scale
    } else {
        1.0
    };
    let fit =
        |length: u32, least: f64, free: u32| length.max(whole(least * scale)).min(free.max(1));
    (
        fit(width, LEAST.0, screen.free.width),
        fit(height, LEAST.1, screen.free.height),
    )
}

/// A start from which so much length lies within the span.
fn within(start: i32, length: u32, span_start: i32, span: u32) -> i32 {
    let room = i32::try_from(span.saturating_sub(length)).unwrap_or(i32::MAX);
    start.clamp(span_start, span_start.saturating_add(room))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: i32, y: i32, width: u32, height: u32) -> Rect {
        Rect {
            x,
            y,
            width,
            height,
        }
    }

    fn screen(name: &str, whole: Rect, scale: f64) -> Screen {
        let free = Rect {
            y: whole.y + 30,
            height: whole.height - 30,
            ..whole
        };
        Screen {
            name: Some(name.to_owned()),
            whole,
            free,
            scale,
        }
    }

    fn laptop() -> Screen {
        screen("laptop", rect(0, 0, 1920, 1080), 1.0)
    }

    fn beside() -> Screen {
        screen("beside", rect(1920, -200, 2560, 1440), 1.0)
    }

    fn stood(place: Rect, on: Screen) -> Standing {
        Standing {
            place,
            maximized: false,
            screen: on,
        }
    }

    #[test]
    fn it_stands_again_where_it_stood_also_left_of_and_above_the_first_screen() {
        let left = screen("left", rect(-1280, -100, 1280, 1024), 1.0);
        for (on, x, y) in [
            (laptop(), 100, 60),
            (beside(), 2000, -100),
            (left, -1200, 0),
        ] {
            let was = stood(rect(x, y, 900, 700), on.clone());
            let screens = [laptop(), beside(), on];
            let wanted = was.restored(&screens).unwrap();
            assert_eq!(wanted.corner, Some((x, y)));
            assert_eq!(wanted.size, (900, 700));
        }
    }

    #[test]
    fn the_place_on_a_screen_that_is_gone_is_never_used() {
        let was = stood(rect(2000, 100, 900, 700), beside());
        let moved = Screen {
            whole: rect(0, -1440, 2560, 1440),
            ..beside()
        };
        let smaller = Screen {
            whole: rect(1920, -200, 1280, 720),
            ..beside()
        };
        let renamed = Screen {
            name: Some("another".to_owned()),
            ..beside()
        };
        for screens in [
            vec![laptop()],
            vec![laptop(), moved],
            vec![laptop(), smaller],
            vec![laptop(), renamed],
        ] {
            let wanted = was.restored(&screens).unwrap();
            assert_eq!(wanted.corner, None, "{screens:?}");
            assert_eq!(wanted.size, (900, 700));
        }
        assert_eq!(was.restored(&[]), None);
    }

    #[test]
    fn it_never_lies_off_the_screen_nor_under_its_bars() {
        for (place, corner, size) in [
            (rect(1800, 1000, 900, 700), (1020, 380), (900, 700)),
            (rect(-500, -500, 900, 700), (0, 30), (900, 700)),
            (rect(0, 0, 9000, 9000), (0, 30), (1920, 1050)),
            (rect(i32::MAX, i32::MIN, 400, 500), (1520, 30), (400, 500)),
            (rect(50, 50, 1, 1), (50, 50), (360, 480)),
        ] {
            let wanted = stood(place, laptop()).restored(&[laptop()]).unwrap();
            assert_eq!(
                (wanted.corner, wanted.size),
                (Some(corner), size),
                "{place:?}"
            );
        }
    }

    #[test]
    fn on_a_screen_of_another_scale_it_is_as_large_for_the_eye() {
        let sharp = screen("sharp", rect(0, 0, 3840, 2160), 2.0);
        let was = stood(rect(10, 40, 1600, 1200), sharp);
        let wanted = was.restored(&[laptop()]).unwrap();
        assert_eq!(wanted.size, (800, 600));
    }

    #[test]
    fn maximised_it_remembers_what_it_is_otherwise() {
        let before = stood(rect(100, 60, 900, 700), laptop());
        let full = rect(0, 30, 1920, 1050);
        let now = Standing::now(Some(&before), full, true, laptop());
        assert!(now.maximized);
        assert_eq!(now.place, before.place);
        // Maximised from the first moment, or on another screen, nothing else is known.
        assert_eq!(Standing::now(None, full, true, laptop()).place, full);
        assert_eq!(
            Standing::now(Some(&before), full, true, beside()).place,
            full
        );
        let moved = rect(5, 35, 800, 600);
        let now = Standing::now(Some(&now), moved, false, laptop());
        assert_eq!((now.place, now.maximized), (moved, false));
        assert!(
            before
                .restored(&[laptop()])
                .is_some_and(|wanted| !wanted.maximized)
        );
    }

    #[test]
    fn a_file_is_read_as_it_was_written_and_nonsense_is_none() {
        let was = stood(rect(-7, 60, 900, 700), beside());
        assert_eq!(Standing::from_json(&was.to_json()), Some(was.clone()));
        let whole = was.to_json();
        for end in 0..whole.len() {
            assert_eq!(Standing::from_json(whole.get(..end).unwrap()), None);
        }
        let zero = stood(rect(0, 0, 0, 700), laptop());
        let flat = Standing {
            screen: Screen {
                scale: 0.0,
                ..laptop()
            },
            ..was
        };
        for odd in [zero, flat] {
            assert_eq!(Standing::from_json(&odd.to_json()), None);
        }
    }
}
