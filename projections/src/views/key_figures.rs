//! Key figures without money, on a date and basis, of the whole portfolio or a part of it. Each is a
//! numerator over a denominator, both shown, with its definition ([`KeyFigureKind::definition`]).

use rust_decimal::Decimal;
use schema::{Date, Measure, ResourceKind, Subject};

use crate::{Allocation, Basis, Headcounts, Portfolio, Reallocation, Resource};

mod apportioned;
mod definitions;
mod scope;

pub use scope::Scope;

use scope::Scoped;
pub(super) use scope::{divided, known_area};

/// Decimals of a value, which is rounded half to even.
const DECIMALS: u32 = 4;

/// Which key figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyFigureKind {
    /// Square metres per employee.
    AreaPerEmployee,
    /// Employees per workstation.
    PeoplePerWorkstation,
    /// People present on the busiest weekday per workstation.
    PresentPerWorkstation,
    /// The share of resources that are flexible in a hub.
    FlexibleShare,
    /// The share of resources that are given to nobody.
    VacantShare,
    /// Moves carried out per workstation.
    Churn,
}

/// A key figure.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyFigure {
    /// Which.
    pub kind: KeyFigureKind,
    /// Of which resources; none where it is not about one kind of them.
    pub resources: Option<ResourceKind>,
    /// What stands over the line; none where it is not known.
    pub numerator: Option<Decimal>,
    /// What stands under the line.
    pub denominator: Decimal,
    /// How many spaces or units it leaves out because what it needs is not recorded of them.
    pub left_out: usize,
}

impl KeyFigure {
    /// The numerator over the denominator with at most four decimals; none where either is not known or
    /// the denominator is 0.
    pub fn value(&self) -> Option<Decimal> {
        let value = self.numerator?.checked_div(self.denominator)?;
        Some(value.round_dp(DECIMALS).normalize())
    }

    fn counted(kind: KeyFigureKind, numerator: u64, denominator: u64) -> Self {
        Self {
            kind,
            resources: None,
            numerator: Some(numerator.into()),
            denominator: denominator.into(),
            left_out: 0,
        }
    }
}

/// What key figures are asked of, when, and how.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Of what.
    pub scope: Scope,
    /// On which date.
    pub on: Date,
    /// On which basis.
    pub basis: Basis,
    /// The measure of areas.
    pub measure: Measure,
    /// From when moves count as churn, up to and with the date.
    pub churn_since: Date,
}

impl KeyFigure {
    /// All key figures, in the order of their kinds.
    pub fn all(state: &Portfolio, asked: &Asked) -> Vec<Self> {
        let headcounts = Headcounts::of(state, asked.on);
        let scoped = Scoped::new(state, &headcounts, &asked.scope, asked.on, asked.basis);
        let people = headcounts.people(|unit, people| scoped.part(unit, people));
        let workstations = scoped.resources(ResourceKind::Workstation).count() as u64;
        let mut figures = vec![
            area_per_employee(&scoped, &asked.measure, people),
            Self::counted(KeyFigureKind::PeoplePerWorkstation, people, workstations),
            present_per_workstation(&headcounts, &scoped, workstations),
        ];
        for kind in [ResourceKind::Workstation, ResourceKind::Room, ResourceKind::Equipment] {
            let flexible = |given: &Allocation| matches!(given, Allocation::Flexible(_));
            figures.push(share(&scoped, KeyFigureKind::FlexibleShare, kind, flexible));
        }
        for kind in [ResourceKind::Workstation, ResourceKind::Room, ResourceKind::Equipment] {
            let vacant = |given: &Allocation| *given == Allocation::Vacant;
            figures.push(share(&scoped, KeyFigureKind::VacantShare, kind, vacant));
        }
        figures.push(churn(state, &headcounts, asked));
        figures
    }
}

fn area_per_employee(scoped: &Scoped<'_>, measure: &Measure, people: u64) -> KeyFigure {
    let (area, left_out) = scoped.area(measure);
    KeyFigure {
        kind: KeyFigureKind::AreaPerEmployee,
        resources: None,
        numerator: area,
        denominator: people.into(),
        left_out,
    }
}

fn present_per_workstation(
    headcounts: &Headcounts,
    scoped: &Scoped<'_>,
    workstations: u64,
) -> KeyFigure {
    let (present, left_out) = headcounts.present(|unit, people| scoped.part(unit, people));
    KeyFigure {
        numerator: present.map(Into::into),
        left_out,
        ..KeyFigure::counted(KeyFigureKind::PresentPerWorkstation, 0, workstations)
    }
}

fn share(
    scoped: &Scoped<'_>,
    kind: KeyFigureKind,
    resources: ResourceKind,
    counts: impl Fn(&Allocation) -> bool,
) -> KeyFigure {
    let (mut counted, mut all) = (0, 0);
    for resource in scoped.resources(resources) {
        all += 1;
        let given = resource.allocation.at(scoped.on, scoped.basis);
        counted += u64::from(given.is_some_and(&counts));
    }
    KeyFigure { resources: Some(resources), ..KeyFigure::counted(kind, counted, all) }
}

fn churn(state: &Portfolio, headcounts: &Headcounts, asked: &Asked) -> KeyFigure {
    let Asked { scope, basis, churn_since, on, .. } = asked;
    let beginning = Scoped::new(state, headcounts, scope, *churn_since, *basis);
    let workstations = beginning.resources(ResourceKind::Workstation).count() as u64;
    let moves = state.reallocations().values().flat_map(|known| moved(known, *basis));
    let of_period = moves.filter(|(moved_on, _)| (*churn_since..=*on).contains(moved_on));
    let counts = |(moved_on, subject): &(Date, Subject)| {
        let Subject::Resource(id) = subject else { return false };
        let before = moved_on.previous_day();
        state.resource(id).is_some_and(|resource: &std::sync::Arc<Resource>| {
            let is_workstation = resource.descriptions.nearest(before);
            is_workstation.is_some_and(|known| known.kind == ResourceKind::Workstation)
                && scope::has(state, scope, resource, before, *basis)
        })
    };
    KeyFigure::counted(KeyFigureKind::Churn, of_period.filter(counts).count() as u64, workstations)
}

/// What a reallocation has moved, and when; as planned also what is approved and not yet done.
fn moved(known: &Reallocation, basis: Basis) -> impl Iterator<Item = (Date, Subject)> {
    let moves = known.proposal.moves.iter();
    let done = moves.filter_map(|made| Some((known.done.get(&made.number)?.on, made.subject)));
    let pending = known.pending_moves().filter(move |_| basis == Basis::Planned);
    done.chain(pending.map(|planned| (planned.planned_on, planned.subject)))
}
