//! Adding levels, describing them anew, retiring them.

use async_graphql::{Context, MaybeUndefined, Object, Result};
use schema::LevelId;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    reading::{Reading, any, kept, name, note, parsed},
    scalars, types,
};

acts! {
    "levelAdd": LevelAddInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// Its building.
        building: Ref,
        /// From when it is there.
        from: scalars::Date,
        /// What its model calls it (IFC GlobalId).
        global_id: Option<String>,
        /// Its name: one line of at most 200 characters.
        name: String,
        /// Height of its floor over the building's zero, in millimetres.
        elevation_mm: i32,
    } => LevelAddPayload {
        /// The level.
        level: types::Level
    }

    "levelRevise": LevelReviseInput {
        /// The level.
        level: Ref,
        /// From when it is as described here.
        from: scalars::Date,
        /// Its name. Left out: as it was.
        name: MaybeUndefined<String>,
        /// Height of its floor over the building's zero, in millimetres. Left out: as it was.
        elevation_mm: MaybeUndefined<i32>,
    } => LevelRevisePayload {
        /// The level.
        level: types::Level
    }

    "levelRetire": LevelRetireInput {
        /// The level.
        level: Ref,
        /// The first date on which it is gone.
        from: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
    } => LevelRetirePayload {
        /// The level.
        level: types::Level
    }
}

impl Act for LevelAddInput {
    type Thing = LevelId;
    type Command = schema::LevelAdd;
    type Payload = LevelAddPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let level = reading.new_thing(LevelId::WORD, self.r#ref, LevelId::derived);
        let global_id = reading.take("globalId", any(self.global_id, parsed));
        let name = reading.take("name", name(self.name));
        let command = schema::LevelAdd {
            level,
            building: self.building.0.into(),
            from: self.from.into(),
            global_id: global_id?,
            name: name?,
            elevation_mm: self.elevation_mm.into(),
        };
        Some((level, command))
    }
}

impl Act for LevelReviseInput {
    type Thing = LevelId;
    type Command = schema::LevelRevise;
    type Payload = LevelRevisePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let level = self.level.0.into();
        let name = reading.take("name", kept(self.name, name));
        let elevation_mm = kept(self.elevation_mm, |millimetres| Ok(millimetres.into()));
        let elevation_mm = reading.take("elevationMm", elevation_mm);
        let (name, elevation_mm) = (name?, elevation_mm?);
        let from = self.from.into();
        Some((level, schema::LevelRevise { level, from, name, elevation_mm }))
    }
}

impl Act for LevelRetireInput {
    type Thing = LevelId;
    type Command = schema::LevelRetire;
    type Payload = LevelRetirePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let level = self.level.0.into();
        let reason = reading.take("reason", any(self.reason, note))?;
        Some((level, schema::LevelRetire { level, from: self.from.into(), reason }))
    }
}

/// Mutations of levels.
#[derive(Debug, Default)]
pub(super) struct LevelMutations;

#[Object]
impl LevelMutations {
    /// Adds a level to a building.
    async fn level_add(
        &self,
        context: &Context<'_>,
        input: LevelAddInput,
    ) -> Result<LevelAddPayload> {
        perform(context, input).await
    }

    /// Describes a level anew from a date.
    async fn level_revise(
        &self,
        context: &Context<'_>,
        input: LevelReviseInput,
    ) -> Result<LevelRevisePayload> {
        perform(context, input).await
    }

    /// Retires a level from a date on which no space of it is left.
    async fn level_retire(
        &self,
        context: &Context<'_>,
        input: LevelRetireInput,
    ) -> Result<LevelRetirePayload> {
        perform(context, input).await
    }
}
