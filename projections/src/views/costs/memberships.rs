//! What members pay to the hosts of hubs: as agreed, else by the hub's tariff, as pairs of which the
//! one takes away the other. What a hub costs and nobody pays for is left with its host: the sum of
//! all that its host bears and receives.
//!
//! No VAT is on it: whether there is any between two organisations is not recorded.

use rust_decimal::{Decimal, RoundingStrategy};
use schema::{
    BuildingId, CostObject, Date, HubId, HubTariff, MembershipTerms, Month, OrganisationId,
    PriceBasis, Revision, UnitId,
};
use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Bearing, Borne, CostAtom, CostLine, CostSource, Months,
    behind::{events, together},
    upcoming::Upcoming,
};
use crate::{Basis, Corrected, Hub, Membership, Portfolio, Timeline};

/// What hubs cost their hosts by month, before memberships: of those hubs whose members may pay shares of
/// it.
pub(super) struct HubCosts {
    months: Months,
    /// The hubs that have, had or are to have a space in a building.
    hubs_in: BTreeMap<BuildingId, BTreeSet<HubId>>,
    /// Those whose members may pay a share of what it costs.
    shared: BTreeSet<HubId>,
    corrected: BTreeMap<HubId, Vec<Corrected>>,
    costs: BTreeMap<(HubId, Month), HubCost>,
    sources: BTreeMap<(CostSource, Month), OfSource>,
    /// What was noted last: most atoms are of the same source and month as the one before.
    noting: Option<((CostSource, Month), OfSource)>,
}

#[derive(Default)]
struct HubCost {
    net: Decimal,
    sources: BTreeSet<CostSource>,
    /// The events behind all that these sources cost, in order, each once: how much of it falls on the
    /// hub depends on who has the rest. Put together when the first membership asks for it.
    events: OnceCell<Vec<Revision>>,
}

/// Where a source's costs of a month are, and what is behind them.
#[derive(Default)]
struct OfSource {
    buildings: Vec<BuildingId>,
    because: Vec<Arc<[Revision]>>,
}

impl OfSource {
    fn add(&mut self, other: Self) {
        self.buildings.extend(other.buildings);
        self.because.extend(other.because);
    }
}

impl HubCosts {
    /// Nothing yet.
    pub(super) fn new(state: &Portfolio, months: Months) -> Self {
        let shared: BTreeSet<HubId> = state
            .hubs()
            .keys()
            .copied()
            .filter(|hub| state.hub_tariff(*hub).is_some_and(|tariffs| may_share(tariffs)))
            .collect();
        let mut hubs_in: BTreeMap<BuildingId, BTreeSet<HubId>> = BTreeMap::new();
        for hub in &shared {
            let levels = state.spaces_ever_of(*hub).filter_map(|space| state.level(&space.level));
            for level in levels {
                hubs_in.entry(level.building).or_default().insert(*hub);
            }
        }
        let corrected = corrected(state, &hubs_in);
        let (costs, sources) = (BTreeMap::new(), BTreeMap::new());
        Self { months, hubs_in, shared, corrected, costs, sources, noting: None }
    }

    /// Notes an atom: all of the months are noted, before memberships are asked for.
    pub(super) fn note(&mut self, atom: &CostAtom) {
        let Some(month) = atom.month.filter(|month| self.months.contains(*month)) else { return };
        let hosts = atom.borne.why == Bearing::Hosts;
        let hub = atom.hub.filter(|hub| hosts && self.shared.contains(hub));
        let building = atom.building.filter(|building| self.hubs_in.contains_key(building));
        if hub.is_none() && building.is_none() {
            return;
        }
        if let Some(hub) = hub {
            let cost = self.costs.entry((hub, month)).or_default();
            cost.net += atom.net;
            cost.sources.insert(atom.source);
        }
        let noted = (atom.source, month);
        if self.noting.as_ref().is_none_or(|(last, _)| *last != noted) {
            self.settle();
        }
        let (_, of) = self.noting.get_or_insert_with(|| (noted, OfSource::default()));
        if let Some(building) = building.filter(|building| !of.buildings.contains(building)) {
            of.buildings.push(building);
        }
        if of.because.last().is_none_or(|last| !Arc::ptr_eq(last, &atom.because)) {
            of.because.push(Arc::clone(&atom.because));
        }
    }

    fn settle(&mut self) {
        if let Some((noted, of)) = self.noting.take() {
            self.sources.entry(noted).or_default().add(of);
        }
    }

    /// What is paid for memberships, where all costs of the months are noted.
    pub(super) fn memberships(
        mut self,
        state: &Portfolio,
        basis: Basis,
        take: &mut impl FnMut(CostAtom),
    ) {
        self.settle();
        self.note_sources_of_buildings();
        for membership in state.memberships().values() {
            let Some(hub) = state.hub(&membership.hub) else { continue };
            for month in self.months.each().filter(|month| may_hold(membership, *month)) {
                let paying = Paying { state, basis, hub, month, costs: &self };
                paying.pairs(membership).into_iter().for_each(&mut *take);
            }
        }
    }

    /// A source of its buildings of which nothing falls on a hub any more is behind what falls on it, too.
    fn note_sources_of_buildings(&mut self) {
        for ((source, month), of) in &self.sources {
            let here = of.buildings.iter().filter_map(|building| self.hubs_in.get(building));
            for hub in here.flatten() {
                if let Some(cost) = self.costs.get_mut(&(*hub, *month)) {
                    cost.sources.insert(*source);
                }
            }
        }
    }

    fn events<'a>(&self, cost: &'a HubCost, month: Month) -> &'a [Revision] {
        cost.events.get_or_init(|| {
            let sources = cost.sources.iter();
            let all = sources.filter_map(|source| self.sources.get(&(*source, month)));
            events(&all.flat_map(|of| &of.because).collect::<Vec<_>>())
        })
    }
}

/// Where corrections made otherwise what hubs and their buildings cost: what never was is behind what
/// falls on a hub now, too.
fn corrected(
    state: &Portfolio,
    hubs: &BTreeMap<BuildingId, BTreeSet<HubId>>,
) -> BTreeMap<HubId, Vec<Corrected>> {
    let mut corrected: BTreeMap<HubId, Vec<Corrected>> = BTreeMap::new();
    let in_building = |building| hubs.get(&building).into_iter().flatten().copied();
    for lease in state.leases().values().filter(|lease| !lease.corrected.is_empty()) {
        let agreed = lease.agreed.entries().iter();
        let buildings: BTreeSet<_> = agreed.map(|entry| entry.value.terms.building).collect();
        for hub in buildings.into_iter().flat_map(in_building) {
            corrected.entry(hub).or_default().extend(&lease.corrected);
        }
    }
    for cost in state.costs().values().filter(|cost| !cost.corrected.is_empty()) {
        let of_space = |space| Some(state.level(&state.space(&space)?.level)?.building);
        let described = cost.descriptions.entries().iter();
        let of: BTreeSet<HubId> = described
            .flat_map(|entry| match entry.value.object {
                CostObject::Hub(hub) => vec![hub],
                CostObject::Building(building) => in_building(building).collect(),
                CostObject::Space(space) => {
                    of_space(space).into_iter().flat_map(in_building).collect()
                }
                CostObject::Reallocation(_) | CostObject::Unit(_) => Vec::new(),
            })
            .collect();
        for hub in of {
            corrected.entry(hub).or_default().extend(&cost.corrected);
        }
    }
    corrected
}

fn may_share(tariffs: &Timeline<Option<HubTariff>>) -> bool {
    let mut agreed = tariffs.entries().iter().filter_map(|entry| entry.value.as_ref());
    agreed.any(|tariff| matches!(tariff, HubTariff::ShareOfCost { .. }))
}

fn may_hold(membership: &Membership, month: Month) -> bool {
    let begins = membership.terms.actual().begins();
    let planned = membership.terms.pending().iter().map(|pending| pending.entry.from);
    begins.into_iter().chain(planned).min().is_some_and(|first| first < month.end())
}

struct Paying<'a> {
    state: &'a Portfolio,
    basis: Basis,
    hub: &'a Hub,
    month: Month,
    costs: &'a HubCosts,
}

/// Who pays to whom.
type Parties = (UnitId, OrganisationId, OrganisationId);

/// An amount over a number, so that it is rounded once.
#[derive(Clone, Copy)]
struct Fraction {
    numerator: Decimal,
    denominator: Decimal,
}

#[derive(Default)]
struct Due {
    fractions: Vec<Fraction>,
    by_cost: bool,
}

impl Due {
    fn add(&mut self, fraction: Fraction) {
        let same = self.fractions.iter_mut().find(|it| it.denominator == fraction.denominator);
        match same {
            Some(same) => same.numerator += fraction.numerator,
            None => self.fractions.push(fraction),
        }
    }

    /// To the hundredth, half away from zero.
    fn amount(&self) -> Decimal {
        let parts = self.fractions.iter();
        let sum: Decimal =
            parts.filter_map(|part| part.numerator.checked_div(part.denominator)).sum();
        sum.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
    }
}

impl Paying<'_> {
    fn cost(&self) -> Option<&HubCost> {
        self.costs.costs.get(&(self.hub.id, self.month))
    }

    fn pairs(&self, membership: &Membership) -> Vec<CostAtom> {
        let (mut dues, mut because): (BTreeMap<Parties, Due>, _) = (BTreeMap::new(), Vec::new());
        let (mut from, over) = (self.month.first_day(), self.month.end());
        while from < over {
            let mut upcoming = Upcoming::new(self.state, self.basis, from, over, &mut because);
            let due = self.due(membership, &mut upcoming);
            let to = upcoming.next();
            if let Some((parties, due, by_cost)) = due {
                let known = dues.entry(parties).or_default();
                let days = Decimal::from(from.days_until(to));
                known.add(Fraction { numerator: due.numerator * days, ..due });
                known.by_cost |= by_cost;
            }
            from = to;
        }
        let pairs = dues.iter().flat_map(|(parties, due)| {
            let cost = self.cost().filter(|_| due.by_cost).into_iter();
            let behind = cost.flat_map(|cost| self.costs.events(cost, self.month).iter().copied());
            let behind = behind.chain(self.corrections().filter(|_| due.by_cost));
            let because = together(&because, behind);
            self.pair(membership, *parties, due.amount(), &because)
        });
        pairs.collect()
    }

    /// What is due for each day, who pays it to whom, and whether what the hub costs is in it.
    fn due(
        &self,
        membership: &Membership,
        upcoming: &mut Upcoming<'_>,
    ) -> Option<(Parties, Fraction, bool)> {
        let open = upcoming.is_open(self.hub);
        let terms = upcoming.held(&membership.terms).cloned().flatten()?;
        if !open {
            return None;
        }
        // It is a unit's from the first day of the calendar.
        let unit = *upcoming.timeline(&membership.units)?;
        let payer = upcoming.unit(unit)?;
        let host = upcoming.host(self.hub);
        let (due, by_cost) = self.by_terms(&terms, upcoming)?;
        Some(((unit, payer, host), due, by_cost))
    }

    fn by_terms(
        &self,
        terms: &MembershipTerms,
        upcoming: &mut Upcoming<'_>,
    ) -> Option<(Fraction, bool)> {
        let seats = Decimal::from(terms.promised().peak());
        let days = Decimal::from(self.month.days());
        let monthly = |amount| (Fraction { numerator: amount, denominator: days }, false);
        if let Some(price) = terms.price {
            let amount = price.amount.decimal();
            return Some(match price.per {
                PriceBasis::Month => monthly(amount),
                PriceBasis::SeatAndMonth => monthly(amount * seats),
            });
        }
        let tariff = upcoming.timeline(self.state.hub_tariff(self.hub.id)?)?.as_ref()?;
        match tariff {
            HubTariff::PerSeatAndMonth { amount } => Some(monthly(amount.decimal() * seats)),
            HubTariff::ShareOfCost { denominator } => {
                // Its costs as a hub are those of the days on which it is open.
                let denominator = Decimal::from(*denominator) * Decimal::from(self.open_days());
                let numerator = self.cost()?.net * seats;
                Some((Fraction { numerator, denominator }, true))
            }
        }
    }

    /// The corrections by which the hub costs in the month what it does.
    fn corrections(&self) -> impl Iterator<Item = Revision> + '_ {
        let (from, to) = (self.month.first_day(), Some(self.month.end()));
        let corrected = self.costs.corrected.get(&self.hub.id).into_iter().flatten();
        corrected.filter(move |span| span.meets(from, to)).map(|span| span.by)
    }

    fn open_days(&self) -> u32 {
        let (from, to) = (self.month.first_day(), self.month.end());
        let planned = Some(self.hub.opens).filter(|_| self.basis == Basis::Planned);
        let opened = self.hub.opened.or(planned).map_or(to, |opened| opened.from);
        let closed: Option<Date> = self.hub.closed.as_ref().map(|closed| closed.from);
        from.max(opened).days_until(closed.map_or(to, |closed| closed.min(to)))
    }

    fn pair(
        &self,
        membership: &Membership,
        (unit, payer, host): Parties,
        amount: Decimal,
        because: &Arc<[Revision]>,
    ) -> Vec<CostAtom> {
        if amount.is_zero() {
            return Vec::new();
        }
        let atom = |organisation, unit, why, net| CostAtom {
            source: CostSource::Membership(membership.id),
            line: CostLine::Membership,
            month: Some(self.month),
            paid: Some(self.month),
            adjusts: None,
            building: None,
            level: None,
            space: None,
            hub: Some(self.hub.id),
            invoiced: payer,
            borne: Borne { organisation, unit, why },
            net,
            vat: Decimal::ZERO,
            vat_borne: Decimal::ZERO,
            account: None,
            forecast: false,
            because: Arc::clone(because),
        };
        vec![
            atom(payer, Some(unit), Bearing::Pays, amount),
            atom(host, None, Bearing::Receives, -amount),
        ]
    }
}
