//! Registering persons.

use async_graphql::{Context, Object, Result};
use schema::PersonId;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    reading::{Reading, name},
    types,
};

acts! {
    "personRegister": PersonRegisterInput {
        /// The person's lasting reference, as `x-actor` names it. Left out: derived from the
        /// command's id.
        r#ref: Option<Ref>,
        /// The person's name: one line of at most 200 characters.
        name: String,
    } => PersonRegisterPayload {
        /// The person.
        person: types::Person
    }
}

impl Act for PersonRegisterInput {
    type Thing = PersonId;
    type Command = schema::PersonRegister;
    type Payload = PersonRegisterPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(PersonId, schema::PersonRegister)> {
        let person = reading.new_thing(PersonId::WORD, self.r#ref, PersonId::derived);
        let name = reading.take("name", name(self.name))?;
        Some((person, schema::PersonRegister { person, name }))
    }
}

/// Mutations of persons.
#[derive(Debug, Default)]
pub(super) struct PersonMutations;

#[Object]
impl PersonMutations {
    /// Registers a person: only registered persons act in a portfolio.
    async fn person_register(
        &self,
        context: &Context<'_>,
        input: PersonRegisterInput,
    ) -> Result<PersonRegisterPayload> {
        perform(context, input).await
    }
}
