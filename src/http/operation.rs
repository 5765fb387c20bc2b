//! From the parameters of a GraphQL-over-HTTP request to an operation that is ready to be executed.
//!
//! The same parameters come as a JSON body, in a query string and in a WebSocket's `subscribe`
//! message. Nothing here knows which, and nothing here executes.

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType,
};
use async_graphql::{Request, ServerError, Variables};
use serde_json::{Map, Value};

use super::document;
use super::gate::Progress;
use super::limits::Limits;
use super::problem::quoted;

/// Why parameters are not those of a request.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum ParameterError {
    #[error("the request is not JSON: {0}")]
    NotJson(String),
    #[error(
        "batches are not accepted; accepted: one object with query, variables, operationName and extensions"
    )]
    Batch,
    #[error(
        "the request is {0}; accepted: an object with query, variables, operationName and extensions"
    )]
    NotAnObject(&'static str),
    #[error("the parameter query is missing; accepted: a GraphQL document as a string")]
    QueryMissing,
    #[error("the parameter {name} is {found}; accepted: {accepted}")]
    WrongType { name: &'static str, found: &'static str, accepted: &'static str },
    #[error("the parameter {name} is not JSON: {reason}")]
    ParameterNotJson { name: &'static str, reason: String },
    #[error("the parameter {0} is given more than once; accepted: once")]
    Repeated(String),
}

/// The parameters of the GraphQL-over-HTTP draft, each of its type.
#[derive(Debug)]
pub(super) struct Parameters {
    query: String,
    operation_name: Option<String>,
    variables: Map<String, Value>,
    extensions: Map<String, Value>,
}

impl Parameters {
    /// From the bytes of a JSON body.
    pub(super) fn from_body(body: &[u8]) -> Result<Self, ParameterError> {
        let value = serde_json::from_slice(body)
            .map_err(|error| ParameterError::NotJson(error.to_string()))?;
        Self::from_json(value)
    }

    /// From a JSON object. Members of other names are left for others, as the draft asks.
    pub(super) fn from_json(value: Value) -> Result<Self, ParameterError> {
        let mut members = match value {
            Value::Object(members) => members,
            Value::Array(_) => return Err(ParameterError::Batch),
            other => return Err(ParameterError::NotAnObject(kind(&other))),
        };
        Ok(Self {
            query: text(&mut members, "query")?.ok_or(ParameterError::QueryMissing)?,
            operation_name: text(&mut members, "operationName")?,
            variables: map(&mut members, "variables")?,
            extensions: map(&mut members, "extensions")?,
        })
    }

    /// From the decoded pairs of a query string, in which variables and extensions are JSON.
    pub(super) fn from_pairs(pairs: Vec<(String, String)>) -> Result<Self, ParameterError> {
        let mut members = Map::new();
        for (name, text) in pairs {
            let value = match name.as_str() {
                "variables" => json_parameter("variables", &text)?,
                "extensions" => json_parameter("extensions", &text)?,
                _ => Value::String(text),
            };
            if members.insert(name.clone(), value).is_some() {
                return Err(ParameterError::Repeated(quoted(&name)));
            }
        }
        Self::from_json(Value::Object(members))
    }
}

fn json_parameter(name: &'static str, text: &str) -> Result<Value, ParameterError> {
    // Left empty by forms that always send all names.
    if text.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_str(text)
        .map_err(|error| ParameterError::ParameterNotJson { name, reason: error.to_string() })
}

fn text(
    members: &mut Map<String, Value>,
    name: &'static str,
) -> Result<Option<String>, ParameterError> {
    match members.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => {
            Err(ParameterError::WrongType { name, found: kind(&other), accepted: "a string" })
        }
    }
}

fn map(
    members: &mut Map<String, Value>,
    name: &'static str,
) -> Result<Map<String, Value>, ParameterError> {
    match members.remove(name) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(other) => {
            Err(ParameterError::WrongType { name, found: kind(&other), accepted: "an object" })
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A parsed request and what is known of it before it is executed.
pub(super) struct Operation {
    pub(super) request: Request,
    /// `None` where the document and the operation name choose none: executing it says why.
    pub(super) kind: Option<OperationType>,
    pub(super) progress: Progress,
}

impl Operation {
    /// A word for its kind.
    pub(super) fn kind_name(&self) -> &'static str {
        match self.kind {
            Some(OperationType::Query) => "query",
            Some(OperationType::Mutation) => "mutation",
            Some(OperationType::Subscription) => "subscription",
            None => "unknown",
        }
    }

    /// Parses the query within its bounds.
    pub(super) fn prepare(parameters: Parameters, limits: &Limits) -> Result<Self, ServerError> {
        document::check_text(&parameters.query, limits)?;
        let progress = Progress::default();
        let mut request = Request::new(parameters.query)
            .variables(Variables::from_json(Value::Object(parameters.variables)))
            .data(progress.clone());
        request.operation_name = parameters.operation_name;
        request.extensions =
            serde_json::from_value(Value::Object(parameters.extensions)).map_err(|error| {
                ServerError::new(format!("the parameter extensions: {error}"), None)
            })?;
        let name = request.operation_name.clone();
        let kind = chosen(request.parsed_query()?, name.as_deref()).map(|operation| operation.ty);
        Ok(Self { request, kind, progress })
    }
}

/// The operation that will be executed: the choice that async-graphql 7.2.1 makes, and `None` where
/// it refuses.
pub(super) fn chosen<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Option<&'a OperationDefinition> {
    let operation = match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(operation),
        (DocumentOperations::Single(_), Some(_)) => None,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.values().next()
        }
        (DocumentOperations::Multiple(_), None) => None,
    };
    operation.map(|operation| &operation.node)
}
