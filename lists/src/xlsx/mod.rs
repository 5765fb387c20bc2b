//! Workbooks (ECMA-376, `.xlsx`) to tables. It never computes a formula and never reads a part that
//! no list needs.

mod package;
mod sheet;
mod strings;
mod styles;
mod workbook;
mod xml;

use crate::{Limits, ListError, table::Table};
use package::{Package, damaged};
use sheet::Shared;
use xml::Xml;

/// A workbook, its sheets not yet read.
pub(crate) struct Workbook<'a> {
    package: Package<'a>,
    shared: Shared,
    sheets: Vec<workbook::Sheet>,
}

/// What another kind of archive is, by the entries that tell it.
const OTHER_ARCHIVES: [(&str, &str); 6] = [
    ("xl/workbook.bin", "a binary workbook (.xlsb); save it as .xlsx"),
    ("content.xml", "an OpenDocument file (.ods); save it as .xlsx or .csv"),
    ("Index/Document.iwa", "a Numbers document; export it as .xlsx or .csv"),
    ("Index.zip", "a Numbers document; export it as .xlsx or .csv"),
    ("word/document.xml", "a Word document; copy its table into a spreadsheet"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
];

impl<'a> Workbook<'a> {
    pub(crate) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Self, ListError> {
        let mut package = Package::open(bytes, limits)?;
        refuse_other_archives(&package)?;
        let contents = workbook::read(&mut package)?;
        let mut shared = Shared { from_1904: contents.from_1904, ..Shared::default() };
        if let Some(path) = contents.strings
            && let Some(part) = package.part(&path)?
        {
            shared.strings = strings::read(Xml::new(part))?;
        }
        if let Some(path) = contents.styles
            && let Some(part) = package.part(&path)?
        {
            shared.formats = styles::read(Xml::new(part))?;
        }
        Ok(Self { package, shared, sheets: contents.sheets })
    }

    /// The sheets' names and whether they are hidden, in the workbook's order.
    pub(crate) fn sheets(&self) -> impl Iterator<Item = (&str, bool)> {
        self.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.hidden))
    }

    /// Reads the sheet at that place, or its first rows that hold something.
    pub(crate) fn read(&mut self, index: usize, rows_max: usize) -> Result<Table, ListError> {
        let path = self.sheets[index].path.clone();
        let part = self.package.part(&path)?;
        let part = part.ok_or_else(|| damaged(&path, "it is not in the archive"))?;
        sheet::read(Xml::new(part), &self.shared, rows_max)
    }
}

fn refuse_other_archives(package: &Package<'_>) -> Result<(), ListError> {
    for (entry, found) in OTHER_ARCHIVES {
        if package.has(|name| name == entry) {
            return Err(ListError::NotAList { found: found.to_owned() });
        }
    }
    if !package.has(|name| name.ends_with("workbook.xml")) {
        return Err(ListError::NotAList {
            found: "a zip archive without a workbook in it".to_owned(),
        });
    }
    Ok(())
}
