//! Where in the input an error lies. The rules name places in commands; an input may have another
//! name for one, may not have it at all, and never leads to a place that is not there.

use async_graphql::{
    Context, InputType,
    registry::{MetaType, MetaTypeName, Registry},
};
use rules::Rejection;

use super::reading::Renamed;
use crate::graphql::errors::UserError;

/// The argument that every mutation takes.
const INPUT: &str = "input";

/// The places of one input.
pub(super) struct Places<'a> {
    registry: &'a Registry,
    input: String,
    renamed: Vec<Renamed>,
}

impl<'a> Places<'a> {
    /// The places of an input of type `I`.
    pub(super) fn of<I: InputType>(context: &Context<'a>, renamed: Vec<Renamed>) -> Self {
        let registry = &context.schema_env.registry;
        Self { registry, input: I::type_name().into_owned(), renamed }
    }

    /// What is at fault in the input itself.
    pub(super) fn of_input(&self, faults: Vec<Rejection>) -> Vec<UserError> {
        let told = |fault: Rejection| {
            let message = fault.to_string();
            UserError::new(fault.reason, self.there(&fault.path), message)
        };
        faults.into_iter().map(told).collect()
    }

    /// What the rules reject, in the words of `message`.
    pub(super) fn of_rules(&self, rejection: Rejection, message: String) -> UserError {
        let path = self.there(&self.renamed(&rejection.path));
        UserError::new(rejection.reason, path, message)
    }

    /// The path by which the input knows what the rules call `path`.
    fn renamed(&self, path: &str) -> String {
        let below = |renamed: &Renamed| {
            let rest = path.strip_prefix(&renamed.rules)?;
            (rest.is_empty() || rest.starts_with('.')).then(|| format!("{}{rest}", renamed.input))
        };
        let mut renamed: Vec<&Renamed> = self.renamed.iter().collect();
        renamed.sort_by_key(|renamed| std::cmp::Reverse(renamed.rules.len()));
        renamed.into_iter().find_map(below).unwrap_or_else(|| path.to_owned())
    }

    /// As much of a path as the input has.
    fn there(&self, path: &str) -> Vec<String> {
        let mut found = vec![INPUT.to_owned()];
        let mut kind = self.registry.types.get(&self.input).map_or("", |input| input.name());
        for step in path.split('.') {
            let Some(next) = self.step(kind, step) else { break };
            found.push(step.to_owned());
            kind = next;
        }
        found
    }

    /// The type of what stands one step further.
    fn step(&self, kind: &'a str, step: &str) -> Option<&'a str> {
        match MetaTypeName::create(kind) {
            MetaTypeName::NonNull(inner) => self.step(inner, step),
            MetaTypeName::List(inner) => step.parse::<usize>().is_ok().then_some(inner),
            MetaTypeName::Named(name) => match self.registry.types.get(name)? {
                MetaType::InputObject { input_fields, .. } => {
                    input_fields.get(step).map(|field| field.ty.as_str())
                }
                _ => None,
            },
        }
    }
}
