//! One operation on a WebSocket: prepared, executed in a task of its own, its answers turned into
//! messages.
//!
//! It knows nothing of the socket but the queue to it, and never closes it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{Response, ServerError};
use axum::extract::ws::Message;
use futures_util::stream::BoxStream;
use futures_util::{FutureExt, StreamExt};
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::timeout;
use tracing::{Instrument, debug_span};

use super::Edge;
use super::gate::Progress;
use super::graphql::out_of_time_message;
use super::identity::Asserted;
use super::operation::{Operation, ParameterError, Parameters};
use super::socket_protocol::ServerMessage;
use super::trace::CorrelationId;
use crate::metrics::{self, OperationEnd, Transport};

/// What an operation has to say.
pub(super) enum Happening {
    Next(Message),
    /// `error` or `complete`: the operation has ended.
    Last(Message),
}

/// A message of one operation.
pub(super) struct Event {
    pub(super) id: String,
    pub(super) serial: u64,
    pub(super) happening: Happening,
}

/// What an operation needs to run.
pub(super) struct Launch {
    pub(super) edge: Arc<Edge>,
    pub(super) asserted: Asserted,
    pub(super) correlation: CorrelationId,
    pub(super) events: mpsc::Sender<Event>,
    pub(super) id: String,
    pub(super) serial: u64,
}

/// How an operation ended.
enum End {
    Complete,
    Errors(Vec<ServerError>),
    /// The socket is gone: there is nobody to tell.
    Unheard,
}

/// The same with how it is counted.
type Ended = (End, OperationEnd);

impl Launch {
    /// Starts the operation that a `subscribe` message asks for. An error means that the message
    /// itself is wrong; what is wrong with the operation is told by the operation.
    pub(super) fn start(self, payload: Value) -> Result<AbortHandle, ParameterError> {
        let parameters = Parameters::from_json(payload)?;
        let run = async move {
            let executed = AssertUnwindSafe(self.execute(parameters)).catch_unwind();
            let end = executed.await.unwrap_or_else(|_| {
                tracing::error!("an operation panicked");
                End::Errors(vec![ServerError::new("an error inside the service", None)])
            });
            self.tell(&end).await;
        };
        Ok(tokio::spawn(run.in_current_span()).abort_handle())
    }

    async fn execute(&self, parameters: Parameters) -> End {
        let mut observed = metrics::Operation::begin(Transport::WebSocket);
        let limits = &self.edge.limits;
        let prepared = Operation::prepare(parameters, limits)
            .and_then(|operation| self.check_identity(operation));
        let operation = match prepared {
            Ok(operation) => operation,
            Err(error) => {
                observed.end(OperationEnd::Refused);
                return End::Errors(vec![error]);
            }
        };
        observed.is(operation.kind_name());
        let span =
            debug_span!("graphql", operation = operation.kind_name(), transport = "websocket");
        let request = operation.request.data(self.asserted).data(self.correlation);
        let answers = self.edge.engine.stream(request);
        let progress = &operation.progress;
        let (end, observed_end) = match operation.kind {
            Some(OperationType::Subscription) => {
                self.pass_on(answers, progress).instrument(span).await
            }
            _ => self.answer_once(answers, progress).instrument(span).await,
        };
        // Where nobody listens any more it counts as abandoned, as one that is cut off does.
        if !matches!(end, End::Unheard) {
            observed.end(observed_end);
        }
        end
    }

    /// A mutation over HTTP is refused by its resolver; here it is refused at once, because a
    /// socket lives long and its identity was given, or not, when it was opened.
    fn check_identity(&self, operation: Operation) -> Result<Operation, ServerError> {
        if operation.kind == Some(OperationType::Mutation) {
            self.asserted.identity().map_err(|error| ServerError::new(error.to_string(), None))?;
        }
        Ok(operation)
    }

    /// A query or mutation: within the bounds that it has over HTTP.
    async fn answer_once(
        &self,
        answers: BoxStream<'static, Response>,
        progress: &Progress,
    ) -> Ended {
        let Ok(_place) = self.edge.requests.take() else {
            let text =
                "too many requests are under way; nothing was done, ask again (limit requests_max)";
            return (End::Errors(vec![ServerError::new(text, None)]), OperationEnd::Shed);
        };
        timeout(self.edge.limits.execution_timeout, self.pass_on(answers, progress))
            .await
            .unwrap_or_else(|_| {
                let error = ServerError::new(out_of_time_message(&self.edge), None);
                (End::Errors(vec![error]), OperationEnd::Timeout)
            })
    }

    async fn pass_on(
        &self,
        mut answers: BoxStream<'static, Response>,
        progress: &Progress,
    ) -> Ended {
        let mut ended = OperationEnd::Answered;
        while let Some(answer) = answers.next().await {
            if !progress.executed() && answer.is_err() {
                return (End::Errors(answer.errors), OperationEnd::Refused);
            }
            if answer.is_err() {
                ended = OperationEnd::Errors;
            }
            let next = ServerMessage::Next { id: &self.id, payload: &answer };
            if !self.send(&next, Happening::Next).await {
                return (End::Unheard, ended);
            }
        }
        (End::Complete, ended)
    }

    async fn tell(&self, end: &End) {
        let id = &self.id;
        match end {
            End::Complete => self.send(&ServerMessage::Complete { id }, Happening::Last).await,
            End::Errors(payload) => {
                self.send(&ServerMessage::Error { id, payload }, Happening::Last).await
            }
            End::Unheard => false,
        };
    }

    /// Whether there is still somebody to tell.
    async fn send(&self, message: &ServerMessage<'_>, happening: fn(Message) -> Happening) -> bool {
        let message = match message.frame() {
            Ok(message) => message,
            Err(error) => {
                tracing::error!(%error, "a message could not be written as JSON");
                return false;
            }
        };
        let event =
            Event { id: self.id.clone(), serial: self.serial, happening: happening(message) };
        self.events.send(event).await.is_ok()
    }
}
