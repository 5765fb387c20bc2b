//! Registering units and describing them anew.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};
use schema::UnitId;

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    parts::WeekCountInput,
    reading::{Dated, Part, Reading, any, change, count, kept, name, parsed},
    scalars, types,
};

acts! {
    "unitRegister": UnitRegisterInput {
        /// From when.
        from: scalars::Date,
        #[graphql(flatten)]
        described: NewUnitInput,
    } => UnitRegisterPayload {
        /// The unit.
        unit: types::Unit
    }

    "unitRevise": UnitReviseInput {
        /// The unit.
        unit: Ref,
        /// From when it is as described here.
        from: scalars::Date,
        /// Its name. Left out: as it was.
        name: MaybeUndefined<String>,
        /// The unit that it is part of. Left out: as it was; null: none.
        parent: MaybeUndefined<Ref>,
        /// People employed. Left out: as it was.
        headcount: MaybeUndefined<i32>,
        /// People present by weekday. Left out: as it was; null: not known.
        attendance: MaybeUndefined<WeekCountInput>,
        /// The code of its home municipality. Left out: as it was; null: none.
        municipality: MaybeUndefined<String>,
    } => UnitRevisePayload {
        /// The unit.
        unit: types::Unit
    }
}

/// A new unit.
#[derive(InputObject, Debug)]
pub(super) struct NewUnitInput {
    /// Its lasting reference. Left out: derived from the command's id.
    r#ref: Option<Ref>,
    /// Its name: one line of at most 200 characters.
    name: String,
    /// The organisation that it is part of.
    organisation: Ref,
    /// The unit of the same organisation that it is part of. Left out: none.
    parent: Option<Ref>,
    /// People employed.
    headcount: i32,
    /// People present by weekday, as a rule. Left out: not known.
    attendance: Option<WeekCountInput>,
    /// The code of its home municipality.
    municipality: Option<String>,
}

impl Part for Dated<NewUnitInput> {
    type Value = schema::UnitRegister;

    fn read(self, reading: &mut Reading) -> Option<schema::UnitRegister> {
        let Self { from, input } = self;
        let unit = reading.new_thing(UnitId::WORD, input.r#ref, UnitId::derived);
        let name = reading.take("name", name(input.name));
        let headcount = reading.take("headcount", count("headcount", input.headcount));
        let attendance = reading.any_part("attendance", input.attendance);
        let municipality = reading.take("municipality", any(input.municipality, parsed));
        Some(schema::UnitRegister {
            unit,
            from,
            name: name?,
            organisation: input.organisation.0.into(),
            parent: input.parent.map(|parent| parent.0.into()),
            headcount: headcount?,
            attendance: attendance?,
            municipality: municipality?,
        })
    }
}

impl Act for UnitRegisterInput {
    type Thing = UnitId;
    type Command = schema::UnitRegister;
    type Payload = UnitRegisterPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let register = Dated { from: self.from.into(), input: self.described };
        let register = reading.part("", register)?;
        Some((register.unit, register))
    }
}

impl Act for UnitReviseInput {
    type Thing = UnitId;
    type Command = schema::UnitRevise;
    type Payload = UnitRevisePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let unit = self.unit.0.into();
        let name = reading.take("name", kept(self.name, name));
        let parent = reading.take("parent", change(self.parent, |parent| Ok(parent.0.into())));
        let headcount = kept(self.headcount, |people| count("headcount", people));
        let headcount = reading.take("headcount", headcount);
        let attendance = reading.part_change("attendance", self.attendance);
        let municipality = reading.take("municipality", change(self.municipality, parsed));
        let command = schema::UnitRevise {
            unit,
            from: self.from.into(),
            name: name?,
            parent: parent?,
            headcount: headcount?,
            attendance: attendance?,
            municipality: municipality?,
        };
        Some((unit, command))
    }
}

/// Mutations of units.
#[derive(Debug, Default)]
pub(super) struct UnitMutations;

#[Object]
impl UnitMutations {
    /// Registers a unit of an organisation.
    async fn unit_register(
        &self,
        context: &Context<'_>,
        input: UnitRegisterInput,
    ) -> Result<UnitRegisterPayload> {
        perform(context, input).await
    }

    /// Describes a unit anew from a date.
    async fn unit_revise(
        &self,
        context: &Context<'_>,
        input: UnitReviseInput,
    ) -> Result<UnitRevisePayload> {
        perform(context, input).await
    }
}
