//! Sealed bases for decisions.

use async_graphql::{Error, ID, Object, Result, SimpleObject};
use schema::{BasisFigures as Figures, BasisId};

use super::{Hub, Person, Reallocation, values::Week};
use crate::graphql::{
    connection::{PageAsked, complexity, list},
    global_id::GlobalId,
    history::{self, History},
    pin::SharedPin,
    scalars,
};

thing! {
    /// A sealed basis for decisions.
    SealedBasis(BasisId) in basis
}

/// What would hold on the date of a basis.
#[derive(Debug)]
pub struct BasisFigures {
    pin: SharedPin,
    figures: Figures,
}

impl BasisFigures {
    fn new(pin: &SharedPin, figures: &Figures) -> Self {
        Self { pin: pin.clone(), figures: figures.clone() }
    }
}

/// What would hold in the whole portfolio on the date of a basis, as planned.
#[Object]
impl BasisFigures {
    /// Workstations and rooms that are fixed to a unit.
    async fn fixed(&self) -> u32 {
        self.figures.fixed
    }

    /// Workstations and rooms that are flexible in a hub.
    async fn flexible(&self) -> u32 {
        self.figures.flexible
    }

    /// Workstations and rooms that nobody has.
    async fn vacant(&self) -> u32 {
        self.figures.vacant
    }

    /// Spaces that are released.
    async fn released(&self) -> u32 {
        self.figures.released
    }

    /// The hubs that are not closed, in the order of their references.
    #[graphql(complexity = "list(20, child_complexity)")]
    async fn hubs(&self) -> Result<Vec<BasisHub>> {
        let hubs = self.figures.hubs.iter().map(|figures| {
            Ok(BasisHub {
                hub: Hub::named(&self.pin, figures.hub)?,
                capacity: figures.capacity,
                workstations: figures.workstations,
                promised: figures.promised.into(),
            })
        });
        hubs.collect()
    }
}

/// What a hub would have on the date of a basis.
#[derive(SimpleObject, Debug)]
pub struct BasisHub {
    /// The hub.
    hub: Hub,
    /// How many people it holds; absent where not recorded.
    capacity: Option<u32>,
    /// Counted workstations that are flexible in it.
    workstations: u32,
    /// Seats promised by weekday.
    promised: Week,
}

/// One alternative of a basis.
#[derive(Debug)]
pub struct BasisAlternative {
    pin: SharedPin,
    sealed: schema::BasisAlternative,
}

/// A proposal as it stood when a basis was sealed.
#[derive(SimpleObject, Debug)]
pub struct BasisProposal {
    /// The reallocation.
    reallocation: Reallocation,
    /// The digest of its proposal as it stood: a decision that cites the basis is on this one.
    digest: scalars::Digest,
}

/// Why an alternative could not be approved as things stood.
#[derive(SimpleObject, Debug)]
pub struct BasisObjection {
    /// The reallocation.
    reallocation: Reallocation,
    /// The code of the rejection: the name of a type that is a `UserError`.
    code: String,
}

/// What could be decided.
#[Object]
impl BasisAlternative {
    /// What it is called, as typed; `[erased]` once the text was erased.
    async fn title(&self) -> String {
        self.pin.text(self.sealed.title)
    }

    /// The proposals that it would carry out together: at most 20.
    #[graphql(complexity = "list(5, child_complexity)")]
    async fn proposals(&self) -> Result<Vec<BasisProposal>> {
        let proposals = self.sealed.proposals.iter().map(|proposal| {
            let reallocation = Reallocation::named(&self.pin, proposal.reallocation)?;
            Ok(BasisProposal { reallocation, digest: proposal.digest.into() })
        });
        proposals.collect()
    }

    /// What would hold if they were approved; absent where they could not be.
    async fn figures(&self) -> Option<BasisFigures> {
        self.sealed.figures.as_ref().map(|figures| BasisFigures::new(&self.pin, figures))
    }

    /// Why they could not be approved; empty where they could. Decisions and preconditions that were
    /// still missing are no objections: it is asked as if all of them were there.
    #[graphql(complexity = "list(2, child_complexity)")]
    async fn objections(&self) -> Result<Vec<BasisObjection>> {
        let objections = self.sealed.objections.iter().map(|objection| {
            let reallocation = Reallocation::named(&self.pin, objection.reallocation)?;
            Ok(BasisObjection { reallocation, code: objection.code.clone() })
        });
        objections.collect()
    }
}

/// A sealed basis for decisions (beslutsunderlag): what was known, compared and assumed.
#[Object(name = "DecisionBasis")]
impl SealedBasis {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("DecisionBasis", &self.pin, self.known.id)
    }

    /// The lasting reference, as mutations take it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// What it is called, as typed; `[erased]` once the text was erased.
    async fn title(&self) -> String {
        self.pin.text(self.known.basis.title)
    }

    /// What was known when it was drawn up: the last revision.
    async fn known(&self) -> scalars::Revision {
        scalars::Revision(self.known.basis.known)
    }

    /// The date for which it foresees.
    async fn on(&self) -> scalars::Date {
        self.known.basis.on.into()
    }

    /// What is assumed, as typed, at most 20; `[erased]` for a text that was erased.
    async fn assumptions(&self) -> Vec<String> {
        let assumptions = self.known.basis.assumptions.iter();
        assumptions.map(|assumption| self.pin.text(*assumption)).collect()
    }

    /// What would hold if nothing were decided.
    async fn nothing(&self) -> BasisFigures {
        BasisFigures::new(&self.pin, &self.known.basis.nothing)
    }

    /// What could be decided instead: at most 10.
    #[graphql(complexity = "list(schema::limits::ALTERNATIVES_MAX, child_complexity)")]
    async fn alternatives(&self) -> Vec<BasisAlternative> {
        let alternatives = self.known.basis.alternatives.iter().cloned();
        alternatives.map(|sealed| BasisAlternative { pin: self.pin.clone(), sealed }).collect()
    }

    /// SHA-256 of its canonical bytes, as recorded when it was sealed.
    async fn digest(&self) -> scalars::Digest {
        self.known.digest.into()
    }

    /// Its canonical bytes: JSON as RFC 8785 has it, with texts as commitments, so that they stay the
    /// same when a text is erased. Their SHA-256 is `digest`.
    #[graphql(complexity = "100")]
    async fn canonical_json(&self) -> Result<String> {
        let bytes = schema::canonical_bytes(&self.known.basis);
        let text = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        text.ok_or_else(|| Error::new("the basis could not be written as canonical JSON"))
    }

    /// Who sealed it.
    async fn sealed_by(&self) -> Result<Person> {
        Person::named(&self.pin, self.known.sealed_by)
    }

    /// The event that records it.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.known.revision)
    }

    /// The events about it.
    #[graphql(complexity = "complexity(first, last, child_complexity)")]
    async fn history(
        &self,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<History> {
        let asked = PageAsked::new(first, after, last, before);
        history::touching(&self.pin, self.known.id.uuid(), &asked).await
    }
}
