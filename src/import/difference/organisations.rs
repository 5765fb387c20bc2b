//! Organisations and units of a list beside those recorded.

use projections::Unit;
use schema::{
    Change as FieldChange, OrganisationId, UnitDescription, UnitId, UnitMove, UnitRegister,
    UnitRevise,
};
use std::{collections::BTreeSet, sync::Arc};

use super::{Act, Change, ChangeKind, Compare, Difference};

/// Units named one by one that a list does not have, at most.
const LEFT_SHOWN_MAX: usize = 20;

impl Compare<'_> {
    pub(super) fn organisations(&self, difference: &mut Difference) {
        for register in &self.plan.organisations {
            if self.state.organisation(&register.organisation).is_some() {
                difference.same += 1;
                continue;
            }
            let (id, called) = (register.organisation, register.name.as_str());
            let change = Change::plain("organisation", ChangeKind::Added, id, called);
            difference.push(change, Act::Add(vec![register.clone().into()]));
        }
        for planned in &self.plan.units {
            match self.state.unit(&planned.unit) {
                None => {
                    let called = planned.name.as_str();
                    let mut change = Change::plain("unit", ChangeKind::Added, planned.unit, called);
                    change.details.push(format!("{} people", planned.headcount));
                    difference.push(change, Act::Add(vec![planned.clone().into()]));
                }
                Some(known) => self.known_unit(known, planned, difference),
            }
        }
        self.units_left(difference);
    }

    /// The units of the list's organisations that the list does not have. A list ends no unit: who takes
    /// over is somebody's decision.
    fn units_left(&self, difference: &mut Difference) {
        let listed: BTreeSet<UnitId> = self.plan.units.iter().map(|unit| unit.unit).collect();
        let organisations: BTreeSet<OrganisationId> =
            self.plan.units.iter().map(|unit| unit.organisation).collect();
        let standing = self.state.units().values().filter(|unit| unit.exists(self.on));
        let left = standing.filter(|unit| !listed.contains(&unit.id)).filter_map(|unit| {
            let described = unit.descriptions.at(self.on)?;
            organisations
                .contains(&described.organisation)
                .then(|| format!("{} ({} people)", self.unit_called(unit.id), described.headcount))
        });
        let mut left: Vec<String> = left.collect();
        if left.is_empty() || self.plan.incomplete {
            return;
        }
        left.sort();
        let more = left.len().saturating_sub(LEFT_SHOWN_MAX);
        left.truncate(LEFT_SHOWN_MAX);
        if more > 0 {
            left.push(format!("{more} more"));
        }
        difference.notes.push(format!(
            "Recorded and not in the list: {}. They stay; unitsReorganise merges or dissolves them.",
            left.join(", ")
        ));
    }

    fn known_unit(&self, known: &Arc<Unit>, planned: &UnitRegister, difference: &mut Difference) {
        let Some(was) = known.descriptions.at(self.on) else { return };
        let mut parts = Vec::new();
        let mut details = self.unit_details(was, planned);
        if !details.is_empty() {
            let renamed = self.text_differs("", Some(was.name), Some(&planned.name)).is_some();
            parts.push(revision(planned, self.on, renamed).into());
        }
        if (was.organisation, was.parent) != (planned.organisation, planned.parent) {
            let (organisation, parent) = (planned.organisation, planned.parent);
            let place = self.place_called(organisation, parent);
            details.push(format!(
                "part of {} becomes part of {place}",
                self.place_called(was.organisation, was.parent)
            ));
            let (unit, from) = (planned.unit, self.on);
            parts.push(UnitMove { unit, from, organisation, parent, reason: None }.into());
        }
        if parts.is_empty() {
            difference.same += 1;
            return;
        }
        let kind = if details.len() == 1
            && parts.len() == 1
            && matches!(parts[0], schema::ImportPart::UnitMoved(_))
        {
            ChangeKind::Moved
        } else {
            ChangeKind::Changed
        };
        let called = self.unit_called(planned.unit);
        let mut change = Change::plain("unit", kind, planned.unit, &called);
        change.details = details;
        difference.push(change, Act::Add(parts));
    }

    fn unit_details(&self, was: &UnitDescription, is: &UnitRegister) -> Vec<String> {
        let mut details = Vec::new();
        details.extend(self.text_differs("name", Some(was.name), Some(&is.name)));
        if was.headcount != is.headcount {
            details.push(format!("people {} becomes {}", was.headcount, is.headcount));
        }
        // A list that does not say is no statement that nothing is known.
        if is.attendance.is_some() && was.attendance != is.attendance {
            details.push("attendance".to_owned());
        }
        if let Some(municipality) = &is.municipality
            && was.municipality.as_ref() != Some(municipality)
        {
            details.push(format!("municipality {municipality}"));
        }
        details
    }

    fn place_called(&self, organisation: OrganisationId, parent: Option<UnitId>) -> String {
        match parent {
            Some(parent) => {
                let planned = self.plan.units.iter().find(|planned| planned.unit == parent);
                planned.map_or_else(
                    || self.unit_called(parent),
                    |planned| planned.name.as_str().to_owned(),
                )
            }
            None => {
                let known = self.state.organisation(&organisation);
                let described = known.and_then(|known| known.descriptions.nearest(self.on));
                let shown = described.map(|known| self.texts.shown(known.name).to_string());
                shown.unwrap_or_else(|| organisation.to_string())
            }
        }
    }
}

/// A name that stays is not sealed anew.
fn revision(planned: &UnitRegister, from: schema::Date, renamed: bool) -> UnitRevise {
    UnitRevise {
        unit: planned.unit,
        from,
        name: renamed.then(|| planned.name.clone()),
        // Where it belongs is moved, not revised.
        parent: FieldChange::Keep,
        headcount: Some(planned.headcount),
        attendance: planned.attendance.map_or(FieldChange::Keep, FieldChange::Set),
        municipality: planned.municipality.clone().map_or(FieldChange::Keep, FieldChange::Set),
    }
}
