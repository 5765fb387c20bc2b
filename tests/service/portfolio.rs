//! A portfolio into which files are read with the command line, through a running service.

use serde_json::{Value, json};
use std::{collections::BTreeMap, path::Path, process::Output};
use uuid::Uuid;

use crate::{
    estate::{self, BEGINS},
    service::{Caller, Service, program},
};

/// When files hold.
pub(crate) const FROM: &str = "2026-02-01";

/// The portfolio, with one organisation, one unit and two buildings without rooms.
pub(crate) struct Portfolio {
    pub(crate) service: Service,
    pub(crate) actor: Uuid,
    pub(crate) portfolio: String,
    pub(crate) organisation: String,
    pub(crate) unit: String,
}

impl Portfolio {
    pub(crate) fn begin(folder: &Path) -> Self {
        let service = Service::start(&format!("sqlite:{}", folder.join("estate.sqlite").display()));
        let actor = Uuid::new_v4();
        let portfolio = estate::open(&service.acting(actor), Uuid::new_v4());
        let mut begun =
            Self { service, actor, portfolio, organisation: String::new(), unit: String::new() };
        begun.organisation = begun.add(
            "organisation",
            "organisationRegister",
            json!({ "from": BEGINS, "name": "Regionen" }),
        );
        begun.unit = begun.add(
            "unit",
            "unitRegister",
            json!({ "from": BEGINS, "name": "Staben", "organisation": begun.organisation, "headcount": 40 }),
        );
        for name in ["Office A", "Westport House"] {
            let owner = &begun.organisation;
            begun.add(
                "building",
                "buildingAdd",
                json!({ "from": BEGINS, "name": name, "owner": owner }),
            );
        }
        begun
    }

    pub(crate) fn caller(&self) -> Caller {
        self.service.acting(self.actor)
    }

    pub(crate) fn add(&self, thing: &str, mutation: &str, mut input: Value) -> String {
        input["portfolio"] = json!(self.portfolio);
        let payload = self.caller().record(mutation, input, &format!("{thing} {{ ref }}"));
        payload[thing]["ref"].as_str().unwrap().to_owned()
    }

    /// Reads a file in with the command line, through the service.
    pub(crate) fn import(&self, kind: &str, file: &Path, from: &str, more: &[&str]) -> Output {
        program()
            .args(["import", kind])
            .arg(file)
            .args(["--from", from, "--portfolio", &self.portfolio])
            .args(["--to", &self.service.url, "--actor", &self.actor.to_string()])
            .args(more)
            .output()
            .unwrap()
    }

    pub(crate) fn read(&self, as_of: Value, fields: &str) -> Value {
        let query = format!(
            "query ($portfolio: UUID!, $asOf: AsOf) {{ portfolio(ref: $portfolio, asOf: $asOf) {{ {fields} }} }}"
        );
        let variables = json!({ "portfolio": self.portfolio, "asOf": as_of });
        self.caller().ask(&query, variables)["portfolio"].take()
    }

    pub(crate) fn revision(&self) -> u64 {
        self.read(json!({}), "revision")["revision"].as_u64().unwrap()
    }

    /// The levels of a building, from the lowest up.
    pub(crate) fn levels(&self, building: &str) -> Vec<String> {
        let fields = "buildings(first: 10) { edges { node { name
            levels(first: 10) { edges { node { ref } } } } } }";
        let shown = self.read(json!({ "on": FROM }), fields);
        let buildings = nodes(&shown["buildings"]);
        let named = |known: &&Value| known["name"] == building;
        let levels = nodes(&buildings.iter().find(named).unwrap()["levels"]);
        levels.iter().map(|level| level["ref"].as_str().unwrap().to_owned()).collect()
    }

    /// The spaces of a level on a date.
    pub(crate) fn spaces(&self, level: &str, on: &str) -> Vec<Value> {
        let fields = format!(
            "level(ref: \"{level}\") {{ spaces(first: 100) {{ edges {{ node {{
               ref number function category areas {{ measure squareMetres }}
               resources(first: 30) {{ edges {{ node {{ ref number kind }} }} }} }} }} }} }}"
        );
        nodes(&self.read(json!({ "on": on }), &fields)["level"]["spaces"])
    }

    /// The spaces of a building on a date by their numbers.
    pub(crate) fn rooms(&self, building: &str, on: &str) -> BTreeMap<String, Value> {
        let levels = self.levels(building);
        let spaces = levels.iter().flat_map(|level| self.spaces(level, on));
        spaces.map(|space| (space["number"].as_str().unwrap().to_owned(), space)).collect()
    }
}

/// The things of a connection.
pub(crate) fn nodes(connection: &Value) -> Vec<Value> {
    connection["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect()
}

pub(crate) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
