//! What stands before and around an execution: before it the bounds of a query and the check of its
//! inputs, then the mark that execution has begun, and after it the completion of the data.
//!
//! The mark is what tells an error of the request from an error of the execution. The errors
//! themselves do not: whether one carries a path is up to whoever raised it. The extension point
//! `execute` runs only when parsing, validation and the choice of the operation have succeeded.
//! Nothing here executes anything.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use async_graphql::async_trait::async_trait;
use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextExecute, NextPrepareRequest, NextValidation,
};
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Request, Response, ServerError, ServerResult, ValidationResult, Variables};

use super::completion::Shape;
use super::document;
use super::inputs::{self, Scalars};
use super::limits::{Limits, within};
use super::operation;
use crate::metrics::OperationEnd;

/// Whether the execution of a request has begun. The edge puts one into the request's data and
/// keeps a copy.
#[derive(Debug, Clone, Default)]
pub(super) struct Progress(Arc<AtomicBool>);

impl Progress {
    /// True once the request has passed every check: what fails from then on is an execution error.
    pub(super) fn executed(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// How an operation ended that was answered with these errors.
    pub(super) fn ended(&self, errors: &[ServerError]) -> OperationEnd {
        match (self.executed(), errors.is_empty()) {
            (false, _) => OperationEnd::Refused,
            (true, false) => OperationEnd::Errors,
            (true, true) => OperationEnd::Answered,
        }
    }

    fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }
}

/// The extension that `limits::apply` puts on a schema.
pub(super) struct Gate(Arc<Rules>);

struct Rules {
    limits: Limits,
    scalars: Scalars,
}

impl Gate {
    pub(super) fn new(limits: Limits, scalars: Scalars) -> Self {
        Self(Arc::new(Rules { limits, scalars }))
    }
}

impl ExtensionFactory for Gate {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Passage { rules: Arc::clone(&self.0), prepared: OnceLock::new() })
    }
}

/// One request on its way through the gate.
struct Passage {
    rules: Arc<Rules>,
    prepared: OnceLock<Prepared>,
}

/// What is found out while the request is at hand and needed when it no longer is.
#[derive(Default)]
struct Prepared {
    /// Wrong inputs. They are told after this extension point, which has room for one error only.
    faults: Vec<ServerError>,
    shape: Shape,
}

impl Passage {
    fn prepare(
        &self,
        context: &ExtensionContext<'_>,
        document: &ExecutableDocument,
        name: Option<&str>,
        variables: &Variables,
    ) -> Prepared {
        let Some(chosen) = operation::chosen(document, name) else {
            // The library says so after its validation.
            return Prepared::default();
        };
        let registry = &context.schema_env.registry;
        Prepared {
            faults: inputs::check(registry, &self.rules.scalars, document, chosen, variables),
            shape: Shape::of(registry, document, chosen),
        }
    }
}

#[async_trait]
impl Extension for Passage {
    async fn prepare_request(
        &self,
        context: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        let mut request = next.run(context, request).await?;
        let limits = &self.rules.limits;
        document::check_text(&request.query, limits)?;
        let name = request.operation_name.clone();
        // Taken out while the parsed query is borrowed from the request.
        let variables = std::mem::take(&mut request.variables);
        let document = request.parsed_query()?;
        document::check_counts(document, limits)?;
        let prepared = self.prepare(context, document, name.as_deref(), &variables);
        self.prepared.get_or_init(|| prepared);
        request.variables = variables;
        Ok(request)
    }

    async fn validation(
        &self,
        context: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        if let Some(prepared) = self.prepared.get().filter(|prepared| !prepared.faults.is_empty()) {
            return Err(prepared.faults.clone());
        }
        let measured = next.run(context).await?;
        let limits = &self.rules.limits;
        within(measured.depth, limits.depth_max, "fields within each other", "depth_max")?;
        within(measured.complexity, limits.complexity_max, "complexity", "complexity_max")?;
        Ok(measured)
    }

    async fn execute(
        &self,
        context: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        if let Some(progress) = context.data_opt::<Progress>() {
            progress.begin();
        }
        let mut response = next.run(context, operation_name).await;
        if let Some(prepared) = self.prepared.get() {
            let data = std::mem::take(&mut response.data);
            response.data = prepared.shape.complete(data, &response.errors);
        }
        response
    }
}
