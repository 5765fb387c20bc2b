//! What can be compared: the things of an estate, and the facts of each.

use schema::{
    BasisId, BuildingDescription, BuildingId, Category, Commitment, CommonKey, CostDescription,
    CostId, Date, Delegation, DelegationPoint, Digest, DrawingId, HubCapacity, HubDescription,
    HubId, HubTariff, InvoiceDescription, InvoiceId, LeaseId, LeaseParty, LevelDescription,
    LevelId, MembershipId, MembershipTerms, Money, Month, NoticePurpose, OrganisationDescription,
    OrganisationId, PreconditionAnswer, PreconditionId, PreconditionKind, ReallocationId,
    ResourceDescription, ResourceId, Revision, SpaceDescription, SpaceId, TransitionDescription,
    TransitionId, UnitDescription, UnitId, VatTreatment, Verdict, Year,
};
use serde::Serialize;
use std::{fmt, str::FromStr, sync::Arc};
use uuid::Uuid;

use crate::{Allocation, LeaseAgreement, ReallocationStatus};

macro_rules! things {
    ($($(#[$doc:meta])* $kind:ident($id:ty);)+) => {
        /// What a thing is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub enum ThingKind {
            $($(#[$doc])* $kind,)+
        }

        /// A thing of which facts are told.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub enum Thing {
            $($(#[$doc])* $kind($id),)+
        }

        impl Thing {
            /// What it is.
            pub const fn kind(self) -> ThingKind {
                match self {
                    $(Self::$kind(_) => ThingKind::$kind,)+
                }
            }

            /// Its id.
            pub const fn uuid(self) -> Uuid {
                match self {
                    $(Self::$kind(id) => id.uuid(),)+
                }
            }

            const fn word(self) -> &'static str {
                match self {
                    $(Self::$kind(_) => <$id>::WORD,)+
                }
            }

            fn named(word: &str, id: Uuid) -> Option<Self> {
                match word {
                    $(<$id>::WORD => Some(Self::$kind(id.into())),)+
                    _ => None,
                }
            }
        }

        $(impl From<$id> for Thing {
            fn from(id: $id) -> Self {
                Self::$kind(id)
            }
        })+
    };
}

things! {
    /// An organisation.
    Organisation(OrganisationId);
    /// A unit.
    Unit(UnitId);
    /// A building.
    Building(BuildingId);
    /// A level.
    Level(LevelId);
    /// A space.
    Space(SpaceId);
    /// A resource.
    Resource(ResourceId);
    /// A hub.
    Hub(HubId);
    /// A membership.
    Membership(MembershipId);
    /// A reallocation.
    Reallocation(ReallocationId);
    /// A transition.
    Transition(TransitionId);
    /// A precondition.
    Precondition(PreconditionId);
    /// A sealed basis for decisions.
    DecisionBasis(BasisId);
    /// A lease.
    Lease(LeaseId);
    /// A cost beside rent.
    Cost(CostId);
    /// An invoice.
    Invoice(InvoiceId);
}

macro_rules! fact_kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal;)+) => {
        /// Which of a thing's facts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub enum FactKind {
            $($(#[$doc])* $kind,)+
        }

        impl FactKind {
            const fn word(self) -> &'static str {
                match self {
                    $(Self::$kind => $word,)+
                }
            }

            fn named(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$kind),)+
                    _ => None,
                }
            }
        }
    };
}

fact_kinds! {
    /// What it is, on the date; a thing that is not there has none.
    Description = "description";
    /// What a space is for, on the date.
    Category = "category";
    /// Which hub a space serves, on the date and basis.
    Hub = "hub";
    /// That a space is released, on the date and basis.
    Released = "released";
    /// That nobody can use a space, on the date.
    Lost = "lost";
    /// In which space a resource stands, on the date and basis.
    Place = "place";
    /// To whom a resource is given, on the date and basis.
    Allocation = "allocation";
    /// Which drawing of a level holds, on the date.
    Drawing = "drawing";
    /// When a hub is planned to open, whatever the date.
    PlannedOpening = "planned-opening";
    /// When a hub opened, whatever the date.
    Opening = "opening";
    /// That a hub is open, on the date and basis.
    Open = "open";
    /// How many a hub holds, on the date.
    Capacity = "capacity";
    /// Whose a membership is, on the date and basis.
    Unit = "unit";
    /// On which terms a membership holds, on the date and basis.
    Terms = "terms";
    /// What a reallocation proposes, whatever the date.
    Proposal = "proposal";
    /// Where a reallocation stands, whatever the date.
    Status = "status";
    /// A decision on a reallocation, whatever the date.
    Decision = "decision";
    /// A move of a reallocation that was reported done, whatever the date.
    Move = "move";
    /// The end that is recorded for it, whatever the date.
    End = "end";
    /// That a move or a membership is in doubt, whatever the date.
    Doubt = "doubt";
    /// What an organisation delegates at a point of its delegation order, on the date.
    Delegation = "delegation";
    /// How a precondition was settled for a reallocation, whatever the date.
    Settled = "settled";
    /// A milestone that a transition reached, whatever the date.
    Milestone = "milestone";
    /// That a basis is sealed, whatever the date.
    Sealed = "sealed";
    /// A notice of a lease that was served, whatever the date.
    Notice = "notice";
    /// What the members of a hub pay where their membership states no price, on the date.
    Tariff = "tariff";
    /// How an organisation treats the VAT that it pays, on the date.
    VatTreatment = "vat-treatment";
    /// By what the common areas of a building are borne, on the date.
    CommonKey = "common-key";
    /// A budget of an organisation, whatever the date.
    Budget = "budget";
    /// The last month of an organisation's books that is closed, whatever the date.
    ClosedThrough = "closed-through";
}

/// One fact: of which thing, which, and which of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FactKey {
    /// Of which thing.
    pub thing: Thing,
    /// Which.
    pub kind: FactKind,
    /// Which of several: the revision that records a decision or notice, the number of a move or milestone,
    /// what [`FactKey::part_named`] makes of a point, precondition or budget; else 0.
    pub part: u64,
}

impl FactKey {
    /// A fact of which a thing has one.
    pub fn of(thing: impl Into<Thing>, kind: FactKind) -> Self {
        Self { thing: thing.into(), kind, part: 0 }
    }

    /// The part for what has a name and no number: the first eight bytes of its SHA-256. It is the same
    /// from every viewpoint, and an organisation has far too few points for two to share one.
    pub(super) fn part_named(name: &[u8]) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = *Digest::of(name).bytes();
        u64::from_be_bytes([a, b, c, d, e, f, g, h])
    }
}

impl fmt::Display for FactKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { thing, kind, part } = self;
        write!(f, "{} {} {} {part}", thing.word(), thing.uuid(), kind.word())
    }
}

/// A text that is not the key of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the key of a fact")]
pub struct NoFactKey;

impl FromStr for FactKey {
    type Err = NoFactKey;

    fn from_str(text: &str) -> Result<Self, NoFactKey> {
        // From behind: the word for a thing may be several.
        let mut words = text.rsplitn(4, ' ');
        let mut next = || words.next().ok_or(NoFactKey);
        let (part, kind, id, word) = (next()?, next()?, next()?, next()?);
        let id = id.parse().map_err(|_| NoFactKey)?;
        Ok(Self {
            thing: Thing::named(word, id).ok_or(NoFactKey)?,
            kind: FactKind::named(kind).ok_or(NoFactKey)?,
            part: part.parse().map_err(|_| NoFactKey)?,
        })
    }
}

/// What a space is like, its category apart: that is a fact of its own.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Features(pub Arc<SpaceDescription>);

impl PartialEq for Features {
    fn eq(&self, other: &Self) -> bool {
        if Arc::ptr_eq(&self.0, &other.0) {
            return true;
        }
        // Every field is named, so that a new one is thought of.
        let SpaceDescription {
            number,
            name,
            function,
            category: _,
            polygon,
            height_mm,
            areas,
            seats,
            codes,
        } = &*self.0;
        let like = &*other.0;
        (number, name, function) == (&like.number, &like.name, &like.function)
            && (polygon, height_mm) == (&like.polygon, &like.height_mm)
            && (areas, seats, codes) == (&like.areas, &like.seats, &like.codes)
    }
}

/// What a fact says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FactValue {
    /// What an organisation is.
    Organisation(Arc<OrganisationDescription>),
    /// What a unit is.
    Unit(Arc<UnitDescription>),
    /// What a building is.
    Building(Arc<BuildingDescription>),
    /// What a level is.
    Level(Arc<LevelDescription>),
    /// What a space is like.
    Space(Features),
    /// What a resource is.
    Resource(Arc<ResourceDescription>),
    /// What a hub is or is to be.
    Hub(Arc<HubDescription>),
    /// What a space is for.
    Category(Category),
    /// The hub that a space serves.
    Serves(HubId),
    /// Released.
    Released,
    /// Nobody can use it for the time being.
    Lost,
    /// The space in which a resource stands.
    StandsIn(SpaceId),
    /// To whom a resource is given.
    Given(Allocation),
    /// The drawing of a level.
    Drawn(DrawingId),
    /// A date of a hub's life.
    On(Date),
    /// Open.
    Open,
    /// How many a hub holds.
    Holds(HubCapacity),
    /// The unit that has a membership.
    HeldBy(UnitId),
    /// The terms of a membership.
    Terms(Arc<MembershipTerms>),
    /// A proposal.
    Proposed {
        /// SHA-256 of its canonical bytes.
        digest: Digest,
        /// How many moves.
        moves: usize,
        /// How many memberships.
        memberships: usize,
    },
    /// Where a reallocation stands.
    Stands(ReallocationStatus),
    /// A decision on a reallocation.
    Decided {
        /// By which organisation.
        organisation: OrganisationId,
        /// How.
        verdict: Verdict,
        /// On which proposal.
        digest: Digest,
    },
    /// A move that was reported done.
    Done(Date),
    /// What a transition is.
    Transition(Arc<TransitionDescription>),
    /// What a precondition is.
    Precondition {
        /// The organisation that requires it of its own decisions; none where it is required of all.
        #[serde(skip_serializing_if = "Option::is_none")]
        organisation: Option<OrganisationId>,
        /// What kind of precondition.
        kind: PreconditionKind,
        /// Its name.
        name: Commitment,
    },
    /// In doubt.
    Doubted {
        /// From when, where that is said.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<Date>,
        /// The event that is the cause, the first of several.
        because: Revision,
    },
    /// What is delegated at a point.
    Delegated {
        /// The point of the delegation order.
        point: DelegationPoint,
        /// What to whom.
        delegation: Arc<Delegation>,
    },
    /// A precondition that was settled.
    Settled {
        /// Which.
        precondition: PreconditionId,
        /// For which proposal.
        digest: Digest,
        /// How.
        answer: PreconditionAnswer,
    },
    /// A milestone that was reached.
    Reached(Date),
    /// Sealed, with the digest of what it says.
    Sealed(Digest),
    /// What holds of a lease.
    Lease {
        /// The organisation that signed it as its tenant.
        tenant: OrganisationId,
        /// The lease of which it is a sublease.
        #[serde(skip_serializing_if = "Option::is_none")]
        parent: Option<LeaseId>,
        /// What is agreed.
        agreed: Arc<LeaseAgreement>,
    },
    /// A notice of a lease that was served.
    Noticed {
        /// Who gave it.
        party: LeaseParty,
        /// What for.
        purpose: NoticePurpose,
        /// When it was served.
        served_on: Date,
        /// For which end.
        takes_effect: Date,
        /// Whether it was served later than agreed for that end.
        late: bool,
    },
    /// What a cost is.
    Cost(Arc<CostDescription>),
    /// What an invoice says.
    Invoice(Arc<InvoiceDescription>),
    /// What members of a hub pay.
    Pays(HubTariff),
    /// How VAT is treated.
    Vat(VatTreatment),
    /// By what common areas are borne.
    Borne(CommonKey),
    /// A budget.
    Budget {
        /// Of which year.
        year: Year,
        /// Of which transition, where it is of one.
        #[serde(skip_serializing_if = "Option::is_none")]
        transition: Option<TransitionId>,
        /// For running costs.
        running: Money,
        /// For costs that come once.
        one_off: Money,
    },
    /// The last month that is closed.
    Closed(Month),
    /// The end of a thing.
    Ends {
        /// The first date on which it is gone.
        from: Date,
        /// The organisation that succeeds it.
        #[serde(skip_serializing_if = "Option::is_none")]
        successor: Option<OrganisationId>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_as_it_is_written() {
        let id = Uuid::from_u128(7);
        let key = FactKey { thing: ReallocationId::from(id).into(), kind: FactKind::Move, part: 3 };
        assert_eq!(key.to_string().parse(), Ok(key));
        let key = FactKey::of(SpaceId::from(id), FactKind::PlannedOpening);
        assert_eq!(key.to_string().parse(), Ok(key));
        let key = FactKey::of(BasisId::from(id), FactKind::Sealed);
        assert_eq!(key.to_string().parse(), Ok(key));
        for wrong in ["", "space", "space 7 hub 0", &format!("room {id} hub 0")] {
            assert_eq!(wrong.parse::<FactKey>(), Err(NoFactKey), "{wrong}");
        }
    }
}
