//! One reading for each request: see [`super::pin::Reading`].

use async_graphql::{
    Request, ServerResult,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextPrepareRequest},
};
use async_trait::async_trait;
use std::sync::Arc;

use super::pin::Reading;

/// Puts an empty reading into the data of each request.
#[derive(Clone, Copy, Debug)]
pub(super) struct OneReading;

impl ExtensionFactory for OneReading {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(*self)
    }
}

#[async_trait]
impl Extension for OneReading {
    async fn prepare_request(
        &self,
        context: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        next.run(context, request.data(Reading::default())).await
    }
}
