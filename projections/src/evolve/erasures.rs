//! How events take texts away: the state keeps which, and never knew what they said.

use schema::{ErasedText, TextsErased};

use super::{Cause, Evolved, Inconsistent};
use crate::Portfolio;

impl Portfolio {
    pub(super) fn texts_erased(&mut self, cause: &Cause, event: &TextsErased) -> Evolved {
        let unknown = |thing| Err(Inconsistent::Unknown { revision: cause.revision, thing });
        match &event.erased {
            ErasedText::NameOf(person) if self.person(person).is_none() => {
                return unknown(format!("{person:?}"));
            }
            ErasedText::StoodAt(place) if place.revision >= cause.revision => {
                return unknown(format!("a text of revision {}", place.revision));
            }
            ErasedText::NameOf(_) | ErasedText::StoodAt(_) => {}
        }
        self.erased.extend(event.commitments.iter().copied());
        Ok(())
    }
}
