//! Dividing what a source costs among those who bear it.
//!
//! An amount is divided among the spaces of its premises first, by area and days, and each space's part
//! then among those who have the space. So what a space costs does not depend on who has it, and what
//! is let on cancels space by space. Both steps go by largest remainder: nothing is lost, and the parts
//! of a month are the same whatever months are asked for.

use rust_decimal::Decimal;
use schema::{BuildingId, Date, LeaseId, LevelId, OrganisationId, Revision, SpaceId, UnitId};
use std::{collections::BTreeMap, sync::Arc};

use super::{
    Bearing, Borne, CostAtom, CostLine, CostOf, CostSource, MonthCost,
    behind::{Behind, together},
    payers::{Asked, Counted, Payer, Premises, Share, SpacesKnown},
    remainders::{divided, taken_away},
    sublets::{AllSublets, Sublets},
    upcoming::Upcoming,
};
use crate::{Basis, Portfolio, SpaceFollowed};

/// Divides costs of months among those who bear them.
pub(super) fn divide(
    state: &Portfolio,
    basis: Basis,
    costs: &[MonthCost],
    take: &mut impl FnMut(CostAtom),
) {
    let sublets = AllSublets::of(state);
    let mut division =
        Division { state, basis, sublets, premises: BTreeMap::new(), behind: Behind::default() };
    for alike in costs.chunk_by(|one, next| one.source == next.source) {
        // Sources share little of what is behind them, and all of it would not lie in memory.
        division.behind = Behind::default();
        alike.iter().for_each(|cost| division.add(cost, take));
    }
}

/// Lines of one source, and sources of one building, are of the same premises: who has them is found
/// once.
type PremisesKey = (Option<LeaseId>, BuildingId, Option<Arc<[SpaceFollowed]>>, OrganisationId);

/// Premises as they were asked for.
struct KnownPremises<'a> {
    spaces: Vec<Counted<'a>>,
    known: SpacesKnown,
    of_days: BTreeMap<(Date, Date), Arc<Premises>>,
}

struct Division<'a> {
    state: &'a Portfolio,
    basis: Basis,
    sublets: AllSublets,
    premises: BTreeMap<PremisesKey, KnownPremises<'a>>,
    behind: Behind,
}

/// Of what a part of a cost is.
#[derive(Clone, Copy, Default)]
struct Place {
    building: Option<BuildingId>,
    level: Option<LevelId>,
    space: Option<SpaceId>,
}

impl Division<'_> {
    fn add(&mut self, cost: &MonthCost, take: &mut impl FnMut(CostAtom)) {
        let days = not_empty(cost.days);
        let (parts, because) = match &cost.of {
            CostOf::Spaces(building, spaces) => {
                return self.add_premises(cost, *building, Some(spaces), days, take);
            }
            CostOf::Building(building) => {
                return self.add_premises(cost, *building, None, days, take);
            }
            CostOf::Hub(hub) => self.over(days, |upcoming| upcoming.hub(*hub)),
            CostOf::Unit(unit) => self.over(days, |upcoming| of_unit(*unit, upcoming)),
            CostOf::Reallocation(_) => (Vec::new(), Arc::default()),
        };
        let parts = if parts.is_empty() { undivided(cost) } else { parts };
        let amounts = Amounts { net: cost.net, vat: cost.vat };
        self.put(cost, Place::default(), amounts, &parts, &because, take);
    }

    /// Who bears something that is of no space, with the days on which it does.
    fn over(
        &self,
        (from, over): (Date, Date),
        payer: impl Fn(&mut Upcoming<'_>) -> Option<Payer>,
    ) -> (Vec<(Payer, u128)>, Arc<[Revision]>) {
        let (mut parts, mut because) = (BTreeMap::new(), Vec::new());
        let mut from = from;
        while from < over {
            let mut upcoming = Upcoming::new(self.state, self.basis, from, over, &mut because);
            let payer = payer(&mut upcoming);
            let to = upcoming.next();
            if let Some(payer) = payer {
                *parts.entry(payer).or_default() += u128::from(from.days_until(to));
            }
            from = to;
        }
        (parts.into_iter().collect(), together(&because, []))
    }

    fn add_premises(
        &mut self,
        cost: &MonthCost,
        building: BuildingId,
        spaces: Option<&Arc<[SpaceFollowed]>>,
        days: (Date, Date),
        take: &mut impl FnMut(CostAtom),
    ) {
        let lease = match cost.source {
            CostSource::Lease(lease) => Some(lease),
            CostSource::Cost(_) | CostSource::Membership(_) => None,
        };
        let premises = self.premises(lease, building, spaces, cost.organisation, days);
        if premises.shares.is_empty() {
            let place = Place { building: Some(building), ..Place::default() };
            let amounts = Amounts { net: cost.net, vat: cost.vat };
            let because = Arc::default();
            return self.put(cost, place, amounts, &undivided(cost), &because, take);
        }
        // The common areas of a lease are borne by those who have the rest of it, a cost of a common
        // space by those who have the rest of the building.
        let all = if lease.is_none() && spaces.is_some() {
            self.premises(None, building, None, cost.organisation, days)
        } else {
            Arc::clone(&premises)
        };
        for (share, amounts) in premises.shares.iter().zip(among_spaces(cost, &premises.shares)) {
            let place = Place {
                building: Some(premises.building),
                level: Some(share.level),
                space: Some(share.space),
            };
            let because = self.behind.both(&share.because, &premises.weightless);
            if share.common == 0 {
                self.put(cost, place, amounts, &share.payers, &because, take);
            } else {
                let because = self.behind.both(&because, &all.common.because);
                let common = &all.common.payers;
                let parts = with_common(cost, amounts, share, common);
                self.put_parts(cost, place, &parts, &because, take);
            }
        }
    }

    fn put(
        &mut self,
        cost: &MonthCost,
        place: Place,
        amounts: Amounts,
        payers: &[(Payer, u128)],
        because: &Arc<[Revision]>,
        take: &mut impl FnMut(CostAtom),
    ) {
        if let [(payer, _)] = payers {
            return self.put_parts(cost, place, &[(*payer, amounts)], because, take);
        }
        let weights: Vec<u128> = payers.iter().map(|(_, weight)| *weight).collect();
        let parts = amounts.divided(&weights);
        let parts: Vec<(Payer, Amounts)> =
            payers.iter().map(|(payer, _)| *payer).zip(parts).collect();
        self.put_parts(cost, place, &parts, because, take);
    }

    /// An atom for each who bears a part and, where somebody of the portfolio receives it, one that
    /// takes it away again, for each hub.
    fn put_parts(
        &mut self,
        cost: &MonthCost,
        place: Place,
        parts: &[(Payer, Amounts)],
        because: &Arc<[Revision]>,
        take: &mut impl FnMut(CostAtom),
    ) {
        let on = cost.month.or(cost.paid).map_or(cost.days.0, schema::Month::first_day);
        let treated: Vec<_> = parts
            .iter()
            .map(|(payer, _)| self.state.vat_treatment(payer.borne.organisation, on))
            .collect();
        let mut behind: Vec<Revision> =
            treated.iter().filter_map(|(_, revision)| *revision).collect();
        behind.sort_unstable();
        behind.dedup();
        let part = because;
        let because = self.behind.together(&cost.because, part, behind);
        let mut received: BTreeMap<Option<schema::HubId>, Amounts> = BTreeMap::new();
        for ((payer, amounts), (treatment, _)) in parts.iter().zip(treated) {
            if amounts.is_nothing() {
                continue;
            }
            if cost.receiver.is_some() {
                received.entry(payer.hub).or_default().add(*amounts);
            }
            let is_cost = treatment == schema::VatTreatment::Cost;
            take(CostAtom {
                vat_borne: if is_cost { amounts.vat } else { Decimal::ZERO },
                account: cost.account.clone(),
                ..atom(cost, place, *payer, *amounts, &because)
            });
        }
        for (hub, amounts) in received {
            let Some(organisation) = cost.receiver else { break };
            let borne = Borne { organisation, unit: None, why: Bearing::Receives };
            let payer = Payer { hub, ..Payer::of(borne) };
            take(atom(cost, place, payer, amounts.taken_away(), &because));
        }
        if cost.line.is_rent() {
            self.put_freed(cost, place, parts, part, take);
        }
    }

    /// Takes away again what is due no longer as planned: see [`CostLine::RentFreed`].
    fn put_freed(
        &mut self,
        cost: &MonthCost,
        place: Place,
        parts: &[(Payer, Amounts)],
        because: &Arc<[Revision]>,
        take: &mut impl FnMut(CostAtom),
    ) {
        let freed = parts.iter().filter(|(payer, amounts)| payer.freed && !amounts.is_nothing());
        let freed: Vec<(Payer, Amounts)> = freed
            .map(|(payer, amounts)| (Payer { freed: false, ..*payer }, amounts.taken_away()))
            .collect();
        if !freed.is_empty() {
            let cost = MonthCost { line: CostLine::RentFreed, forecast: true, ..cost.clone() };
            self.put_parts(&cost, place, &freed, because, take);
        }
    }

    fn premises(
        &mut self,
        lease: Option<LeaseId>,
        building: BuildingId,
        spaces: Option<&Arc<[SpaceFollowed]>>,
        invoiced: OrganisationId,
        days: (Date, Date),
    ) -> Arc<Premises> {
        let key = (lease, building, spaces.cloned(), invoiced);
        let (state, basis, none) = (self.state, self.basis, Sublets::default());
        let known = self.premises.entry(key).or_insert_with(|| KnownPremises {
            spaces: spaces_of(state, building, spaces),
            known: SpacesKnown::default(),
            of_days: BTreeMap::new(),
        });
        if let Some(premises) = known.of_days.get(&days) {
            return Arc::clone(premises);
        }
        let agreed = lease.and_then(|lease| state.lease(&lease)?.agreed_for(days.0));
        let measure = agreed.and_then(|agreed| Some(agreed.terms.area.as_ref()?.measure.clone()));
        let sublets = match lease {
            Some(lease) => self.sublets.of_lease(lease),
            None => self.sublets.by_landlord(invoiced, building),
        };
        let sublets = sublets.unwrap_or(&none);
        let asked = Asked { state, basis, building, days, invoiced, measure, sublets };
        let premises = Arc::new(Premises::of(&asked, &known.spaces, &mut known.known));
        known.of_days.insert(days, Arc::clone(&premises));
        premises
    }
}

/// Spaces of a building, or all of it.
fn spaces_of<'a>(
    state: &'a Portfolio,
    building: BuildingId,
    spaces: Option<&Arc<[SpaceFollowed]>>,
) -> Vec<Counted<'a>> {
    match spaces {
        Some(spaces) => {
            let known = spaces.iter().filter_map(|followed| {
                let space = state.space(&followed.space)?;
                Some(Counted::new(space).following(followed))
            });
            known.collect()
        }
        None => {
            let levels = state.levels_of(building);
            levels
                .flat_map(|level| state.spaces_of(level.id))
                .map(|space| Counted::new(space))
                .collect()
        }
    }
}

fn not_empty((from, to): (Date, Date)) -> (Date, Date) {
    (from, to.max(from.next_day()))
}

fn of_unit(unit: UnitId, upcoming: &mut Upcoming<'_>) -> Option<Payer> {
    let organisation = upcoming.unit(unit)?;
    let borne = Borne { organisation, unit: Some(unit), why: Bearing::Uses };
    Some(Payer::of(borne))
}

const fn nobody(cost: &MonthCost) -> Payer {
    Payer::of(Borne { organisation: cost.organisation, unit: None, why: Bearing::Vacant })
}

fn undivided(cost: &MonthCost) -> Vec<(Payer, u128)> {
    let borne = Borne { why: Bearing::Undivided, ..nobody(cost).borne };
    vec![(Payer::of(borne), 1)]
}

/// Who bears what of a space that is common on all or some of the days.
fn with_common(
    cost: &MonthCost,
    amounts: Amounts,
    share: &Share,
    common: &[(Payer, u128)],
) -> Vec<(Payer, Amounts)> {
    let nobody = [(nobody(cost), 1)];
    let others = if common.is_empty() { &nobody } else { common };
    let weights: Vec<u128> =
        share.payers.iter().map(|(_, weight)| *weight).chain([share.common]).collect();
    let mut parts = amounts.divided(&weights);
    // The last of the weights is that of what is common.
    let shared = parts.pop().unwrap_or_default();
    let mut sums: BTreeMap<Payer, Amounts> = BTreeMap::new();
    let own = share.payers.iter().map(|(payer, _)| *payer).zip(parts);
    let weights: Vec<u128> = others.iter().map(|(_, weight)| *weight).collect();
    let borne = others.iter().map(|(payer, _)| *payer).zip(shared.divided(&weights));
    for (payer, part) in own.chain(borne) {
        sums.entry(payer).or_default().add(part);
    }
    sums.into_iter().collect()
}

/// What falls on each of several spaces: by area and days, by days where none has an area.
fn among_spaces(cost: &MonthCost, shares: &[Share]) -> Vec<Amounts> {
    let by_area = shares.iter().any(|share| share.weight > 0);
    let weights = shares.iter().map(|share| if by_area { share.weight } else { share.days.into() });
    Amounts { net: cost.net, vat: cost.vat }.divided(&weights.collect::<Vec<u128>>())
}

#[derive(Clone, Copy, Default)]
struct Amounts {
    net: Decimal,
    vat: Decimal,
}

impl Amounts {
    fn divided(self, weights: &[u128]) -> Vec<Self> {
        let nets = divided(self.net, weights).into_iter();
        nets.zip(divided(self.vat, weights)).map(|(net, vat)| Self { net, vat }).collect()
    }

    fn add(&mut self, other: Self) {
        self.net += other.net;
        self.vat += other.vat;
    }

    fn taken_away(self) -> Self {
        Self { net: taken_away(self.net), vat: taken_away(self.vat) }
    }

    const fn is_nothing(self) -> bool {
        self.net.is_zero() && self.vat.is_zero()
    }
}

fn atom(
    cost: &MonthCost,
    place: Place,
    payer: Payer,
    amounts: Amounts,
    because: &Arc<[Revision]>,
) -> CostAtom {
    CostAtom {
        source: cost.source,
        line: cost.line,
        month: cost.month,
        paid: cost.paid,
        adjusts: None,
        building: place.building,
        level: place.level,
        space: place.space,
        hub: payer.hub,
        invoiced: cost.organisation,
        borne: payer.borne,
        net: amounts.net,
        vat: amounts.vat,
        vat_borne: Decimal::ZERO,
        account: None,
        forecast: cost.forecast,
        because: Arc::clone(because),
    }
}
