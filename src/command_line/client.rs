//! Towards a running service: plain HTTP, as the service listens on loopback only.

use anyhow::{Context, Result, bail};
use std::{io::Read, time::Duration};
use ureq::{Agent, Body, http::Response};

use super::form::Form;

/// A running service.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    base: String,
}

impl Client {
    /// The service at a URL such as `http://127.0.0.1:8480`.
    pub(crate) fn new(url: &str) -> Self {
        let configuration = Agent::config_builder()
            // A refusal is shown in the service's own words.
            .http_status_as_error(false)
            .timeout_connect(Some(Duration::from_secs(5)))
            .build();
        Self { agent: configuration.into(), base: url.trim_end_matches('/').to_owned() }
    }

    /// Asks for a path.
    pub(crate) fn get(&self, path: &str) -> Result<Response<Body>> {
        let url = format!("{}{path}", self.base);
        let answer = self.agent.get(&url).call().with_context(|| unreachable(&self.base))?;
        accepted(answer)
    }

    /// Asks for a path with a query.
    pub(crate) fn get_asking(
        &self,
        path: &str,
        query: &[(&'static str, String)],
    ) -> Result<Response<Body>> {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        for (name, value) in query {
            request = request.query(name, value);
        }
        accepted(request.call().with_context(|| unreachable(&self.base))?)
    }

    /// Asks for something to be done at a path.
    pub(crate) fn post(&self, path: &str) -> Result<Response<Body>> {
        let url = format!("{}{path}", self.base);
        let answer = self.agent.post(&url).send_empty().with_context(|| unreachable(&self.base))?;
        accepted(answer)
    }

    /// Sends JSON to a path.
    pub(crate) fn post_json(&self, path: &str, body: &serde_json::Value) -> Result<Response<Body>> {
        let url = format!("{}{path}", self.base);
        let answer = self.agent.post(&url).send_json(body);
        accepted(answer.with_context(|| unreachable(&self.base))?)
    }

    /// Sends a form to a path.
    pub(crate) fn post_form(
        &self,
        path: &str,
        query: &[(&str, &str)],
        headers: &[(&str, &str)],
        form: Form,
    ) -> Result<Response<Body>> {
        let url = format!("{}{path}", self.base);
        let mut request = self.agent.post(&url).content_type(form.content_type());
        for (name, value) in query {
            request = request.query(name, value);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send(form.into_bytes()).with_context(|| unreachable(&self.base))?;
        accepted(answer)
    }
}

fn unreachable(base: &str) -> String {
    format!("no service answers at {base}; start one with `thirdplace serve`")
}

/// The answer, or the service's refusal as an error.
fn accepted(mut answer: Response<Body>) -> Result<Response<Body>> {
    if answer.status().is_success() {
        return Ok(answer);
    }
    const REFUSAL_BYTES_MAX: u64 = 64 * 1024;
    let mut refusal = String::new();
    answer.body_mut().as_reader().take(REFUSAL_BYTES_MAX).read_to_string(&mut refusal)?;
    let problem: Option<serde_json::Value> = serde_json::from_str(&refusal).ok();
    let detail = problem.as_ref().and_then(|problem| problem["detail"].as_str());
    bail!("the service refused ({}): {}", answer.status(), detail.unwrap_or(&refusal))
}
