//! The data of an answer, completed as the GraphQL specification (October 2021, sections 6.4.4 and
//! 7.2.2) wants it.
//!
//! async-graphql 7.2.1 leaves a failed field out of its object, whether or not the schema lets it
//! be null, gives null for an object all of whose fields failed, and puts fields in the order in
//! which they were resolved. A client built from the schema would meet objects without fields that
//! cannot be absent. Here a failed field becomes null, null spreads to the nearest place that may
//! be null, and fields come in the order of the query. No value is invented.

use std::collections::BTreeMap;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{
    ExecutableDocument, Field, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::registry::{MetaTypeName, Registry};
use async_graphql::{Name, PathSegment, ServerError, Value};

use super::inputs::root_type;

/// What an operation selects, fragments spread and equal keys merged: the form of its answers.
///
/// It is as large as the selections of the query, which `selections_max` bounds.
#[derive(Debug, Default)]
pub(super) struct Shape(IndexMap<Name, Selected>);

#[derive(Debug)]
struct Selected {
    /// As SDL writes it; `None` for what introspection adds, of which nothing is known here.
    kind: Option<String>,
    below: Shape,
}

impl Shape {
    pub(super) fn of(
        registry: &Registry,
        document: &ExecutableDocument,
        operation: &OperationDefinition,
    ) -> Self {
        let mut shape = Self::default();
        let root = root_type(registry, operation.ty);
        Outline { registry, document }.add_set(&mut shape, &operation.selection_set.node, root);
        shape
    }

    /// Completes the data of an answer with these errors.
    pub(super) fn complete(&self, data: Value, errors: &[ServerError]) -> Value {
        let failures = Failures::of(errors);
        match data {
            Value::Null if failures.below.is_empty() => Value::Null,
            data => self.complete_object(fields(data), &failures).unwrap_or(Value::Null),
        }
    }

    fn complete_object(
        &self,
        mut given: IndexMap<Name, Value>,
        failures: &Failures,
    ) -> Result<Value, Propagated> {
        let mut completed = IndexMap::with_capacity(given.len());
        for (key, selected) in &self.0 {
            let failed = failures.at_field(key);
            let value = given.swap_remove(key);
            if value.is_none() && failed.is_none() {
                // Skipped, or of a fragment on another type.
                continue;
            }
            let value = value.unwrap_or_default();
            let value = selected.below.complete_value(value, selected.kind.as_deref(), failed)?;
            completed.insert(key.clone(), value);
        }
        Ok(Value::Object(completed))
    }

    fn complete_value(
        &self,
        value: Value,
        kind: Option<&str>,
        failed: Option<&Failures>,
    ) -> Result<Value, Propagated> {
        match kind.map(MetaTypeName::create) {
            Some(MetaTypeName::NonNull(inner)) => {
                match self.complete_inner(value, inner, failed)? {
                    Value::Null if failed.is_some() => Err(Propagated),
                    // An object of which nothing was selected that it has: not a failure.
                    Value::Null if !self.0.is_empty() => Ok(Value::Object(IndexMap::new())),
                    value => Ok(value),
                }
            }
            _ => {
                Ok(self.complete_inner(value, kind.unwrap_or_default(), failed).unwrap_or_default())
            }
        }
    }

    fn complete_inner(
        &self,
        value: Value,
        kind: &str,
        failed: Option<&Failures>,
    ) -> Result<Value, Propagated> {
        const NONE: &Failures = &Failures { here: false, below: BTreeMap::new() };
        if failed.is_some_and(|failed| failed.here) {
            return Ok(Value::Null);
        }
        if self.0.is_empty() && failed.is_none() {
            // A scalar, whatever it holds, or a list of them.
            return Ok(value);
        }
        let lost = failed.is_some_and(|failed| failed.below.keys().all(Step::is_field));
        match (value, MetaTypeName::create(kind)) {
            (Value::List(items), list) => self.complete_list(items, &list, failed),
            (Value::Object(given), _) if !self.0.is_empty() => {
                self.complete_object(given, failed.unwrap_or(NONE))
            }
            // All fields of the object failed, and the library gave up the object.
            (Value::Null, MetaTypeName::Named(_)) if lost => {
                self.complete_object(IndexMap::new(), failed.unwrap_or(NONE))
            }
            (value, _) => Ok(value),
        }
    }

    fn complete_list(
        &self,
        items: Vec<Value>,
        list: &MetaTypeName<'_>,
        failed: Option<&Failures>,
    ) -> Result<Value, Propagated> {
        let kind = match list {
            MetaTypeName::List(item) => Some(*item),
            _ => None,
        };
        let items = items.into_iter().enumerate().map(|(index, item)| {
            let failed = failed.and_then(|failed| failed.below.get(&Step::Index(index)));
            self.complete_value(item, kind, failed)
        });
        items.collect::<Result<_, _>>().map(Value::List)
    }
}

/// A null where the schema allows none, on its way to where it does.
#[derive(Debug)]
struct Propagated;

fn fields(data: Value) -> IndexMap<Name, Value> {
    match data {
        Value::Object(fields) => fields,
        _ => IndexMap::new(),
    }
}

/// Where execution failed.
#[derive(Debug, Default)]
struct Failures {
    here: bool,
    below: BTreeMap<Step, Failures>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Field(String),
    Index(usize),
}

impl Step {
    fn is_field(&self) -> bool {
        matches!(self, Self::Field(_))
    }
}

impl Failures {
    fn of(errors: &[ServerError]) -> Self {
        let mut root = Self::default();
        for error in errors.iter().filter(|error| !error.path.is_empty()) {
            let place = error.path.iter().fold(&mut root, |place, segment| {
                let step = match segment {
                    PathSegment::Field(name) => Step::Field(name.clone()),
                    PathSegment::Index(index) => Step::Index(*index),
                };
                place.below.entry(step).or_default()
            });
            place.here = true;
        }
        root
    }

    fn at_field(&self, key: &Name) -> Option<&Self> {
        if self.below.is_empty() {
            return None;
        }
        self.below.get(&Step::Field(key.to_string()))
    }
}

/// Draws a shape.
#[derive(Clone, Copy)]
struct Outline<'a> {
    registry: &'a Registry,
    document: &'a ExecutableDocument,
}

impl Outline<'_> {
    fn add_set(self, shape: &mut Shape, set: &SelectionSet, parent: Option<&str>) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => self.add_field(shape, &field.node, parent),
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let on = condition.map(|condition| condition.node.on.node.as_str());
                    self.add_set(shape, &inline.node.selection_set.node, on.or(parent));
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) =
                        self.document.fragments.get(&spread.node.fragment_name.node)
                    {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        self.add_set(shape, &fragment.node.selection_set.node, Some(on));
                    }
                }
            }
        }
    }

    fn add_field(self, shape: &mut Shape, field: &Field, parent: Option<&str>) {
        let known = parent
            .and_then(|parent| self.registry.types.get(parent))
            .and_then(|parent| parent.field_by_name(&field.name.node));
        let kind = known.map(|known| known.ty.as_str());
        let selected = shape
            .0
            .entry(field.response_key().node.clone())
            .or_insert_with(|| Selected { kind: kind.map(str::to_owned), below: Shape::default() });
        let below = kind.map(MetaTypeName::concrete_typename);
        self.add_set(&mut selected.below, &field.selection_set.node, below);
    }
}
