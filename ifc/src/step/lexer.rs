//! The words of ISO 10303-21: where each begins and ends. It decodes nothing
//! and allocates nothing.

use super::super::error::IfcError;
use super::source::Source;

/// What kind of word it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// `IFCSPACE`, `DATA`, `END-ISO-10303-21`
    Keyword,
    /// `#12`
    Reference,
    /// `12`
    Integer,
    /// `1.5E-3`
    Real,
    /// `'text'`
    Text,
    /// `.ELEMENT.`
    Enumeration,
    /// `"0F"`
    Binary,
    /// `$`
    Omitted,
    /// `*`
    Derived,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `=`
    Equals,
}

/// One word and its bytes, `start..end`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lexeme {
    pub(crate) token: Token,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Reads words from a stretch of the file.
#[derive(Debug, Clone)]
pub(crate) struct Lexer<'s> {
    source: &'s Source<'s>,
    at: usize,
    end: usize,
    string_bytes_max: usize,
}

impl<'s> Lexer<'s> {
    pub(crate) fn new(
        source: &'s Source<'s>,
        start: usize,
        end: usize,
        string_bytes_max: usize,
    ) -> Self {
        Self { source, at: start, end, string_bytes_max }
    }

    /// How far it has read.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The next word; `None` at the end of the stretch.
    pub(crate) fn next(&mut self) -> Result<Option<Lexeme>, IfcError> {
        self.skip_blanks()?;
        let start = self.at;
        let Some(first) = self.peek() else {
            return Ok(None);
        };
        let token = match first {
            b'(' => self.single(Token::Open),
            b')' => self.single(Token::Close),
            b',' => self.single(Token::Comma),
            b';' => self.single(Token::Semicolon),
            b'=' => self.single(Token::Equals),
            b'$' => self.single(Token::Omitted),
            b'*' => self.single(Token::Derived),
            b'#' => self.reference()?,
            b'\'' => self.text()?,
            b'.' => self.enumeration()?,
            b'"' => self.binary()?,
            b'0'..=b'9' | b'+' | b'-' => self.number()?,
            b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'!' => self.keyword(),
            _ => return Err(self.unexpected(start, "a value or a name of ISO 10303-21")),
        };
        Ok(Some(Lexeme { token, start, end: self.at }))
    }

    fn peek(&self) -> Option<u8> {
        (self.at < self.end).then(|| self.source.bytes()[self.at])
    }

    fn single(&mut self, token: Token) -> Token {
        self.at += 1;
        token
    }

    fn take_while(&mut self, accept: impl Fn(u8) -> bool) -> usize {
        let rest = &self.source.bytes()[self.at..self.end];
        let taken = rest.iter().position(|byte| !accept(*byte));
        let taken = taken.unwrap_or(rest.len());
        self.at += taken;
        taken
    }

    /// Blanks, line ends and comments.
    fn skip_blanks(&mut self) -> Result<(), IfcError> {
        loop {
            self.take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
            let rest = &self.source.bytes()[self.at..self.end];
            if !rest.starts_with(b"/*") {
                return Ok(());
            }
            match rest[2..].windows(2).position(|pair| pair == b"*/") {
                Some(length) => self.at += 2 + length + 2,
                None => return Err(self.cut_short("the end */ of the comment")),
            }
        }
    }

    fn reference(&mut self) -> Result<Token, IfcError> {
        let start = self.at;
        self.at += 1;
        if self.take_while(|byte| byte.is_ascii_digit()) == 0 {
            return Err(self.unexpected(start, "an entity id such as #12"));
        }
        Ok(Token::Reference)
    }

    fn text(&mut self) -> Result<Token, IfcError> {
        let start = self.at;
        self.at += 1;
        loop {
            self.take_while(|byte| !matches!(byte, b'\'' | b'\n' | b'\r'));
            if self.peek() != Some(b'\'') {
                return Err(IfcError::UnclosedString { place: self.source.place(start) });
            }
            self.at += 1;
            if self.peek() != Some(b'\'') {
                break;
            }
            self.at += 1;
        }
        let bytes = &self.source.bytes()[start..self.at];
        if bytes.len() > self.string_bytes_max {
            return Err(IfcError::Limit {
                place: self.source.place(start),
                what: "bytes in one string",
                limit: self.string_bytes_max as u64,
            });
        }
        if std::str::from_utf8(bytes).is_err() {
            return Err(IfcError::NotUtf8 { place: self.source.place(start) });
        }
        Ok(Token::Text)
    }

    fn enumeration(&mut self) -> Result<Token, IfcError> {
        let start = self.at;
        self.at += 1;
        let letters = self.take_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if letters == 0 || self.peek() != Some(b'.') {
            return Err(self.unexpected(start, "an enumeration such as .ELEMENT."));
        }
        self.at += 1;
        Ok(Token::Enumeration)
    }

    fn binary(&mut self) -> Result<Token, IfcError> {
        let start = self.at;
        self.at += 1;
        self.take_while(|byte| byte.is_ascii_hexdigit());
        if self.peek() != Some(b'"') {
            return Err(self.unexpected(start, "a binary value such as \"0F\""));
        }
        self.at += 1;
        Ok(Token::Binary)
    }

    fn number(&mut self) -> Result<Token, IfcError> {
        let start = self.at;
        if matches!(self.peek(), Some(b'+' | b'-')) {
            self.at += 1;
        }
        if self.take_while(|byte| byte.is_ascii_digit()) == 0 {
            return Err(self.unexpected(start, "a number"));
        }
        let mut token = Token::Integer;
        if self.peek() == Some(b'.') {
            token = Token::Real;
            self.at += 1;
            self.take_while(|byte| byte.is_ascii_digit());
        }
        if matches!(self.peek(), Some(b'E' | b'e')) {
            token = Token::Real;
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if self.take_while(|byte| byte.is_ascii_digit()) == 0 {
                return Err(self.unexpected(start, "a number with digits after its E"));
            }
        }
        Ok(token)
    }

    fn keyword(&mut self) -> Token {
        self.at += 1;
        self.take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        Token::Keyword
    }

    /// The refusal of what stands at `start`.
    pub(crate) fn unexpected(&self, start: usize, accepted: &'static str) -> IfcError {
        if start >= self.source.bytes().len() || self.at >= self.source.bytes().len() {
            return self.cut_short(accepted);
        }
        let found = self.source.excerpt(start, self.at.max(start + 1));
        IfcError::Syntax { place: self.source.place(start), found: format!("{found:?}"), accepted }
    }

    /// The refusal of a file that ends where something should follow.
    pub(crate) fn cut_short(&self, accepted: &'static str) -> IfcError {
        IfcError::CutShort { place: self.source.place(self.source.bytes().len()), accepted }
    }
}
