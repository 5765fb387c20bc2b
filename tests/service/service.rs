//! The program as its user starts it: a process, its HTTP surface and its logs.

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, mpsc},
    time::{Duration, Instant},
};
use ureq::Agent;
use uuid::Uuid;

/// How long anything that must happen may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The program.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thirdplace"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("THIRDPLACE_")) {
        command.env_remove(name);
    }
    command
}

/// A running service.
pub(crate) struct Service {
    child: Child,
    pub(crate) url: String,
    pub(crate) log: Arc<Mutex<Vec<String>>>,
    agent: Agent,
}

impl Service {
    /// Serves a store and waits until it is ready.
    pub(crate) fn start(store: &str) -> Self {
        Self::start_with(store, &[])
    }

    /// The same with variables of the environment.
    pub(crate) fn start_with(store: &str, environment: &[(&str, &str)]) -> Self {
        let mut child = program()
            .args(["serve", "--listen", "127.0.0.1:0", "--log-format", "json", "--store", store])
            .envs(environment.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log: Arc<Mutex<Vec<String>>> = Arc::default();
        let (address, listening) = mpsc::channel();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let lines = Arc::clone(&log);
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let parsed: Value = serde_json::from_str(&line).unwrap_or_default();
                if let Some(at) = parsed["fields"]["address"].as_str() {
                    let _ = address.send(at.to_owned());
                }
                lines.lock().unwrap().push(line);
            }
        });
        let address = listening.recv_timeout(PATIENCE).unwrap_or_else(|_| {
            let _ = child.kill();
            panic!("it does not listen: {:?}", log.lock().unwrap());
        });
        let configuration = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build();
        let service =
            Self { child, url: format!("http://{address}"), log, agent: configuration.into() };
        service.wait_until_ready();
        service
    }

    fn wait_until_ready(&self) {
        let begun = Instant::now();
        while self.agent.get(format!("{}/readyz", self.url)).call().unwrap().status() != 200 {
            assert!(
                begun.elapsed() < PATIENCE,
                "it is never ready: {:?}",
                self.log.lock().unwrap()
            );
            std::thread::yield_now();
        }
    }

    /// What `/readyz` answers: its status, and its detail.
    pub(crate) fn readiness(&self) -> (u16, Value) {
        let mut answer = self.agent.get(format!("{}/readyz", self.url)).call().unwrap();
        let mut told: Value = answer.body_mut().read_json().unwrap();
        (answer.status().as_u16(), told["detail"].take())
    }

    /// What `/metrics` answers.
    pub(crate) fn metrics(&self) -> String {
        let mut answer = self.agent.get(format!("{}/metrics", self.url)).call().unwrap();
        answer.body_mut().read_to_string().unwrap()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a crash does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill").args(["-TERM", &self.pid().to_string()]).status().unwrap();
        assert!(asked.success());
        self.child.wait().unwrap()
    }

    /// Waits until it has ended by itself.
    pub(crate) fn wait(mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "it goes on: {:?}", self.log.lock().unwrap());
            std::thread::yield_now();
        }
    }

    /// Another caller of the same service.
    pub(crate) fn caller(&self) -> Caller {
        Caller { url: self.url.clone(), agent: self.agent.clone(), actor: None, role: "manager" }
    }

    /// A caller who says who they are.
    pub(crate) fn acting(&self, actor: Uuid) -> Caller {
        Caller { actor: Some(actor), ..self.caller() }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Someone who calls a service.
#[derive(Clone)]
pub(crate) struct Caller {
    url: String,
    agent: Agent,
    actor: Option<Uuid>,
    role: &'static str,
}

impl Caller {
    /// The same caller in another role.
    pub(crate) fn role(&self, role: &'static str) -> Self {
        Self { role, ..self.clone() }
    }

    /// The whole answer; an error where none came.
    pub(crate) fn try_ask(&self, query: &str, variables: &Value) -> Result<Value, ureq::Error> {
        let mut request = self
            .agent
            .post(format!("{}/graphql", self.url))
            .header("accept", "application/graphql-response+json");
        if let Some(actor) = self.actor {
            request = request.header("x-actor", actor.to_string()).header("x-role", self.role);
        }
        let body = json!({ "query": query, "variables": variables });
        request.send_json(body)?.body_mut().read_json()
    }

    /// The data of an answer without errors.
    pub(crate) fn ask(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.try_ask(query, &variables).unwrap();
        assert!(answer.get("errors").is_none(), "{query}\n{variables}\n{answer:#}");
        answer["data"].take()
    }

    /// A mutation's payload. `shown` are the fields of the payload besides `userErrors`.
    pub(crate) fn mutate(&self, name: &str, input: Value, shown: &str) -> Value {
        let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        let query = format!(
            "mutation ($input: {kind}!) {{ {name}(input: $input) {{
               {shown} revision unchanged repeated userErrors {{ __typename code message path }} }} }}"
        );
        self.ask(&query, json!({ "input": input }))[name].take()
    }

    /// A mutation that is accepted.
    pub(crate) fn record(&self, name: &str, mut input: Value, shown: &str) -> Value {
        if input.get("commandId").is_none() {
            input["commandId"] = json!(Uuid::new_v4());
        }
        let payload = self.mutate(name, input, shown);
        assert_eq!(payload["userErrors"], json!([]), "{name}");
        payload
    }

    /// The one user error of a mutation that is not.
    pub(crate) fn refused(&self, name: &str, mut input: Value) -> Value {
        if input.get("commandId").is_none() {
            input["commandId"] = json!(Uuid::new_v4());
        }
        let mut payload = self.mutate(name, input, "");
        let errors = payload["userErrors"].as_array_mut().unwrap();
        assert_eq!(errors.len(), 1, "{name}: {errors:?}");
        errors.remove(0)
    }
}

/// A command line that succeeds, and what it prints.
pub(crate) fn printed(arguments: &[&str]) -> String {
    let output = program().args(arguments).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// A command line that fails, and what it says.
pub(crate) fn failing(arguments: &[&str]) -> String {
    let output = program().args(arguments).output().unwrap();
    assert!(!output.status.success(), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// The project's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A real file by third parties, or none where it is absent, saying so.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("THIRDPLACE_SHARED_DATA")
        .map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let file = folder.join(path);
    if !file.exists() {
        println!("skipped: {path} is not there");
    }
    file.exists().then_some(file)
}
