//! Input values against their types, before execution: the variables of a request and the literals
//! of its query.
//!
//! A wrong value is an error of the *request*. async-graphql 7.2.1 finds some of them only when a
//! resolver reads the argument (a scalar whose `is_valid` says yes to everything, as its `UUID` and
//! date scalars do; an input object that is given as something else; a variable of the wrong kind
//! that no argument uses), by when a mutation beside it may have been carried out. Here all are
//! found, and nothing is executed.
//!
//! What the library's own validation already reports well (unknown types, fields, arguments) is
//! left to it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{
    ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
    VariableDefinition,
};
use async_graphql::registry::{MetaInputValue, MetaType, MetaTypeName, Registry};
use async_graphql::{InputType, Name, Pos, Positioned, ServerError, Value, Variables};

use super::problem::quoted;

/// Custom scalars whose parser decides whether a value is one, by the scalar's name in the schema.
#[derive(Debug, Clone, Default)]
pub struct Scalars(BTreeMap<String, Parse>);

/// Parses a value and keeps only what is wrong with it.
type Parse = fn(Value) -> Result<(), String>;

impl Scalars {
    /// None: for a schema each of whose scalars tells a wrong value in `is_valid`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Also checks the scalar of this type with its parser.
    pub fn parsed_by<Scalar: InputType>(mut self) -> Self {
        self.0.insert(Scalar::type_name().into_owned(), parse::<Scalar>);
        self
    }
}

fn parse<Scalar: InputType>(value: Value) -> Result<(), String> {
    Scalar::parse(Some(value))
        .map(|_| ())
        .map_err(|error| error.into_server_error(Pos::default()).message)
}

/// Every wrong value of the variables, or else of the literals, that this operation would be
/// executed with.
pub(super) fn check(
    registry: &Registry,
    scalars: &Scalars,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    given: &Variables,
) -> Vec<ServerError> {
    let types = Types { registry, scalars };
    let definitions = &operation.variable_definitions;
    let faults: Vec<_> = definitions
        .iter()
        .filter_map(|definition| types.variable_fault(definition, given))
        .collect();
    if !faults.is_empty() {
        return faults;
    }
    let mut literals = Literals {
        types,
        document,
        variables: definitions
            .iter()
            .map(|definition| {
                (definition.node.name.node.as_str(), variable_value(&definition.node, given))
            })
            .collect(),
        walked: BTreeSet::new(),
        faults: Vec::new(),
    };
    literals.selection_set(&operation.selection_set.node, root_type(registry, operation.ty));
    literals.faults
}

/// The type at the root of an operation of this kind.
pub(super) fn root_type(registry: &Registry, kind: OperationType) -> Option<&str> {
    match kind {
        OperationType::Query => Some(&registry.query_type),
        OperationType::Mutation => registry.mutation_type.as_deref(),
        OperationType::Subscription => registry.subscription_type.as_deref(),
    }
}

/// The value that a variable has in this request; null where the library would take null.
fn variable_value(definition: &VariableDefinition, given: &Variables) -> Value {
    given
        .get(&definition.name.node)
        .or(definition.default_value.as_ref().map(|default| &default.node))
        .cloned()
        .unwrap_or_default()
}

/// What is wrong with a value, and where in it.
struct Fault {
    /// The way from the whole value to the wrong part, such as `.rooms[2].area`; empty where the
    /// whole is wrong.
    below: String,
    text: String,
}

impl Fault {
    fn new(text: impl Into<String>) -> Self {
        Self { below: String::new(), text: text.into() }
    }

    fn under(mut self, step: impl fmt::Display) -> Self {
        self.below.insert_str(0, &step.to_string());
        self
    }

    fn expected(what: impl fmt::Display, value: &Value) -> Self {
        Self::new(format!("{} is not accepted; accepted: {what}", quoted_value(value)))
    }
}

fn quoted_value(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Object(_) => "an object".to_owned(),
        Value::List(_) => "a list".to_owned(),
        Value::Binary(_) => "bytes".to_owned(),
        other => other.to_string(),
    }
}

/// The input types of a schema.
#[derive(Clone, Copy)]
struct Types<'a> {
    registry: &'a Registry,
    scalars: &'a Scalars,
}

impl Types<'_> {
    fn variable_fault(
        self,
        definition: &Positioned<VariableDefinition>,
        given: &Variables,
    ) -> Option<ServerError> {
        let name = &definition.node.name.node;
        let kind = definition.node.var_type.node.to_string();
        let missing = !given.contains_key(name) && definition.node.default_value().is_none();
        let fault = if missing {
            Fault::new(format!("no value is given; accepted: {kind}"))
        } else {
            self.fault(&kind, &variable_value(&definition.node, given))?
        };
        let text = format!("variable ${name}{}: {}", fault.below, fault.text);
        Some(ServerError::new(text, Some(definition.pos)))
    }

    /// The first thing wrong with a value of the type with this name, as SDL writes it.
    fn fault(self, kind: &str, value: &Value) -> Option<Fault> {
        match (MetaTypeName::create(kind), value) {
            (MetaTypeName::NonNull(_), Value::Null) => Some(Fault::expected(kind, value)),
            (_, Value::Null) => None,
            (MetaTypeName::NonNull(inner), _) => self.fault(inner, value),
            (MetaTypeName::List(inner), Value::List(items)) => {
                items.iter().enumerate().find_map(|(index, item)| {
                    Some(self.fault(inner, item)?.under(format_args!("[{index}]")))
                })
            }
            // A single value stands for a list of one.
            (MetaTypeName::List(inner), _) => self.fault(inner, value),
            (MetaTypeName::Named(name), _) => self.named_fault(name, value),
        }
    }

    fn named_fault(self, name: &str, value: &Value) -> Option<Fault> {
        match self.registry.types.get(name)? {
            MetaType::Scalar { is_valid, .. } => {
                let valid = is_valid.as_ref().is_none_or(|is_valid| is_valid(value));
                self.scalar_fault(name, value, valid)
            }
            MetaType::Enum { enum_values, .. } => match value {
                Value::Enum(given) if enum_values.contains_key(given.as_str()) => None,
                Value::String(given) if enum_values.contains_key(given) => None,
                _ => Some(Fault::expected(join(enum_values.keys()), value)),
            },
            MetaType::InputObject { input_fields, oneof, .. } => match value {
                Value::Object(given) => self.object_fault(name, input_fields, *oneof, given),
                _ => Some(Fault::expected(format_args!("an object of type {name}"), value)),
            },
            // No input type: the validation says so.
            _ => None,
        }
    }

    fn scalar_fault(self, name: &str, value: &Value, valid: bool) -> Option<Fault> {
        match self.scalars.0.get(name) {
            Some(parse) => parse(value.clone()).err().map(Fault::new),
            None => (!valid).then(|| Fault::expected(name, value)),
        }
    }

    fn object_fault(
        self,
        name: &str,
        fields: &IndexMap<String, MetaInputValue>,
        oneof: bool,
        given: &IndexMap<Name, Value>,
    ) -> Option<Fault> {
        if let Some(unknown) = given.keys().find(|key| !fields.contains_key(key.as_str())) {
            let known = join(fields.keys());
            return Some(Fault::new(format!("{name} has no field {unknown}; accepted: {known}")));
        }
        if oneof && (given.len() != 1 || given.values().any(|value| *value == Value::Null)) {
            let known = join(fields.keys());
            return Some(Fault::new(format!(
                "{name} takes exactly one of its fields, not null; accepted: {known}"
            )));
        }
        fields.values().find_map(|field| self.field_fault(field, given))
    }

    fn field_fault(self, field: &MetaInputValue, given: &IndexMap<Name, Value>) -> Option<Fault> {
        let fault = match given.get(field.name.as_str()) {
            Some(value) => self.fault(&field.ty, value)?,
            None if field.ty.ends_with('!') && field.default_value.is_none() => {
                Fault::new(format!("no value is given; accepted: {}", field.ty))
            }
            None => return None,
        };
        Some(fault.under(format_args!(".{}", field.name)))
    }
}

fn join<'a>(names: impl Iterator<Item = &'a String>) -> String {
    names.map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// A walk over the arguments of everything that an operation selects. A fragment is walked once.
struct Literals<'a> {
    types: Types<'a>,
    document: &'a ExecutableDocument,
    variables: BTreeMap<&'a str, Value>,
    walked: BTreeSet<&'a str>,
    faults: Vec<ServerError>,
}

impl<'a> Literals<'a> {
    fn selection_set(&mut self, set: &'a SelectionSet, parent: Option<&'a str>) {
        for selection in &set.items {
            self.selection(&selection.node, parent);
        }
    }

    fn selection(&mut self, selection: &'a Selection, parent: Option<&'a str>) {
        match selection {
            Selection::Field(field) => self.field(&field.node, parent),
            Selection::InlineFragment(inline) => {
                let condition = inline.node.type_condition.as_ref();
                let on = condition.map(|condition| condition.node.on.node.as_str());
                self.selection_set(&inline.node.selection_set.node, on.or(parent));
            }
            Selection::FragmentSpread(spread) => {
                self.fragment(spread.node.fragment_name.node.as_str());
            }
        }
    }

    fn fragment(&mut self, name: &'a str) {
        let fragment = self.document.fragments.get(name);
        if let Some(fragment) = fragment.filter(|_| self.walked.insert(name)) {
            let on = fragment.node.type_condition.node.on.node.as_str();
            self.selection_set(&fragment.node.selection_set.node, Some(on));
        }
    }

    fn field(&mut self, field: &'a Field, parent: Option<&'a str>) {
        let known = parent
            .and_then(|parent| self.types.registry.types.get(parent))
            .and_then(|parent| parent.field_by_name(&field.name.node));
        let Some(known) = known else {
            // No such field: the validation says so.
            return;
        };
        for (name, literal) in &field.arguments {
            if let Some(argument) = known.args.get(name.node.as_str()) {
                let variables = &self.variables;
                let value = literal.node.clone().into_const_with(|variable| {
                    variables.get(variable.as_str()).cloned().ok_or(Undefined)
                });
                let fault = value.ok().and_then(|value| self.types.fault(&argument.ty, &value));
                self.faults.extend(fault.map(|fault| argument_error(field, name, &fault)));
            }
        }
        self.selection_set(
            &field.selection_set.node,
            Some(MetaTypeName::concrete_typename(&known.ty)),
        );
    }
}

/// A variable that the operation does not define: the validation says so.
struct Undefined;

fn argument_error(field: &Field, argument: &Positioned<Name>, fault: &Fault) -> ServerError {
    let text =
        format!("argument {} of {}{}: {}", argument.node, field.name.node, fault.below, fault.text);
    ServerError::new(text, Some(argument.pos))
}
