//! What a landlord spent on fitting out, and a tenant pays back month by month.
//!
//! A month in which the terms name it on any day takes its whole part, with the interest of a month on
//! what is left at its start. What is left when the lease ends, or is amended without it, is due with
//! the last day. What was paid back before the terms named it, under an earlier lease, is not counted.

use rust_decimal::Decimal;
use schema::{Date, FitOut, Month, Rent, Revision, Rounding};
use std::collections::{BTreeMap, BTreeSet};

use super::{
    CostLine,
    instalments::Instalments,
    ratio::Ratio,
    sheet::{Part, Sheet},
    stretch::Stretch,
};
use crate::LeaseAgreement;

/// What tells a fit-out from others in amendment after amendment; of equal ones, which of them.
type Key = (Rent, Month, u16, usize);

/// Interest per year on so much, in hundredths of a per cent, for one month.
pub(super) fn monthly_interest(left: Decimal, interest: u16) -> Ratio {
    Ratio::over(left * Decimal::from(interest), Decimal::from(10_000 * 12))
}

/// A fit-out while it is agreed.
#[derive(Debug)]
pub(super) struct HeldFitOut {
    fit_out: FitOut,
    /// From when, at which interest, and by which events.
    named: Vec<(Date, u16, Vec<Revision>)>,
    to: Option<Date>,
    ended_by: Option<Revision>,
}

impl HeldFitOut {
    /// All that the terms of a lease name, in order. One that was due and is named again is settled,
    /// and stays so.
    pub(super) fn all(agreed: &[Stretch<LeaseAgreement>]) -> Vec<Self> {
        let mut held = BTreeMap::<Key, Self>::new();
        let mut open = BTreeSet::new();
        for stretch in agreed {
            let named = keyed(&stretch.holds.terms.fit_outs);
            for key in &open {
                if !named.contains_key(key)
                    && let Some(known) = held.get_mut(key)
                {
                    known.to = Some(stretch.from);
                    known.ended_by = stretch.because.first().copied();
                }
            }
            open.retain(|key| named.contains_key(key));
            for (key, fit_out) in named {
                let known = held.entry(key).or_insert_with(|| {
                    open.insert(key);
                    Self { fit_out, named: Vec::new(), to: None, ended_by: None }
                });
                if open.contains(&key) {
                    known.named.push((stretch.from, fit_out.interest, stretch.because.clone()));
                }
            }
        }
        if let Some(last) = agreed.last() {
            for key in &open {
                if let Some(known) = held.get_mut(key) {
                    (known.to, known.ended_by) = (last.to, last.ended_by);
                }
            }
        }
        held.into_values().collect()
    }

    fn instalments(&self, rounding: Rounding) -> Instalments {
        let FitOut { amount, from, months, .. } = self.fit_out;
        Instalments::new(amount.decimal(), from, months.into(), rounding.decimals())
    }

    /// Its days of a month, where the last of them is among others.
    fn days(&self, month: Month, among: (Date, Date)) -> Option<(Date, Date)> {
        let from = self.named.first()?.0.max(month.first_day());
        let to = self.to.map_or(month.end(), |to| to.min(month.end()));
        let last = to.previous_day();
        let here = from < to && among.0 <= last && last < among.1;
        here.then_some((from.max(among.0), to))
    }

    /// The interest on a date, and the events by which it is agreed.
    fn agreed_on(&self, on: Date) -> Option<&(Date, u16, Vec<Revision>)> {
        self.named.iter().rev().find(|(from, ..)| *from <= on)
    }

    /// Its part of a month and the interest of it, in the lines of the days on the last of which it is
    /// named in the month.
    pub(super) fn paid_back(
        &self,
        month: Month,
        among: (Date, Date),
        rounding: Rounding,
        sheet: &mut Sheet,
    ) {
        let Some(days) = self.days(month, among) else { return };
        let Some((_, interest, because)) = self.agreed_on(days.1.previous_day()) else { return };
        let instalments = self.instalments(rounding);
        if instalments.begins_after(month) {
            return;
        }
        let mut add = |line, amount| {
            let because = because.clone();
            sheet.add(line, Part { amount, days, forecast: false, because });
        };
        add(CostLine::FitOut, Ratio::whole(instalments.part(month)));
        let interest = monthly_interest(instalments.left_before(month), *interest);
        add(CostLine::FitOutInterest, interest);
    }

    /// What is left of it, in the lines of its last day.
    pub(super) fn rest(
        &self,
        month: Month,
        among: (Date, Date),
        rounding: Rounding,
        sheet: &mut Sheet,
    ) {
        let ends_here = self.to.is_some_and(|to| Month::of(to.previous_day()) == month);
        let Some(days) = self.days(month, among).filter(|_| ends_here) else { return };
        let agreed = self.agreed_on(days.1.previous_day());
        let agreed = agreed.into_iter().flat_map(|(_, _, because)| because.iter().copied());
        let part = Part {
            amount: Ratio::whole(self.instalments(rounding).left_after(month)),
            days,
            forecast: false,
            because: agreed.chain(self.ended_by).collect(),
        };
        sheet.add(CostLine::FitOutRest, part);
    }
}

fn keyed(fit_outs: &[FitOut]) -> BTreeMap<Key, FitOut> {
    let mut keyed = BTreeMap::new();
    for fit_out in fit_outs {
        let FitOut { amount, from, months, .. } = *fit_out;
        let equal = keyed.range((amount, from, months, 0)..=(amount, from, months, usize::MAX));
        let key = (amount, from, months, equal.count());
        keyed.insert(key, *fit_out);
    }
    keyed
}
