//! A part of a workbook as a run of tags and texts, one at a time. No entity is ever expanded but
//! XML's own five and characters by number, and a document type declaration is refused.

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesRef, BytesStart, Event},
};
use std::borrow::Cow;

use super::package::{Part, damaged};
use crate::{Limits, ListError, table::within};

/// What stands next in the part. An empty element comes as its start and its end.
pub(super) enum Node {
    Start(Tag),
    End(String),
    Text(String),
    Done,
}

/// An element's start.
pub(super) struct Tag(BytesStart<'static>);

impl Tag {
    /// Its name without the prefix of its namespace.
    pub(super) fn name(&self) -> &str {
        local(self.0.name().into_inner())
    }

    /// An attribute's value, by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let mut known = attributes.with_checks(false).flatten();
        let found = known.find(|found| local(found.key.into_inner()) == name)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }

    /// Whether an attribute says yes.
    pub(super) fn says(&self, name: &str) -> bool {
        self.attribute(name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
    }

    /// An attribute that is a number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Reads a part.
pub(super) struct Xml<'p, 'a> {
    reader: Reader<Part<'p, 'a>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<'p, 'a> Xml<'p, 'a> {
    pub(super) fn new(part: Part<'p, 'a>) -> Self {
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), depth: 0 }
    }

    pub(super) fn next(&mut self) -> Result<Node, ListError> {
        loop {
            self.buffer.clear();
            self.reader.get_mut().next_markup();
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event.into_owned(),
                Err(error) => return Err(self.refused(&error)),
            };
            if let Some(node) = self.node(event)? {
                return Ok(node);
            }
        }
    }

    fn node(&mut self, event: Event<'static>) -> Result<Option<Node>, ListError> {
        Ok(Some(match event {
            Event::Start(start) | Event::Empty(start) => {
                self.depth += 1;
                let part = self.reader.get_ref();
                let place = || part.name().to_owned();
                let what = "elements inside each other";
                within(self.depth, part.limits().nesting_depth, place, what)?;
                Node::Start(Tag(start))
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                Node::End(local(end.name().into_inner()).to_owned())
            }
            Event::Text(text) => Node::Text(text.xml10_content().into_owned()),
            Event::CData(text) => Node::Text(text.xml10_content().into_owned()),
            Event::GeneralRef(reference) => Node::Text(self.character(&reference)?),
            Event::DocType(_) => {
                return Err(self.damaged("a document type declaration, as no workbook holds"));
            }
            Event::Eof if self.depth > 0 => return Err(self.damaged("it ends too early")),
            Event::Eof => Node::Done,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => return Ok(None),
        }))
    }

    fn character(&self, reference: &BytesRef<'_>) -> Result<String, ListError> {
        if let Ok(Some(character)) = reference.resolve_char_ref() {
            return Ok(character.to_string());
        }
        let predefined = resolve_predefined_entity(reference).map(str::to_owned);
        predefined.ok_or_else(|| self.damaged("an entity that XML does not know by itself"))
    }

    fn refused(&mut self, error: &quick_xml::Error) -> ListError {
        let refusal = self.reader.get_mut().refusal();
        refusal.unwrap_or_else(|| self.damaged(&error.to_string()))
    }

    pub(super) fn damaged(&self, found: &str) -> ListError {
        damaged(self.reader.get_ref().name(), found)
    }

    pub(super) fn limits(&self) -> &Limits {
        self.reader.get_ref().limits()
    }
}
