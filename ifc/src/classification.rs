//! The classes that a file's classifications give a space, in the forms of
//! IFC 2x3 and of IFC4.

use super::attachments::Attachments;
use super::chain;
use super::error::IfcError;
use super::model::Code;
use super::step::{Attribute, Record};
use super::weight::{self, Weight};

/// The classes of `space`, in no particular order.
pub(super) fn of_space(space: &Record<'_>, classes: &Attachments) -> Result<Vec<Code>, IfcError> {
    let step = space.step();
    let mut codes = Vec::new();
    let mut weight = Weight::default();
    for id in classes.to(space.id()) {
        let Some(class) = step.find(id) else {
            // `Attachments` holds no id that the file does not define.
            continue;
        };
        let code = if class.is("IFCCLASSIFICATIONREFERENCE") {
            reference(&class)?
        } else if class.is("IFCCLASSIFICATIONNOTATION") {
            Some(notation(&class)?)
        } else {
            None
        };
        if let Some(code) = code {
            weight.add(&class, weight::of_code(&code))?;
            codes.push(code);
        }
    }
    Ok(codes)
}

/// Puts the classes in order, each once. The same class may be stated twice,
/// once with a title or an edition and once without: the fuller one stays.
pub(super) fn settle(mut codes: Vec<Code>) -> Vec<Code> {
    codes.sort_by(|a, b| (&a.system, &a.code).cmp(&(&b.system, &b.code)).then(b.cmp(a)));
    codes.dedup_by(|next, kept| {
        let same = next.system == kept.system && next.code == kept.code;
        if same {
            kept.edition = kept.edition.take().or(next.edition.take());
            kept.title = kept.title.take().or(next.title.take());
        }
        same
    });
    codes
}

/// `IfcClassificationReference`: `Identification` was called `ItemReference` in
/// IFC 2x3. `None` when it names no class.
fn reference(class: &Record<'_>) -> Result<Option<Code>, IfcError> {
    let Some(code) = class.attribute(1, "Identification")?.text()? else {
        return Ok(None);
    };
    let title = class.attribute(2, "Name")?.text()?;
    let (system, edition) = match source(class)? {
        Some(system) => {
            (system.attribute(3, "Name")?.text()?, system.attribute(1, "Edition")?.text()?)
        }
        None => (None, None),
    };
    Ok(Some(Code { system, edition, code, title }))
}

/// The `IfcClassification` that a reference belongs to, in IFC4 through the
/// references above it.
fn source<'s>(class: &Record<'s>) -> Result<Option<Record<'s>>, IfcError> {
    let mut class = *class;
    let mut seen = Vec::new();
    loop {
        chain::link(&mut seen, &class, "classes")?;
        let Some(above) = class.attribute(3, "ReferencedSource")?.stated() else {
            return Ok(None);
        };
        class = above.follow(&["IFCCLASSIFICATION", "IFCCLASSIFICATIONREFERENCE"])?;
        if class.is("IFCCLASSIFICATION") {
            return Ok(Some(class));
        }
    }
}

/// `IfcClassificationNotation` of IFC 2x3: a code in facets, without a system.
fn notation(class: &Record<'_>) -> Result<Code, IfcError> {
    let facets: Attribute<'_> = class.attribute(0, "NotationFacets")?;
    let mut code = Vec::new();
    for facet in facets.items()? {
        let facet = facet?.follow(&["IFCCLASSIFICATIONNOTATIONFACET"])?;
        code.extend(facet.attribute(0, "NotationValue")?.text()?);
        if code.len() > class.step().limits().chain_links {
            return Err(facets.refused("a notation of a few facets"));
        }
    }
    let code = code.join(" ");
    if code.is_empty() {
        return Err(facets.refused("a notation with a value"));
    }
    Ok(Code { system: None, edition: None, code, title: None })
}
