//! The layer of ISO 10303-21, the clear text that an IFC file is written in:
//! words, grammar, strings, and entities looked up by their ids. It knows
//! nothing of buildings.
//!
//! The whole grammar is checked once, without recursion, before anything is
//! looked up. After that an entity is read from its bytes each time that it is
//! needed, so that no tree of the file is ever held.

mod alphabets;
mod lexer;
mod record;
mod scan;
mod source;
mod text;

pub(crate) use record::{Attribute, Record, Step};
