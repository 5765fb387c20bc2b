//! Adding spaces, describing them anew, retiring them.

use async_graphql::{Context, MaybeUndefined, Object, Result};
use schema::SpaceId;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    enums,
    parts::{AreaInput, ClassificationInput, PolygonInput, areas, codes, height_mm},
    reading::{Reading, any, change, kept, name, note, parsed},
    scalars, types,
};

acts! {
    "spaceAdd": SpaceAddInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// Its level.
        level: Ref,
        /// From when it is there.
        from: scalars::Date,
        /// What its model calls it (IFC GlobalId).
        global_id: Option<String>,
        /// What stands on the door: 1 to 32 letters, digits, spaces and -_./:#+
        number: Option<String>,
        /// What people call it: one line of at most 200 characters.
        name: Option<String>,
        /// What its source says that it is for.
        function: Option<String>,
        /// What it is for.
        category: enums::Category,
        /// Its outline. Left out: none that can be drawn.
        polygon: Option<PolygonInput>,
        /// Clear height in millimetres.
        height_mm: Option<i32>,
        /// Its areas, at most 16 and one for each measure.
        #[graphql(default)]
        areas: Vec<AreaInput>,
        /// Its codes in classifications, at most 8.
        #[graphql(default)]
        codes: Vec<ClassificationInput>,
    } => SpaceAddPayload {
        /// The space.
        space: types::Space
    }

    "spaceRevise": SpaceReviseInput {
        /// The space.
        space: Ref,
        /// From when it is as described here.
        from: scalars::Date,
        /// What stands on the door. Left out: as it was; null: nothing.
        number: MaybeUndefined<String>,
        /// What people call it. Left out: as it was; null: nothing.
        name: MaybeUndefined<String>,
        /// What its source says that it is for. Left out: as it was; null: nothing.
        function: MaybeUndefined<String>,
        /// What it is for. Left out: as it was.
        category: MaybeUndefined<enums::Category>,
        /// Its outline. Left out: as it was; null: none.
        polygon: MaybeUndefined<PolygonInput>,
        /// Clear height in millimetres. Left out: as it was; null: not known.
        height_mm: MaybeUndefined<i32>,
        /// Its areas, in place of all former ones. Left out: as they were; empty: none.
        areas: MaybeUndefined<Vec<AreaInput>>,
        /// Its codes, in place of all former ones. Left out: as they were; empty: none.
        codes: MaybeUndefined<Vec<ClassificationInput>>,
    } => SpaceRevisePayload {
        /// The space.
        space: types::Space
    }

    "spaceRetire": SpaceRetireInput {
        /// The space.
        space: Ref,
        /// The first date on which it is gone.
        from: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => SpaceRetirePayload {
        /// The space.
        space: types::Space
    }
}

impl Act for SpaceAddInput {
    type Thing = SpaceId;
    type Command = schema::SpaceAdd;
    type Payload = SpaceAddPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let space = reading.new_thing(SpaceId::WORD, self.r#ref, SpaceId::derived);
        let global_id = reading.take("globalId", any(self.global_id, parsed));
        let number = reading.take("number", any(self.number, parsed));
        let of_space = reading.take("name", any(self.name, name));
        let function = reading.take("function", any(self.function, name));
        let polygon = reading.any_part("polygon", self.polygon);
        let height_mm = reading.take("heightMm", any(self.height_mm, height_mm));
        let areas = areas(reading, self.areas);
        let codes = codes(reading, self.codes);
        let command = schema::SpaceAdd {
            space,
            level: self.level.0.into(),
            from: self.from.into(),
            global_id: global_id?,
            number: number?,
            name: of_space?,
            function: function?,
            category: self.category.into(),
            polygon: polygon?,
            height_mm: height_mm?,
            areas: areas?,
            seats: None,
            codes: codes?,
        };
        Some((space, command))
    }
}

impl Act for SpaceReviseInput {
    type Thing = SpaceId;
    type Command = schema::SpaceRevise;
    type Payload = SpaceRevisePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let space = self.space.0.into();
        let number = reading.take("number", change(self.number, parsed));
        let of_space = reading.take("name", change(self.name, name));
        let function = reading.take("function", change(self.function, name));
        let category = kept(self.category, |category| Ok(category.into()));
        let category = reading.take("category", category);
        let polygon = reading.part_change("polygon", self.polygon);
        let height_mm = reading.take("heightMm", change(self.height_mm, height_mm));
        let areas = reading.kept_list("areas", self.areas, areas);
        let codes = reading.kept_list("codes", self.codes, codes);
        let command = schema::SpaceRevise {
            space,
            from: self.from.into(),
            number: number?,
            name: of_space?,
            function: function?,
            category: category?,
            polygon: polygon?,
            height_mm: height_mm?,
            areas: areas?,
            seats: schema::Change::Keep,
            codes: codes?,
        };
        Some((space, command))
    }
}

impl Act for SpaceRetireInput {
    type Thing = SpaceId;
    type Command = schema::SpaceRetire;
    type Payload = SpaceRetirePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let space = self.space.0.into();
        let reason = reading.take("reason", any(self.reason, note))?;
        let command = schema::SpaceRetire {
            space,
            from: self.from.into(),
            reason,
            resources: Vec::new(),
            leaves_hub: false,
        };
        Some((space, command))
    }
}

/// Mutations of spaces.
#[derive(Debug, Default)]
pub(super) struct SpaceMutations;

#[Object]
impl SpaceMutations {
    /// Adds a space to a level.
    async fn space_add(
        &self,
        context: &Context<'_>,
        input: SpaceAddInput,
    ) -> Result<SpaceAddPayload> {
        perform(context, input).await
    }

    /// Describes a space anew from a date.
    async fn space_revise(
        &self,
        context: &Context<'_>,
        input: SpaceReviseInput,
    ) -> Result<SpaceRevisePayload> {
        perform(context, input).await
    }

    /// Retires a space from a date on which nothing uses it any more.
    async fn space_retire(
        &self,
        context: &Context<'_>,
        input: SpaceRetireInput,
    ) -> Result<SpaceRetirePayload> {
        perform(context, input).await
    }
}
