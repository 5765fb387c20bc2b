//! A real building, from its file to a reallocation on the floor plan, as its users go about it.

use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};
use uuid::Uuid;

use crate::{
    estate::{self, BEGINS},
    service::{Caller, Service, printed, shared},
};

const FILE: &str = "office-a/Office_A_20110811.ifc";
/// When the moves are planned, in two waves.
const PLANNED: [&str; 2] = ["2026-10-01", "2026-11-01"];
/// When they are done.
const DONE: [&str; 2] = ["2026-10-05", "2026-11-09"];

struct Story {
    service: Service,
    store: String,
    portfolio: String,
    proposer: Uuid,
    decider: Uuid,
    organisation: String,
    unit: String,
    building: String,
    hub: String,
}

impl Story {
    fn begin(folder: &Path) -> Self {
        let store = format!("sqlite:{}", folder.join("office-a.sqlite").display());
        let service = Service::start(&store);
        let (proposer, decider) = (Uuid::new_v4(), Uuid::new_v4());
        let portfolio = estate::open(&service.acting(proposer), decider);
        let mut story = Self {
            service,
            store,
            portfolio,
            proposer,
            decider,
            organisation: String::new(),
            unit: String::new(),
            building: String::new(),
            hub: String::new(),
        };
        story.organisation = story.add(
            "organisation",
            "organisationRegister",
            json!({ "from": BEGINS, "name": "Regionen" }),
        );
        story.unit = story.add(
            "unit",
            "unitRegister",
            json!({ "from": BEGINS, "name": "Staben", "organisation": story.organisation, "headcount": 40 }),
        );
        story.building = story.add(
            "building",
            "buildingAdd",
            json!({ "from": BEGINS, "name": "Office A", "owner": story.organisation }),
        );
        story.hub = story.add(
            "hub",
            "hubPlan",
            json!({
                "opensOn": "2026-09-01", "name": "Navet", "host": story.organisation,
                "services": ["CO_WORKING"], "openingHours": [],
            }),
        );
        story.record("hubOpen", json!({ "hub": story.hub, "on": "2026-09-01" }));
        story.capacity("2026-09-01", 40);
        story
    }

    fn caller(&self) -> Caller {
        self.service.acting(self.proposer)
    }

    fn record(&self, mutation: &str, input: Value) -> Value {
        self.record_showing(mutation, input, "")
    }

    fn record_showing(&self, mutation: &str, mut input: Value, shown: &str) -> Value {
        input["portfolio"] = json!(self.portfolio);
        self.caller().record(mutation, input, shown)
    }

    fn add(&self, thing: &str, mutation: &str, input: Value) -> String {
        let payload = self.record_showing(mutation, input, &format!("{thing} {{ ref }}"));
        payload[thing]["ref"].as_str().unwrap().to_owned()
    }

    fn refused(&self, caller: &Caller, mutation: &str, mut input: Value) -> Value {
        let before = self.revision();
        input["portfolio"] = json!(self.portfolio);
        let error = caller.refused(mutation, input);
        assert_eq!(self.revision(), before, "a rejection left an event");
        error
    }

    fn capacity(&self, from: &str, people: u32) {
        let capacity = json!({ "people": people, "source": "FIRE", "establishedOn": "2026-08-01" });
        self.record(
            "hubSetCapacity",
            json!({ "hub": self.hub, "from": from, "capacity": capacity }),
        );
    }

    /// What is asked below `portfolio`, as of the clocks.
    fn read(&self, as_of: Value, fields: &str) -> Value {
        read(&self.caller(), &self.portfolio, as_of, fields)
    }

    fn revision(&self) -> u64 {
        self.read(json!({}), "revision")["revision"].as_u64().unwrap()
    }

    fn import(&self, file: &Path) -> String {
        printed(&[
            "import",
            "ifc",
            file.to_str().unwrap(),
            "--to",
            &self.service.url,
            "--portfolio",
            &self.portfolio,
            "--building",
            "Office A",
            "--from",
            BEGINS,
            "--actor",
            &self.proposer.to_string(),
        ])
    }

    /// Which resources are flexible in the hub, and in which space each stands.
    fn flexible(&self, as_of: Value) -> BTreeMap<String, String> {
        let fields = format!(
            "resources(filter: {{ hub: \"{}\", mode: FLEXIBLE }}, first: 100) {{
                edges {{ node {{ ref space {{ ref }} }} }} }}",
            self.hub
        );
        let answer = self.read(as_of, &fields);
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let pair = |node: &Value| (text(&node["ref"]), text(&node["space"]["ref"]));
        nodes(&answer["resources"]).into_iter().map(pair).collect()
    }

    /// Which spaces serve the hub.
    fn serving(&self, as_of: Value) -> BTreeSet<String> {
        let fields = format!(
            "spaces(filter: {{ hub: \"{}\" }}, first: 100) {{ edges {{ node {{ ref }} }} }}",
            self.hub
        );
        let answer = self.read(as_of, &fields);
        nodes(&answer["spaces"])
            .into_iter()
            .map(|n| n["ref"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn read(caller: &Caller, portfolio: &str, as_of: Value, fields: &str) -> Value {
    let query = format!(
        "query ($ref: UUID!, $asOf: AsOf) {{ portfolio(ref: $ref, asOf: $asOf) {{ {fields} }} }}"
    );
    caller.ask(&query, json!({ "ref": portfolio, "asOf": as_of }))["portfolio"].take()
}

fn nodes(connection: &Value) -> Vec<&Value> {
    connection["edges"].as_array().unwrap().iter().map(|edge| &edge["node"]).collect()
}

#[test]
fn a_real_building_comes_in_whole_and_once() {
    let Some(file) = shared(FILE) else { return };
    let folder = tempfile::tempdir().unwrap();
    let story = Story::begin(folder.path());
    let summary = story.import(&file);
    assert!(summary.contains("3 levels, 99 spaces"), "{summary}");
    assert!(summary.contains("178 workstations assumed"), "{summary}");

    let levels = story.read(
        json!({ "on": BEGINS }),
        "levels(first: 5) { edges { node { name floorPlan {
            spaces(first: 70) { totalCount edges { node { number function codes { code } } } }
            totals { assumedWorkstations areas { measure squareMetres spacesWithIt } } } } } }",
    );
    let mut levels = nodes(&levels["levels"]);
    levels.sort_by_key(|level| level["name"].to_string());
    let count = |level: &Value| level["floorPlan"]["spaces"]["totalCount"].as_u64().unwrap();
    let named: Vec<_> =
        levels.iter().map(|level| (level["name"].as_str().unwrap(), count(level))).collect();
    assert_eq!(named, [("Level 1", 60), ("Level 2", 39), ("Roof", 0)]);
    let area = |measure: &str| -> f64 {
        let all = levels.iter().flat_map(|l| l["floorPlan"]["totals"]["areas"].as_array().unwrap());
        let of_measure = all.filter(|area| area["measure"] == measure);
        of_measure.map(|area| area["squareMetres"].as_str().unwrap().parse::<f64>().unwrap()).sum()
    };
    assert!((area("quantity: GSA BIM Area") - 3582.0).abs() < 0.1);
    assert!((area("as modelled") - 3427.6).abs() < 0.1);
    let assumed =
        levels.iter().map(|l| l["floorPlan"]["totals"]["assumedWorkstations"].as_u64().unwrap());
    assert_eq!(assumed.sum::<u64>(), 178);

    let before = story.revision();
    assert!(story.import(&file).contains("nothing was recorded"));
    let resaved = folder.path().join("resaved.ifc");
    std::fs::write(&resaved, resave(&std::fs::read_to_string(&file).unwrap())).unwrap();
    assert!(story.import(&resaved).contains("nothing was recorded"));
    assert_eq!(story.revision(), before);
}

/// The same content, as another program would save it: other lines first, another time in the head.
fn resave(file: &str) -> String {
    let file = file.replace("2011-08-11T14:18:13", "2026-01-31T09:00:00");
    let (head, rest) = file.split_once("DATA;").unwrap();
    let (entities, tail) = rest.rsplit_once("ENDSEC;").unwrap();
    let mut entities: Vec<&str> = entities.trim().split(";\n").collect();
    entities.reverse();
    let entities: Vec<String> =
        entities.iter().map(|entity| format!("{};", entity.trim().trim_end_matches(';'))).collect();
    format!("{head}DATA;\n{}\nENDSEC;{tail}", entities.join("\n"))
}

#[test]
fn desks_and_rooms_become_flexible_as_decided_and_reported() {
    let Some(file) = shared(FILE) else { return };
    let folder = tempfile::tempdir().unwrap();
    let story = Story::begin(folder.path());
    story.import(&file);
    let moves = set_out(&story);
    assert!(moves.len() >= 20, "{}", moves.len());
    let (reallocation, approved) = decide(&story, &moves);
    carry_out(&story, &reallocation, &moves, approved);
    told_in_history(&story, &reallocation);
    limits_hold(&story);
    same_everywhere(story, folder.path(), &reallocation);
}

/// What moves: its subject and fate, and in which wave.
struct Planned {
    input: Value,
    wave: usize,
    /// The space in which the resource then stands; the space itself where that is what moves.
    place: String,
}

/// Gives desks to a unit, counts those that will be promised, and lays out the moves.
fn set_out(story: &Story) -> Vec<Planned> {
    let spaces = story.read(
        json!({ "on": BEGINS }),
        "open: spaces(filter: { category: OPEN_WORKPLACE }, first: 60) { edges { node { ref
            resources(first: 40) { edges { node { ref kind } } } } } }
         meeting: spaces(filter: { category: MEETING }, first: 60) { edges { node { ref
            resources(first: 40) { edges { node { ref kind } } } } } }
         cells: spaces(filter: { category: CELL }, first: 60) { edges { node { ref
            resources(first: 40) { edges { node { ref kind } } } } } }",
    );
    let of_kind = |space: &Value, kind: &str| -> Vec<String> {
        let resources = nodes(&space["resources"]).into_iter();
        let of_kind = resources.filter(|resource| resource["kind"] == kind);
        of_kind.map(|resource| resource["ref"].as_str().unwrap().to_owned()).collect()
    };
    let open = nodes(&spaces["open"]);
    let home = open.iter().max_by_key(|space| of_kind(space, "WORKSTATION").len()).unwrap();
    let desks: Vec<String> = of_kind(home, "WORKSTATION").into_iter().take(12).collect();
    assert_eq!(desks.len(), 12);
    let cells = nodes(&spaces["cells"]);
    let elsewhere: Vec<String> =
        cells.iter().flat_map(|space| of_kind(space, "WORKSTATION")).take(6).collect();
    for desk in desks.iter().chain(&elsewhere) {
        story.record(
            "allocationAssign",
            json!({ "resource": desk, "unit": story.unit, "from": "2026-02-01" }),
        );
    }
    for desk in &desks {
        let counted = json!({ "counted": { "on": "2026-03-01" } });
        story.record(
            "resourceRevise",
            json!({ "resource": desk, "from": "2026-03-01", "grade": counted }),
        );
    }
    let converted = json!({ "converted": { "hub": story.hub } });
    let relocated = json!({ "relocated": { "hub": story.hub, "space": home["ref"] } });
    let planned = |subject: Value, fate: &Value, wave: usize, place: &Value| Planned {
        input: json!({ "subject": subject, "fate": fate, "plannedOn": PLANNED[wave] }),
        wave,
        place: place.as_str().unwrap().to_owned(),
    };
    let at = &home["ref"];
    let mut moves = vec![planned(json!({ "space": at }), &converted, 0, at)];
    moves.extend(desks.iter().map(|desk| planned(json!({ "resource": desk }), &converted, 0, at)));
    moves.extend(
        elsewhere.iter().map(|desk| planned(json!({ "resource": desk }), &relocated, 1, at)),
    );
    for space in nodes(&spaces["meeting"]).into_iter().take(3) {
        let at = &space["ref"];
        moves.push(planned(json!({ "space": at }), &converted, 1, at));
        let room = &of_kind(space, "ROOM")[0];
        moves.push(planned(json!({ "resource": room }), &converted, 1, at));
    }
    moves
}

fn seats(seats: u32, guaranteed: bool) -> Value {
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday"];
    let week: serde_json::Map<_, _> =
        days.iter().map(|day| ((*day).to_owned(), json!(seats))).collect();
    json!({
        "peopleServed": 40,
        "seats": [{ "kind": "WORKSTATION", "guaranteed": guaranteed, "week": week }],
    })
}

impl Story {
    fn decision(&self, decided_on: &str) -> Value {
        json!({
            "organisation": self.organisation, "caseNumber": "RS 2026/204", "kind": "BOARD",
            "body": "Regionstyrelsen", "decidedOn": decided_on,
        })
    }

    fn propose(&self, title: &str, moves: &[Value], memberships: Value) -> (String, String) {
        let proposal = json!({
            "title": title, "reason": "Halvtomma rum", "moves": moves, "memberships": memberships,
        });
        let payload = self.record_showing(
            "reallocationPropose",
            json!({ "proposal": proposal }),
            "reallocation { ref digest status }",
        );
        let of = |field: &str| payload["reallocation"][field].as_str().unwrap().to_owned();
        assert_eq!(of("status"), "PROPOSED");
        (of("ref"), of("digest"))
    }

    fn approve(&self, reallocation: &str, digest: &str) -> Value {
        json!({
            "reallocation": reallocation, "digest": digest, "decision": self.decision("2026-09-15"),
        })
    }
}

/// Proposed by one, approved by another; everything that must be refused on the way is.
fn decide(story: &Story, moves: &[Planned]) -> (String, u64) {
    let inputs: Vec<Value> = moves.iter().map(|planned| planned.input.clone()).collect();
    let membership = json!([{
        "hub": story.hub, "unit": story.unit, "from": "2026-10-01", "terms": seats(12, true),
    }]);
    let (reallocation, digest) = story.propose("Staben till navet", &inputs, membership);
    let (rival, rival_digest) = story.propose("Ett annat förslag", &inputs[..2], json!([]));
    let (third, former) = story.propose("Ett tredje", &inputs[..2], json!([]));
    let amended = json!({ "title": "Ett tredje, ändrat", "moves": inputs[..1], "memberships": [] });
    story.record("reallocationAmend", json!({ "reallocation": third, "proposal": amended }));

    let decider = story.service.acting(story.decider);
    let own = story.refused(
        &story.caller(),
        "reallocationApprove",
        story.approve(&reallocation, &digest),
    );
    assert_eq!(own["__typename"], "OwnProposal");
    let changed = story.refused(&decider, "reallocationApprove", story.approve(&third, &former));
    assert_eq!(changed["__typename"], "ProposalChanged");
    let auditor = story.refused(
        &decider.role("auditor"),
        "reallocationApprove",
        story.approve(&reallocation, &digest),
    );
    assert_eq!(auditor["__typename"], "RoleNotAllowed");

    let mut approve = story.approve(&reallocation, &digest);
    approve["portfolio"] = json!(story.portfolio);
    let payload = decider.record("reallocationApprove", approve, "reallocation { status }");
    assert_eq!(payload["reallocation"]["status"], "APPROVED");

    let taken =
        story.refused(&decider, "reallocationApprove", story.approve(&rival, &rival_digest));
    assert_eq!(taken["__typename"], "ApprovedElsewhere");
    assert!(taken["message"].as_str().unwrap().contains(&reallocation), "{taken}");
    (reallocation, payload["revision"].as_u64().unwrap())
}

/// What the plan must show once the first so many waves are done: which resources are flexible and
/// where each stands, and which spaces serve the hub.
type Shown = (BTreeMap<String, String>, BTreeSet<String>);

fn after_waves(moves: &[Planned], waves: usize) -> Shown {
    let (mut resources, mut spaces) = Shown::default();
    for planned in moves.iter().filter(|planned| planned.wave < waves) {
        match planned.input["subject"]["resource"].as_str() {
            Some(resource) => {
                resources.insert(resource.to_owned(), planned.place.clone());
            }
            None => {
                spaces.insert(planned.place.clone());
            }
        }
    }
    (resources, spaces)
}

/// The plan the day before, between and after, planned and actual, at each stage.
fn carry_out(story: &Story, reallocation: &str, moves: &[Planned], approved: u64) {
    let [none, first, all] = [0, 1, 2].map(|waves| after_waves(moves, waves));
    assert!(first.0.len() >= 12 && all.0.len() >= 20, "{} then {}", first.0.len(), all.0.len());
    let holds = |revision: u64, basis: &str, expected: &[(&str, &Shown)]| {
        for (on, shown) in expected {
            let as_of = json!({ "on": on, "basis": basis, "revision": revision });
            let found = (story.flexible(as_of.clone()), story.serving(as_of));
            assert_eq!(found, **shown, "on {on}, {basis}, at {revision}");
        }
    };
    let as_planned = [
        ("2026-09-30", &none),
        ("2026-10-01", &first),
        ("2026-10-31", &first),
        ("2026-11-01", &all),
    ];
    holds(approved, "PLANNED", &as_planned);
    holds(approved, "ACTUAL", &as_planned.map(|(on, _)| (on, &none)));
    holds(approved - 2, "PLANNED", &[("2026-11-01", &none)]);

    let mut reported = Vec::new();
    for (wave, on) in DONE.iter().enumerate() {
        let numbers: Vec<usize> =
            (1..).zip(moves).filter(|(_, planned)| planned.wave == wave).map(|(n, _)| n).collect();
        let input = json!({ "reallocation": reallocation, "on": on, "moves": numbers });
        let payload = story.record_showing("reallocationReport", input, "reallocation { status }");
        let status = payload["reallocation"]["status"].clone();
        reported.push((payload["revision"].as_u64().unwrap(), status));
    }
    assert_eq!(reported[0].1, "APPROVED");
    assert_eq!(reported[1].1, "COMPLETED");

    // Between the two reports: the first wave is, the second is still planned.
    let between = reported[0].0;
    let (before, done) = (("2026-10-04", &none), ("2026-10-05", &first));
    holds(between, "ACTUAL", &[before, done, ("2026-10-31", &first), ("2026-11-01", &first)]);
    holds(between, "PLANNED", &[before, done, ("2026-10-31", &first), ("2026-11-01", &all)]);
    // After both: actual and planned are one.
    for basis in ["ACTUAL", "PLANNED"] {
        let after = [before, done, ("2026-11-08", &first), ("2026-11-09", &all)];
        holds(reported[1].0, basis, &after);
    }
    // What was known before never changes.
    holds(approved, "PLANNED", &as_planned);
}

/// Who, when, why and on which decision.
fn told_in_history(story: &Story, reallocation: &str) {
    let fields = format!(
        "reallocation(ref: \"{reallocation}\") {{
            proposedBy {{ name }} decisions {{ verdict recordedBy {{ name }} decision {{
                caseNumber body decidedOn delegationPoint organisation {{ name }} }} }}
            history(first: 100) {{ edges {{ node {{ type sentence reason recordedAt
                actor {{ name }} decisions {{ caseNumber }} }} }} }} }}"
    );
    let told = story.read(json!({}), &fields)["reallocation"].take();
    assert_eq!(told["proposedBy"]["name"], "The proposer");
    let decision = &told["decisions"][0];
    assert_eq!(decision["recordedBy"]["name"], "The decider");
    assert_eq!(decision["decision"]["caseNumber"], "RS 2026/204");
    assert_eq!(decision["decision"]["body"], "Regionstyrelsen");
    assert_eq!(decision["decision"]["organisation"]["name"], "Regionen");
    let entries = nodes(&told["history"]);
    let types: Vec<&str> = entries.iter().map(|entry| entry["type"].as_str().unwrap()).collect();
    assert_eq!(types.first(), Some(&"ReallocationProposed"));
    assert_eq!(types.last(), Some(&"ReallocationCompleted"));
    assert_eq!(entries[0]["reason"], "Halvtomma rum");
    let done = entries.iter().find(|entry| entry["type"] == "MoveDone").unwrap();
    assert_eq!(done["actor"]["name"], "The proposer");
    assert_eq!(done["decisions"][0]["caseNumber"], "RS 2026/204");
    let sentence = entries[1]["sentence"].as_str().unwrap();
    for word in ["Regionen", "approved", "RS 2026/204", "Regionstyrelsen", "2026-09-15"] {
        assert!(sentence.contains(word), "{sentence}");
    }
}

/// A command id with another payload; more seats than the hub's limit on a later date.
fn limits_hold(story: &Story) {
    let command = Uuid::new_v4();
    let register = json!({ "commandId": command, "name": "A third person" });
    story.record("personRegister", register.clone());
    let again = story.record("personRegister", register);
    assert_eq!(again["repeated"], json!(true));
    let other = json!({ "commandId": command, "name": "Another person" });
    let conflict = story.refused(&story.caller(), "personRegister", other);
    assert_eq!(conflict["__typename"], "CommandConflict");

    // 40 people now, 20 from next summer: 12 are promised, 10 more do not fit then.
    story.capacity("2027-06-01", 20);
    let grant = json!({
        "hub": story.hub, "unit": story.unit, "from": "2026-12-01", "terms": seats(10, false),
        "decisions": [story.decision("2026-09-15")],
    });
    let exceeded = story.refused(&story.caller(), "membershipGrant", grant);
    assert_eq!(exceeded["__typename"], "HubLimitExceeded");
    let message = exceeded["message"].as_str().unwrap();
    assert!(message.contains("2027-06-01") && message.contains("22"), "{message}");
}

/// Everything again after a restart, and in a fresh store replayed from the log.
fn same_everywhere(story: Story, folder: &Path, reallocation: &str) {
    let Story { service, store, portfolio, .. } = story;
    let told = everything(&service.caller(), &portfolio, reallocation);
    assert!(service.stop().success());

    let restarted = Service::start(&store);
    assert_eq!(everything(&restarted.caller(), &portfolio, reallocation), told);
    let log = printed(&["log", "--to", &restarted.url, "--portfolio", &portfolio, "--texts"]);
    assert!(restarted.stop().success());
    assert_eq!(printed(&["log", "--store", &store, "--texts"]), log);

    let file = folder.join("ledger.jsonl");
    std::fs::write(&file, log).unwrap();
    let fresh = format!("sqlite:{}", folder.join("fresh.sqlite").display());
    printed(&["replay", file.to_str().unwrap(), "--store", &fresh]);
    let replayed = Service::start(&fresh);
    assert_eq!(everything(&replayed.caller(), &portfolio, reallocation), told);
    assert!(replayed.stop().success());
    let check = |store: &str| printed(&["check", "--store", store]);
    assert_eq!(check(&fresh), check(&store));
}

/// Plans on both bases on dates along the story, the hub, the reallocation and all history.
fn everything(caller: &Caller, portfolio: &str, reallocation: &str) -> Vec<Value> {
    let mut told = Vec::new();
    for on in ["2026-01-01", "2026-10-04", "2026-10-20", "2026-11-09", "2027-07-01"] {
        for basis in ["ACTUAL", "PLANNED"] {
            told.push(read(
                caller,
                portfolio,
                json!({ "on": on, "basis": basis }),
                "id digest levels { edges { node { id name floorPlan {
                    geometry totals { modes { mode spaces } areas { measure squareMetres } } } } } }
                 hubs { edges { node { name seats { countedWorkstations assumedWorkstations rooms
                    promised { monday sunday } } } } }",
            ));
        }
    }
    told.push(read(
        caller,
        portfolio,
        json!({}),
        &format!(
            "reallocation(ref: \"{reallocation}\") {{ title reason status digest
            moves {{ number status done {{ on revision }} }} }}"
        ),
    ));
    let mut after = Value::Null;
    loop {
        let query = "query ($ref: UUID!, $after: String) { portfolio(ref: $ref) {
            history(first: 300, after: $after) { edges { node { revision recordedAt sentence hash reason } }
                pageInfo { hasNextPage endCursor } } } }";
        let page = caller.ask(query, json!({ "ref": portfolio, "after": after }));
        let history = &page["portfolio"]["history"];
        told.push(history["edges"].clone());
        if history["pageInfo"]["hasNextPage"] == json!(false) {
            return told;
        }
        after = history["pageInfo"]["endCursor"].clone();
    }
}
