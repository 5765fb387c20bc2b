//! Closed books: months that an organisation has closed stand as they were known when it did. What
//! became known of them later is a line in the first month that was open then, and names its cause.
//!
//! Books are read from closing to closing: at any time no more is held than what the organisation bore
//! as known at two that follow each other, and of each only the months that the question needs.

use rust_decimal::Decimal;
use schema::{AccountCode, BuildingId, HubId, Month, OrganisationId, Revision, SpaceId, UnitId};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    mem,
    sync::Arc,
};
use uuid::Uuid;

use super::{
    Bearing, Bookkeeping, CostAtom, CostLine, CostSource, Months,
    later::{Later, OnHubs},
};
use crate::{Closing, Portfolio};

/// Whose books are read, and how.
#[derive(Clone, Debug)]
pub struct Books {
    /// The newest state.
    pub state: Arc<Portfolio>,
    /// By which month a cost counts.
    pub bookkeeping: Bookkeeping,
    /// Whose books.
    pub organisation: OrganisationId,
    /// The months asked for.
    pub months: Months,
}

/// What has to be read next: everything that costs in months, as it was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// At which closing; none for what is known now.
    pub at: Option<Closing>,
    /// The months of it that matter.
    pub months: Months,
    /// Whether what differs from the reading before it is adjusted.
    adjusts: bool,
}

/// Books that are being read.
///
/// What comes of it are the atoms that the organisation bears as they stand in its books: of its closed
/// months those that were known at the closing, and in the first month after them what became known
/// until the next closing, one adjustment for each closed month, source, line, payer, place and account
/// that has another amount. All time together they are what is known now.
#[derive(Debug)]
pub struct Booking {
    books: Books,
    /// What is still to be read, in order.
    readings: VecDeque<Reading>,
    /// What was read of the closing before, where what differs from it is asked for.
    before: Option<Before>,
    /// What is read now.
    own: Vec<CostAtom>,
    later: Later,
    standing: Vec<CostAtom>,
}

#[derive(Debug)]
struct Before {
    closing: Closing,
    own: Vec<CostAtom>,
    on_hubs: OnHubs,
}

impl Booking {
    /// Books of which nothing is read yet.
    pub fn of(books: Books) -> Self {
        let readings = books.readings();
        let later = Later::default();
        Self { books, readings, before: None, own: Vec::new(), later, standing: Vec::new() }
    }

    /// What has to be read next; none where all is read.
    pub fn next(&self) -> Option<Reading> {
        self.readings.front().copied()
    }

    /// Takes an atom of some of the months that have to be read next, each of them once. Only what the
    /// organisation bears is kept.
    pub fn add(&mut self, atom: &CostAtom, months: Months) {
        let Books { bookkeeping, organisation, .. } = self.books;
        let month = bookkeeping.month(atom).filter(|month| months.contains(*month));
        let Some(month) = month else { return };
        self.later.add_to_hub(atom, month);
        if let Some(Before { closing, .. }) = &self.before
            && month <= closing.through
        {
            self.later.add(atom, month, closing.revision);
        }
        if atom.borne.organisation == organisation {
            self.own.push(atom.clone());
        }
    }

    /// All that had to be read next was added.
    pub fn read(&mut self) {
        let Some(reading) = self.readings.pop_front() else { return };
        let (own, later) = (mem::take(&mut self.own), mem::take(&mut self.later));
        if let Some(before) = self.before.take() {
            let until = reading.at.map(|closing| closing.revision);
            let until = until.or_else(|| self.books.state.head().map(|head| head.revision));
            let found = Found { books: &self.books, before: &before, after: &own, later: &later };
            self.standing.extend(found.adjustments(until));
        }
        let open_from = self.books.open_from(reading.at);
        let through = reading.at.map(|closing| closing.through);
        let stands = |month: Month| {
            self.books.months.contains(month)
                && open_from.is_none_or(|open| open <= month)
                && through.is_none_or(|through| month <= through)
        };
        let month = |atom: &CostAtom| self.books.bookkeeping.month(atom);
        let standing = own.iter().filter(|atom| month(atom).is_some_and(stands));
        self.standing.extend(standing.cloned());
        let adjusted = self.readings.front().is_some_and(|next| next.adjusts);
        let closing = reading.at.filter(|_| adjusted);
        self.before = closing.map(|closing| Before { closing, own, on_hubs: later.on_hubs });
    }

    /// What stands in the books.
    pub fn standing(self) -> Vec<CostAtom> {
        self.standing
    }
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

/// The first month in which anything costs anything.
fn first_month(state: &Portfolio) -> Option<Month> {
    let leases = state.leases().values().filter_map(|lease| lease.begins());
    let costs = state.costs().values().filter_map(|cost| cost.descriptions.begins());
    let memberships = state.memberships().values().filter_map(|known| known.units.begins());
    // Some is paid in the month before the first for which it is.
    leases.chain(costs).chain(memberships).min().map(|first| Month::of(first).minus(1))
}

impl Books {
    fn closings(&self) -> Vec<Closing> {
        effective(self.state.closings(self.organisation))
    }

    /// The first month that stands as it was known at a closing, or now; none where that is the first of
    /// all.
    fn open_from(&self, at: Option<Closing>) -> Option<Month> {
        let before = |closing: &Closing| at.is_none_or(|at| closing.through < at.through);
        let closing = self.closings().into_iter().rfind(before);
        closing.map(|closing| closing.through.plus(1))
    }

    /// What has to be read: of each closing, and of now, the months asked for that stand by it, and all
    /// closed months where it is asked what became known of them.
    fn readings(&self) -> VecDeque<Reading> {
        let closings = self.closings();
        let first = first_month(&self.state).map_or(self.months.from, |month| {
            // What differs in a closed month counts in a later one, so that all months before count.
            month.min(self.months.from)
        });
        let quiet = self.quiet();
        let head = self.state.head().map(|head| head.revision);
        let adjusted: Vec<bool> = closings
            .iter()
            .enumerate()
            .map(|(place, closing)| {
                let next = closings.get(place + 1).map(|next| next.revision).or(head);
                let happens = next.is_some_and(|next| !is_quiet(&quiet, closing.revision, next));
                happens && self.months.contains(closing.through.plus(1))
            })
            .collect();
        let mut readings = VecDeque::new();
        for place in 0..=closings.len() {
            let at = closings.get(place).copied();
            let former = place.checked_sub(1).map(|place| (closings[place], adjusted[place]));
            let open = former.map_or(first, |(former, _)| former.through.plus(1));
            let stands = Months {
                from: open.max(self.months.from),
                through: at.map_or(self.months.through, |at| at.through.min(self.months.through)),
            };
            let before = at.filter(|_| adjusted[place]).map(|at| at.through);
            let after = former.filter(|(_, adjusts)| *adjusts).map(|(former, _)| former.through);
            let closed = [before, after]
                .into_iter()
                .flatten()
                .map(|through| Months { from: first, through });
            let needed = closed.chain([stands]).filter(|months| months.from <= months.through);
            let months = needed.reduce(|one, other| Months {
                from: one.from.min(other.from),
                through: one.through.max(other.through),
            });
            let adjusts = after.is_some();
            readings.extend(months.map(|months| Reading { at, months, adjusts }));
        }
        readings
    }

    /// Events that change no cost: closings, and invoices.
    fn quiet(&self) -> BTreeSet<Revision> {
        let state = &self.state;
        let organisations = state.organisations().keys();
        let closings = organisations.flat_map(|organisation| state.closings(*organisation));
        let invoices = state.invoices().values();
        let invoices = invoices.flat_map(|invoice| [Some(invoice.revision), invoice.cancelled]);
        closings.map(|closing| closing.revision).chain(invoices.flatten()).collect()
    }
}

/// Whether nothing but such events was recorded after one through another.
fn is_quiet(quiet: &BTreeSet<Revision>, after: Revision, through: Revision) -> bool {
    let recorded = through.number().saturating_sub(after.number());
    recorded == 0 || quiet.range(after.next()..=through).count() as u64 == recorded
}

/// What an adjustment is of.
type Adjusted<'a> = (
    (Month, CostSource, CostLine),
    (Option<BuildingId>, Option<SpaceId>, Option<HubId>),
    (OrganisationId, Option<UnitId>, Bearing),
    Option<&'a AccountCode>,
);

/// What was and what is known of it.
#[derive(Default)]
struct Difference<'a> {
    net: Decimal,
    vat: Decimal,
    vat_borne: Decimal,
    after: Vec<&'a Arc<[Revision]>>,
    shown: Option<&'a CostAtom>,
}

impl<'a> Difference<'a> {
    fn was(&mut self, atom: &'a CostAtom) {
        self.add(atom, Decimal::NEGATIVE_ONE);
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

/// What was found between a closing and the next.
struct Found<'a> {
    books: &'a Books,
    before: &'a Before,
    after: &'a [CostAtom],
    later: &'a Later,
}

impl Found<'_> {
    /// What became known of closed months after the closing, in the month that was open.
    fn adjustments(&self, until: Option<Revision>) -> Vec<CostAtom> {
        let Before { closing, ref own, .. } = *self.before;
        let mut differences: BTreeMap<Adjusted<'_>, Difference<'_>> = BTreeMap::new();
        for (month, atom) in self.closed(own) {
            differences.entry(adjusted(atom, month)).or_default().was(atom);
        }
        for (month, atom) in self.closed(self.after) {
            differences.entry(adjusted(atom, month)).or_default().is(atom);
        }
        differences.retain(|_, difference| !difference.is_nothing());
        let sources = differences.values().filter_map(|difference| difference.shown);
        let sources: BTreeSet<CostSource> = sources.map(|atom| atom.source).collect();
        let causes = Causes {
            found: self,
            since: closing.revision,
            until: until.unwrap_or(closing.revision),
            voiding: self.voiding(&sources),
        };
        let open = closing.through.plus(1);
        let adjustments = differences.into_iter().filter_map(|((of, ..), difference)| {
            let because = causes.of(of.0, &difference);
            self.adjustment(open, of.0, &difference, because)
        });
        adjustments.collect()
    }

    fn closed<'b>(&self, atoms: &'b [CostAtom]) -> impl Iterator<Item = (Month, &'b CostAtom)> {
        let (bookkeeping, through) = (self.books.bookkeeping, self.before.closing.through);
        let closed = atoms.iter().filter_map(move |atom| Some((bookkeeping.month(atom)?, atom)));
        closed.filter(move |(month, _)| *month <= through)
    }

    fn adjustment(
        &self,
        open: Month,
        adjusts: Month,
        difference: &Difference<'_>,
        because: Arc<[Revision]>,
    ) -> Option<CostAtom> {
        let (month, paid) = match self.books.bookkeeping {
            Bookkeeping::Accrual => (Some(open), None),
            Bookkeeping::Cash => (None, Some(open)),
        };
        let Difference { net, vat, vat_borne, .. } = *difference;
        let shown = difference.shown?.clone();
        let adjusts = Some(adjusts);
        Some(CostAtom { month, paid, adjusts, net, vat, vat_borne, because, ..shown })
    }

    /// For each source what voided something that was behind it and no longer is.
    fn voiding(&self, sources: &BTreeSet<CostSource>) -> BTreeMap<CostSource, BTreeSet<Revision>> {
        let behind = |atoms| {
            let mut behind: BTreeMap<CostSource, BTreeSet<Revision>> = BTreeMap::new();
            let mut last = None;
            for (_, atom) in self.closed(atoms) {
                let this = (atom.source, atom.because.as_ptr());
                if sources.contains(&atom.source) && last.replace(this) != Some(this) {
                    behind.entry(atom.source).or_default().extend(atom.because.iter().copied());
                }
            }
            behind
        };
        let (before, after) = (behind(&self.before.own), behind(self.after));
        let nothing = BTreeSet::new();
        let voiding = before.into_iter().map(|(source, before)| {
            let gone = before.difference(after.get(&source).unwrap_or(&nothing));
            let corrected = |gone: &Revision| self.books.state.corrections_of(*gone);
            (source, gone.flat_map(corrected).map(crate::Correction::revision).collect())
        });
        voiding.collect()
    }
}

fn adjusted(atom: &CostAtom, month: Month) -> Adjusted<'_> {
    let CostAtom { source, line, building, space, hub, invoiced, ref borne, .. } = *atom;
    let bearer = (invoiced, borne.unit, borne.why);
    ((month, source, line), (building, space, hub), bearer, atom.account.as_ref())
}

/// Why amounts of closed months differ: what was recorded after the closing, and before the next one.
struct Causes<'a> {
    found: &'a Found<'a>,
    since: Revision,
    until: Revision,
    voiding: BTreeMap<CostSource, BTreeSet<Revision>>,
}

impl Causes<'_> {
    /// The closest there is: what is behind the amount itself; behind the source in the month, whoever
    /// bears it; what voided what was behind it; what is behind the source at all, or touched it; what is
    /// behind what falls on its hub, or behind anything of the building in the month, or touched the
    /// place. Where none of these is of the time between, everything that was recorded in it.
    fn of(&self, month: Month, difference: &Difference<'_>) -> Arc<[Revision]> {
        let own = difference.after.iter().flat_map(|because| because.iter().copied());
        let own = self.between(own);
        let Some(shown) = difference.shown.filter(|_| own.is_empty()) else { return own.into() };
        let later = &self.found.later;
        let source = shown.source;
        let place = [
            shown.space.map(SpaceId::uuid),
            shown.building.map(BuildingId::uuid),
            shown.hub.map(HubId::uuid),
            shown.borne.unit.map(UnitId::uuid),
            Some(shown.borne.organisation.uuid()),
            Some(shown.invoiced.uuid()),
        ];
        let closer = [
            &|| later.of_source_in(source, month).collect(),
            &|| self.voiding.get(&source).into_iter().flatten().copied().collect(),
            &|| later.of_source(source).collect(),
            &|| self.touching(thing(source)),
            &|| self.of_hub(shown, month),
            &|| later.of_building_in(shown.building, month).collect(),
            &|| place.into_iter().flatten().flat_map(|thing| self.touching(thing)).collect(),
        ] as [&dyn Fn() -> Vec<Revision>; 7];
        let closest = closer.into_iter().map(|some| self.between(some()));
        let closest = closest.into_iter().find(|some: &Vec<Revision>| !some.is_empty());
        closest.unwrap_or_else(|| self.everything()).into()
    }

    /// What is behind the sources that fall, or fell, on a hub: a share of what it costs is a share of
    /// nothing once nothing falls on it.
    fn of_hub(&self, shown: &CostAtom, month: Month) -> Vec<Revision> {
        let (later, before) = (&self.found.later, &self.found.before.on_hubs);
        let place = shown.hub.map(|hub| (hub, month));
        let on_hub = |hubs: &OnHubs| place.and_then(|place| hubs.get(&place)).cloned();
        let sources = [on_hub(before), on_hub(&later.on_hubs)].into_iter().flatten().flatten();
        sources.flat_map(|source| later.of_source_in(source, month)).collect()
    }

    fn touching(&self, thing: Uuid) -> Vec<Revision> {
        self.found.books.state.touching(thing, Some(self.since)).collect()
    }

    /// What was recorded between, in order, each once.
    fn between(&self, revisions: impl IntoIterator<Item = Revision>) -> Vec<Revision> {
        let between = |revision: &Revision| self.since < *revision && *revision <= self.until;
        let between: BTreeSet<Revision> = revisions.into_iter().filter(between).collect();
        between.into_iter().collect()
    }

    fn everything(&self) -> Vec<Revision> {
        let count = self.until.number().saturating_sub(self.since.number());
        (1..=count).map(|later| self.since.plus(later)).collect()
    }
}

const fn thing(source: CostSource) -> Uuid {
    match source {
        CostSource::Lease(lease) => lease.uuid(),
        CostSource::Cost(cost) => cost.uuid(),
        CostSource::Membership(membership) => membership.uuid(),
    }
}
