//! What a lease costs month by month, as it is invoiced.
//!
//! A yearly amount is a twelfth in a full month, and by day in one of which the terms hold only some
//! days. Months that are invoiced together are rounded so that they come to the invoice's rounded amount.
//! A lease runs as long as nothing ends it: one of which nobody gave notice is prolonged, or goes
//! on until further notice, and so does its rent. An amendment within a month gives each part its days;
//! parts that are invoiced alike are one amount.

use schema::{Date, Invoicing, LeaseTerms, Month, Revision};

use super::{
    CostLine, CostOf, CostSource, MonthCost, Months,
    fit_outs::HeldFitOut,
    index_steps::IndexStep,
    ratio::Ratio,
    restoration::Restoration,
    sheet::{Heading, Invoice, Part, Sheet},
    stretch::{Stretch, running},
};
use crate::{Basis, Corrected, Lease, LeaseAgreement, LeaseEnd, LeasePeriod, Portfolio};

type Agreed = Stretch<LeaseAgreement>;

/// The longest that rent is paid before or after its month, and that is invoiced at a time: a year.
const PAID_APART_MONTHS: u32 = 12;

/// What a lease costs in the months, or for months that are paid in them.
pub(super) fn lease_months(
    state: &Portfolio,
    basis: Basis,
    lease: &Lease,
    months: Months,
) -> Vec<MonthCost> {
    let end = lease.ends();
    let agreed = agreed(state, lease, end);
    let fit_outs = HeldFitOut::all(&agreed);
    let restoration = Restoration::of(state, basis, lease, end);
    let (from, through) =
        (months.from.minus(2 * PAID_APART_MONTHS), months.through.plus(PAID_APART_MONTHS));
    let (mut costs, mut invoice) = (Vec::new(), Invoice::default());
    for month in running(&agreed, from, through) {
        let here: Vec<&Agreed> =
            agreed.iter().filter(|agreed| agreed.days_of(month).is_some()).collect();
        let headed = |agreed: &Agreed| heading(lease, agreed, month);
        for alike in here.chunk_by(|one, next| headed(one) == headed(next)) {
            let bill = Bill { state, alike, heading: headed(alike[0]), month };
            let lines = invoice.costs(&bill.heading, bill.regular(&fit_outs));
            if bill.is_among(months) {
                costs.extend(lines);
            }
            if months.contains(month) {
                bill.once(&fit_outs, restoration.as_ref(), &mut costs);
            }
        }
    }
    costs
}

/// What is agreed while the lease runs.
fn agreed(state: &Portfolio, lease: &Lease, end: Option<LeaseEnd>) -> Vec<Agreed> {
    let event_at = |date| lease.agreed.entry_at(date).map(|entry| entry.revision);
    let ended_by = |to: Date| match end.filter(|end| end.on == to) {
        Some(end) => end.because.event(),
        None => event_at(to),
    };
    let whole = lease.periods().into_iter().map(|period| Agreed {
        from: period.from,
        to: period.to,
        of: of(state, &period),
        organisation: lease.tenant,
        receiver: period.agreed.landlord.organisation(),
        because: event_at(period.from).into_iter().collect(),
        ended_by: period.to.and_then(ended_by),
        holds: period.agreed,
    });
    let continued = lease.continued();
    let continued = continued.map(|(from, by)| Corrected { from, to: None, by });
    let otherwise: Vec<Corrected> = lease.corrected.iter().copied().chain(continued).collect();
    let standing = whole.flat_map(|agreed| agreed.standing(state));
    standing.flat_map(|agreed| agreed.corrected(&otherwise)).collect()
}

fn of(state: &Portfolio, period: &LeasePeriod) -> CostOf {
    let terms = &period.agreed.terms;
    if terms.spaces.is_empty() {
        return CostOf::Building(terms.building);
    }
    let spaces = state.followed(&terms.spaces, (period.from, period.revision));
    CostOf::Spaces(terms.building, spaces.into())
}

fn heading(lease: &Lease, agreed: &Agreed, month: Month) -> Heading {
    let invoicing = &agreed.holds.terms.invoicing;
    Heading {
        source: CostSource::Lease(lease.id),
        of: agreed.of.clone(),
        organisation: agreed.organisation,
        receiver: agreed.receiver,
        account: invoicing.account.clone(),
        rounding: invoicing.rounding,
        vat_thousandths: invoicing.vat_thousandths,
        month: Some(month),
        paid: Some(paid_in(invoicing, month)),
    }
}

/// The month in which a month is paid: before the calendar's period in which it lies, or its last.
fn paid_in(invoicing: &Invoicing, month: Month) -> Month {
    let at_a_time = invoicing.paid.months();
    let first = month.minus((month.number() - 1) % at_a_time);
    if invoicing.in_advance { first.minus(1) } else { first.plus(at_a_time - 1) }
}

/// Days of a month that are invoiced alike.
struct Bill<'a> {
    state: &'a Portfolio,
    alike: &'a [&'a Agreed],
    heading: Heading,
    month: Month,
}

impl Bill<'_> {
    fn is_among(&self, months: Months) -> bool {
        let Heading { month, paid, .. } = self.heading;
        [month, paid].into_iter().flatten().any(|month| months.contains(month))
    }

    /// Its first day, and the first date after it.
    fn days(&self) -> (Date, Date) {
        let days = |agreed: Option<&&Agreed>| agreed.and_then(|agreed| agreed.days_of(self.month));
        // Each of them has days in the month.
        let whole = (self.month.first_day(), self.month.end());
        let (first, last) = (days(self.alike.first()), days(self.alike.last()));
        (first.unwrap_or(whole).0, last.unwrap_or(whole).1)
    }

    fn agreed_on(&self, day: Date) -> Option<&Agreed> {
        let mut alike = self.alike.iter().copied();
        alike.find(|agreed| {
            agreed.days_of(self.month).is_some_and(|(from, to)| from <= day && day < to)
        })
    }

    fn regular(&self, fit_outs: &[HeldFitOut]) -> Sheet {
        let mut sheet = Sheet::default();
        for agreed in self.alike {
            if let Some(days) = agreed.days_of(self.month) {
                let terms = &agreed.holds.terms;
                OfTerms { terms, month: self.month, days, agreed }.lines(self.state, &mut sheet);
            }
        }
        for fit_out in fit_outs {
            fit_out.paid_back(self.month, self.days(), self.heading.rounding, &mut sheet);
        }
        sheet
    }

    /// What is due with a last day, and paid in its month.
    fn once(
        &self,
        fit_outs: &[HeldFitOut],
        restoration: Option<&Restoration>,
        costs: &mut Vec<MonthCost>,
    ) {
        let mut sheet = Sheet::default();
        for fit_out in fit_outs {
            fit_out.rest(self.month, self.days(), self.heading.rounding, &mut sheet);
        }
        if let Some(restoration) = restoration
            && let Some(last) = self.agreed_on(restoration.last_day)
            && let Some(agreed) = last.holds.terms.restoration
        {
            let forecast = !restoration.planned_by.is_empty();
            let ended_by = last.ended_by.filter(|_| !forecast);
            let by = restoration.planned_by.iter().copied().chain(ended_by);
            let because = last.because.iter().copied().chain(by).collect();
            let amount = Ratio::whole(agreed.decimal());
            let part = Part { amount, days: self.days(), forecast, because };
            sheet.add(CostLine::Restoration, part);
        }
        costs.extend(sheet.costs(&Heading { paid: Some(self.month), ..self.heading.clone() }));
    }
}

/// Terms on days of a month.
struct OfTerms<'a> {
    terms: &'a LeaseTerms,
    month: Month,
    days: (Date, Date),
    agreed: &'a Agreed,
}

impl OfTerms<'_> {
    fn lines(&self, state: &Portfolio, sheet: &mut Sheet) {
        let terms = self.terms;
        let rent = terms.rent_per_year.decimal();
        self.line(sheet, CostLine::Rent, Ratio::whole(rent), None);
        let clause = terms.index.as_ref();
        let step = clause.map(|clause| (clause, IndexStep::of(state, clause, self.month)));
        if let Some((clause, step)) = step {
            self.line(sheet, CostLine::Index, step.addition(clause, rent), Some(step));
        }
        for supplement in &terms.supplements {
            let step = step.map(|(_, step)| step).filter(|_| supplement.follows_index);
            let per_year = supplement.per_year.decimal();
            let per_year = step.map_or(Ratio::whole(per_year), |step| step.followed_by(per_year));
            self.line(sheet, CostLine::Supplement(supplement.kind), per_year, step);
        }
        for discount in &terms.discounts {
            let days = (discount.from.max(self.days.0), discount.to.min(self.days.1));
            if days.0 < days.1 {
                let per_year = -Ratio::whole(discount.per_year.decimal());
                sheet.add(CostLine::Discount, self.part(per_year, days, None));
            }
        }
    }

    fn line(&self, sheet: &mut Sheet, line: CostLine, per_year: Ratio, step: Option<IndexStep>) {
        sheet.add(line, self.part(per_year, self.days, step));
    }

    fn part(&self, per_year: Ratio, days: (Date, Date), step: Option<IndexStep>) -> Part {
        let figures = step.into_iter().flat_map(IndexStep::because);
        Part {
            amount: per_year.for_days(days, self.month),
            days,
            forecast: step.is_some_and(IndexStep::is_forecast),
            because: self.agreed.behind(self.month).chain(figures).collect::<Vec<Revision>>(),
        }
    }
}
