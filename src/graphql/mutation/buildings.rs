//! Adding buildings, describing them anew, retiring them.

use async_graphql::{Context, MaybeUndefined, Object, Result};
use schema::BuildingId;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    parts::GeoPositionInput,
    reading::{Reading, any, change, kept, name, note, parsed},
    scalars, types,
};

acts! {
    "buildingAdd": BuildingAddInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// From when it is in the portfolio.
        from: scalars::Date,
        /// What its model calls it (IFC GlobalId).
        global_id: Option<String>,
        /// Its name: one line of at most 200 characters.
        name: String,
        /// The organisation that owns it.
        owner: Ref,
        /// The code of the municipality in which it stands.
        municipality: Option<String>,
        /// Its street address.
        address: Option<String>,
        /// Its place on the earth.
        position: Option<GeoPositionInput>,
    } => BuildingAddPayload {
        /// The building.
        building: types::Building
    }

    "buildingRevise": BuildingReviseInput {
        /// The building.
        building: Ref,
        /// From when it is as described here.
        from: scalars::Date,
        /// Its name. Left out: as it was.
        name: MaybeUndefined<String>,
        /// The organisation that owns it. Left out: as it was.
        owner: MaybeUndefined<Ref>,
        /// The code of the municipality in which it stands. Left out: as it was; null: none.
        municipality: MaybeUndefined<String>,
        /// Its street address. Left out: as it was; null: none.
        address: MaybeUndefined<String>,
        /// Its place on the earth. Left out: as it was; null: none.
        position: MaybeUndefined<GeoPositionInput>,
    } => BuildingRevisePayload {
        /// The building.
        building: types::Building
    }

    "buildingRetire": BuildingRetireInput {
        /// The building.
        building: Ref,
        /// The first date on which it is gone.
        from: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => BuildingRetirePayload {
        /// The building.
        building: types::Building
    }
}

impl Act for BuildingAddInput {
    type Thing = BuildingId;
    type Command = schema::BuildingAdd;
    type Payload = BuildingAddPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let building = reading.new_thing(BuildingId::WORD, self.r#ref, BuildingId::derived);
        let global_id = reading.take("globalId", any(self.global_id, parsed));
        let of_building = reading.take("name", name(self.name));
        let municipality = reading.take("municipality", any(self.municipality, parsed));
        let address = reading.take("address", any(self.address, name));
        let position = reading.any_part("position", self.position);
        let command = schema::BuildingAdd {
            building,
            from: self.from.into(),
            global_id: global_id?,
            name: of_building?,
            owner: self.owner.0.into(),
            municipality: municipality?,
            address: address?,
            position: position?,
        };
        Some((building, command))
    }
}

impl Act for BuildingReviseInput {
    type Thing = BuildingId;
    type Command = schema::BuildingRevise;
    type Payload = BuildingRevisePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let building = self.building.0.into();
        let of_building = reading.take("name", kept(self.name, name));
        let owner = reading.take("owner", kept(self.owner, |owner| Ok(owner.0.into())));
        let municipality = reading.take("municipality", change(self.municipality, parsed));
        let address = reading.take("address", change(self.address, name));
        let position = reading.part_change("position", self.position);
        let command = schema::BuildingRevise {
            building,
            from: self.from.into(),
            name: of_building?,
            owner: owner?,
            municipality: municipality?,
            address: address?,
            position: position?,
        };
        Some((building, command))
    }
}

impl Act for BuildingRetireInput {
    type Thing = BuildingId;
    type Command = schema::BuildingRetire;
    type Payload = BuildingRetirePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let building = self.building.0.into();
        let reason = reading.take("reason", any(self.reason, note))?;
        Some((building, schema::BuildingRetire { building, from: self.from.into(), reason }))
    }
}

/// Mutations of buildings.
#[derive(Debug, Default)]
pub(super) struct BuildingMutations;

#[Object]
impl BuildingMutations {
    /// Adds a building.
    async fn building_add(
        &self,
        context: &Context<'_>,
        input: BuildingAddInput,
    ) -> Result<BuildingAddPayload> {
        perform(context, input).await
    }

    /// Describes a building anew from a date.
    async fn building_revise(
        &self,
        context: &Context<'_>,
        input: BuildingReviseInput,
    ) -> Result<BuildingRevisePayload> {
        perform(context, input).await
    }

    /// Retires a building from a date on which no level of it is left.
    async fn building_retire(
        &self,
        context: &Context<'_>,
        input: BuildingRetireInput,
    ) -> Result<BuildingRetirePayload> {
        perform(context, input).await
    }
}
