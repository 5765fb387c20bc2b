//! Small ledgers, event by event, and what they cost in lines.

use projections::{Basis, Cause, CostOf, MonthCost, Months, Portfolio, SpaceFollowed, month_costs};
use schema::{
    BuildingId, Commitment, CostAmount, CostDescription, CostId, CostKind, CostObject,
    CostRecorded, Date, Digest, Event, Identity, IndexFigure, IndexPublished, Invoicing, Issuer,
    Landlord, LeaseAmended, LeaseId, LeaseRegime, LeaseSigned, LeaseTerms, Month, OrganisationId,
    PersonId, Revision, Role, SpaceId, example,
};
use std::{fmt::Debug, str::FromStr};
use uuid::Uuid;

const HERE: Uuid = Uuid::from_u128(0x17);

/// A value from its written form.
pub(crate) fn the<T: FromStr<Err: Debug>>(written: &str) -> T {
    written.parse().unwrap()
}

pub(crate) fn tenant() -> OrganisationId {
    OrganisationId::derived(HERE, "tenant")
}

pub(crate) fn landlord() -> OrganisationId {
    OrganisationId::derived(HERE, "landlord")
}

pub(crate) fn building() -> BuildingId {
    BuildingId::derived(HERE, "building")
}

pub(crate) fn space(name: &str) -> SpaceId {
    SpaceId::derived(HERE, name)
}

pub(crate) fn lease() -> LeaseId {
    LeaseId::derived(HERE, "lease")
}

pub(crate) fn cost() -> CostId {
    CostId::derived(HERE, "cost")
}

pub(crate) fn sealed() -> Commitment {
    Commitment::from_digest(Digest::of(b"a text"))
}

/// Of spaces that are named.
pub(crate) fn named(building: BuildingId, spaces: &[SpaceId]) -> CostOf {
    CostOf::Spaces(building, spaces.iter().copied().map(SpaceFollowed::named).collect())
}

/// A ledger in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) state: Portfolio,
}

impl Ledger {
    /// Records an event.
    pub(crate) fn record(&mut self, event: impl Into<Event>) -> Revision {
        let person = PersonId::derived(HERE, "anybody");
        let actor = Issuer { person, role: Role::Manager, identity: Identity::Asserted };
        let revision = self.state.next_revision();
        let recorded = the("2029-01-01T00:00:00.000000Z");
        self.state.evolve(&Cause { revision, recorded, actor }, &event.into()).unwrap();
        revision
    }

    /// Signs the lease with somebody outside.
    pub(crate) fn sign(&mut self, from: &str, terms: LeaseTerms) -> Revision {
        self.record(LeaseSigned {
            lease: lease(),
            from: the(from),
            landlord: outside(),
            tenant: tenant(),
            parent: None,
            terms,
            decisions: Vec::new(),
        })
    }

    pub(crate) fn amend(&mut self, from: &str, terms: LeaseTerms) -> Revision {
        self.record(LeaseAmended {
            lease: lease(),
            from: the(from),
            landlord: outside(),
            terms,
            decisions: Vec::new(),
            reason: None,
        })
    }

    pub(crate) fn end(&mut self, from: &str) -> Revision {
        let (lease, from) = (lease(), the(from));
        self.record(schema::LeaseEnded { lease, from, decisions: Vec::new(), reason: None })
    }

    pub(crate) fn publish(&mut self, figures: &[(&str, &str)]) -> Revision {
        let figures = figures.iter().map(|(month, value)| {
            let (month, value) = (the(month), the(value));
            IndexFigure { month, value }
        });
        self.record(IndexPublished {
            series: the("KPI-1980"),
            figures: figures.collect(),
            source: None,
        })
    }

    pub(crate) fn cost(&mut self, from: &str, description: CostDescription) -> Revision {
        self.record(CostRecorded { cost: cost(), from: the(from), description })
    }

    pub(crate) fn revise_cost(&mut self, from: &str, description: CostDescription) -> Revision {
        self.record(schema::CostRevised { cost: cost(), from: the(from), description })
    }

    pub(crate) fn end_cost(&mut self, from: &str) -> Revision {
        self.record(schema::CostEnded { cost: cost(), from: the(from), reason: None })
    }

    /// The golden ledger's first level and space of it; the space.
    pub(crate) fn place(&mut self) -> (BuildingId, SpaceId) {
        let events = example::ledger().into_iter().map(|envelope| envelope.event);
        let (mut level, mut found) = (None, None);
        for event in events {
            match &event {
                Event::LevelAdded(added) if level.is_none() => {
                    level = Some((added.level, added.building));
                    self.record(event);
                }
                Event::SpaceAdded(added)
                    if found.is_none() && level.is_some_and(|(l, _)| l == added.level) =>
                {
                    found = Some(added.space);
                    self.record(event);
                }
                _ => {}
            }
        }
        (level.unwrap().1, found.unwrap())
    }

    /// Registers an organisation.
    pub(crate) fn organisation(&mut self, organisation: OrganisationId) {
        let mut events = example::ledger().into_iter().map(|envelope| envelope.event);
        let description = events.find_map(|event| match event {
            Event::OrganisationRegistered(registered) => Some(registered.description),
            _ => None,
        });
        let (from, description) = (the("2020-01-01"), description.unwrap());
        self.record(schema::OrganisationRegistered { organisation, from, description });
    }

    pub(crate) fn costs_on(&self, basis: Basis, from: &str, through: &str) -> Vec<MonthCost> {
        month_costs(&self.state, basis, Months { from: the(from), through: the(through) })
    }

    pub(crate) fn costs(&self, from: &str, through: &str) -> Vec<MonthCost> {
        self.costs_on(Basis::Planned, from, through)
    }

    /// Its costs in lines, one for each.
    pub(crate) fn lines(&self, from: &str, through: &str) -> Vec<String> {
        self.costs(from, through).iter().map(line).collect()
    }

    /// Its costs of one line: month and amount.
    pub(crate) fn of_line(&self, line: &str, from: &str, through: &str) -> Vec<String> {
        let costs = self.costs(from, through);
        let costs = costs.iter().filter(|cost| format!("{:?}", cost.line) == line);
        let told =
            |cost: &MonthCost| format!("{} {:.2}{}", month(cost.month), cost.net, forecast(cost));
        costs.map(told).collect()
    }
}

fn month(month: Option<Month>) -> String {
    month.map_or_else(|| "-".to_owned(), |month| month.to_string())
}

const fn forecast(cost: &MonthCost) -> &'static str {
    if cost.forecast { " forecast" } else { "" }
}

/// A cost in one line: for which month, what, how much, its VAT, when it is paid.
pub(crate) fn line(cost: &MonthCost) -> String {
    let MonthCost { line, net, vat, .. } = cost;
    let (of, paid) = (month(cost.month), month(cost.paid));
    format!("{of} {line:?} {net:.2} vat {vat:.2} paid {paid}{}", forecast(cost))
}

pub(crate) fn outside() -> Landlord {
    Landlord::Outside { name: sealed() }
}

/// Terms of the whole building until further notice, with a rent and nothing else.
pub(crate) fn terms(rent: &str) -> LeaseTerms {
    LeaseTerms {
        regime: LeaseRegime::Premises,
        building: building(),
        spaces: Vec::new(),
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

pub(crate) fn described(kind: CostKind, amount: CostAmount) -> CostDescription {
    CostDescription {
        name: sealed(),
        kind,
        object: CostObject::Building(building()),
        organisation: tenant(),
        amount,
        vat_thousandths: 0,
        account: None,
    }
}

pub(crate) fn days(from: &str, to: &str) -> (Date, Date) {
    (the(from), the(to))
}
