//! What a reshaping asks for.

use schema::{LevelId, ReshapedSpace, SpaceId, SpaceReshape};
use std::collections::BTreeSet;

use crate::{InvalidValue, NotOnLevel, Rejection, drawings::at_most};

/// Spaces that are reshaped together, before or after, at most.
const TOGETHER_MAX: usize = 50;

/// What is asked for, each space once.
pub(super) struct Asked {
    pub(super) spaces: BTreeSet<SpaceId>,
    pub(super) into: BTreeSet<SpaceId>,
    /// Those that do not go on.
    pub(super) ended: Vec<SpaceId>,
    /// Those that are new.
    pub(super) new: Vec<SpaceId>,
    /// Who takes what is not named.
    pub(super) rest: Option<SpaceId>,
    /// Whether any resource is told where it goes.
    pub(super) moves: bool,
}

impl Asked {
    pub(super) fn of(reshape: &SpaceReshape) -> Result<Self, Rejection> {
        at_most(reshape.spaces.len(), TOGETHER_MAX, "spaces reshaped together", "spaces")?;
        at_most(reshape.into.len(), TOGETHER_MAX, "spaces reshaped together", "into")?;
        let spaces: BTreeSet<SpaceId> = reshape.spaces.iter().copied().collect();
        let into: BTreeSet<SpaceId> = reshape.into.iter().map(ReshapedSpace::space).collect();
        let ended: Vec<SpaceId> = spaces.difference(&into).copied().collect();
        let new = into.difference(&spaces).copied().collect();
        let only = into.first().copied().filter(|_| into.len() == 1);
        let rest = reshape.rest.or(only);
        let some = |of: &BTreeSet<SpaceId>, path: &str| {
            let accepted = "one space or more; retire a space that nothing replaces";
            invalid(!of.is_empty(), path, "list of spaces", "none".to_owned(), accepted)
        };
        some(&spaces, "spaces")?;
        some(&into, "into")?;
        if let Some(rest) = rest {
            let accepted = "one of the spaces that take their place";
            let given = rest.to_string();
            invalid(into.contains(&rest), "rest", "space that takes the rest", given, accepted)?;
        }
        let moves = !reshape.resources.is_empty();
        Ok(Self { spaces, into, ended, new, rest, moves })
    }
}

fn invalid(
    holds: bool,
    path: &str,
    what: &str,
    given: String,
    accepted: &str,
) -> Result<(), Rejection> {
    if holds {
        return Ok(());
    }
    let (what, accepted) = (what.to_owned(), accepted.to_owned());
    Err(Rejection::new(path, InvalidValue { what, given, accepted }))
}

pub(super) fn not_on_level(path: &str, space: SpaceId, level: LevelId) -> Rejection {
    let (space, level) = (space.to_string(), level.to_string());
    Rejection::new(path, NotOnLevel { space, level })
}

/// Successors are on the level of those that were, from the same date, and those that go on were
/// among them.
pub(super) fn check_successors(
    reshape: &SpaceReshape,
    asked: &Asked,
    level: Option<LevelId>,
) -> Result<(), Rejection> {
    for (index, into) in reshape.into.iter().enumerate() {
        let path = format!("into.{index}");
        let from = match into {
            ReshapedSpace::New(add) => {
                if let Some(level) = level.filter(|level| *level != add.level) {
                    return Err(not_on_level(&path, add.space, level));
                }
                add.from
            }
            ReshapedSpace::Kept(revise) => {
                let (kept, given) = (revise.space, revise.space.to_string());
                let accepted = "a space that is among those reshaped";
                invalid(
                    asked.spaces.contains(&kept),
                    &path,
                    "space that goes on",
                    given,
                    accepted,
                )?;
                revise.from
            }
        };
        let accepted = format!("{}, the date of the reshaping", reshape.from);
        invalid(from == reshape.from, &path, "date", from.to_string(), &accepted)?;
    }
    Ok(())
}
