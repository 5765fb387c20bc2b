//! The end of the story: a name that its owner wants gone, and one that should never have been there.

use super::{
    setting::municipality,
    story::{STORY, Story, administrator, the},
};
use crate::{
    ErasedText, ErasureDecision, ErasureGround, OrganisationDescription, OrganisationId,
    OrganisationRegistered, PersonId, PersonRegistered, TextPlace, TextsErased,
};

pub(super) fn tell(story: &mut Story) {
    let person = PersonId::derived(STORY, "maja");
    let name = story.command("2028-05-02T08:00:00.000000Z", administrator(), |act| {
        let name = act.text("name", "Maja Olofsson Bäck");
        act.also(PersonRegistered { person, name });
        name
    });
    story.command("2028-06-01T08:00:00.000000Z", administrator(), |act| {
        act.complete(TextsErased {
            erased: ErasedText::NameOf(person),
            commitments: vec![name.digest()],
            ground: ErasureGround::DataSubject,
            decision: Some(ErasureDecision {
                organisation: municipality(),
                case_number: the("KS 2028/00417"),
                decided_on: the("2028-05-30"),
            }),
        });
    });
    let revision = story.next_revision();
    let name = story.command("2028-06-02T08:00:00.000000Z", administrator(), |act| {
        let name = act.text("description.name", "Per-Olov Ejra (firma)");
        act.also(OrganisationRegistered {
            organisation: OrganisationId::derived(STORY, "firm"),
            from: the("2028-06-01"),
            description: OrganisationDescription { name, number: None },
        });
        name
    });
    story.command("2028-06-02T08:05:00.000000Z", administrator(), |act| {
        act.minimal(TextsErased {
            erased: ErasedText::StoodAt(TextPlace { revision, field: the("description.name") }),
            commitments: vec![name.digest()],
            ground: ErasureGround::RecordedInError,
            decision: None,
        });
    });
}
