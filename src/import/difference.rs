//! What of a plan is recorded already, what is not, and what differs.

use projections::{Portfolio, Texts};
use schema::{Commitment, ImportPart, LevelAdd, ResourceAdd, SpaceAdd, Text};

use super::Plan;

/// A plan beside what is recorded.
#[derive(Clone, Debug, Default)]
pub(super) struct Difference {
    /// What is not recorded, in the order of the plan.
    pub(super) missing: Vec<ImportPart>,
    /// What is recorded otherwise than the file says, in words.
    pub(super) differing: Vec<String>,
    /// How many things are recorded as the file says.
    pub(super) same: usize,
}

impl Difference {
    pub(super) fn of(plan: &Plan, state: &Portfolio, texts: &dyn Texts) -> Self {
        let compare = Compare { state, texts };
        let mut difference = Self::default();
        for level in &plan.levels {
            let found = compare.level(level);
            difference.take(found, level.name.as_str(), || ImportPart::Level(level.clone()));
        }
        for space in &plan.spaces {
            let called = space.number.as_ref().map_or("without number", |number| number.as_str());
            let found = compare.space(space);
            difference.take(found, &format!("space {called}"), || ImportPart::Space(space.clone()));
        }
        for resource in &plan.resources {
            let called = resource.number.as_ref().map_or("without number", |n| n.as_str());
            let found = compare.resource(resource);
            let called = format!("{} {called}", resource.kind);
            difference.take(found, &called, || ImportPart::Resource(resource.clone()));
        }
        difference
    }

    fn take(
        &mut self,
        found: Option<Vec<&'static str>>,
        called: &str,
        part: impl FnOnce() -> ImportPart,
    ) {
        match found {
            None => self.missing.push(part()),
            Some(fields) if fields.is_empty() => self.same += 1,
            Some(fields) => self.differing.push(format!("{called}: {}", fields.join(", "))),
        }
    }
}

struct Compare<'a> {
    state: &'a Portfolio,
    texts: &'a dyn Texts,
}

/// The fields that differ; nothing where the thing is not recorded.
type Found = Option<Vec<&'static str>>;

impl Compare<'_> {
    fn level(&self, planned: &LevelAdd) -> Found {
        let known = self.state.level(&planned.level)?;
        let described = known.descriptions.nearest(planned.from)?;
        Some(differing([
            ("name", self.same(described.name, &planned.name)),
            ("elevation", described.elevation_mm == planned.elevation_mm),
            ("building", known.building == planned.building),
        ]))
    }

    fn space(&self, planned: &SpaceAdd) -> Found {
        let known = self.state.space(&planned.space)?;
        let described = known.descriptions.nearest(planned.from)?;
        Some(differing([
            ("level", known.level == planned.level),
            ("number", described.number == planned.number),
            ("name", self.same_any(described.name, planned.name.as_ref())),
            ("function", self.same_any(described.function, planned.function.as_ref())),
            ("category", described.category == planned.category),
            ("polygon", described.polygon == planned.polygon),
            ("height", described.height_mm == planned.height_mm),
            ("areas", described.areas == planned.areas),
            ("codes", described.codes == planned.codes),
        ]))
    }

    fn resource(&self, planned: &ResourceAdd) -> Found {
        let known = self.state.resource(&planned.resource)?;
        let described = known.descriptions.nearest(planned.from)?;
        // Once counted, a workstation is no longer as assumed, and that is no difference to the file.
        Some(differing([("kind", described.kind == planned.kind)]))
    }

    /// A text is the same when the vault says so. An erased one cannot be compared, and is not
    /// brought back by a file.
    fn same(&self, recorded: Commitment, planned: &Text) -> bool {
        self.texts.text(recorded).is_none_or(|text| *text == *planned.as_str())
    }

    fn same_any(&self, recorded: Option<Commitment>, planned: Option<&Text>) -> bool {
        match (recorded, planned) {
            (None, None) => true,
            (Some(recorded), Some(planned)) => self.same(recorded, planned),
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

fn differing<const N: usize>(fields: [(&'static str, bool); N]) -> Vec<&'static str> {
    fields.into_iter().filter(|(_, same)| !same).map(|(field, _)| field).collect()
}
