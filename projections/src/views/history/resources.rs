//! Resources and their allocations in words.

use schema::{
    AllocationAssigned, AllocationEnded, AllocationsTransferred, ResourceAdded,
    ResourceDescription, ResourceRetired, ResourceRevised, ResourcesCounted, ResourcesMoved,
};

use super::{
    Narrator,
    language::told,
    revised::{differing, former},
};

impl Narrator<'_> {
    pub(super) fn resource_added(&self, e: &ResourceAdded) -> String {
        let (resource, from) = (self.resource(e.resource, e.from), e.from);
        let grade = self.grade(&e.description);
        told!(
            self.language,
            "Added {resource} ({grade}) from {from}",
            "{resource} ({grade}) lades till från och med {from}"
        )
    }

    fn grade(&self, of: &ResourceDescription) -> &'static str {
        self.language.graded(of.kind, of.grade.is_counted())
    }

    pub(super) fn resource_revised(&self, e: &ResourceRevised) -> String {
        let known = self.state.resource(&e.resource);
        let was = known.and_then(|known| former(&known.descriptions, e.from, self.at));
        let is = &e.description;
        let changes = was.map_or_else(Vec::new, |was| {
            differing([
                self.value_changed(
                    self.word("number", "nummer"),
                    was.number.as_ref(),
                    is.number.as_ref(),
                ),
                self.text_changed(
                    self.word("owner", "ägare"),
                    &self.organisation(was.owner, e.from.previous_day()),
                    &self.organisation(is.owner, e.from),
                ),
                self.text_changed(self.word("grade", "status"), self.grade(was), self.grade(is)),
                self.differs(was.name != is.name, "another name", "nytt namn"),
                self.differs(was.position != is.position, "another position", "nytt läge"),
            ])
        });
        let on = if was.is_some() { e.from.previous_day() } else { e.from };
        self.revised(&self.resource(e.resource, on), e.from, &changes)
    }

    pub(super) fn resource_retired(&self, e: &ResourceRetired) -> String {
        let (resource, from) = (self.resource(e.resource, e.from), e.from);
        told!(
            self.language,
            "{resource} is gone from {from}",
            "{resource} finns inte längre från och med {from}"
        )
    }

    pub(super) fn resources_moved(&self, e: &ResourcesMoved) -> String {
        let (moved, from) = (self.resources(&e.resources, e.from), e.from);
        let to = self.space(e.to, from);
        told!(
            self.language,
            "{moved} moved into {to} on {from}",
            "{moved} flyttades till {to} den {from}"
        )
    }

    pub(super) fn resources_counted(&self, e: &ResourcesCounted) -> String {
        let (counted, on) = (self.several(&e.resources, e.on), e.on);
        let (space, source) = (self.space(e.space, on), self.shown(e.source));
        told!(
            self.language,
            "Counted {counted} in {space} on {on} ({source})",
            "{counted} räknades i {space} den {on} ({source})"
        )
    }

    pub(super) fn allocation_assigned(&self, e: &AllocationAssigned) -> String {
        let (resource, from) = (self.resource(e.resource, e.from), e.from);
        let unit = self.unit(e.unit, from);
        told!(
            self.language,
            "Gave {resource} to {unit} from {from}",
            "{resource} upplåts till {unit} från och med {from}"
        )
    }

    pub(super) fn allocation_ended(&self, e: &AllocationEnded) -> String {
        let (resource, from) = (self.resource(e.resource, e.from), e.from);
        told!(
            self.language,
            "{resource} is vacant from {from}",
            "{resource} är vakant från och med {from}"
        )
    }

    pub(super) fn allocations_transferred(&self, e: &AllocationsTransferred) -> String {
        let (resources, from) = (self.several(&e.resources, e.from), e.from);
        let (unit, to) = (self.unit(e.unit, from), self.unit(e.to, from));
        told!(
            self.language,
            "Gave {resources} of {unit} to {to} from {from}",
            "{resources} övergår från {unit} till {to} den {from}"
        )
    }
}
