//! One pass over the whole file: its grammar is checked to the last byte, and
//! where each entity stands is noted. Nothing is built from the entities here,
//! which is why a file of millions of them costs 16 bytes each.

use super::super::error::IfcError;
use super::super::limits::Limits;
use super::super::place::EntityId;
use super::lexer::{Lexeme, Lexer, Token};
use super::source::Source;

/// Coordinates beyond this are no place on earth in any unit that is used.
const COORDINATE_MAX: f64 = 1e12;

/// Entities whose every number is a coordinate: checked even where nothing
/// needs them, so that a damaged model is refused wherever the damage is.
const COORDINATES: [&[u8]; 4] =
    [b"IFCCARTESIANPOINT", b"IFCDIRECTION", b"IFCCARTESIANPOINTLIST2D", b"IFCCARTESIANPOINTLIST3D"];

/// Where one entity stands: its keyword begins at `start`, its closing
/// parenthesis is before `start + length`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) id: EntityId,
    pub(crate) start: u32,
    pub(crate) length: u32,
}

/// What the pass found.
#[derive(Debug)]
pub(crate) struct Index {
    /// By id, each once.
    pub(crate) entries: Vec<Entry>,
    /// Where `FILE_SCHEMA` stands in the header.
    pub(crate) schema: Option<Entry>,
}

/// Checks the whole file and notes its entities.
pub(crate) fn scan(source: &Source<'_>, limits: &Limits) -> Result<Index, IfcError> {
    let mut scanner = Scanner::new(source, limits);
    scanner.opening()?;
    let schema = scanner.header()?;
    let mut entries = scanner.data()?;
    scanner.closing()?;
    entries.sort_unstable();
    refuse_duplicates(source, &entries)?;
    Ok(Index { entries, schema })
}

fn refuse_duplicates(source: &Source<'_>, entries: &[Entry]) -> Result<(), IfcError> {
    match entries.windows(2).find(|pair| pair[0].id == pair[1].id) {
        None => Ok(()),
        Some(pair) => Err(IfcError::DuplicateId {
            place: source.place(pair[1].start as usize),
            id: pair[1].id,
            first: source.place(pair[0].start as usize),
        }),
    }
}

struct Scanner<'s> {
    source: &'s Source<'s>,
    limits: &'s Limits,
    lexer: Lexer<'s>,
    /// Items so far in each open list, outermost first.
    items: Vec<usize>,
}

impl<'s> Scanner<'s> {
    fn new(source: &'s Source<'s>, limits: &'s Limits) -> Self {
        let bytes = source.bytes();
        let start = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        Self {
            source,
            limits,
            lexer: Lexer::new(source, start, bytes.len(), limits.string_bytes),
            items: Vec::with_capacity(limits.nesting_depth.min(1024)),
        }
    }

    fn required(&mut self, accepted: &'static str) -> Result<Lexeme, IfcError> {
        let next = self.lexer.next()?;
        next.ok_or_else(|| self.lexer.cut_short(accepted))
    }

    fn expect(&mut self, token: Token, accepted: &'static str) -> Result<Lexeme, IfcError> {
        let lexeme = self.required(accepted)?;
        if lexeme.token == token {
            return Ok(lexeme);
        }
        Err(self.lexer.unexpected(lexeme.start, accepted))
    }

    fn is_word(&self, lexeme: Lexeme, word: &[u8]) -> bool {
        lexeme.token == Token::Keyword
            && self.source.bytes()[lexeme.start..lexeme.end].eq_ignore_ascii_case(word)
    }

    fn word(&mut self, word: &'static str) -> Result<(), IfcError> {
        let lexeme = self.required(word)?;
        // `word` ends with its semicolon, for the sake of the message.
        if !self.is_word(lexeme, word.trim_end_matches(';').as_bytes()) {
            return Err(self.lexer.unexpected(lexeme.start, word));
        }
        self.expect(Token::Semicolon, word).map(drop)
    }

    /// `ISO-10303-21;`
    fn opening(&mut self) -> Result<(), IfcError> {
        let start = self.lexer.at();
        let bytes = &self.source.bytes()[start..];
        let Some(blanks) = bytes.iter().position(|byte| !byte.is_ascii_whitespace()) else {
            return Err(IfcError::Empty);
        };
        let text = &bytes[blanks..];
        let magic = b"ISO-10303-21";
        let head = &text[..text.len().min(magic.len())];
        if !magic.starts_with(&head.to_ascii_uppercase()) && !text.starts_with(b"/*") {
            return Err(IfcError::NotStep {
                place: self.source.place(start + blanks),
                found: kind_of_file(
                    text,
                    &self.source.excerpt(start + blanks, self.source.bytes().len()),
                ),
            });
        }
        self.word("ISO-10303-21;")
    }

    /// `HEADER;` to its `ENDSEC;`
    fn header(&mut self) -> Result<Option<Entry>, IfcError> {
        self.word("HEADER;")?;
        let mut schema = None;
        loop {
            let keyword = self.expect(Token::Keyword, "FILE_SCHEMA(...) or ENDSEC;")?;
            if self.is_word(keyword, b"ENDSEC") {
                self.expect(Token::Semicolon, "ENDSEC;")?;
                return Ok(schema);
            }
            let end = self.parameters(false)?;
            self.expect(Token::Semicolon, "; after an entity")?;
            if self.is_word(keyword, b"FILE_SCHEMA") {
                schema = Some(self.entry(EntityId(0), keyword.start, end)?);
            }
        }
    }

    /// `DATA;` to its `ENDSEC;`
    fn data(&mut self) -> Result<Vec<Entry>, IfcError> {
        self.word("DATA;")?;
        let mut entries = Vec::new();
        loop {
            let lexeme = self.required("an entity such as #1=IFCWALL(...); or ENDSEC;")?;
            if self.is_word(lexeme, b"ENDSEC") {
                self.expect(Token::Semicolon, "ENDSEC;")?;
                return Ok(entries);
            }
            if lexeme.token != Token::Reference {
                let accepted = "an entity such as #1=IFCWALL(...); or ENDSEC;";
                return Err(self.lexer.unexpected(lexeme.start, accepted));
            }
            if entries.len() >= self.limits.entities {
                return Err(self.limit(lexeme.start, "entities", self.limits.entities));
            }
            let id = entity_id(self.source, lexeme.start, lexeme.end)?;
            self.expect(Token::Equals, "= after an entity id")?;
            entries.push(self.entity(id)?);
        }
    }

    /// `KEYWORD(...);` or the complex form `(KEYWORD(...)KEYWORD(...));`
    fn entity(&mut self, id: EntityId) -> Result<Entry, IfcError> {
        let first = self.required("an entity's name, such as IFCWALL")?;
        let end = match first.token {
            Token::Keyword => {
                let name = &self.source.bytes()[first.start..first.end];
                let coordinates = COORDINATES.iter().any(|one| name.eq_ignore_ascii_case(one));
                self.parameters(coordinates)?
            }
            Token::Open => self.complex()?,
            _ => {
                let accepted = "an entity's name, such as IFCWALL";
                return Err(self.lexer.unexpected(first.start, accepted));
            }
        };
        self.expect(Token::Semicolon, "; after an entity")?;
        self.entry(id, first.start, end)
    }

    fn complex(&mut self) -> Result<usize, IfcError> {
        loop {
            let lexeme = self.required("an entity's name or )")?;
            match lexeme.token {
                Token::Keyword => self.parameters(false).map(drop)?,
                Token::Close => return Ok(lexeme.end),
                _ => {
                    let accepted = "an entity's name or )";
                    return Err(self.lexer.unexpected(lexeme.start, accepted));
                }
            }
        }
    }

    fn entry(&self, id: EntityId, start: usize, end: usize) -> Result<Entry, IfcError> {
        let too_far = |_| self.limit(start, "bytes in the file", u32::MAX as usize);
        Ok(Entry {
            id,
            start: u32::try_from(start).map_err(too_far)?,
            length: u32::try_from(end - start).map_err(too_far)?,
        })
    }

    /// A parenthesised list of values, checked without recursion: how deep a
    /// file nests decides nothing but the length of `items`. Returns where it
    /// ends.
    fn parameters(&mut self, coordinates: bool) -> Result<usize, IfcError> {
        let open = self.expect(Token::Open, "( after a name")?;
        self.items.clear();
        self.push_list(open.start)?;
        let mut value_done = false;
        loop {
            let lexeme = self.required("a value or )")?;
            match (lexeme.token, value_done) {
                (Token::Comma, true) => value_done = false,
                (Token::Close, true) => {
                    self.items.pop();
                }
                (Token::Close, false) if self.items.last() == Some(&0) => {
                    self.items.pop();
                    value_done = true;
                }
                (Token::Open, false) => {
                    self.count_item(lexeme.start)?;
                    self.push_list(lexeme.start)?;
                }
                (Token::Keyword, false) => {
                    self.count_item(lexeme.start)?;
                    self.open_typed(lexeme)?;
                }
                (token, false) if is_value(token) => {
                    self.count_item(lexeme.start)?;
                    self.check_number(lexeme, coordinates)?;
                    value_done = true;
                }
                (_, true) => return Err(self.lexer.unexpected(lexeme.start, ", or )")),
                (_, false) => return Err(self.lexer.unexpected(lexeme.start, "a value")),
            }
            if self.items.is_empty() {
                return Ok(lexeme.end);
            }
        }
    }

    /// The parenthesis after the name of a type. A bare word, such as `NaN`, is
    /// no value.
    fn open_typed(&mut self, name: Lexeme) -> Result<(), IfcError> {
        let accepted = "a value, or the name of a type and its value in parentheses";
        let next = self.required(accepted)?;
        if next.token == Token::Open {
            return self.push_list(next.start);
        }
        Err(IfcError::Syntax {
            place: self.source.place(name.start),
            found: format!("{:?}", self.source.excerpt(name.start, name.end)),
            accepted,
        })
    }

    fn push_list(&mut self, at: usize) -> Result<(), IfcError> {
        if self.items.len() >= self.limits.nesting_depth {
            return Err(self.limit(at, "parentheses inside each other", self.limits.nesting_depth));
        }
        self.items.push(0);
        Ok(())
    }

    fn count_item(&mut self, at: usize) -> Result<(), IfcError> {
        let limit = self.limits.list_items;
        if let Some(items) = self.items.last_mut() {
            *items += 1;
            if *items > limit {
                return Err(self.limit(at, "items in one list", limit));
            }
        }
        Ok(())
    }

    fn check_number(&self, lexeme: Lexeme, coordinates: bool) -> Result<(), IfcError> {
        if !coordinates || !matches!(lexeme.token, Token::Real | Token::Integer) {
            return Ok(());
        }
        number(self.source, lexeme.start, lexeme.end).map(drop)
    }

    /// `END-ISO-10303-21;` and nothing after it.
    fn closing(&mut self) -> Result<(), IfcError> {
        self.word("END-ISO-10303-21;")?;
        match self.lexer.next()? {
            None => Ok(()),
            Some(lexeme) => Err(IfcError::Syntax {
                place: self.source.place(lexeme.start),
                found: format!("{:?}", self.source.excerpt(lexeme.start, lexeme.end)),
                accepted: "nothing after END-ISO-10303-21;",
            }),
        }
    }

    fn limit(&self, at: usize, what: &'static str, limit: usize) -> IfcError {
        IfcError::Limit { place: self.source.place(at), what, limit: limit as u64 }
    }
}

fn is_value(token: Token) -> bool {
    matches!(
        token,
        Token::Reference
            | Token::Integer
            | Token::Real
            | Token::Text
            | Token::Enumeration
            | Token::Binary
            | Token::Omitted
            | Token::Derived
    )
}

fn kind_of_file(text: &[u8], excerpt: &str) -> String {
    if text.starts_with(b"PK") {
        return "a ZIP archive (unpack an ifcZIP first)".to_owned();
    }
    if text.starts_with(b"<") {
        return "XML (save an ifcXML as IFC-SPF, ending .ifc)".to_owned();
    }
    format!("begins with {excerpt:?}")
}

/// The entity id at `start..end`, which begins with `#`.
pub(crate) fn entity_id(
    source: &Source<'_>,
    start: usize,
    end: usize,
) -> Result<EntityId, IfcError> {
    let digits = &source.bytes()[start + 1..end];
    let id = digits
        .iter()
        .try_fold(0_u64, |id, digit| id.checked_mul(10)?.checked_add(u64::from(digit - b'0')));
    id.filter(|id| *id > 0).map(EntityId).ok_or_else(|| IfcError::IdOutOfRange {
        place: source.place(start),
        found: source.excerpt(start, end),
    })
}

/// The number at `start..end`, finite and of a size that means something.
pub(crate) fn number(source: &Source<'_>, start: usize, end: usize) -> Result<f64, IfcError> {
    let digits = &source.bytes()[start..end];
    let number = std::str::from_utf8(digits)
        .ok()
        .and_then(|digits| digits.parse::<f64>().ok())
        .filter(|number| number.is_finite() && number.abs() <= COORDINATE_MAX);
    number.ok_or_else(|| IfcError::NumberOutOfRange {
        place: source.place(start),
        found: source.excerpt(start, end),
    })
}
