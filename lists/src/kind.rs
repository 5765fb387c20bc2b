//! What kind of file the bytes are, by how they begin. A file's name says nothing: many a `.xls` is
//! a web page.

use crate::ListError;

/// The kinds that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Workbook,
    Text,
}

/// Tells the kind, and refuses every other with its name.
pub(crate) fn of(bytes: &[u8]) -> Result<Kind, ListError> {
    let begin = bytes.trim_ascii_start();
    if begin.is_empty() {
        return Err(ListError::Empty);
    }
    let found = if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Workbook);
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        compound(bytes)
    } else if bytes.starts_with(b"%PDF") {
        "a PDF document; ask for the list that it was made from"
    } else if bytes.starts_with(b"\x09\x08") || bytes.starts_with(b"\x09\x04") {
        "an old Excel workbook (.xls); save it as .xlsx"
    } else if bytes.starts_with(b"\x1f\x8b") {
        "a compressed file; unpack it first"
    } else if begin.starts_with(b"{\\rtf") {
        "a text document (RTF); copy its table into a spreadsheet"
    } else if let Some(markup) = markup(begin) {
        markup
    } else {
        return Ok(Kind::Text);
    };
    Err(ListError::NotAList { found: found.to_owned() })
}

/// Microsoft's compound files: old workbooks, and new ones behind a password.
fn compound(bytes: &[u8]) -> &'static str {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|at| at == wide)
    };
    if holds("EncryptedPackage") {
        "a workbook behind a password; open it, take the password away and save it again"
    } else if holds("Workbook") || holds("Book") {
        "an old Excel workbook (.xls); save it as .xlsx"
    } else {
        "an old Office document; save its table as .xlsx"
    }
}

fn markup(begin: &[u8]) -> Option<&'static str> {
    let begin = begin.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begin).trim_ascii_start();
    let head = String::from_utf8_lossy(&begin[..begin.len().min(1_024)]).to_lowercase();
    if !head.starts_with('<') {
        return None;
    }
    let page = ["<!doctype html", "<html", "<table", "<head", "<meta", "<body", "<div", "<style"];
    if page.iter().any(|tag| head.starts_with(tag)) || head.contains("<html") {
        return Some(
            "a web page, whatever its name says; open it in a spreadsheet and save it as .xlsx",
        );
    }
    let spreadsheet = head.contains("schemas-microsoft-com:office:spreadsheet")
        || head.contains("mso-application");
    Some(if spreadsheet {
        "an XML spreadsheet of 2003; open it and save it as .xlsx"
    } else {
        "an XML file; save its table as .xlsx or .csv"
    })
}
