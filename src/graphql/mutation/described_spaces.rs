//! What is said of a space: of a new one, and of one that is described anew.

use async_graphql::{InputObject, MaybeUndefined};
use schema::{SpaceAdd, SpaceId, SpaceRevise};

use super::{
    Ref, enums,
    parts::{AreaInput, ClassificationInput, PolygonInput, areas, codes, height_mm, seats},
    reading::{Dated, Part, Reading, any, change, kept, name, parsed},
};

/// A new space.
#[derive(InputObject, Debug)]
pub(super) struct NewSpaceInput {
    /// Its lasting reference. Left out: derived from the command's id.
    r#ref: Option<Ref>,
    /// Its level.
    level: Ref,
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
    /// How many people it is made for. Left out: not known.
    seats: Option<i32>,
    /// Its codes in classifications, at most 8.
    #[graphql(default)]
    codes: Vec<ClassificationInput>,
}

/// A space described anew.
#[derive(InputObject, Debug)]
pub(super) struct RevisedSpaceInput {
    /// The space.
    space: Ref,
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
    /// How many people it is made for. Left out: as it was; null: not known.
    seats: MaybeUndefined<i32>,
    /// Its codes, in place of all former ones. Left out: as they were; empty: none.
    codes: MaybeUndefined<Vec<ClassificationInput>>,
}

impl Part for Dated<NewSpaceInput> {
    type Value = SpaceAdd;

    fn read(self, reading: &mut Reading) -> Option<SpaceAdd> {
        let Self { from, input } = self;
        let space = reading.new_thing(SpaceId::WORD, input.r#ref, SpaceId::derived);
        let global_id = reading.take("globalId", any(input.global_id, parsed));
        let number = reading.take("number", any(input.number, parsed));
        let of_space = reading.take("name", any(input.name, name));
        let function = reading.take("function", any(input.function, name));
        let polygon = reading.any_part("polygon", input.polygon);
        let height_mm = reading.take("heightMm", any(input.height_mm, height_mm));
        let areas = areas(reading, input.areas);
        let seats = reading.take("seats", any(input.seats, seats));
        let codes = codes(reading, input.codes);
        Some(SpaceAdd {
            space,
            level: input.level.0.into(),
            from,
            global_id: global_id?,
            number: number?,
            name: of_space?,
            function: function?,
            category: input.category.into(),
            polygon: polygon?,
            height_mm: height_mm?,
            areas: areas?,
            seats: seats?,
            codes: codes?,
        })
    }
}

impl Part for Dated<RevisedSpaceInput> {
    type Value = SpaceRevise;

    fn read(self, reading: &mut Reading) -> Option<SpaceRevise> {
        let Self { from, input } = self;
        let number = reading.take("number", change(input.number, parsed));
        let of_space = reading.take("name", change(input.name, name));
        let function = reading.take("function", change(input.function, name));
        let category = kept(input.category, |category| Ok(category.into()));
        let category = reading.take("category", category);
        let polygon = reading.part_change("polygon", input.polygon);
        let height_mm = reading.take("heightMm", change(input.height_mm, height_mm));
        let areas = reading.kept_list("areas", input.areas, areas);
        let seats = reading.take("seats", change(input.seats, seats));
        let codes = reading.kept_list("codes", input.codes, codes);
        Some(SpaceRevise {
            space: input.space.0.into(),
            from,
            number: number?,
            name: of_space?,
            function: function?,
            category: category?,
            polygon: polygon?,
            height_mm: height_mm?,
            areas: areas?,
            seats: seats?,
            codes: codes?,
        })
    }
}
