//! The names of things beside their references in a message. The rules never read the vault, so that
//! what they say names things by reference alone: a person is told what those are called.

use schema::{Date, Revision};
use uuid::Uuid;

use super::Narrator;
use crate::{Language, Portfolio, Texts};

/// References of one message that are named, at most.
const NAMED_MAX: usize = 16;

/// Characters of a reference: a UUID with hyphens.
const REFERENCE: usize = 36;

/// The message with the name beside each reference that `state` knows, as things are called `today`:
/// `hub 00000000-… is not open` becomes `hub Torget (00000000-…) is not open`. Other references stay
/// as they are.
pub fn with_names(message: &str, state: &Portfolio, today: Date, texts: &dyn Texts) -> String {
    let at = state.head().map_or(Revision::FIRST, |head| head.revision);
    let narrator = Narrator { language: Language::English, at, today, state, texts };
    let mut named = 0;
    let words = message.split(' ').map(|word| {
        let beside = (named < NAMED_MAX).then(|| narrator.with_name(word)).flatten();
        named += usize::from(beside.is_some());
        beside.unwrap_or_else(|| word.to_owned())
    });
    words.collect::<Vec<_>>().join(" ")
}

impl Narrator<'_> {
    /// A word that begins with a reference, in brackets or not, with the name beside it.
    fn with_name(&self, word: &str) -> Option<String> {
        let bracketed = word.strip_prefix('(');
        let (reference, rest) = bracketed.unwrap_or(word).split_at_checked(REFERENCE)?;
        // A longer key that only begins like one is none.
        if rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '-' | '/')) {
            return None;
        }
        let name = self.name(Uuid::parse_str(reference).ok()?)?;
        Some(match bracketed {
            Some(_) => format!("({name}, {reference}{rest}"),
            None => format!("{name} ({reference}){rest}"),
        })
    }

    /// What a thing of any kind is called, without the noun that says of which; none where it is not
    /// known or has no name.
    fn name(&self, id: Uuid) -> Option<String> {
        let (state, on) = (self.state, self.today);
        let of_person = || state.person(&id.into()).map(|known| self.shown(known.name));
        let of_organisation =
            || state.organisation(&id.into()).map(|known| self.organisation(known.id, on));
        let of_unit = || state.unit(&id.into()).map(|known| self.unit(known.id, on));
        let of_building = || state.building(&id.into()).map(|_| self.building_alone(id.into(), on));
        let of_level = || state.level(&id.into()).map(|known| self.level(known.id, on));
        let of_hub = || state.hub(&id.into()).map(|known| self.shown(known.description(on).name));
        let of_membership = || state.membership(&id.into()).map(|known| self.member(known.id, on));
        let of_reallocation = || state.reallocation(&id.into()).map(|known| self.title(known.id));
        let of_transition = || state.transition(&id.into()).map(|known| self.transition(known.id));
        let of_precondition =
            || state.precondition(&id.into()).map(|known| self.precondition(known.id));
        let of_basis =
            || state.basis(&id.into()).map(|known| self.quoted(&self.shown(known.basis.title)));
        of_person()
            .or_else(of_organisation)
            .or_else(of_unit)
            .or_else(of_building)
            .or_else(of_level)
            .or_else(|| self.space_number(id))
            .or_else(|| self.resource_number(id))
            .or_else(of_hub)
            .or_else(of_membership)
            .or_else(of_reallocation)
            .or_else(of_transition)
            .or_else(of_precondition)
            .or_else(of_basis)
    }

    /// A space by its number; by its name where it has none.
    fn space_number(&self, id: Uuid) -> Option<String> {
        let described = self.state.space(&id.into())?.descriptions.nearest(self.today)?;
        let number = described.number.as_ref().map(ToString::to_string);
        number.or_else(|| described.name.or(described.function).map(|name| self.shown(name)))
    }

    /// A resource by its number; by what it is and where it stands where it has none.
    fn resource_number(&self, id: Uuid) -> Option<String> {
        let known = self.state.resource(&id.into())?;
        let described = known.descriptions.nearest(self.today);
        let number = described.and_then(|described| described.number.as_ref());
        let called = number.map(ToString::to_string);
        Some(called.unwrap_or_else(|| self.resource(known.id, self.today)))
    }
}
