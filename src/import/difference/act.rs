//! What a difference would record.

use projections::Portfolio;
use schema::{
    AllocationFate, Date, Destination, DrawingId, ImportPart, LevelDraw, LevelId, LevelRetire,
    OrganisationId, ReshapedSpace, ResourceFate, ResourceId, ResourceKind, ResourceRetire,
    ResourcesMove, SpaceAdd, SpaceId, SpaceIdentify, SpaceReshape, SpaceRetire, SpaceRevise,
    Stroke,
    limits::{DRAWING_PART_POINTS_MAX, DRAWING_PART_STROKES_MAX},
};

use super::{furnished::furnished, furnishing::Furnishing, reshaped::retires};
use crate::import::{
    answers::{Answer, Fate},
    plan::PlannedSpace,
};

/// What a difference would record, once it is confirmed for a date.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Things that need nothing else.
    Add(Vec<ImportPart>),
    /// A space with what stands in it.
    AddSpace { planned: Box<PlannedSpace>, owner: Option<OrganisationId> },
    /// A space described anew. Where its sameness is a proposal: what else it would be.
    Revise {
        revise: Box<SpaceRevise>,
        furnishing: Box<Furnishing>,
        /// What its model calls it by now.
        key: Option<SpaceIdentify>,
        other: Option<Box<(Act, Act)>>,
    },
    /// Spaces split or merged. The first successor takes what is not named.
    Reshape {
        spaces: Vec<SpaceId>,
        into: Vec<(PlannedSpace, Option<Box<SpaceRevise>>)>,
        resources: Vec<ResourceFate>,
        owner: Option<OrganisationId>,
    },
    /// A space that is on another level.
    Move { space: SpaceId, to: Box<PlannedSpace>, owner: Option<OrganisationId> },
    /// A space that is gone, with everything in it; `held` is what somebody has.
    Retire { space: SpaceId, resources: Vec<ResourceId>, held: Vec<ResourceId> },
    /// A level that is gone.
    RetireLevel(LevelId),
    /// A level drawn anew.
    Draw { level: LevelId, drawing: DrawingId, strokes: Vec<Stroke>, begun: Option<Begun> },
}

/// A drawing of which some parts are recorded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun {
    /// How many.
    pub(super) parts: u32,
    /// From when it holds.
    pub(super) from: Date,
}

/// What cannot be recorded without an answer.
type Missing = String;

impl Act {
    pub(super) fn parts(
        &self,
        state: &Portfolio,
        from: Date,
        answer: &Answer,
    ) -> Result<Vec<ImportPart>, Missing> {
        match self {
            Self::Add(parts) => Ok(parts.iter().map(|part| dated(part, from)).collect()),
            Self::AddSpace { planned, owner } => Ok(added(state, planned, *owner, from)),
            Self::Revise { revise, furnishing, key, other } => match other.as_deref() {
                Some((add, retire)) if answer.same == Some(false) => {
                    let mut parts = add.parts(state, from, answer)?;
                    parts.extend(retire.parts(state, from, answer)?);
                    Ok(parts)
                }
                _ => {
                    let key = key.clone().map(Into::into);
                    let mut parts = revised(revise, furnishing, from, answer)?;
                    parts.extend(key);
                    Ok(parts)
                }
            },
            Self::Reshape { spaces, into, resources, owner } => {
                reshaped(state, spaces, into, resources, *owner, from, answer)
            }
            Self::Move { space, to, owner } => Ok(moved(state, *space, to, *owner, from)),
            Self::Retire { space, resources, held } => {
                retired(*space, resources, held, from, answer).map(|part| vec![part])
            }
            Self::RetireLevel(level) => {
                Ok(vec![LevelRetire { level: *level, from, reason: None }.into()])
            }
            Self::Draw { level, drawing, strokes, begun } => {
                let from = begun.map_or(from, |begun| begun.from);
                let mut parts = drawn(*level, *drawing, strokes, from);
                parts.drain(..begun.map_or(0, |begun| begun.parts as usize).min(parts.len()));
                Ok(parts)
            }
        }
    }
}

/// The same part from another date.
fn dated(part: &ImportPart, from: Date) -> ImportPart {
    let mut part = part.clone();
    match &mut part {
        ImportPart::Organisation(register) => register.from = from,
        ImportPart::Unit(register) => register.from = from,
        ImportPart::UnitRevised(revise) => revise.from = from,
        ImportPart::UnitMoved(moved) => moved.from = from,
        ImportPart::Building(add) => add.from = from,
        ImportPart::Level(add) => add.from = from,
        ImportPart::LevelRevised(revise) => revise.from = from,
        ImportPart::LevelRetired(retire) => retire.from = from,
        ImportPart::Drawing(draw) => draw.from = from,
        ImportPart::Space(add) => add.from = from,
        ImportPart::SpaceRevised(revise) => revise.from = from,
        ImportPart::SpaceReshaped(reshape) => reshape.from = from,
        ImportPart::SpaceRetired(retire) => retire.from = from,
        ImportPart::Resource(add) => add.from = from,
        ImportPart::ResourceRevised(revise) => revise.from = from,
        ImportPart::ResourcesMoved(moved) => moved.from = from,
        ImportPart::ResourceRetired(retire) => retire.from = from,
        ImportPart::Allocation(assign) => assign.from = from,
        ImportPart::AllocationEnded(end) => end.from = from,
        // What a thing is called in a model has no date; a count, an invoice and a figure have their own.
        ImportPart::Plane(_)
        | ImportPart::SpaceIdentified(_)
        | ImportPart::WorkstationsCounted(_)
        | ImportPart::Invoice(_)
        | ImportPart::Figures(_) => {}
    }
    part
}

fn added(
    state: &Portfolio,
    planned: &PlannedSpace,
    owner: Option<OrganisationId>,
    from: Date,
) -> Vec<ImportPart> {
    let mut parts = vec![SpaceAdd { from, ..planned.add.clone() }.into()];
    parts.extend(furnishing_of(state, planned, owner, from));
    parts
}

fn furnishing_of(
    state: &Portfolio,
    planned: &PlannedSpace,
    owner: Option<OrganisationId>,
    from: Date,
) -> Vec<ImportPart> {
    owner.map_or_else(Vec::new, |owner| furnished(state, planned, owner, from))
}

fn revised(
    revise: &SpaceRevise,
    furnishing: &Furnishing,
    from: Date,
    answer: &Answer,
) -> Result<Vec<ImportPart>, Missing> {
    // What the space can no longer hold goes before it is described anew.
    let mut parts = Vec::new();
    for question in &furnishing.questions {
        let resource = asked(&question.resource)?;
        parts.push(settled(resource, from, answer, &question.called)?);
    }
    parts.extend(furnishing.leaving(from));
    parts.push(SpaceRevise { from, ..revise.clone() }.into());
    parts.extend(furnishing.coming(revise.space, from));
    Ok(parts)
}

/// A reference that this program wrote.
fn asked(reference: &str) -> Result<ResourceId, Missing> {
    reference.parse().map_err(|error: schema::Invalid| error.to_string())
}

/// What becomes of one resource that somebody has, as answered.
fn settled(
    resource: ResourceId,
    from: Date,
    answer: &Answer,
    called: &str,
) -> Result<ImportPart, Missing> {
    match answered(resource, answer, called)?.destination {
        Destination::MovesTo(to) => {
            Ok(ResourcesMove { resources: vec![resource], to, from, reason: None }.into())
        }
        Destination::Retires { allocation } => {
            Ok(ResourceRetire { resource, from, reason: None, allocation }.into())
        }
    }
}

fn answered(resource: ResourceId, answer: &Answer, called: &str) -> Result<ResourceFate, Missing> {
    let fate = answer
        .resources
        .get(&resource)
        .ok_or_else(|| format!("where does {called} go? (resource {resource})"))?;
    let destination = match *fate {
        Fate::MoveTo(space) => Destination::MovesTo(space),
        Fate::Retire => Destination::Retires { allocation: None },
        Fate::End => Destination::Retires { allocation: Some(AllocationFate::Ends) },
        Fate::Instead(other) => {
            Destination::Retires { allocation: Some(AllocationFate::GoesTo(other)) }
        }
    };
    Ok(ResourceFate { resource, destination })
}

fn retired(
    space: SpaceId,
    resources: &[ResourceId],
    held: &[ResourceId],
    from: Date,
    answer: &Answer,
) -> Result<ImportPart, Missing> {
    let fate = |resource: &ResourceId| {
        if held.contains(resource) || answer.resources.contains_key(resource) {
            answered(*resource, answer, "what stands there")
        } else {
            Ok(retires(*resource))
        }
    };
    let resources = resources.iter().map(fate).collect::<Result<_, _>>()?;
    Ok(SpaceRetire { space, from, reason: None, resources, leaves_hub: true }.into())
}

fn reshaped(
    state: &Portfolio,
    spaces: &[SpaceId],
    into: &[(PlannedSpace, Option<Box<SpaceRevise>>)],
    resources: &[ResourceFate],
    owner: Option<OrganisationId>,
    from: Date,
    answer: &Answer,
) -> Result<Vec<ImportPart>, Missing> {
    let successors: Vec<ReshapedSpace> = into
        .iter()
        .map(|(planned, kept)| match kept {
            Some(revise) => ReshapedSpace::Kept(SpaceRevise { from, ..(**revise).clone() }),
            None => ReshapedSpace::New(SpaceAdd { from, ..planned.add.clone() }),
        })
        .collect();
    let named = |fate: &ResourceFate| answer.resources.contains_key(&fate.resource);
    let mut fates: Vec<ResourceFate> =
        resources.iter().filter(|fate| !named(fate)).cloned().collect();
    for resource in answer.resources.keys() {
        fates.push(answered(*resource, answer, "what stands there")?);
    }
    let rest = successors.first().map(ReshapedSpace::space);
    let reshape = SpaceReshape {
        spaces: spaces.to_vec(),
        from,
        into: successors,
        resources: fates,
        rest,
        reason: None,
    };
    let mut parts = vec![reshape.into()];
    for (planned, kept) in into.iter().skip(1) {
        if kept.is_none() && planned.room {
            let room = furnishing_of(state, planned, owner, from);
            parts.extend(room.into_iter().filter(
                |part| matches!(part, ImportPart::Resource(add) if add.kind == ResourceKind::Room),
            ));
        }
    }
    Ok(parts)
}

/// A space that stands on another level is another space: what can be carried goes along, and the room
/// as a whole is given to who had it.
fn moved(
    state: &Portfolio,
    space: SpaceId,
    to: &PlannedSpace,
    owner: Option<OrganisationId>,
    from: Date,
) -> Vec<ImportPart> {
    let mut parts = vec![SpaceAdd { from, ..to.add.clone() }.into()];
    let new_room = furnishing_of(state, to, owner, from).into_iter().find_map(|part| match part {
        ImportPart::Resource(add) if add.kind == ResourceKind::Room => Some(add),
        _ => None,
    });
    parts.extend(new_room.clone().map(Into::into));
    let (mut rooms, mut carried) = (Vec::new(), Vec::new());
    for resource in state.resources_ever_in(space).filter(|resource| resource.exists(from)) {
        if resource.place.at(from, projections::Basis::Actual) != Some(&space) {
            continue;
        }
        let described = resource.descriptions.nearest(from);
        if described.is_some_and(|described| described.kind == ResourceKind::Room) {
            rooms.push(resource.id);
        } else {
            carried.push(resource.id);
        }
    }
    if !carried.is_empty() {
        let to = to.add.space;
        parts.push(ResourcesMove { resources: carried, to, from, reason: None }.into());
    }
    let allocation = new_room.map(|room| AllocationFate::GoesTo(room.resource));
    let resources = rooms
        .into_iter()
        .map(|resource| {
            let allocation = allocation.or(Some(AllocationFate::Ends));
            ResourceFate { resource, destination: Destination::Retires { allocation } }
        })
        .collect();
    // A hub that it serves is not left without a word: the rules refuse that, and name the hub.
    parts.push(SpaceRetire { space, from, reason: None, resources, leaves_hub: false }.into());
    parts
}

/// Divides strokes among parts, each of which fits an event.
fn drawn(level: LevelId, drawing: DrawingId, strokes: &[Stroke], from: Date) -> Vec<ImportPart> {
    let mut parts: Vec<Vec<Stroke>> = vec![Vec::new()];
    let mut points = 0;
    for stroke in strokes {
        let full = parts.last().is_none_or(|part| part.len() >= DRAWING_PART_STROKES_MAX);
        if full || points + stroke.points().len() > DRAWING_PART_POINTS_MAX {
            parts.push(Vec::new());
            points = 0;
        }
        points += stroke.points().len();
        if let Some(part) = parts.last_mut() {
            part.push(stroke.clone());
        }
    }
    let all = u32::try_from(parts.len()).unwrap_or(u32::MAX);
    (0..all)
        .zip(parts)
        .map(|(part, strokes)| LevelDraw { level, drawing, from, part, parts: all, strokes }.into())
        .collect()
}
