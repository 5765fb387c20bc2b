//! What a viewpoint tells of one fact, and on which events that rests.

use schema::{
    BasisId, BuildingId, CostId, Date, DelegationPoint, HubId, InvoiceId, LeaseId, LevelId,
    MembershipId, OrganisationId, PreconditionId, ReallocationId, ResourceId, Revision, SpaceId,
    TransitionId, UnitId,
};
use std::sync::Arc;

use super::{FactKey, FactKind, FactValue, Features, Thing, Viewpoint};
use crate::{
    Basis, BudgetKey, DecisionOnProposal, Entry, Hub, Lease, LeaseEnd, Membership, Precondition,
    Reallocation, Retirement, ServedNotice, Settled, Timeline,
};

/// What is told of a fact.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Told {
    /// What it says; none where there is no such fact.
    pub(super) value: Option<FactValue>,
    /// The event that says so, or that says that there is none.
    pub(super) by: Option<Revision>,
    /// The event that brought the thing of which it is told.
    pub(super) brought: Option<Revision>,
    /// The event that is the cause of the one that says so.
    pub(super) cause: Option<Revision>,
    /// The reallocation that plans it.
    pub(super) planned_by: Option<ReallocationId>,
}

impl Told {
    fn said(value: FactValue, by: Revision) -> Self {
        Self { value: Some(value), by: Some(by), ..Self::default() }
    }

    /// Nothing, because an event says so.
    fn ended(by: Revision) -> Self {
        Self { by: Some(by), ..Self::default() }
    }

    fn entry<T>(entry: Option<&Entry<T>>, value: impl FnOnce(&T) -> Option<FactValue>) -> Self {
        entry.map_or_else(Self::default, |entry| Self {
            value: value(&entry.value),
            by: Some(entry.revision),
            ..Self::default()
        })
    }

    /// A doubt that one event records and another is the cause of.
    fn doubted(from: Option<Date>, because: Revision, recorded: Revision) -> Self {
        let said = Self::said(FactValue::Doubted { from, because }, recorded);
        Self { cause: Some(because), ..said }
    }

    fn brought_by(self, brought: Revision) -> Self {
        Self { brought: Some(brought), ..self }
    }
}

/// Whether a thing is there on a date.
enum Presence {
    NotYet,
    There(Revision),
    Gone(Revision),
}

impl Presence {
    fn of<T>(descriptions: &Timeline<T>, retired: Option<&Retirement>, on: Date) -> Self {
        match (descriptions.entries().first(), retired) {
            (_, Some(retired)) if retired.from <= on => Self::Gone(retired.revision),
            (Some(first), _) if first.from <= on => Self::There(first.revision),
            _ => Self::NotYet,
        }
    }

    /// What is told of what is there.
    fn then(self, told: impl FnOnce() -> Told) -> Told {
        match self {
            Self::NotYet => Told::default(),
            Self::Gone(by) => Told::ended(by),
            Self::There(brought) => told().brought_by(brought),
        }
    }
}

/// The part of a budget's key.
pub(super) fn budget_part((_, year, transition): &BudgetKey) -> u64 {
    let transition = transition.map(|transition| transition.to_string()).unwrap_or_default();
    FactKey::part_named(format!("{year} {transition}").as_bytes())
}

/// The event by which a lease ends, or that agreed on the term that runs out.
fn ended_by(known: &Lease, end: LeaseEnd) -> Option<Revision> {
    let agreed = || known.agreed.entry_at(end.on.previous_day()).map(|entry| entry.revision);
    end.because.event().or_else(agreed)
}

fn ends(retired: Option<&Retirement>, successor: Option<OrganisationId>) -> Told {
    retired.map_or_else(Told::default, |retired| {
        Told::said(FactValue::Ends { from: retired.from, successor }, retired.revision)
    })
}

fn described<T>(
    descriptions: &Timeline<Arc<T>>,
    on: Date,
    value: impl FnOnce(Arc<T>) -> FactValue,
) -> Told {
    Told::entry(descriptions.entry_at(on), |known| Some(value(Arc::clone(known))))
}

impl Viewpoint<'_> {
    /// What is told of a fact from here.
    pub(super) fn told(&self, key: &FactKey) -> Told {
        match key.thing {
            Thing::Organisation(id) => self.of_organisation(id, key),
            Thing::Unit(id) => self.of_unit(id, key.kind),
            Thing::Building(id) => self.of_building(id, key.kind),
            Thing::Level(id) => self.of_level(id, key.kind),
            Thing::Space(id) => self.of_space(id, key.kind),
            Thing::Resource(id) => self.of_resource(id, key.kind),
            Thing::Hub(id) => self.of_hub(id, key.kind),
            Thing::Membership(id) => self.of_membership(id, key.kind),
            Thing::Reallocation(id) => self.of_reallocation(id, key),
            Thing::Transition(id) => self.of_transition(id, key),
            Thing::Precondition(id) => self.of_precondition(id, key.kind),
            Thing::DecisionBasis(id) => self.of_basis(id, key.kind),
            Thing::Lease(id) => self.of_lease(id, key),
            Thing::Cost(id) => self.of_cost(id, key.kind),
            Thing::Invoice(id) => self.of_invoice(id, key.kind),
        }
    }

    fn of_lease(&self, id: LeaseId, key: &FactKey) -> Told {
        let Some(known) = self.state.lease(&id) else { return Told::default() };
        match key.kind {
            FactKind::Description => self.agreed(known),
            FactKind::Notice => {
                let notice =
                    known.notices.iter().find(|notice| notice.revision.number() == key.part);
                notice.map_or_else(Told::default, |notice| {
                    let ServedNotice { party, purpose, served_on, takes_effect, late, .. } =
                        *notice;
                    let noticed =
                        FactValue::Noticed { party, purpose, served_on, takes_effect, late };
                    Told::said(noticed, notice.revision)
                })
            }
            FactKind::End => known.ends().map_or_else(Told::default, |end| Told {
                // What never was does not end.
                value: (!known.is_void())
                    .then_some(FactValue::Ends { from: end.on, successor: None }),
                by: ended_by(known, end),
                ..Told::default()
            }),
            _ => Told::default(),
        }
    }

    /// What holds of a lease on the date, while it runs.
    fn agreed(&self, known: &Lease) -> Told {
        let (Some(first), Some(entry)) =
            (known.agreed.entries().first(), known.agreed.entry_at(self.on))
        else {
            return Told::default();
        };
        match known.ends().filter(|end| end.on <= self.on) {
            Some(end) => Told { by: ended_by(known, end), ..Told::default() },
            None => Told::said(
                FactValue::Lease {
                    tenant: known.tenant,
                    parent: known.parent,
                    agreed: Arc::clone(&entry.value),
                },
                entry.revision,
            )
            .brought_by(first.revision),
        }
    }

    fn of_cost(&self, id: CostId, kind: FactKind) -> Told {
        let Some(known) = self.state.cost(&id) else { return Told::default() };
        let ended = known.ended.as_ref();
        match kind {
            FactKind::Description => Presence::of(&known.descriptions, ended, self.on)
                .then(|| described(&known.descriptions, self.on, FactValue::Cost)),
            FactKind::End if known.is_void() => ended.map_or_else(Told::default, |ended| {
                // What never was does not end.
                Told::ended(ended.revision)
            }),
            FactKind::End => ends(ended, None),
            _ => Told::default(),
        }
    }

    fn of_invoice(&self, id: InvoiceId, kind: FactKind) -> Told {
        let Some(known) = self.state.invoice(&id) else { return Told::default() };
        match (kind, known.cancelled) {
            (FactKind::Description, Some(cancelled)) => Told::ended(cancelled),
            (FactKind::Description, None) => {
                let says = FactValue::Invoice(Arc::clone(&known.description));
                Told::said(says, known.revision)
            }
            _ => Told::default(),
        }
    }

    fn of_organisation(&self, id: OrganisationId, key: &FactKey) -> Told {
        let Some(known) = self.state.organisation(&id) else { return Told::default() };
        let retired = known.retired.as_ref();
        let there = Presence::of(&known.descriptions, retired, self.on);
        match key.kind {
            FactKind::Description => {
                there.then(|| described(&known.descriptions, self.on, FactValue::Organisation))
            }
            FactKind::Delegation => self.delegated(id, key.part),
            FactKind::Budget => self.budgeted(id, key.part),
            FactKind::VatTreatment => {
                let (treatment, by) = self.state.vat_treatment(id, self.on);
                by.map_or_else(Told::default, |by| Told::said(FactValue::Vat(treatment), by))
            }
            FactKind::ClosedThrough => {
                let last = self.state.closings(id).max_by_key(|closing| closing.through);
                last.map_or_else(Told::default, |last| {
                    Told::said(FactValue::Closed(last.through), last.revision)
                })
            }
            FactKind::End => ends(retired, known.successor),
            _ => Told::default(),
        }
    }

    fn delegated(&self, id: OrganisationId, part: u64) -> Told {
        let mut points = self.state.delegations_of(id);
        let named = |point: &DelegationPoint| FactKey::part_named(point.to_string().as_bytes());
        let given = points.find(|(point, _)| named(point) == part);
        let Some((point, given)) = given else { return Told::default() };
        Told::entry(given.entry_at(self.on), |delegation| {
            let (point, delegation) = (point.clone(), delegation.clone()?);
            Some(FactValue::Delegated { point, delegation })
        })
    }

    fn budgeted(&self, id: OrganisationId, part: u64) -> Told {
        let mut budgets = self.state.budgets_of(id);
        let Some((key, known)) = budgets.find(|(key, _)| budget_part(key) == part) else {
            return Told::default();
        };
        let (_, year, transition) = *key;
        let (running, one_off) = (known.running, known.one_off);
        let budget = FactValue::Budget { year, transition, running, one_off };
        Told::said(budget, known.revision)
    }

    fn of_unit(&self, id: UnitId, kind: FactKind) -> Told {
        let Some(known) = self.state.unit(&id) else { return Told::default() };
        let retired = known.retired.as_ref();
        let there = Presence::of(&known.descriptions, retired, self.on);
        match kind {
            FactKind::Description => {
                there.then(|| described(&known.descriptions, self.on, FactValue::Unit))
            }
            FactKind::End => ends(retired, None),
            _ => Told::default(),
        }
    }

    fn of_building(&self, id: BuildingId, kind: FactKind) -> Told {
        let Some(known) = self.state.building(&id) else { return Told::default() };
        let retired = known.retired.as_ref();
        let there = Presence::of(&known.descriptions, retired, self.on);
        match kind {
            FactKind::Description => {
                there.then(|| described(&known.descriptions, self.on, FactValue::Building))
            }
            FactKind::CommonKey => {
                let (key, by) = self.state.common_key(id, self.on);
                by.map_or_else(Told::default, |by| Told::said(FactValue::Borne(key), by))
            }
            FactKind::End => ends(retired, None),
            _ => Told::default(),
        }
    }

    fn of_level(&self, id: LevelId, kind: FactKind) -> Told {
        let Some(known) = self.state.level(&id) else { return Told::default() };
        let retired = known.retired.as_ref();
        let there = Presence::of(&known.descriptions, retired, self.on);
        match kind {
            FactKind::Description => {
                there.then(|| described(&known.descriptions, self.on, FactValue::Level))
            }
            FactKind::Drawing => there.then(|| {
                known.drawing_on(self.on).map_or_else(Told::default, |drawing| {
                    Told::said(FactValue::Drawn(drawing.id), drawing.revision)
                })
            }),
            FactKind::End => ends(retired, None),
            _ => Told::default(),
        }
    }

    fn of_space(&self, id: SpaceId, kind: FactKind) -> Told {
        let Some(known) = self.state.space(&id) else { return Told::default() };
        let retired = known.retired.as_ref();
        let there = Presence::of(&known.descriptions, retired, self.on);
        let like = |known| FactValue::Space(Features(known));
        match kind {
            FactKind::Description => there.then(|| described(&known.descriptions, self.on, like)),
            FactKind::Category => there.then(|| {
                described(&known.descriptions, self.on, |known| FactValue::Category(known.category))
            }),
            FactKind::Hub => there.then(|| Told {
                planned_by: self.planned(known.hub.due(self.on)),
                ..Told::entry(known.hub.entry_at(self.on, self.basis), |hub| {
                    hub.map(FactValue::Serves)
                })
            }),
            FactKind::Released => there.then(|| Told {
                planned_by: self.planned(known.released.due(self.on)),
                ..Told::entry(known.released.entry_at(self.on, self.basis), |_| {
                    Some(FactValue::Released)
                })
            }),
            FactKind::Lost => there.then(|| {
                Told::entry(known.lost.entry_at(self.on), |lost| lost.then_some(FactValue::Lost))
            }),
            FactKind::End => ends(retired, None),
            _ => Told::default(),
        }
    }

    fn of_resource(&self, id: ResourceId, kind: FactKind) -> Told {
        let Some(known) = self.state.resource(&id) else { return Told::default() };
        let retired = known.retired.as_ref();
        let there = Presence::of(&known.descriptions, retired, self.on);
        let (on, basis) = (self.on, self.basis);
        match kind {
            FactKind::Description => {
                there.then(|| described(&known.descriptions, on, FactValue::Resource))
            }
            FactKind::Place => there.then(|| Told {
                planned_by: self.planned(known.place.due(on)),
                ..Told::entry(known.place.entry_at(on, basis), |place| {
                    Some(FactValue::StandsIn(*place))
                })
            }),
            FactKind::Allocation => there.then(|| Told {
                planned_by: self.planned(known.allocation.due(on)),
                ..Told::entry(known.allocation.entry_at(on, basis), |given| {
                    Some(FactValue::Given(*given))
                })
            }),
            FactKind::End => ends(retired, None),
            _ => Told::default(),
        }
    }

    fn of_hub(&self, id: HubId, kind: FactKind) -> Told {
        let Some(known) = self.state.hub(&id) else { return Told::default() };
        match kind {
            FactKind::Description => {
                let entries = &known.descriptions;
                // Before its opening, what it is to be.
                let nearest = entries.entry_at(self.on).or_else(|| entries.entries().first());
                Told::entry(nearest, |known| Some(FactValue::Hub(Arc::clone(known))))
            }
            FactKind::PlannedOpening => {
                Told::said(FactValue::On(known.opens.from), known.opens.revision)
            }
            FactKind::Opening => known.opened.map_or_else(Told::default, |opened| {
                Told::said(FactValue::On(opened.from), opened.revision)
            }),
            FactKind::Open => self.open(known),
            FactKind::Capacity => Told::entry(known.capacity.entry_at(self.on), |capacity| {
                Some(FactValue::Holds(*capacity))
            }),
            FactKind::Tariff => {
                let tariff = self.state.hub_tariff(id);
                Told::entry(tariff.and_then(|known| known.entry_at(self.on)), |tariff| {
                    tariff.map(FactValue::Pays)
                })
            }
            FactKind::End => ends(known.closed.as_ref(), None),
            _ => Told::default(),
        }
    }

    fn open(&self, hub: &Hub) -> Told {
        if let Some(closed) = hub.closed.as_ref().filter(|closed| closed.from <= self.on) {
            return Told::ended(closed.revision);
        }
        let opening = match self.basis {
            Basis::Actual => hub.opened,
            Basis::Planned => Some(hub.opened.unwrap_or(hub.opens)),
        };
        Told {
            value: hub.is_open(self.on, self.basis).then_some(FactValue::Open),
            by: opening.map(|opening| opening.revision),
            ..Told::default()
        }
    }

    fn of_membership(&self, id: MembershipId, kind: FactKind) -> Told {
        let Some(known) = self.state.membership(&id) else { return Told::default() };
        let terms = self.terms(known);
        match kind {
            FactKind::Terms => terms,
            FactKind::Unit if terms.value.is_none() => terms,
            FactKind::Unit => Told {
                brought: terms.by,
                planned_by: terms.planned_by,
                ..Told::entry(known.units.entry_at(self.on), |unit| Some(FactValue::HeldBy(*unit)))
            },
            FactKind::Doubt => self.membership_doubted(known),
            _ => Told::default(),
        }
    }

    /// The first doubt about a membership: of its own, or of the reallocation that brings it.
    fn membership_doubted(&self, known: &Membership) -> Told {
        if let Some(doubt) = known.doubts.first() {
            return Told::doubted(Some(doubt.from), doubt.because, doubt.revision);
        }
        let brought_by = known.reallocation.and_then(|id| self.state.reallocation(&id));
        match brought_by.and_then(|brought_by| brought_by.doubt_of_membership(known.id)) {
            Some(doubt) => Told::doubted(None, doubt.because, doubt.revision),
            None => {
                let settled = brought_by.map(|brought_by| settled(brought_by));
                Told { by: settled.max(known.decided), ..Told::default() }
            }
        }
    }

    fn terms(&self, known: &Membership) -> Told {
        let entry = known.terms.entry_at(self.on, self.basis);
        Told {
            planned_by: self.planned(known.terms.due(self.on)),
            ..Told::entry(entry, |terms| terms.clone().map(FactValue::Terms))
        }
    }

    fn of_reallocation(&self, id: ReallocationId, key: &FactKey) -> Told {
        let Some(known) = self.state.reallocation(&id) else { return Told::default() };
        match key.kind {
            FactKind::Proposal => Told::said(proposed(known), known.proposed),
            FactKind::Status => Told::said(FactValue::Stands(known.status), known.since),
            FactKind::Decision => {
                let decided = known.decisions.iter();
                let decided = decided.rev().find(|it| it.revision.number() == key.part);
                decided.map_or_else(Told::default, |it| {
                    let DecisionOnProposal { organisation, verdict, digest, .. } = *it;
                    Told::said(FactValue::Decided { organisation, verdict, digest }, it.revision)
                })
            }
            FactKind::Move => {
                let number = u16::try_from(key.part).ok();
                let done = number.and_then(|number| known.done.get(&number));
                done.map_or_else(Told::default, |done| {
                    Told::said(FactValue::Done(done.on), done.revision)
                })
            }
            FactKind::Doubt => {
                let number = u16::try_from(key.part).ok();
                let doubt = number.and_then(|number| known.doubt_of_move(number));
                doubt.map_or_else(
                    || Told::ended(settled(known)),
                    |doubt| Told::doubted(None, doubt.because, doubt.revision),
                )
            }
            FactKind::Settled => {
                let part = |id: &PreconditionId| FactKey::part_named(id.uuid().as_bytes());
                let found = known.settled.iter().find(|(id, _)| part(id) == key.part);
                found.map_or_else(Told::default, |(precondition, settled)| {
                    let Settled { digest, answer, revision, .. } = *settled;
                    let precondition = *precondition;
                    Told::said(FactValue::Settled { precondition, digest, answer }, revision)
                })
            }
            _ => Told::default(),
        }
    }

    fn of_transition(&self, id: TransitionId, key: &FactKey) -> Told {
        let Some(known) = self.state.transition(&id) else { return Told::default() };
        let retired = known.retired.as_ref();
        let there = Presence::of(&known.descriptions, retired, self.on);
        match key.kind {
            FactKind::Description => {
                there.then(|| described(&known.descriptions, self.on, FactValue::Transition))
            }
            FactKind::Milestone => {
                let number = u16::try_from(key.part).ok();
                let reached = number.and_then(|number| known.reached.get(&number));
                reached.map_or_else(Told::default, |reached| {
                    Told::said(FactValue::Reached(reached.from), reached.revision)
                })
            }
            FactKind::End => ends(retired, None),
            _ => Told::default(),
        }
    }

    fn of_precondition(&self, id: PreconditionId, kind: FactKind) -> Told {
        let Some(known) = self.state.precondition(&id) else { return Told::default() };
        let dropped = known.dropped.as_ref();
        match kind {
            FactKind::Description if known.is_required(self.on) => {
                let Precondition { organisation, kind, name, .. } = **known;
                Told::said(FactValue::Precondition { organisation, kind, name }, known.revision)
            }
            FactKind::Description => {
                let dropped = dropped.filter(|dropped| dropped.from <= self.on);
                dropped.map_or_else(Told::default, |dropped| Told::ended(dropped.revision))
            }
            FactKind::End => ends(dropped, None),
            _ => Told::default(),
        }
    }

    fn of_basis(&self, id: BasisId, kind: FactKind) -> Told {
        match self.state.basis(&id) {
            Some(known) if kind == FactKind::Sealed => {
                Told::said(FactValue::Sealed(known.digest), known.revision)
            }
            _ => Told::default(),
        }
    }

    /// By which reallocation what holds here is planned.
    fn planned<T>(&self, due: Option<&crate::Pending<T>>) -> Option<ReallocationId> {
        due.filter(|_| self.basis == Basis::Planned).map(|due| due.by.reallocation)
    }
}

/// The event since which nothing of a reallocation is in doubt, where nothing is.
fn settled(known: &Reallocation) -> Revision {
    known.since.max(known.proposed)
}

fn proposed(known: &Reallocation) -> FactValue {
    FactValue::Proposed {
        digest: known.digest,
        moves: known.proposal.moves.len(),
        memberships: known.proposal.memberships.len(),
    }
}
