//! How events change spaces and what stands in them: reshaping, identifying, moving, counting,
//! drawing.

use schema::{
    Grade, LevelDrawn, ResourceDescription, ResourcesCounted, ResourcesMoved, SpaceIdentified,
    SpacesReshaped,
};
use std::sync::Arc;

use super::{Cause, Evolved, Inconsistent, change, retire};
use crate::{Count, Drawing, Portfolio, Succession};

impl Portfolio {
    pub(super) fn spaces_reshaped(&mut self, cause: &Cause, event: &SpacesReshaped) -> Evolved {
        let succession = |others: &[_]| Succession {
            from: event.from,
            revision: cause.revision,
            others: others.to_vec(),
        };
        for &former in &event.spaces {
            let space = change!(self, spaces, cause, former);
            space.became.push(succession(&event.into));
            if !event.into.contains(&former) {
                retire(&mut space.retired, cause, event.from, event.reason)?;
            }
        }
        for &successor in &event.into {
            change!(self, spaces, cause, successor).formed.push(succession(&event.spaces));
        }
        Ok(())
    }

    pub(super) fn space_identified(&mut self, cause: &Cause, event: &SpaceIdentified) -> Evolved {
        let space = change!(self, spaces, cause, event.space);
        if !space.is_called(&event.global_id) {
            space.global_ids.push(event.global_id.clone());
        }
        Ok(())
    }

    pub(super) fn resources_moved(&mut self, cause: &Cause, event: &ResourcesMoved) -> Evolved {
        for &moved in &event.resources {
            let resource = change!(self, resources, cause, moved);
            resource.place.hold(event.from, cause.revision, event.to);
            self.resources_of.insert((event.to, moved));
        }
        Ok(())
    }

    pub(super) fn resources_counted(&mut self, cause: &Cause, event: &ResourcesCounted) -> Evolved {
        let ResourcesCounted { on, source, .. } = *event;
        let counted = |known: &Arc<ResourceDescription>| {
            let grade = Grade::Counted { on };
            (!known.grade.is_counted())
                .then(|| Arc::new(ResourceDescription { grade, ..(**known).clone() }))
        };
        for &resource in &event.resources {
            let resource = change!(self, resources, cause, resource);
            resource.descriptions.replace(on, cause.revision, counted);
            resource.counts.push(Count { on, source, revision: cause.revision });
        }
        Ok(())
    }

    pub(super) fn level_drawn(&mut self, cause: &Cause, event: &LevelDrawn) -> Evolved {
        let level = change!(self, levels, cause, event.level);
        let begun = level.drawings.iter().position(|drawing| drawing.id == event.drawing);
        let index = begun.unwrap_or_else(|| {
            level.drawings.push(Drawing {
                id: event.drawing,
                from: event.from,
                revision: cause.revision,
                parts: event.parts,
                strokes: Vec::new(),
            });
            level.drawings.len() - 1
        });
        level.drawings[index].strokes.push(Arc::new(event.strokes.clone()));
        Ok(())
    }
}
