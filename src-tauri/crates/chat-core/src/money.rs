//! Exact amounts of money: integers of 10⁻¹² US dollars, never floats.

use std::fmt;

const DIGITS: u32 = 12;
const ONE: i128 = 1_000_000_000_000;

/// An amount in US dollars, exact to 10⁻¹².
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Usd(i128);

/// Text that is not an amount of dollars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an amount in US dollars")]
pub struct NotMoney;

impl Usd {
    /// Reads a decimal such as `0.001234`, `-3`, `1.5e-6`. Digits past the twelfth place are cut.
    ///
    /// Gateways report cost as a JSON number or as a string; both reach this as text, so that no
    /// float rounds it.
    pub fn parse(text: &str) -> Result<Self, NotMoney> {
        let text = text.trim();
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                (mantissa, exponent.parse::<i32>().map_err(|_| NotMoney)?)
            }
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = format!("{whole}{fraction}");
        if digits.is_empty() || digits.len() > 30 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotMoney);
        }
        let value: i128 = digits.parse().map_err(|_| NotMoney)?;
        let places = i32::try_from(fraction.len()).map_err(|_| NotMoney)?;
        let shift = i32::try_from(DIGITS)
            .map_err(|_| NotMoney)?
            .saturating_add(exponent)
            .saturating_sub(places);
        let scaled = if shift >= 0 {
            let factor = 10_i128.checked_pow(shift.unsigned_abs()).ok_or(NotMoney)?;
            value.checked_mul(factor).ok_or(NotMoney)?
        } else {
            match 10_i128.checked_pow(shift.unsigned_abs()) {
                Some(factor) => value / factor,
                None => 0,
            }
        };
        Ok(Self(if negative { -scaled } else { scaled }))
    }

    /// Whether nothing was spent.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The exact product, none when it leaves the range.
    pub fn checked_mul(self, times: u64) -> Option<Self> {
        self.0.checked_mul(i128::from(times)).map(Self)
    }

    /// The exact sum; one past the range, some 10²⁶ dollars, stays at its end.
    pub fn saturating_add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The exact difference; one past the range stays at its end.
    pub fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// The exact sum, none when it leaves the range.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }
}

impl fmt::Display for Usd {
    /// A plain decimal without trailing zeros: `0.001234`, `3`, `-0.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, fraction) = (self.0.abs() / ONE, self.0.abs() % ONE);
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let digits = format!("{fraction:012}");
        write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_read_and_print_exactly() {
        for (text, shown) in [
            ("0.001234", "0.001234"),
            ("0.0012340", "0.001234"),
            ("3", "3"),
            ("-0.5", "-0.5"),
            ("1.5e-6", "0.0000015"),
            ("2E2", "200"),
            ("1e-13", "0"),
            ("95.50", "95.5"),
        ] {
            assert_eq!(Usd::parse(text).unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn what_is_not_an_amount_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "1.2.3",
            "NaN",
            "1e999",
            "$1",
            "1,5",
            &"9".repeat(40),
        ] {
            assert_eq!(Usd::parse(text), Err(NotMoney), "{text}");
        }
    }

    proptest! {
        #[test]
        fn printing_reads_back(value in any::<i64>()) {
            let amount = Usd(i128::from(value));
            prop_assert_eq!(Usd::parse(&amount.to_string()), Ok(amount));
        }

        #[test]
        fn any_text_is_handled(text in ".{0,60}") {
            let _ = Usd::parse(&text);
        }
    }
}
