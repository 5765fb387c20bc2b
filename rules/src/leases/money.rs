//! What a lease costs beside its rent, and how it is invoiced.

use schema::{Discount, FitOut, LeaseTerms, Supplement, limits::LEASE_ITEMS_MAX};

use super::terms::within_months;
use crate::{Rejection, amounts, amounts::refused, drawings::at_most};

pub(super) fn check(terms: &LeaseTerms) -> Result<(), Rejection> {
    supplements(terms)?;
    let what = "fit-outs of one lease";
    at_most(terms.fit_outs.len(), LEASE_ITEMS_MAX, what, "fitOuts")?;
    for (place, fit_out) in terms.fit_outs.iter().enumerate() {
        of_fit_out(fit_out).map_err(|fault| fault.within(&format!("fitOuts.{place}")))?;
    }
    let what = "discounts of one lease";
    at_most(terms.discounts.len(), LEASE_ITEMS_MAX, what, "discounts")?;
    for (place, discount) in terms.discounts.iter().enumerate() {
        of_discount(discount).map_err(|fault| fault.within(&format!("discounts.{place}")))?;
    }
    amounts::vat("invoicing.vatThousandths", terms.invoicing.vat_thousandths)
}

fn supplements(terms: &LeaseTerms) -> Result<(), Rejection> {
    let supplements = &terms.supplements;
    at_most(supplements.len(), LEASE_ITEMS_MAX, "supplements of one lease", "supplements")?;
    for (place, Supplement { kind, follows_index, .. }) in supplements.iter().enumerate() {
        let path = format!("supplements.{place}");
        if supplements[..place].iter().any(|other| other.kind == *kind) {
            let (path, accepted) = (format!("{path}.kind"), "one of each kind".to_owned());
            return Err(refused(&path, "second supplement", kind, accepted));
        }
        if *follows_index && terms.index.is_none() {
            let (path, what) = (format!("{path}.followsIndex"), "supplement that follows an index");
            let accepted = "only in a lease with an index (index)".to_owned();
            return Err(refused(&path, what, kind, accepted));
        }
    }
    Ok(())
}

fn of_fit_out(fit_out: &FitOut) -> Result<(), Rejection> {
    let FitOut { months, interest, .. } = *fit_out;
    within_months("months", "fit-out", months, 1)?;
    amounts::interest("interest", interest)
}

fn of_discount(discount: &Discount) -> Result<(), Rejection> {
    let Discount { from, to, .. } = *discount;
    if from < to {
        return Ok(());
    }
    Err(refused("to", "end of a discount", to, format!("a date after {from}, its first day")))
}
