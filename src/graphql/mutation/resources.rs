//! Adding resources, describing them anew, retiring them.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, OneofObject, Result};
use schema::{Grade, ResourceId};

use super::{
    Ref,
    act::{Act, Head, acts, perform},
    enums,
    fates::AllocationFateInput,
    parts::PointInput,
    reading::{Part, Reading, any, change, kept, name, note, parsed},
    scalars, types,
};

acts! {
    "resourceAdd": ResourceAddInput {
        /// Its lasting reference. Left out: derived from the command's id.
        r#ref: Option<Ref>,
        /// The space in which it stands.
        space: Ref,
        /// From when it is there.
        from: scalars::Date,
        /// What it is.
        kind: enums::ResourceKind,
        /// The organisation that owns it.
        owner: Ref,
        /// The number on it: 1 to 32 letters, digits, spaces and -_./:#+
        number: Option<String>,
        /// What people call it: one line of at most 200 characters.
        name: Option<String>,
        /// How surely it is known.
        grade: GradeInput,
        /// Where it stands: [x, y] in millimetres in the level's frame.
        position: Option<Vec<i32>>,
    } => ResourceAddPayload {
        /// The resource.
        resource: types::Resource
    }

    "resourceRevise": ResourceReviseInput {
        /// The resource.
        resource: Ref,
        /// From when it is as described here.
        from: scalars::Date,
        /// The organisation that owns it. Left out: as it was.
        owner: MaybeUndefined<Ref>,
        /// The number on it. Left out: as it was; null: none.
        number: MaybeUndefined<String>,
        /// What people call it. Left out: as it was; null: nothing.
        name: MaybeUndefined<String>,
        /// How surely it is known. Left out: as it was.
        grade: MaybeUndefined<GradeInput>,
        /// Where it stands: [x, y] in millimetres in the level's frame. Left out: as it was; null:
        /// not known.
        position: MaybeUndefined<Vec<i32>>,
    } => ResourceRevisePayload {
        /// The resource.
        resource: types::Resource
    }

    "resourceRetire": ResourceRetireInput {
        /// The resource.
        resource: Ref,
        /// The first date on which it is gone.
        from: scalars::Date,
        /// Why: at most 4,000 characters.
        reason: Option<String>,
        /// What becomes of its allocation: needed where it is given to a unit.
        allocation: Option<AllocationFateInput>,
    } => ResourceRetirePayload {
        /// The resource.
        resource: types::Resource
    }
}

/// How surely a resource is known.
#[derive(OneofObject, Debug)]
pub(super) enum GradeInput {
    /// Seen on site, or stated one by one in a source.
    Counted(CountedInput),
    /// Derived by a stated rule. It cannot be promised until counted.
    Assumed(AssumedInput),
}

/// Seen on site, or stated one by one in a source.
#[derive(InputObject, Debug)]
pub(super) struct CountedInput {
    /// When.
    on: scalars::Date,
}

/// Derived by a stated rule.
#[derive(InputObject, Debug)]
pub(super) struct AssumedInput {
    /// Which rule: 1 to 64 letters, digits, hyphens and points, such as ifc-area-1.
    rule: String,
}

impl Part for GradeInput {
    type Value = Grade;

    fn read(self, reading: &mut Reading) -> Option<Grade> {
        match self {
            Self::Counted(counted) => Some(Grade::Counted { on: counted.on.into() }),
            Self::Assumed(assumed) => {
                let rule = reading.take("assumed.rule", parsed(assumed.rule))?;
                Some(Grade::Assumed { rule })
            }
        }
    }
}

impl Act for ResourceAddInput {
    type Thing = ResourceId;
    type Command = schema::ResourceAdd;
    type Payload = ResourceAddPayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let resource = reading.new_thing(ResourceId::WORD, self.r#ref, ResourceId::derived);
        let number = reading.take("number", any(self.number, parsed));
        let of_resource = reading.take("name", any(self.name, name));
        let grade = reading.part("grade", self.grade);
        let position = reading.any_part("position", self.position.map(PointInput));
        let command = schema::ResourceAdd {
            resource,
            space: self.space.0.into(),
            from: self.from.into(),
            kind: self.kind.into(),
            owner: self.owner.0.into(),
            number: number?,
            name: of_resource?,
            grade: grade?,
            position: position?,
        };
        Some((resource, command))
    }
}

impl Act for ResourceReviseInput {
    type Thing = ResourceId;
    type Command = schema::ResourceRevise;
    type Payload = ResourceRevisePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let resource = self.resource.0.into();
        let owner = reading.take("owner", kept(self.owner, |owner| Ok(owner.0.into())));
        let number = reading.take("number", change(self.number, parsed));
        let of_resource = reading.take("name", change(self.name, name));
        let grade = reading.part_kept("grade", self.grade);
        let position = reading.part_change("position", self.position.map_value(PointInput));
        let command = schema::ResourceRevise {
            resource,
            from: self.from.into(),
            owner: owner?,
            number: number?,
            name: of_resource?,
            grade: grade?,
            position: position?,
        };
        Some((resource, command))
    }
}

impl Act for ResourceRetireInput {
    type Thing = ResourceId;
    type Command = schema::ResourceRetire;
    type Payload = ResourceRetirePayload;

    fn head(&self) -> Head {
        self.common()
    }

    fn read(self, reading: &mut Reading) -> Option<(Self::Thing, Self::Command)> {
        let resource = self.resource.0.into();
        let from = self.from.into();
        let reason = reading.take("reason", any(self.reason, note));
        let allocation = reading.any_part("allocation", self.allocation);
        let (reason, allocation) = (reason?, allocation?);
        Some((resource, schema::ResourceRetire { resource, from, reason, allocation }))
    }
}

/// Mutations of resources.
#[derive(Debug, Default)]
pub(super) struct ResourceMutations;

#[Object]
impl ResourceMutations {
    /// Adds a resource: a workstation, a room as a whole, equipment.
    async fn resource_add(
        &self,
        context: &Context<'_>,
        input: ResourceAddInput,
    ) -> Result<ResourceAddPayload> {
        perform(context, input).await
    }

    /// Describes a resource anew from a date.
    async fn resource_revise(
        &self,
        context: &Context<'_>,
        input: ResourceReviseInput,
    ) -> Result<ResourceRevisePayload> {
        perform(context, input).await
    }

    /// Retires a resource from a date on which nobody has it any more, or says what becomes of its
    /// allocation.
    async fn resource_retire(
        &self,
        context: &Context<'_>,
        input: ResourceRetireInput,
    ) -> Result<ResourceRetirePayload> {
        perform(context, input).await
    }
}
