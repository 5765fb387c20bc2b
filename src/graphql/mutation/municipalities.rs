//! Adding municipalities and places.

use async_graphql::{Context, InputObject, Object, Result};
use schema::{Invalid, MunicipalityCode, Population};

use super::{
    act::{Act, Head, acts, perform},
    parts::GeoPositionInput,
    reading::{Part, Reading, count, name, parsed},
    scalars, types,
};

acts! {
    "municipalityAdd": MunicipalityAddInput {
        /// Its code, by which it is referred to: 1 to 16 letters, digits and hyphens, such as 2380.
        code: String,
        /// Its name: one line of at most 200 characters.
        name: String,
        /// Where its seat town lies.
        seat: Option<GeoPositionInput>,
        /// How many live there.
        population: Option<PopulationInput>,
    } => MunicipalityAddPayload {
        /// The municipality.
        municipality: types::Municipality
    }
}

/// How many live in a municipality.
#[derive(InputObject, Debug)]
pub(super) struct PopulationInput {
    /// People.
    people: i32,
    /// On which date.
    on: scalars::Date,
}

impl Part for PopulationInput {
    type Value = Population;

    fn read(self, reading: &mut Reading) -> Option<Population> {
        let people: Result<u32, Invalid> = count("population", self.people);
        let people = reading.take("people", people)?;
        Some(Population { people, on: self.on.into() })
    }
}

impl Act for MunicipalityAddInput {
    type Thing = MunicipalityCode;
    type Command = schema::MunicipalityAdd;
    type Payload = MunicipalityAddPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        reading.rename("municipality", "code");
        let municipality: Option<MunicipalityCode> = reading.take("code", parsed(self.code));
        let name = reading.take("name", name(self.name));
        let seat = reading.any_part("seat", self.seat);
        let population = reading.any_part("population", self.population);
        let municipality = municipality?;
        let command = schema::MunicipalityAdd {
            municipality: municipality.clone(),
            name: name?,
            seat: seat?,
            population: population?,
        };
        Some((municipality, command))
    }
}

/// Mutations of municipalities.
#[derive(Debug, Default)]
pub(super) struct MunicipalityMutations;

#[Object]
impl MunicipalityMutations {
    /// Adds a municipality or place.
    async fn municipality_add(
        &self,
        context: &Context<'_>,
        input: MunicipalityAddInput,
    ) -> Result<MunicipalityAddPayload> {
        perform(context, input).await
    }
}
