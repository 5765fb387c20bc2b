//! What a request's span says beyond its fields, where the program was built to send traces: the
//! names of OpenTelemetry's conventions, and the caller's trace that it belongs to.
//!
//! The conventions: <https://opentelemetry.io/docs/specs/semconv/http/http-spans/>; the caller's
//! trace: <https://www.w3.org/TR/trace-context/>. Its `tracestate` is
//! left out.

#[cfg(feature = "opentelemetry")]
pub(super) use sent::{answered, begun};
#[cfg(not(feature = "opentelemetry"))]
pub(super) use unsent::{answered, begun};

#[cfg(feature = "opentelemetry")]
mod sent {
    use axum::http::HeaderMap;
    use opentelemetry::{
        Context, global,
        trace::{SpanContext, Status, TraceContextExt, TraceState},
    };
    use opentelemetry_http::HeaderExtractor;
    use tracing::Span;
    use tracing_opentelemetry::OpenTelemetrySpanExt;

    /// The request came.
    pub(in crate::http) fn begun(
        span: &Span,
        headers: &HeaderMap,
        method: &'static str,
        route: &str,
    ) {
        if let Some(caller) = caller(headers) {
            // Fails where no traces are sent, and then nothing is lost.
            let _ = span.set_parent(Context::new().with_remote_span_context(caller));
        }
        span.set_attribute("http.request.method", method);
        span.set_attribute("http.route", route.to_owned());
    }

    /// The caller's span: its numbers alone, since a `tracestate` holds whatever a caller puts there.
    fn caller(headers: &HeaderMap) -> Option<SpanContext> {
        let context = global::get_text_map_propagator(|propagator| {
            propagator.extract_with_context(&Context::new(), &HeaderExtractor(headers))
        });
        let given = context.span().span_context().clone();
        let (trace, span, flags) = (given.trace_id(), given.span_id(), given.trace_flags());
        given.is_valid().then(|| SpanContext::new(trace, span, flags, true, TraceState::NONE))
    }

    /// It was answered.
    pub(in crate::http) fn answered(span: &Span, status: u16) {
        span.set_attribute("http.response.status_code", i64::from(status));
        if status >= 500 {
            span.set_status(Status::error(""));
        }
    }
}

#[cfg(not(feature = "opentelemetry"))]
mod unsent {
    use axum::http::HeaderMap;
    use tracing::Span;

    pub(in crate::http) fn begun(_: &Span, _: &HeaderMap, _: &'static str, _: &str) {}

    pub(in crate::http) fn answered(_: &Span, _: u16) {}
}
