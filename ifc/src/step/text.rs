//! Strings as a STEP file writes them, decoded to Unicode in NFC.
//!
//! Source: ISO 10303-21:2016, 6.4.3 (apostrophes and reverse solidi are
//! doubled) and 6.4.3.1 to 6.4.3.4 (`\S\`, `\P.\`, `\X\`, `\X2\`, `\X4\`).
//! Control characters become blanks, because what is read here are names.

use unicode_normalization::UnicodeNormalization;

use super::alphabets::UPPER_HALVES;

/// Decodes what stands between the apostrophes, and trims it.
///
/// # Errors
///
/// The escape that cannot be decoded.
pub(crate) fn decode(raw: &str) -> Result<String, String> {
    let mut decoded = String::with_capacity(raw.len());
    let mut alphabet = Alphabet::default();
    let mut rest = raw;
    while let Some(next) = rest.chars().next() {
        if next == '\\' {
            rest = escape(rest, &mut alphabet, &mut decoded)?;
            continue;
        }
        decoded.push(next);
        // The lexer only lets an apostrophe through doubled.
        let width = if next == '\'' { 2 } else { next.len_utf8() };
        rest = rest.get(width..).unwrap_or_default();
    }
    let spaced = decoded.chars().map(|c| if c.is_control() { ' ' } else { c });
    Ok(spaced.nfc().collect::<String>().trim().to_owned())
}

/// Decodes the escape at the start of `text`, and returns what follows it.
fn escape<'t>(
    text: &'t str,
    alphabet: &mut Alphabet,
    decoded: &mut String,
) -> Result<&'t str, String> {
    let broken = || format!("the escape {:?}", text.chars().take(12).collect::<String>());
    let after = |lead: &str| text.strip_prefix(lead);
    if let Some(rest) = after("\\\\") {
        decoded.push('\\');
        return Ok(rest);
    }
    if let Some(rest) = after("\\X2\\") {
        return hexadecimal(rest, 4, decoded).ok_or_else(broken);
    }
    if let Some(rest) = after("\\X4\\") {
        return hexadecimal(rest, 8, decoded).ok_or_else(broken);
    }
    if let Some(rest) = after("\\X\\") {
        let code = rest.get(..2).and_then(hex).ok_or_else(broken)?;
        decoded.push(char::from_u32(code).ok_or_else(broken)?);
        return Ok(&rest[2..]);
    }
    if let Some(rest) = after("\\S\\") {
        let low = rest.chars().next().ok_or_else(broken)?;
        decoded.push(alphabet.upper(low).ok_or_else(broken)?);
        return Ok(&rest[low.len_utf8()..]);
    }
    if let Some(rest) = after("\\P") {
        let letter = rest.bytes().next().ok_or_else(broken)?;
        *alphabet = Alphabet::named(letter).ok_or_else(broken)?;
        return rest[1..].strip_prefix('\\').ok_or_else(broken);
    }
    Err(broken())
}

/// `digits` hexadecimal digits per unit, up to `\X0\`.
fn hexadecimal<'t>(text: &'t str, digits: usize, decoded: &mut String) -> Option<&'t str> {
    let (units, rest) = text.split_once("\\X0\\")?;
    if units.is_empty() || !units.is_ascii() || units.len() % digits != 0 {
        return None;
    }
    let codes =
        units.as_bytes().chunks(digits).map(|unit| std::str::from_utf8(unit).ok().and_then(hex));
    if digits == 8 {
        for code in codes {
            decoded.push(char::from_u32(code?)?);
        }
        return Some(rest);
    }
    let mut utf16 = Vec::with_capacity(units.len() / digits);
    for code in codes {
        utf16.push(u16::try_from(code?).ok()?);
    }
    decoded.push_str(&String::from_utf16(&utf16).ok()?);
    Some(rest)
}

fn hex(digits: &str) -> Option<u32> {
    let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    all.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// Which part of ISO 8859 `\S\` means; the first until the string says
/// otherwise.
#[derive(Debug, Clone, Copy, Default)]
struct Alphabet {
    /// 0 for ISO 8859-1 to 8 for ISO 8859-9.
    index: usize,
}

impl Alphabet {
    fn named(letter: u8) -> Option<Self> {
        let index = letter.to_ascii_uppercase().checked_sub(b'A')?;
        (index < 9).then(|| Self { index: usize::from(index) })
    }

    /// The character whose code is 128 above that of `low`.
    fn upper(self, low: char) -> Option<char> {
        let low = u32::from(low);
        if !(0x20..0x80).contains(&low) {
            return None;
        }
        if self.index == 0 {
            return char::from_u32(low + 0x80);
        }
        let offset = usize::try_from(low - 0x20).ok()?;
        let code = *UPPER_HALVES.get(self.index - 1)?.get(offset)?;
        (code != 0xFFFD).then(|| char::from_u32(u32::from(code)))?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        assert_eq!(decode(raw).as_deref(), Ok(expected));
    }

    #[test]
    fn plain_text_apostrophes_and_solidi() {
        check("OPEN OFFICE", "OPEN OFFICE");
        check("  Mayor''s room ", "Mayor's room");
        check("a\\\\b", "a\\b");
        check("''''", "''");
        check("", "");
    }

    #[test]
    fn unicode_escapes() {
        check("M\\X2\\00F6\\X0\\tesrum", "Mötesrum");
        check("\\X2\\00C500E400F6\\X0\\", "Åäö");
        check("\\X2\\D83CDFE2\\X0\\", "🏢");
        check("\\X4\\0001F3E2\\X0\\", "🏢");
        check("R\\X\\E5dhuset", "Rådhuset");
        check("Mötesrum", "Mötesrum");
    }

    #[test]
    fn alphabets_of_iso_8859() {
        check("M\\S\\vtesrum", "Mötesrum");
        check("\\PE\\\\S\\0\\S\\1", "АБ");
        check("\\PB\\\\S\\3", "ł");
        check("\\PB\\\\S\\3\\PA\\\\S\\e", "łå");
    }

    #[test]
    fn decomposed_letters_come_out_composed() {
        check("A\\X2\\030A\\X0\\re", "Åre");
    }

    #[test]
    fn control_characters_become_blanks() {
        check("a\\X\\0Ab", "a b");
        check("\\X\\00", "");
    }

    #[test]
    fn broken_escapes_are_named() {
        for raw in [
            "\\X2\\00F6",
            "\\X2\\00F\\X0\\",
            "\\X2\\D83C\\X0\\",
            "\\X4\\00110000\\X0\\",
            "\\X\\G0",
            "\\X\\+1",
            "\\Q\\",
            "\\",
            "\\S\\",
            "\\PZ\\",
            "\\PG\\\\S\\Rx",
            "\\X2\\öö\\X0\\",
            "\\Pö",
        ] {
            assert!(decode(raw).is_err(), "{raw} was accepted");
        }
    }
}
