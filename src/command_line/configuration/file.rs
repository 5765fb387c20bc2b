//! The configuration's file: TOML, read with the line of every value.

use std::{fs::File, io::Read, path::Path};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    error::ConfigurationError,
    settings::{SETTINGS, Setting},
};

/// A configuration is small.
const FILE_BYTES_MAX: u64 = 256 * 1024;

/// A value of the file, and its line, from 1.
#[derive(Debug)]
pub(super) struct InFile {
    pub(super) setting: Setting,
    pub(super) text: String,
    pub(super) line: usize,
}

/// Everything that the file sets.
pub(super) fn read(file: &Path) -> Result<Vec<InFile>, ConfigurationError> {
    let unreadable = |error| ConfigurationError::Unreadable { file: file.to_owned(), error };
    let mut text = String::new();
    let opened = File::open(file).map_err(unreadable)?;
    opened.take(FILE_BYTES_MAX + 1).read_to_string(&mut text).map_err(unreadable)?;
    if text.len() as u64 > FILE_BYTES_MAX {
        return Err(ConfigurationError::TooLong { file: file.to_owned(), most: FILE_BYTES_MAX });
    }
    let reading = Reading { file, text: &text };
    let table = DeTable::parse(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| reading.line(span.start));
        reading.wrong(line, error.message().to_owned())
    })?;
    let mut found = Vec::new();
    reading.table("", table.get_ref(), &mut found)?;
    Ok(found)
}

struct Reading<'a> {
    file: &'a Path,
    text: &'a str,
}

impl Reading<'_> {
    fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().iter().take(at);
        before.filter(|byte| **byte == b'\n').count() + 1
    }

    fn wrong(&self, line: usize, what: String) -> ConfigurationError {
        ConfigurationError::File { file: self.file.to_owned(), line, what }
    }

    fn table(
        &self,
        path: &str,
        table: &DeTable<'_>,
        found: &mut Vec<InFile>,
    ) -> Result<(), ConfigurationError> {
        for (name, value) in table {
            let line = self.line(name.span().start);
            let key = if path.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{path}.{}", name.get_ref())
            };
            let is_table = SETTINGS.iter().any(|setting| setting.table() == key);
            match (SETTINGS.iter().find(|setting| setting.key == key), value.get_ref()) {
                (Some(setting), _) => {
                    let text = self.text_of(setting, line, value)?;
                    found.push(InFile { setting: *setting, text, line });
                }
                (None, DeValue::Table(inner)) if is_table => self.table(&key, inner, found)?,
                (None, _) if is_table => {
                    return Err(self.wrong(line, format!("{key} is a table; write [{key}]")));
                }
                (None, _) => return Err(self.wrong(line, unknown(&key, path))),
            }
        }
        Ok(())
    }

    fn text_of(
        &self,
        setting: &Setting,
        line: usize,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<String, ConfigurationError> {
        match value.get_ref() {
            DeValue::String(text) => Ok(text.to_string()),
            DeValue::Integer(number) if number.radix() == 10 => Ok(number.as_str().to_owned()),
            DeValue::Float(number) => Ok(number.as_str().to_owned()),
            DeValue::Boolean(switch) => Ok(switch.to_string()),
            DeValue::Integer(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => {
                let (key, found) = (setting.key, value.get_ref().type_str());
                let accepted = setting.kind.accepted();
                Err(self.wrong(line, format!("{key} is of type {found}; accepted: {accepted}")))
            }
        }
    }
}

fn unknown(key: &str, table: &str) -> String {
    let of_table = SETTINGS.iter().filter(|setting| setting.table() == table);
    let mut accepted: Vec<&str> = of_table.map(|setting| setting.key).collect();
    if table.is_empty() {
        let mut tables: Vec<&str> = SETTINGS.iter().map(Setting::table).collect();
        tables.dedup();
        accepted.extend(tables.into_iter().filter(|table| !table.is_empty()));
    }
    format!("{key} is no setting; accepted: {}", accepted.join(", "))
}
