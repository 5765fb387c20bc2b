//! What members pay to the hosts of hubs: as agreed, else by the hub's tariff, as pairs of which the
//! one takes away the other. What a hub costs and nobody pays for is left with its host: the sum of
//! all that its host bears and receives.
//!
//! No VAT is on it: whether there is any between two organisations is not recorded.

use rust_decimal::{Decimal, RoundingStrategy};
use schema::{
    BuildingId, Date, HubId, HubTariff, MembershipTerms, Month, OrganisationId, PriceBasis,
    Revision, UnitId,
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
use crate::{Basis, Hub, Membership, Portfolio};

/// What hubs cost their hosts by month, before memberships.
type HubCosts<'a> = BTreeMap<(HubId, Month), HubCost<'a>>;

#[derive(Default)]
struct HubCost<'a> {
    net: Decimal,
    sources: BTreeSet<CostSource>,
    /// The events behind all that these sources cost: how much of it falls on the hub depends on who
    /// has the rest.
    because: Vec<&'a Arc<[Revision]>>,
    /// The same in order, each once; put together when the first membership asks for it.
    events: OnceCell<Vec<Revision>>,
}

impl HubCost<'_> {
    fn events(&self) -> &[Revision] {
        self.events.get_or_init(|| events(&self.because))
    }
}

/// What is paid for memberships in months, where `atoms` are all costs of these months.
pub(super) fn memberships(
    state: &Portfolio,
    basis: Basis,
    months: Months,
    atoms: &[CostAtom],
) -> Vec<CostAtom> {
    let costs = hub_costs(state, months, atoms);
    let mut pairs = Vec::new();
    for membership in state.memberships().values() {
        let Some(hub) = state.hub(&membership.hub) else { continue };
        for month in months.each().filter(|month| may_hold(membership, *month)) {
            let paying = Paying { state, basis, hub, month, cost: costs.get(&(hub.id, month)) };
            pairs.extend(paying.pairs(membership));
        }
    }
    pairs
}

fn may_hold(membership: &Membership, month: Month) -> bool {
    let begins = membership.terms.actual().begins();
    let planned = membership.terms.pending().iter().map(|pending| pending.entry.from);
    begins.into_iter().chain(planned).min().is_some_and(|first| first < month.end())
}

/// The hubs that have, had or are to have a space in a building.
fn hubs_in(state: &Portfolio) -> BTreeMap<BuildingId, BTreeSet<HubId>> {
    let mut hubs: BTreeMap<BuildingId, BTreeSet<HubId>> = BTreeMap::new();
    for hub in state.hubs().keys() {
        let levels = state.spaces_ever_of(*hub).filter_map(|space| state.level(&space.level));
        for level in levels {
            hubs.entry(level.building).or_default().insert(*hub);
        }
    }
    hubs
}

fn hub_costs<'a>(state: &Portfolio, months: Months, atoms: &'a [CostAtom]) -> HubCosts<'a> {
    let mut costs = HubCosts::new();
    for atom in atoms.iter().filter(|atom| atom.borne.why == Bearing::Hosts) {
        let (Some(hub), Some(month)) = (atom.hub, atom.month) else { continue };
        if months.contains(month) {
            let cost = costs.entry((hub, month)).or_default();
            cost.net += atom.net;
            cost.sources.insert(atom.source);
        }
    }
    // A source of its buildings of which nothing falls on it any more is behind what falls on it, too.
    let hubs = hubs_in(state);
    let place = |atom: &CostAtom| (atom.source, atom.month, atom.building);
    for alike in atoms.chunk_by(|one, next| place(one) == place(next)) {
        let (source, month, building) = place(&alike[0]);
        let here = building.and_then(|building| hubs.get(&building)).into_iter().flatten();
        for (hub, month) in here.filter_map(|hub| Some((*hub, month?))) {
            if let Some(cost) = costs.get_mut(&(hub, month)) {
                cost.sources.insert(source);
            }
        }
    }
    let mut behind: BTreeMap<(CostSource, Month), Vec<&Arc<[Revision]>>> = BTreeMap::new();
    for ((_, month), cost) in &costs {
        behind.extend(cost.sources.iter().map(|source| ((*source, *month), Vec::new())));
    }
    for alike in atoms.chunk_by(|one, next| (one.source, one.month) == (next.source, next.month)) {
        let source = alike[0].month.map(|month| (alike[0].source, month));
        let Some(behind) = source.and_then(|source| behind.get_mut(&source)) else { continue };
        for atom in alike {
            if behind.last().is_none_or(|last| !Arc::ptr_eq(last, &atom.because)) {
                behind.push(&atom.because);
            }
        }
    }
    for ((_, month), cost) in &mut costs {
        let all = cost.sources.iter().filter_map(|source| behind.get(&(*source, *month)));
        cost.because = all.flatten().copied().collect();
    }
    costs
}

struct Paying<'a> {
    state: &'a Portfolio,
    basis: Basis,
    hub: &'a Hub,
    month: Month,
    cost: Option<&'a HubCost<'a>>,
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
            let costs = self.cost.filter(|_| due.by_cost).into_iter();
            let behind = costs.flat_map(|cost| cost.events().iter().copied());
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
                let numerator = self.cost?.net * seats;
                Some((Fraction { numerator, denominator }, true))
            }
        }
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
