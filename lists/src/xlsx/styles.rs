//! The formats of a workbook's cells, as far as they change what a number is: a date, a percentage,
//! or digits with leading zeros.

use std::collections::BTreeMap;

use super::xml::{Node, Xml};
use crate::{
    ListError,
    table::{Digits, within},
};

/// What a number in a cell of a format is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Plain(Digits),
    Date,
    Share,
}

impl Format {
    const GENERAL: Self = Self::Plain(Digits { before: 0, after: 0 });
}

/// Reads `styles.xml`: the formats by the number that cells give (`s`).
pub(super) fn read(mut xml: Xml<'_, '_>) -> Result<Vec<Format>, ListError> {
    let mut custom = BTreeMap::new();
    let mut formats = Vec::new();
    let mut of_cells = false;
    loop {
        match xml.next()? {
            Node::Start(tag) => match tag.name() {
                "numFmt" => {
                    if let (Some(id), Some(code)) =
                        (tag.number("numFmtId"), tag.attribute("formatCode"))
                    {
                        custom.insert(id, of_code(&code));
                    }
                }
                "cellXfs" => of_cells = true,
                "xf" if of_cells => {
                    let id = tag.number("numFmtId").unwrap_or(0);
                    formats.push(custom.get(&id).copied().unwrap_or_else(|| built_in(id)));
                }
                _ => {}
            },
            Node::End(name) if name == "cellXfs" => of_cells = false,
            Node::Done => break,
            Node::End(_) | Node::Text(_) => {}
        }
        let place = || "the workbook's formats".to_owned();
        within(formats.len().max(custom.len()), xml.limits().formats, place, "formats of cells")?;
    }
    Ok(formats)
}

/// The formats that have no code in the file (ECMA-376 part 1, 18.8.30).
fn built_in(id: u32) -> Format {
    match id {
        2 => Format::Plain(Digits { before: 1, after: 2 }),
        9 | 10 => Format::Share,
        14..=22 | 27..=36 | 45..=47 | 50..=58 => Format::Date,
        _ => Format::GENERAL,
    }
}

/// What a format's code makes of a number: its first section, without what stands in quotation
/// marks, in brackets or behind a backslash.
fn of_code(code: &str) -> Format {
    let mut plain = String::new();
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => break,
            '"' => while characters.next().is_some_and(|c| c != '"') {},
            '[' => while characters.next().is_some_and(|c| c != ']') {},
            '\\' | '_' | '*' => {
                characters.next();
            }
            other => plain.push(other.to_ascii_lowercase()),
        }
    }
    if plain.contains('%') {
        Format::Share
    } else if plain != "general" && plain.contains(['y', 'm', 'd', 'h', 's']) {
        Format::Date
    } else {
        zeros(&plain).map_or(Format::GENERAL, Format::Plain)
    }
}

/// `0000` or `0.00`.
fn zeros(code: &str) -> Option<Digits> {
    let (before, after) = code.split_once('.').unwrap_or((code, ""));
    let only_zeros = |part: &str| part.chars().all(|c| c == '0') && part.len() <= 20;
    if before.is_empty() || !only_zeros(before) || !only_zeros(after) || code == "0" {
        return None;
    }
    Some(Digits {
        before: u8::try_from(before.len()).ok()?,
        after: u8::try_from(after.len()).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_dates_percentages_and_leading_zeros() {
        for date in ["yyyy-mm-dd", "d/m/yy;@", "[$-41D]d mmmm yyyy", "hh:mm", "\"kl\" hh"] {
            assert_eq!(of_code(date), Format::Date, "{date}");
        }
        for share in ["0%", "0.0 %"] {
            assert_eq!(of_code(share), Format::Share, "{share}");
        }
        for plain in
            ["General", "#,##0.00", "# ##0,0\" m²\"", "0", "[Red]#.#", "@", "0\\ \"dagar\""]
        {
            assert_eq!(of_code(plain), Format::GENERAL, "{plain}");
        }
        assert_eq!(of_code("0000"), Format::Plain(Digits { before: 4, after: 0 }));
        assert_eq!(of_code("0.00"), Format::Plain(Digits { before: 1, after: 2 }));
    }
}
