//! Bytes to text: UTF-8, UTF-16 of either order, and Windows-1252, told apart by their marks and by
//! what they hold. It never replaces what it cannot decode.

use crate::ListError;

/// How a text file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16LittleEndian,
    Utf16BigEndian,
    Windows1252,
}

impl Encoding {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16LittleEndian => "UTF-16LE",
            Self::Utf16BigEndian => "UTF-16BE",
            Self::Windows1252 => "Windows-1252",
        }
    }
}

/// Decodes a file's bytes.
pub(crate) fn decode(bytes: &[u8]) -> Result<(String, Encoding), ListError> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        let text = std::str::from_utf8(rest).map_err(|error| {
            not_text(
                &rest[..error.valid_up_to()],
                "the file says that it is UTF-8, but here it is not",
            )
        })?;
        return Ok((text.to_owned(), Encoding::Utf8));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return Ok((utf16(rest, u16::from_le_bytes)?, Encoding::Utf16LittleEndian));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return Ok((utf16(rest, u16::from_be_bytes)?, Encoding::Utf16BigEndian));
    }
    unmarked(bytes)
}

fn unmarked(bytes: &[u8]) -> Result<(String, Encoding), ListError> {
    // Latin letters in UTF-16 have a zero in every other byte; in the other encodings none has.
    let sample = &bytes[..bytes.len().min(4_096) & !1];
    let zeros =
        |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 4 > sample.len() && even == 0 {
        return Ok((utf16(bytes, u16::from_le_bytes)?, Encoding::Utf16LittleEndian));
    }
    if even * 4 > sample.len() && odd == 0 {
        return Ok((utf16(bytes, u16::from_be_bytes)?, Encoding::Utf16BigEndian));
    }
    if let Some(zero) = bytes.iter().position(|byte| *byte == 0) {
        return Err(not_text(&bytes[..zero], "a byte 0, as no text file holds"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), Encoding::Utf8)),
        Err(_) => Ok((windows_1252(bytes)?, Encoding::Windows1252)),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, ListError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        match decoded {
            Ok(character) => text.push(character),
            Err(_) => return Err(not_text(text.as_bytes(), "half of a pair of UTF-16")),
        }
    }
    if rest.is_empty() {
        return Ok(text);
    }
    Err(not_text(text.as_bytes(), "the last character is cut in half"))
}

/// What 0x80 to 0x9f mean in Windows-1252 (the WHATWG's index, without the five that it leaves to
/// control characters).
const HIGH: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

fn windows_1252(bytes: &[u8]) -> Result<String, ListError> {
    let character = |byte: &u8| match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        other => char::from(*other),
    };
    let length = bytes.iter().map(|byte| character(byte).len_utf8()).sum();
    let mut text = String::with_capacity(length);
    for (index, byte) in bytes.iter().enumerate() {
        let character = character(byte);
        if character == '\0' {
            let found = format!("the byte {byte:#04x}, which is neither UTF-8 nor Windows-1252");
            return Err(not_text(&bytes[..index], &found));
        }
        text.push(character);
    }
    Ok(text)
}

fn not_text(before: &[u8], found: &str) -> ListError {
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    ListError::NotText { line, found: found.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Våning;Rum\n2;Kök – 12 m²\n";

    #[track_caller]
    fn check(bytes: &[u8], text: &str, encoding: Encoding) {
        assert_eq!(decode(bytes).unwrap(), (text.to_owned(), encoding));
    }

    #[test]
    fn each_encoding_is_told_with_and_without_its_mark() {
        check(TEXT.as_bytes(), TEXT, Encoding::Utf8);
        check(format!("\u{feff}{TEXT}").as_bytes(), TEXT, Encoding::Utf8);
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, TEXT, Encoding::Utf16LittleEndian);
        check(&[b"\xff\xfe", &little[..]].concat(), TEXT, Encoding::Utf16LittleEndian);
        check(&big, TEXT, Encoding::Utf16BigEndian);
        check(&[b"\xfe\xff", &big[..]].concat(), TEXT, Encoding::Utf16BigEndian);
        check(b"K\xf6k \x96 12 m\xb2", "Kök – 12 m²", Encoding::Windows1252);
    }

    #[test]
    fn what_cannot_be_decoded_is_refused_with_its_line() {
        for (bytes, line) in [
            (&b"a\nb\x81\xff"[..], 2),
            (b"a\n\n\0", 3),
            (b"\xff\xfea\0b", 1),
            (b"\xff\xfe\x00\xd8a\0", 1),
            (b"\xef\xbb\xbfa\n\xff", 2),
        ] {
            let error = decode(bytes).unwrap_err();
            assert!(matches!(error, ListError::NotText { line: at, .. } if at == line), "{error}");
        }
    }
}
