//! The shared strings of a workbook: texts that cells refer to by their place. Formats within a text
//! and its phonetic reading are passed over.

use std::rc::Rc;

use super::xml::{Node, Xml};
use crate::{ListError, table::within};

/// Reads `sharedStrings.xml`.
pub(super) fn read(mut xml: Xml<'_, '_>) -> Result<Vec<Rc<str>>, ListError> {
    let mut strings = Vec::new();
    let mut bytes = 0;
    loop {
        match xml.next()? {
            Node::Start(tag) if tag.name() == "si" => {
                let text = text_within(&mut xml, "si")?;
                bytes += text.len();
                let limits = xml.limits();
                let place = || format!("shared string {}", strings.len());
                within(strings.len() + 1, limits.strings, place, "shared strings")?;
                within(bytes, limits.text_bytes, place, "bytes of text")?;
                strings.push(Rc::from(text));
            }
            Node::Done => break,
            Node::Start(_) | Node::End(_) | Node::Text(_) => {}
        }
    }
    strings.shrink_to_fit();
    Ok(strings)
}

/// The text of the `t` elements up to the end of `element`, without those of phonetic readings.
pub(super) fn text_within(xml: &mut Xml<'_, '_>, element: &str) -> Result<String, ListError> {
    let mut text = String::new();
    let (mut in_text, mut in_reading) = (false, false);
    loop {
        match xml.next()? {
            Node::Start(tag) => match tag.name() {
                "t" => in_text = !in_reading,
                "rPh" => in_reading = true,
                _ => {}
            },
            Node::Text(more) if in_text => {
                let place = || "a text of the workbook".to_owned();
                let what = "bytes of text in one cell";
                within(text.len() + more.len(), xml.limits().cell_bytes, place, what)?;
                text.push_str(&more);
            }
            Node::End(name) if name == element => break,
            Node::End(name) => match name.as_str() {
                "t" => in_text = false,
                "rPh" => in_reading = false,
                _ => {}
            },
            Node::Text(_) => {}
            Node::Done => return Err(xml.damaged("a text does not end")),
        }
    }
    Ok(unescaped(text))
}

/// Without the workbook's own escapes: `_x000D_` is a carriage return (ECMA-376 part 1, 22.9.2.19).
pub(super) fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let code = code.filter(|code| code.chars().all(|c| c.is_ascii_hexdigit()));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(character) => {
                plain.push(character);
                rest = &rest[at + 7..];
            }
            None => {
                plain.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_the_workbook_are_undone() {
        let check = |text: &str, plain: &str| assert_eq!(unescaped(text.to_owned()), plain);
        check("a_x000D_\nb", "a\r\nb");
        check("rum_x", "rum_x");
        check("_x00E5_x", "åx");
        check("_x12_ö_xåäöå_", "_x12_ö_xåäöå_");
    }
}
