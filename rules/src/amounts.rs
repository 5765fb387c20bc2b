//! Money as commands give it: in the portfolio's currency, within its bounds.

use projections::Portfolio;
use schema::{
    Currency, Money,
    limits::{INTEREST_MAX, VAT_THOUSANDTHS_MAX},
};

use crate::{CurrencyDiffers, InvalidValue, Rejection};

/// Amounts are given in the currency in which the portfolio counts.
pub(crate) fn in_currency(state: &Portfolio, given: Currency) -> Result<(), Rejection> {
    let expected = state.opening().map(|opening| opening.currency);
    match expected.filter(|expected| *expected != given) {
        None => Ok(()),
        Some(expected) => {
            let (given, expected) = (given.to_string(), expected.to_string());
            Err(Rejection::new("currency", CurrencyDiffers { given, expected }))
        }
    }
}

pub(crate) fn not_negative(path: &str, what: &str, amount: Money) -> Result<(), Rejection> {
    if !amount.decimal().is_sign_negative() {
        return Ok(());
    }
    Err(refused(path, what, amount, "0 or more".to_owned()))
}

pub(crate) fn interest(path: &str, hundredths: u16) -> Result<(), Rejection> {
    if hundredths <= INTEREST_MAX {
        return Ok(());
    }
    let accepted = format!("0 to {INTEREST_MAX} hundredths of a per cent");
    Err(refused(path, "interest per year", hundredths, accepted))
}

pub(crate) fn vat(path: &str, thousandths: u16) -> Result<(), Rejection> {
    if thousandths <= VAT_THOUSANDTHS_MAX {
        return Ok(());
    }
    let accepted = format!("0 to {VAT_THOUSANDTHS_MAX} thousandths");
    Err(refused(path, "VAT", thousandths, accepted))
}

#[allow(clippy::needless_pass_by_value, reason = "what is given is mostly a number or a date")]
pub(crate) fn refused(path: &str, what: &str, given: impl ToString, accepted: String) -> Rejection {
    let (what, given) = (what.to_owned(), given.to_string());
    Rejection::new(path, InvalidValue { what, given, accepted })
}
