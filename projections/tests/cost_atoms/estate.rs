//! A small estate, event by event, and who bears what it costs in lines.
//!
//! One building of the county with an office of 60 m², a meeting room of 20 m² and a corridor of 20 m².
//! The unit `social` is the county's, `health` the region's; the region hosts the hub.

use projections::{
    Basis, Cause, CostAtom, CostOf, CostSource, MonthCost, Months, Portfolio, SpaceFollowed, atoms,
    atoms_of,
};
use schema::*;
use std::{collections::BTreeMap, fmt::Debug, str::FromStr};
use uuid::Uuid;

const HERE: Uuid = Uuid::from_u128(0x18);
const BEGIN: &str = "2029-01-01";

/// A value from its written form.
pub(crate) fn the<T: FromStr<Err: Debug>>(written: &str) -> T {
    written.parse().unwrap()
}

pub(crate) fn id<T: From<Uuid>>(name: &str) -> T {
    T::from(Uuid::new_v5(&HERE, name.as_bytes()))
}

pub(crate) fn sealed() -> Commitment {
    Commitment::from_digest(Digest::of(b"a text"))
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Estate {
    pub(crate) state: Portfolio,
    names: BTreeMap<Uuid, String>,
}

impl Estate {
    pub(crate) fn new() -> Self {
        let mut estate = Self::default();
        estate.organisation("county");
        estate.organisation("region");
        estate.unit("social", "county");
        estate.unit("health", "region");
        estate.building("house");
        estate.space("office", "house", Category::OpenWorkplace, "60");
        estate.space("meeting", "house", Category::Meeting, "20");
        estate.space("corridor", "house", Category::Circulation, "20");
        estate.hub("region", "2030-04-21");
        estate
    }

    pub(crate) fn organisation(&mut self, name: &str) {
        let description = OrganisationDescription { name: sealed(), number: None };
        let (organisation, from) = (self.named(name), the(BEGIN));
        self.record(OrganisationRegistered { organisation, from, description });
    }

    /// Plans the hub.
    pub(crate) fn hub(&mut self, host: &str, opens_on: &str) {
        let description = HubDescription {
            name: sealed(),
            host: id(host),
            municipality: None,
            services: Vec::new(),
            opening_hours: Vec::new(),
        };
        let (hub, opens_on) = (self.named("hub"), the(opens_on));
        self.record(HubPlanned { hub, opens_on, description });
    }

    fn named<T: From<Uuid>>(&mut self, name: &str) -> T {
        self.names.insert(Uuid::new_v5(&HERE, name.as_bytes()), name.to_owned());
        id(name)
    }

    pub(crate) fn record(&mut self, event: impl Into<Event>) -> Revision {
        let actor = Issuer { person: id("x"), role: Role::Manager, identity: Identity::Asserted };
        let revision = self.state.next_revision();
        let recorded = the("2029-01-01T00:00:00.000000Z");
        self.state.evolve(&Cause { revision, recorded, actor }, &event.into()).unwrap();
        revision
    }

    pub(crate) fn unit(&mut self, name: &str, organisation: &str) {
        let description = UnitDescription {
            name: sealed(),
            organisation: id(organisation),
            parent: None,
            headcount: 10,
            attendance: None,
            municipality: None,
        };
        let (unit, from) = (self.named(name), the(BEGIN));
        self.record(UnitRegistered { unit, from, description });
    }

    pub(crate) fn building(&mut self, name: &str) {
        let description = BuildingDescription {
            name: sealed(),
            owner: id("county"),
            municipality: None,
            address: None,
            position: None,
        };
        let (building, from, global_id) = (self.named(name), the(BEGIN), None);
        self.record(BuildingAdded { building, from, global_id, description });
        let description = LevelDescription { name: sealed(), elevation_mm: 0 };
        let (level, global_id) = (self.named(&format!("{name}, ground")), None);
        self.record(LevelAdded { level, building, from, global_id, description });
    }

    pub(crate) fn space(&mut self, name: &str, building: &str, category: Category, area: &str) {
        let description = described(category, area);
        let (space, level) = (self.named(name), id(&format!("{building}, ground")));
        let (from, global_id) = (the(BEGIN), None);
        self.record(SpaceAdded { space, level, from, global_id, description });
    }

    pub(crate) fn revise(&mut self, name: &str, category: Category, area: &str, from: &str) {
        let (space, from, description) = (id(name), the(from), described(category, area));
        self.record(SpaceRevised { space, from, description });
    }

    /// Spaces of one building become others from a date: each is described anew where it goes on, and
    /// else begins.
    pub(crate) fn reshape(
        &mut self,
        names: &[&str],
        from: &str,
        into: &[(&str, Category, &str)],
    ) -> Revision {
        let level = self.state.space(&id(names[0])).unwrap().level;
        for (name, category, area) in into {
            if names.contains(name) {
                self.revise(name, *category, area, from);
            } else {
                let (space, description) = (self.named(name), described(*category, area));
                self.record(SpaceAdded {
                    space,
                    level,
                    from: the(from),
                    global_id: None,
                    description,
                });
            }
        }
        let into: Vec<&str> = into.iter().map(|(name, ..)| *name).collect();
        let (spaces, into, from) = (spaces(names), spaces(&into), the(from));
        self.record(SpacesReshaped { spaces, into, from, reason: None })
    }

    /// Desks are moved to another space.
    pub(crate) fn moved(&mut self, desks: &[&str], to: &str, from: &str) -> Revision {
        let resources = desks.iter().map(|desk| id(desk)).collect();
        let (to, from) = (id(to), the(from));
        self.record(ResourcesMoved { resources, to, from, reason: None })
    }

    pub(crate) fn resource(&mut self, name: &str, space: &str, kind: ResourceKind) {
        let description = ResourceDescription {
            kind,
            owner: id("county"),
            number: None,
            name: None,
            grade: Grade::Counted { on: the(BEGIN) },
            position: None,
        };
        let (resource, space, from) = (self.named(name), id(space), the(BEGIN));
        self.record(ResourceAdded { resource, space, from, description });
    }

    pub(crate) fn desk(&mut self, name: &str, space: &str) {
        self.resource(name, space, ResourceKind::Workstation);
    }

    pub(crate) fn give(&mut self, resource: &str, unit: &str, from: &str) -> Revision {
        let (resource, unit, from) = (id(resource), id(unit), the(from));
        self.record(AllocationAssigned { resource, unit, from })
    }

    /// Two desks in the office, for `social` and `health`.
    pub(crate) fn desks(&mut self) {
        for (desk, unit) in [("desk 1", "social"), ("desk 2", "health")] {
            self.desk(desk, "office");
            self.give(desk, unit, BEGIN);
        }
    }

    pub(crate) fn hub_space(&mut self, space: &str, from: &str) -> Revision {
        let (hub, space, from) = (id("hub"), id(space), the(from));
        self.record(HubSpaceAdded { hub, space, from })
    }

    pub(crate) fn open(&mut self, on: &str) -> Revision {
        self.record(HubOpened { hub: id("hub"), on: the(on) })
    }

    pub(crate) fn release(&mut self, space: &str, on: &str) {
        let (reallocation, digest) = (id("reallocation"), Digest::of(b"proposal"));
        let carried_out = Move {
            number: 1,
            subject: Subject::Space(id(space)),
            fate: Fate::Released { handed_over_on: the(on), rent_ends_on: the(on) },
            planned_on: the(on),
        };
        let proposal = Proposal {
            title: sealed(),
            reason: None,
            moves: vec![carried_out],
            memberships: Vec::new(),
            transition: None,
            reverses: None,
        };
        self.record(ReallocationProposed { reallocation, digest, proposal });
        self.record(MoveDone { reallocation, carried_out, on: the(on) });
    }

    pub(crate) fn vat(&mut self, organisation: &str, treatment: VatTreatment) -> Revision {
        let (organisation, from) = (id(organisation), the(BEGIN));
        self.record(VatTreatmentSet { organisation, from, treatment })
    }

    pub(crate) fn key(&mut self, key: CommonKey) {
        self.key_from(key, BEGIN);
    }

    pub(crate) fn key_from(&mut self, key: CommonKey, from: &str) {
        self.record(CommonKeySet { building: id("house"), from: the(from), key });
    }

    pub(crate) fn tariff(&mut self, tariff: HubTariff) {
        let (hub, from) = (id("hub"), the(BEGIN));
        self.record(HubTariffSet { hub, from, tariff: Some(tariff), decision: decided() });
    }

    /// The unit is a member of the hub, with so many seats.
    pub(crate) fn member(&mut self, unit: &str, seats: u32, price: Option<Price>, from: &str) {
        self.grant(unit, seated(seats, price), from, None);
    }

    /// The same on terms, by a reallocation if by one.
    pub(crate) fn grant(
        &mut self,
        unit: &str,
        terms: MembershipTerms,
        from: &str,
        reallocation: Option<ReallocationId>,
    ) {
        self.record(MembershipGranted {
            membership: id(unit),
            hub: id("hub"),
            unit: id(unit),
            from: the(from),
            terms,
            reallocation,
            decisions: Vec::new(),
        });
    }

    /// Signs a lease of spaces, or all, of a building.
    pub(crate) fn sign(
        &mut self,
        lease: &str,
        (tenant, landlord): (&str, Option<&str>),
        parent: Option<&str>,
        from: &str,
        terms: LeaseTerms,
    ) -> Revision {
        let outside = Landlord::Outside { name: sealed() };
        let of = |name| Landlord::Organisation { organisation: id(name) };
        self.record(LeaseSigned {
            lease: id(lease),
            from: the(from),
            landlord: landlord.map_or(outside, of),
            tenant: id(tenant),
            parent: parent.map(id),
            terms,
            decisions: Vec::new(),
        })
    }

    pub(crate) fn record_cost(
        &mut self,
        cost: &str,
        object: CostObject,
        amount: CostAmount,
        vat_thousandths: u16,
    ) -> Revision {
        self.cost((cost, "2030-01-01"), CostKind::Cleaning, object, amount, vat_thousandths)
    }

    /// Records a cost of the county from a date.
    pub(crate) fn cost(
        &mut self,
        (cost, from): (&str, &str),
        kind: CostKind,
        object: CostObject,
        amount: CostAmount,
        vat_thousandths: u16,
    ) -> Revision {
        let description = CostDescription {
            name: sealed(),
            kind,
            object,
            organisation: id("county"),
            amount,
            vat_thousandths,
            account: None,
        };
        self.record(CostRecorded { cost: id(cost), from: the(from), description })
    }

    pub(crate) fn atoms(&self, from: &str, through: &str) -> Vec<CostAtom> {
        atoms(&self.state, Basis::Actual, Months { from: the(from), through: the(through) })
    }

    /// Who bears costs of April 2030, in lines in alphabetical order.
    pub(crate) fn april(&self, costs: &[MonthCost]) -> Vec<String> {
        let mut lines: Vec<String> =
            self.april_atoms(costs).iter().map(|atom| self.line(atom)).collect();
        lines.sort();
        lines
    }

    pub(crate) fn april_atoms(&self, costs: &[MonthCost]) -> Vec<CostAtom> {
        let months = Months { from: the("2030-04"), through: the("2030-04") };
        atoms_of(&self.state, Basis::Actual, months, costs)
    }

    pub(crate) fn name(&self, id: Uuid) -> &str {
        self.names.get(&id).map_or("?", String::as_str)
    }

    /// Of what, who bears it and why, and how much: net, and VAT with what of it is a cost.
    pub(crate) fn line(&self, atom: &CostAtom) -> String {
        let CostAtom { space, hub, borne, net, vat, vat_borne, .. } = atom;
        let place = space.map_or("-", |space| self.name(space.uuid()));
        let unit = borne.unit.map(|unit| format!(" {}", self.name(unit.uuid())));
        let organisation = self.name(borne.organisation.uuid());
        let hub = if hub.is_some() { " hub" } else { "" };
        let unit = unit.unwrap_or_default();
        let why = borne.why;
        format!(
            "{place}: {organisation}{unit} {why:?}{hub} {net:.2} vat {vat:.2} of it {vat_borne:.2}"
        )
    }
}

fn described(category: Category, area: &str) -> SpaceDescription {
    let square_metres = the(area);
    let area = Area { measure: Measure::Loa, square_metres };
    let areas = if area.square_metres == the("0") { Vec::new() } else { vec![area] };
    SpaceDescription {
        number: None,
        name: None,
        function: None,
        category,
        polygon: None,
        height_mm: None,
        areas: Areas::new(areas).unwrap(),
        seats: None,
        codes: Vec::new(),
    }
}

/// Terms of a membership with so many seats.
pub(crate) fn seated(seats: u32, price: Option<Price>) -> MembershipTerms {
    let promise = SeatPromise {
        kind: SeatKind::Workstation,
        guaranteed: true,
        week: WeekCount::new([seats, seats, seats, seats, 1, 0, 0]).unwrap(),
    };
    MembershipTerms::new(5, vec![promise], price, None).unwrap()
}

/// A decision of the region's board.
pub(crate) fn decided() -> DecisionTaken {
    DecisionTaken {
        organisation: id("region"),
        case_number: the("KS 1"),
        kind: DecisionKind::Board,
        body: sealed(),
        delegation_point: None,
        decided_on: the(BEGIN),
        reported_on: None,
        basis: None,
    }
}

pub(crate) fn spaces(names: &[&str]) -> Vec<SpaceId> {
    let mut spaces: Vec<SpaceId> = names.iter().map(|name| id(name)).collect();
    spaces.sort_unstable();
    spaces
}

/// Of spaces of the house, as they are named.
pub(crate) fn of_spaces(names: &[&str]) -> CostOf {
    let named = spaces(names).into_iter().map(SpaceFollowed::named);
    CostOf::Spaces(id("house"), named.collect())
}

/// Terms of spaces, or all, of a building until further notice.
pub(crate) fn terms(building: &str, names: &[&str], rent: &str) -> LeaseTerms {
    LeaseTerms {
        regime: LeaseRegime::Premises,
        building: id(building),
        spaces: spaces(names),
        area: None,
        rent_per_year: the(rent),
        index: None,
        supplements: Vec::new(),
        fit_outs: Vec::new(),
        discounts: Vec::new(),
        invoicing: Invoicing::default(),
        restoration: None,
        to: None,
        prolongation_months: None,
        notices: Vec::new(),
        breaks: Vec::new(),
    }
}

/// 1,000 of April 2030 and 250 of VAT, for which the county is invoiced.
pub(crate) fn thousand(source: CostSource, of: CostOf) -> MonthCost {
    MonthCost {
        source,
        line: projections::CostLine::Rent,
        month: Some(the("2030-04")),
        paid: Some(the("2030-03")),
        of,
        organisation: id("county"),
        receiver: None,
        net: the("1000"),
        vat: the("250"),
        account: None,
        forecast: false,
        days: (the("2030-04-01"), the("2030-05-01")),
        because: Vec::new().into(),
    }
}

/// The rent of the whole house.
pub(crate) fn rent() -> MonthCost {
    thousand(CostSource::Lease(id("lease")), CostOf::Building(id("house")))
}

/// A recorded cost.
pub(crate) fn cost(of: CostOf) -> MonthCost {
    thousand(CostSource::Cost(id("cost")), of)
}
