//! Persons.

use async_graphql::{ID, Object, Result};
use schema::PersonId;

use crate::graphql::{
    connection::{PageAsked, complexity},
    global_id::GlobalId,
    history::{self, History},
    scalars,
};

thing! {
    /// A person.
    Person(PersonId) in person
}

/// A person who acts in the portfolio. The ledger knows an opaque reference only; the name lies in
/// the vault, where it can be erased.
#[Object]
impl Person {
    /// Opaque; contains the clocks that were named. See `Query.node`.
    pub(in crate::graphql) async fn id(&self) -> ID {
        GlobalId::of("Person", &self.pin, self.known.id)
    }

    /// The lasting reference, as the header `x-actor` takes it.
    #[graphql(name = "ref")]
    async fn reference(&self) -> scalars::Ref {
        self.known.id.uuid().into()
    }

    /// The name; `[erased]` once it was erased.
    async fn name(&self) -> String {
        self.pin.text(self.known.name)
    }

    /// The event that registered the person.
    async fn revision(&self) -> scalars::Revision {
        scalars::Revision(self.known.revision)
    }

    /// The events about the person. For what the person did, ask `Portfolio.history` by actor.
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
