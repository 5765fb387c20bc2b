//! Which sheets a workbook has and where its parts lie.

use std::collections::BTreeMap;

use super::{
    package::{Package, damaged},
    xml::{Node, Xml},
};
use crate::{ListError, table::within};

/// A sheet, not yet read.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) path: String,
}

/// What the workbook says of itself.
#[derive(Debug)]
pub(super) struct Contents {
    pub(super) sheets: Vec<Sheet>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    /// Days are counted from 1904 instead of 1900.
    pub(super) from_1904: bool,
}

pub(super) fn read(package: &mut Package<'_>) -> Result<Contents, ListError> {
    let of_package = relations(package, "", "_rels/.rels")?;
    let path = of_package.values().find(|relation| relation.kind == "officeDocument");
    let path = path.map_or("xl/workbook.xml", |relation| relation.target.as_str()).to_owned();
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
    let related = relations(package, folder, &format!("{folder}/_rels/{file}.rels"))?;
    let of_kind = |kind: &str| {
        related.values().find(|relation| relation.kind == kind).map(|found| found.target.clone())
    };
    let part = package.part(&path)?.ok_or_else(|| damaged(&path, "it is not in the archive"))?;
    let (sheets, from_1904) = sheets(Xml::new(part), &related)?;
    Ok(Contents { sheets, strings: of_kind("sharedStrings"), styles: of_kind("styles"), from_1904 })
}

fn sheets(
    mut xml: Xml<'_, '_>,
    related: &BTreeMap<String, Relation>,
) -> Result<(Vec<Sheet>, bool), ListError> {
    let mut sheets = Vec::new();
    let mut from_1904 = false;
    loop {
        match xml.next()? {
            Node::Start(tag) if tag.name() == "workbookPr" => from_1904 = tag.says("date1904"),
            Node::Start(tag) if tag.name() == "sheet" => {
                let relation = tag.attribute("id").and_then(|id| related.get(&id));
                let (Some(name), Some(relation)) = (tag.attribute("name"), relation) else {
                    return Err(xml.damaged("a sheet without name or content"));
                };
                // Sheets of charts and of macros have no cells.
                if relation.kind == "worksheet" {
                    let hidden = tag.attribute("state").is_some_and(|state| state != "visible");
                    sheets.push(Sheet { name, hidden, path: relation.target.clone() });
                }
                let place = || "the workbook".to_owned();
                within(sheets.len(), xml.limits().sheets, place, "sheets")?;
            }
            Node::Done => return Ok((sheets, from_1904)),
            Node::Start(_) | Node::End(_) | Node::Text(_) => {}
        }
    }
}

/// From one part to another: the last word of the relation's type, and where the other lies.
struct Relation {
    kind: String,
    target: String,
}

fn relations(
    package: &mut Package<'_>,
    folder: &str,
    path: &str,
) -> Result<BTreeMap<String, Relation>, ListError> {
    let mut relations = BTreeMap::new();
    let Some(part) = package.part(path)? else {
        return Ok(relations);
    };
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Node::Start(tag) if tag.name() == "Relationship" => {
                let parts = (tag.attribute("Id"), tag.attribute("Type"), tag.attribute("Target"));
                if let (Some(id), Some(kind), Some(target)) = parts {
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    relations.insert(id, Relation { kind, target: resolved(folder, &target) });
                }
                let place = || path.to_owned();
                within(relations.len(), xml.limits().entries, place, "relations")?;
            }
            Node::Done => return Ok(relations),
            Node::Start(_) | Node::End(_) | Node::Text(_) => {}
        }
    }
}

/// A target as a path from the archive's root.
fn resolved(folder: &str, target: &str) -> String {
    let joined = match target.strip_prefix('/') {
        Some(from_root) => from_root.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in joined.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            name => steps.push(name),
        }
    }
    steps.join("/")
}
