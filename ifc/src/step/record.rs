//! Entities read one attribute at a time, straight from the file's bytes.

use std::cell::Cell;

use super::super::error::IfcError;
use super::super::limits::Limits;
use super::super::place::{EntityId, Place};
use super::lexer::{Lexeme, Lexer, Token};
use super::scan::{self, Entry, Index};
use super::source::Source;
use super::text;

/// Looking an entity up costs at least this many steps, however short it is.
const STEPS_PER_LOOKUP: usize = 16;

/// A checked file whose entities can be looked up.
#[derive(Debug)]
pub(crate) struct Step<'f> {
    source: Source<'f>,
    index: Index,
    limits: Limits,
    steps_taken: Cell<u64>,
}

impl<'f> Step<'f> {
    /// Checks the whole file.
    pub(crate) fn open(bytes: &'f [u8], limits: &Limits) -> Result<Self, IfcError> {
        let source = Source::new(bytes);
        if bytes.len() > limits.file_bytes {
            return Err(IfcError::Limit {
                place: source.place(limits.file_bytes),
                what: "bytes in the file",
                limit: limits.file_bytes as u64,
            });
        }
        let index = scan::scan(&source, limits)?;
        Ok(Self { source, index, limits: limits.clone(), steps_taken: Cell::new(0) })
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// `FILE_SCHEMA`, where the header has it.
    pub(crate) fn schema(&self) -> Option<Record<'_>> {
        self.index.schema.map(|entry| self.record(entry))
    }

    /// Every entity of this type, in the order of their ids.
    pub(crate) fn all<'s>(&'s self, keyword: &'s str) -> impl Iterator<Item = Record<'s>> + 's {
        let records = self.index.entries.iter().map(|entry| self.record(*entry));
        records.filter(move |record| record.is(keyword))
    }

    /// The entity under this id.
    pub(crate) fn find(&self, id: EntityId) -> Option<Record<'_>> {
        let entries = &self.index.entries;
        let found = entries.binary_search_by_key(&id, |entry| entry.id).ok()?;
        Some(self.record(entries[found]))
    }

    /// Counts work, and refuses when a file asks for too much of it.
    fn charge(&self, at: usize, steps: usize) -> Result<(), IfcError> {
        let taken = self.steps_taken.get().saturating_add(steps as u64);
        self.steps_taken.set(taken);
        if taken <= self.limits.work_steps {
            return Ok(());
        }
        Err(IfcError::Limit {
            place: self.source.place(at),
            what: "steps of reading what the model refers to",
            limit: self.limits.work_steps,
        })
    }

    fn record(&self, entry: Entry) -> Record<'_> {
        Record { step: self, entry }
    }

    fn lexer(&self, start: usize, end: usize) -> Lexer<'_> {
        Lexer::new(&self.source, start, end, self.limits.string_bytes)
    }
}

/// One entity.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'s> {
    step: &'s Step<'s>,
    entry: Entry,
}

impl<'s> Record<'s> {
    pub(crate) fn step(&self) -> &'s Step<'s> {
        self.step
    }

    pub(crate) fn id(&self) -> EntityId {
        self.entry.id
    }

    pub(crate) fn place(&self) -> Place {
        self.step.source.place(self.start())
    }

    /// Counts work that this entity asks for.
    pub(crate) fn charge(&self, steps: usize) -> Result<(), IfcError> {
        self.step.charge(self.start(), steps)
    }

    fn start(&self) -> usize {
        self.entry.start as usize
    }

    fn end(&self) -> usize {
        self.start() + self.entry.length as usize
    }

    /// The type, in capitals; empty for an entity in the complex form.
    pub(crate) fn keyword(&self) -> String {
        String::from_utf8_lossy(self.keyword_bytes()).to_ascii_uppercase()
    }

    pub(crate) fn is(&self, keyword: &str) -> bool {
        self.keyword_bytes().eq_ignore_ascii_case(keyword.as_bytes())
    }

    fn keyword_bytes(&self) -> &'s [u8] {
        let bytes = &self.step.source.bytes()[self.start()..self.end()];
        let end = bytes
            .iter()
            .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'!')));
        &bytes[..end.unwrap_or(bytes.len())]
    }

    /// The attribute at `index` (from 0, in the order of the schema).
    pub(crate) fn attribute(
        &self,
        index: usize,
        name: &'static str,
    ) -> Result<Attribute<'s>, IfcError> {
        let start = self.start() + self.keyword_bytes().len();
        let mut values = Values::within(self.step, start, self.end());
        for _ in 0..index {
            values.next()?;
        }
        let found = values.next()?;
        self.step.charge(self.start(), values.lexer.at() - start)?;
        match found {
            Some((start, end)) => Ok(Attribute { record: *self, name, start, end }),
            None => Err(IfcError::Attribute {
                place: self.place(),
                entity: self.id(),
                attribute: name,
                found: "missing".to_owned(),
                accepted: "an entity with all the attributes of its schema",
            }),
        }
    }
}

/// One attribute of an entity, or one item of a list in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attribute<'s> {
    record: Record<'s>,
    name: &'static str,
    start: usize,
    end: usize,
}

impl<'s> Attribute<'s> {
    fn step(&self) -> &'s Step<'s> {
        self.record.step
    }

    pub(crate) fn place(&self) -> Place {
        self.step().source.place(self.start)
    }

    /// Itself, unless it is `$` or `*`.
    pub(crate) fn stated(self) -> Option<Self> {
        let bytes = &self.step().source.bytes()[self.start..self.end];
        (!matches!(bytes, b"$" | b"*")).then_some(self)
    }

    fn first(&self) -> Result<Lexeme, IfcError> {
        let mut lexer = self.step().lexer(self.start, self.end);
        // A span holds a value, because the scan has been over it.
        lexer.next()?.ok_or_else(|| lexer.cut_short("a value"))
    }

    fn of_kind(&self, token: Token, accepted: &'static str) -> Result<Lexeme, IfcError> {
        let lexeme = self.first()?;
        if lexeme.token == token {
            return Ok(lexeme);
        }
        Err(self.refused(accepted))
    }

    /// The refusal of this value.
    pub(crate) fn refused(&self, accepted: &'static str) -> IfcError {
        IfcError::Attribute {
            place: self.place(),
            entity: self.record.id(),
            attribute: self.name,
            found: self.step().source.excerpt(self.start, self.end),
            accepted,
        }
    }

    pub(crate) fn is_reference(&self) -> bool {
        self.step().source.bytes()[self.start] == b'#'
    }

    /// The id it refers to.
    pub(crate) fn reference(&self) -> Result<EntityId, IfcError> {
        let lexeme = self.of_kind(Token::Reference, "a reference such as #12")?;
        scan::entity_id(&self.step().source, lexeme.start, lexeme.end)
    }

    /// The entity it refers to, which must exist.
    pub(crate) fn follow_any(&self, accepted: &[&str]) -> Result<Record<'s>, IfcError> {
        let id = self.reference()?;
        let found = self.step().find(id).ok_or_else(|| IfcError::Dangling {
            place: self.place(),
            entity: self.record.id(),
            attribute: self.name,
            id,
            accepted: one_of(accepted),
        })?;
        self.step().charge(self.start, STEPS_PER_LOOKUP)?;
        Ok(found)
    }

    /// The entity it refers to, which must exist and be of one of these types.
    pub(crate) fn follow(&self, accepted: &[&str]) -> Result<Record<'s>, IfcError> {
        let record = self.follow_any(accepted)?;
        if accepted.iter().any(|keyword| record.is(keyword)) {
            return Ok(record);
        }
        Err(self.wrong_type(&record, accepted))
    }

    /// The refusal of what it refers to.
    pub(crate) fn wrong_type(&self, found: &Record<'_>, accepted: &[&str]) -> IfcError {
        IfcError::WrongType {
            place: self.place(),
            entity: self.record.id(),
            attribute: self.name,
            found: format!("{} ({})", found.id(), found.keyword()),
            accepted: one_of(accepted),
        }
    }

    /// A number, written with or without its point.
    pub(crate) fn number(&self) -> Result<f64, IfcError> {
        let lexeme = self.first()?;
        match lexeme.token {
            Token::Real | Token::Integer => {
                scan::number(&self.step().source, lexeme.start, lexeme.end)
            }
            _ => Err(self.refused("a number")),
        }
    }

    /// A whole number from 1 up, as lists count.
    pub(crate) fn ordinal(&self) -> Result<usize, IfcError> {
        let accepted = "a whole number from 1 up";
        let lexeme = self.of_kind(Token::Integer, accepted)?;
        let bytes = &self.step().source.bytes()[lexeme.start..lexeme.end];
        let number = std::str::from_utf8(bytes).ok().and_then(|digits| digits.parse().ok());
        number.filter(|number| *number > 0).ok_or_else(|| self.refused(accepted))
    }

    /// A decoded string; `None` when it is not stated or empty.
    pub(crate) fn text(&self) -> Result<Option<String>, IfcError> {
        let Some(stated) = self.stated() else {
            return Ok(None);
        };
        let lexeme = stated.of_kind(Token::Text, "a string such as 'A 101'")?;
        let raw = &self.step().source.bytes()[lexeme.start + 1..lexeme.end - 1];
        let raw =
            std::str::from_utf8(raw).map_err(|_| IfcError::NotUtf8 { place: self.place() })?;
        let decoded =
            text::decode(raw).map_err(|found| IfcError::Escape { place: self.place(), found })?;
        let limit = self.step().limits.name_characters;
        if decoded.chars().count() > limit {
            return Err(IfcError::Limit {
                place: self.place(),
                what: "characters in a name",
                limit: limit as u64,
            });
        }
        Ok((!decoded.is_empty()).then_some(decoded))
    }

    /// The letters of an enumeration, in capitals, without their points.
    pub(crate) fn enumeration(&self) -> Result<String, IfcError> {
        let lexeme = self.of_kind(Token::Enumeration, "an enumeration such as .ELEMENT.")?;
        let letters = &self.step().source.bytes()[lexeme.start + 1..lexeme.end - 1];
        Ok(String::from_utf8_lossy(letters).to_ascii_uppercase())
    }

    /// The items of a list.
    pub(crate) fn items(&self) -> Result<Items<'s>, IfcError> {
        self.of_kind(Token::Open, "a list such as (#1,#2)")?;
        Ok(Items { list: *self, values: Values::within(self.step(), self.start, self.end) })
    }

    /// The type and the value of a typed value such as `IFCLABEL('x')`; `None`
    /// when it is a plain value.
    pub(crate) fn typed(&self) -> Result<Option<(String, Attribute<'s>)>, IfcError> {
        let keyword = self.first()?;
        if keyword.token != Token::Keyword {
            return Ok(None);
        }
        let name = &self.step().source.bytes()[keyword.start..keyword.end];
        let name = String::from_utf8_lossy(name).to_ascii_uppercase();
        let mut values = Values::within(self.step(), keyword.end, self.end);
        let Some((start, end)) = values.next()? else {
            return Err(self.refused("a typed value such as IFCLABEL('x')"));
        };
        Ok(Some((name, Attribute { start, end, ..*self })))
    }
}

fn one_of(accepted: &[&str]) -> String {
    accepted.join(" or ")
}

/// The items of a list, one after the other.
#[derive(Debug)]
pub(crate) struct Items<'s> {
    list: Attribute<'s>,
    values: Values<'s>,
}

impl<'s> Iterator for Items<'s> {
    type Item = Result<Attribute<'s>, IfcError>;

    fn next(&mut self) -> Option<Self::Item> {
        let span = self.values.next().transpose()?;
        Some(span.map(|(start, end)| Attribute { start, end, ..self.list }))
    }
}

/// The spans of the values between one pair of parentheses.
#[derive(Debug)]
struct Values<'s> {
    lexer: Lexer<'s>,
    done: bool,
}

impl<'s> Values<'s> {
    /// Of the list that opens first from `start` on.
    fn within(step: &'s Step<'s>, start: usize, end: usize) -> Self {
        let mut lexer = step.lexer(start, end);
        // The scan has seen this parenthesis; without it there are no values.
        let open = lexer.next().ok().flatten();
        Self { lexer, done: open.is_none_or(|lexeme| lexeme.token != Token::Open) }
    }

    fn next(&mut self) -> Result<Option<(usize, usize)>, IfcError> {
        let mut start = None;
        let mut depth = 0_usize;
        while !self.done {
            let Some(lexeme) = self.lexer.next()? else {
                break;
            };
            match lexeme.token {
                Token::Comma if depth == 0 => continue,
                Token::Close if depth == 0 => break,
                _ => {}
            }
            let begin = *start.get_or_insert(lexeme.start);
            match lexeme.token {
                Token::Open => depth += 1,
                Token::Close => depth -= 1,
                // The name of a typed value: its parenthesis follows.
                Token::Keyword => continue,
                _ => {}
            }
            if depth == 0 {
                return Ok(Some((begin, lexeme.end)));
            }
        }
        self.done = true;
        Ok(None)
    }
}
