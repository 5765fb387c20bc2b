//! Closed books: months that an organisation has closed stand as they were known when it did. What
//! became known of them later is a line in the first month that was open then, and names its cause.

use rust_decimal::Decimal;
use schema::{BuildingId, HubId, Month, OrganisationId, Revision, SpaceId, UnitId};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use uuid::Uuid;

use super::{Bookkeeping, CostAtom, CostLine, CostSource, Months};
use crate::{Closing, Portfolio};

/// Whose books are read, and how.
#[derive(Clone, Debug)]
pub struct Books<'a> {
    /// The newest state.
    pub state: &'a Portfolio,
    /// By which month a cost counts.
    pub bookkeeping: Bookkeeping,
    /// Whose books.
    pub organisation: OrganisationId,
    /// The months asked for.
    pub months: Months,
}

/// The atoms that an organisation bears as they stand in its books: of its closed months those that were
/// known at the closing, and in the first month after them what became known until the next closing,
/// one adjustment for each closed month, source, line, payer and place that has another amount. All time
/// together they are what is known now.
///
/// `now` are the atoms known now, and `closed` gives those known at a closing: both from the first month
/// in which anything can differ through the last one asked for. Those of other organisations are left
/// out.
pub fn booked(
    books: &Books<'_>,
    now: &[CostAtom],
    closed: impl Fn(Revision) -> Vec<CostAtom>,
) -> Vec<CostAtom> {
    let closings = effective(books.state.closings(books.organisation));
    let known: Vec<Vec<CostAtom>> =
        closings.iter().map(|closing| closed(closing.revision)).collect();
    let mut standing = Vec::new();
    let mut open_from = None;
    for (place, closing) in closings.iter().enumerate() {
        let stands =
            |month: Month| open_from.is_none_or(|open| open <= month) && month <= closing.through;
        standing.extend(books.of(&known[place], stands));
        let later = known.get(place + 1).map_or(now, Vec::as_slice);
        let open = closing.through.plus(1);
        if books.months.contains(open) {
            standing.extend(books.adjustments(*closing, open, &known[place], later));
        }
        open_from = Some(open);
    }
    standing.extend(books.of(now, |month| open_from.is_none_or(|open| open <= month)));
    standing
}

/// The closings that close a month, in order: one that goes no further than another before it does not.
fn effective(closings: impl Iterator<Item = Closing>) -> Vec<Closing> {
    let mut effective: Vec<Closing> = Vec::new();
    for closing in closings {
        if effective.last().is_none_or(|last| last.through < closing.through) {
            effective.push(closing);
        }
    }
    effective
}

/// What an adjustment is of.
type Adjusted = (
    Month,
    CostSource,
    CostLine,
    Option<UnitId>,
    Option<BuildingId>,
    Option<SpaceId>,
    Option<HubId>,
);

/// What was and what is known of it.
#[derive(Default)]
struct Difference<'a> {
    net: Decimal,
    vat: Decimal,
    vat_borne: Decimal,
    before: Vec<&'a Arc<[Revision]>>,
    after: Vec<&'a Arc<[Revision]>>,
    shown: Option<&'a CostAtom>,
}

impl<'a> Difference<'a> {
    fn was(&mut self, atom: &'a CostAtom) {
        self.add(atom, Decimal::NEGATIVE_ONE);
        self.before.push(&atom.because);
        self.shown = self.shown.or(Some(atom));
    }

    fn is(&mut self, atom: &'a CostAtom) {
        self.add(atom, Decimal::ONE);
        self.after.push(&atom.because);
        self.shown = Some(atom);
    }

    fn add(&mut self, atom: &CostAtom, sign: Decimal) {
        self.net += sign * atom.net;
        self.vat += sign * atom.vat;
        self.vat_borne += sign * atom.vat_borne;
    }

    const fn is_nothing(&self) -> bool {
        self.net.is_zero() && self.vat.is_zero() && self.vat_borne.is_zero()
    }
}

impl Books<'_> {
    /// The atoms that the organisation bears, of months asked for.
    fn of(&self, atoms: &[CostAtom], of: impl Fn(Month) -> bool) -> Vec<CostAtom> {
        let months = self.months;
        let own = self.own(atoms).filter(|(month, _)| months.contains(*month) && of(*month));
        own.map(|(_, atom)| atom.clone()).collect()
    }

    fn own<'b>(
        &self,
        atoms: &'b [CostAtom],
    ) -> impl Iterator<Item = (Month, &'b CostAtom)> + use<'b> {
        let (bookkeeping, organisation) = (self.bookkeeping, self.organisation);
        let own = atoms.iter().filter(move |atom| atom.borne.organisation == organisation);
        own.filter_map(move |atom| Some((bookkeeping.month(atom)?, atom)))
    }

    /// What became known of closed months between a closing and the next, in the month that was open.
    fn adjustments(
        &self,
        closing: Closing,
        open: Month,
        before: &[CostAtom],
        after: &[CostAtom],
    ) -> Vec<CostAtom> {
        let of = |atom: &CostAtom, month| -> Adjusted {
            let CostAtom { source, line, building, space, hub, ref borne, .. } = *atom;
            (month, source, line, borne.unit, building, space, hub)
        };
        let mut differences: BTreeMap<Adjusted, Difference<'_>> = BTreeMap::new();
        let closed = |(month, _): &(Month, &CostAtom)| *month <= closing.through;
        for (month, atom) in self.own(before).filter(closed) {
            differences.entry(of(atom, month)).or_default().was(atom);
        }
        for (month, atom) in self.own(after).filter(closed) {
            differences.entry(of(atom, month)).or_default().is(atom);
        }
        let differing = differences.iter().filter(|(_, difference)| !difference.is_nothing());
        let sources: BTreeSet<CostSource> = differing.map(|((_, source, ..), _)| *source).collect();
        let causes = self.causes(closing, &sources, before, after);
        let differing = differences.iter().filter(|(_, difference)| !difference.is_nothing());
        let adjustments = differing.filter_map(|((month, source, ..), difference)| {
            let (before, after) = (together(&difference.before), together(&difference.after));
            let own = since(closing, after.difference(&before));
            let of_source = || causes.get(source).cloned().unwrap_or_default();
            let because = if own.is_empty() { of_source() } else { own.into() };
            self.adjustment(open, *month, difference, because)
        });
        adjustments.collect()
    }

    fn adjustment(
        &self,
        open: Month,
        adjusts: Month,
        difference: &Difference<'_>,
        because: Arc<[Revision]>,
    ) -> Option<CostAtom> {
        let (month, paid) = match self.bookkeeping {
            Bookkeeping::Accrual => (Some(open), None),
            Bookkeeping::Cash => (None, Some(open)),
        };
        let Difference { net, vat, vat_borne, .. } = *difference;
        let shown = difference.shown?.clone();
        let adjusts = Some(adjusts);
        Some(CostAtom { month, paid, adjusts, net, vat, vat_borne, because, ..shown })
    }

    /// Why sources differ: what is behind them now and was not, whoever bears them, else what voided
    /// what was behind them, else what touched them since, else why what their hub costs differs.
    fn causes(
        &self,
        closing: Closing,
        sources: &BTreeSet<CostSource>,
        before: &[CostAtom],
        after: &[CostAtom],
    ) -> BTreeMap<CostSource, Arc<[Revision]>> {
        let behind = |atoms: &[CostAtom], source: CostSource| -> BTreeSet<Revision> {
            let closed = |month: Month| month <= closing.through;
            let of_source = atoms.iter().filter(|atom| {
                atom.source == source && self.bookkeeping.month(atom).is_some_and(closed)
            });
            of_source.flat_map(|atom| atom.because.iter().copied()).collect()
        };
        let known = [before, after];
        let caused = sources.iter().map(|&source| {
            let (before, after) = (behind(before, source), behind(after, source));
            let newer = since(closing, after.difference(&before));
            let voiding = before.difference(&after).flat_map(|gone| self.corrected(*gone));
            let voiding: Vec<Revision> = voiding.collect();
            let touching = self.touching(source, closing);
            let cause = [newer, voiding, touching].into_iter().find(|some| !some.is_empty());
            (source, cause.unwrap_or_else(|| self.of_hub(closing, source, known)).into())
        });
        caused.collect()
    }

    /// Why what falls on the hub of a membership differs: a share of what it costs is a share of nothing
    /// once nothing falls on it.
    fn of_hub(
        &self,
        closing: Closing,
        membership: CostSource,
        [before, after]: [&[CostAtom]; 2],
    ) -> Vec<Revision> {
        let all = || before.iter().chain(after);
        let hubs: BTreeSet<HubId> =
            all().filter(|atom| atom.source == membership).filter_map(|atom| atom.hub).collect();
        let sources: BTreeSet<CostSource> = all()
            .filter(|atom| atom.hub.is_some_and(|hub| hubs.contains(&hub)))
            .map(|atom| atom.source)
            .filter(|source| !matches!(source, CostSource::Membership(_)))
            .collect();
        let causes = self.causes(closing, &sources, before, after).into_values();
        let causes: BTreeSet<Revision> = causes.flat_map(|cause| cause.to_vec()).collect();
        causes.into_iter().collect()
    }

    fn corrected(&self, revision: Revision) -> impl Iterator<Item = Revision> + '_ {
        self.state.corrections_of(revision).map(crate::Correction::revision)
    }

    fn touching(&self, source: CostSource, closing: Closing) -> Vec<Revision> {
        let thing: Uuid = match source {
            CostSource::Lease(lease) => lease.uuid(),
            CostSource::Cost(cost) => cost.uuid(),
            CostSource::Membership(membership) => membership.uuid(),
        };
        self.state.touching(thing, Some(closing.revision)).collect()
    }
}

fn together(because: &[&Arc<[Revision]>]) -> BTreeSet<Revision> {
    because.iter().flat_map(|revisions| revisions.iter().copied()).collect()
}

/// Those recorded after a closing: what was recorded before and was not behind a cost is not why it
/// differs.
fn since<'a>(closing: Closing, because: impl Iterator<Item = &'a Revision>) -> Vec<Revision> {
    because.copied().filter(|revision| *revision > closing.revision).collect()
}
