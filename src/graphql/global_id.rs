//! Relay ids. A thing read under clocks that were named has them in its id, so that a cache keyed by
//! id never mixes what held on different dates. Mutations take the lasting `ref` instead.

use async_graphql::ID;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use projections::Basis;
use schema::{Date, PortfolioId, Revision};

use super::pin::{Clocks, Pin};

/// What a Relay id says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GlobalId {
    /// The name of the GraphQL type.
    pub type_name: String,
    /// The portfolio.
    pub portfolio: PortfolioId,
    /// The thing's own reference: a UUID, a code or a revision.
    pub reference: String,
    /// The clocks that were named.
    pub clocks: Clocks,
}

impl GlobalId {
    /// The id of a thing of a pinned portfolio.
    pub fn of(type_name: &str, pin: &Pin, reference: impl std::fmt::Display) -> ID {
        let id = Self {
            type_name: type_name.to_owned(),
            portfolio: pin.portfolio,
            reference: reference.to_string(),
            clocks: pin.clocks,
        };
        ID(id.encoded())
    }

    fn encoded(&self) -> String {
        let Clocks { revision, on, basis, told } = self.clocks;
        let shown = |part: Option<String>| part.unwrap_or_default();
        let plain = format!(
            "{} {} {} {} {} {} {}",
            self.type_name,
            self.portfolio,
            shown(revision.map(|revision| revision.to_string())),
            shown(on.map(|on| on.to_string())),
            match basis {
                None => "",
                Some(Basis::Actual) => "actual",
                Some(Basis::Planned) => "planned",
            },
            shown(told.map(|told| told.to_string())),
            self.reference,
        );
        URL_SAFE_NO_PAD.encode(plain)
    }

    /// Reads an id that this service gave; none for anything else.
    pub fn decode(id: &str) -> Option<Self> {
        let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(id).ok()?).ok()?;
        // The reference comes last: a code may hold a space.
        let mut parts = plain.splitn(7, ' ');
        let mut next = || parts.next();
        let (type_name, portfolio) = (next()?, next()?);
        let (revision, on, basis) = (next()?, next()?, next()?);
        let (told, reference) = (next()?, next()?);
        let clocks = Clocks {
            revision: optional(revision, |text| Revision::new(text.parse().ok()?).ok())?,
            on: optional(on, |text| text.parse::<Date>().ok())?,
            basis: optional(basis, |text| match text {
                "actual" => Some(Basis::Actual),
                "planned" => Some(Basis::Planned),
                _ => None,
            })?,
            told: optional(told, |text| text.parse::<Date>().ok())?,
        };
        Some(Self {
            type_name: type_name.to_owned(),
            portfolio: portfolio.parse().ok()?,
            reference: reference.to_owned(),
            clocks,
        })
    }
}

/// An empty part is absent; one that does not parse spoils the whole.
fn optional<T>(part: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    if part.is_empty() { Some(None) } else { parse(part).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_with_its_clocks() {
        let id = GlobalId {
            type_name: "Municipality".to_owned(),
            portfolio: uuid::Uuid::from_u128(7).into(),
            reference: "23 80".to_owned(),
            clocks: Clocks {
                revision: Some(Revision::FIRST),
                on: Some("2027-03-01".parse().unwrap()),
                basis: Some(Basis::Planned),
                told: Some("2026-11-02".parse().unwrap()),
            },
        };
        assert_eq!(GlobalId::decode(&id.encoded()), Some(id.clone()));
        let without = GlobalId { clocks: Clocks::default(), ..id };
        assert_eq!(GlobalId::decode(&without.encoded()), Some(without));
        assert_eq!(GlobalId::decode("c29tZXRoaW5n"), None);
    }
}
