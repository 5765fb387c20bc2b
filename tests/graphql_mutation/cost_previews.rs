//! What a command would cost, before it is recorded: beside proposals and in previews; and the budgets
//! that stand in the way of an approval.

use async_graphql::Request;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::{
    costs::cleaning,
    estate::{decision_of, proposal},
    house::{
        DECIDER, DESK, House, KOMMUN, MEETING, OPEN, PROPOSER, REALLOCATION, REGION, TODAY,
        manager, portfolio, reference,
    },
    leases::{sign, terms},
};

const COST: u64 = 140;
const MOVING: u64 = 141;
const LEASE: u64 = 142;

const BY_ORGANISATION: &str =
    "costs(from: \"2027-01\", through: \"2027-12\", groupBy: [ORGANISATION]) {
    of { organisation { ref } } before { net cost } after { net cost }
}";

const IN_ALL: &str = "costs(from: \"2027-01\", through: \"2027-12\") {
    before { cost } after { cost }
}";

/// The municipality is invoiced for cleaning the house, in which the region hosts a hub.
async fn cleaned() -> House {
    let house = House::furnished().await;
    house.does("costRecord", cleaning(COST)).await;
    house
}

/// A desk of the municipality's is proposed for the hub; gives the digest.
async fn proposed(house: &House) -> Value {
    house.does("reallocationPropose", propose()).await["thing"]["digest"].clone()
}

fn propose() -> Value {
    json!({ "ref": reference(REALLOCATION), "proposal": proposal(&[(DESK, "2027-01-15")]) })
}

fn moving() -> Value {
    json!({
        "ref": reference(MOVING), "from": "2027-01-15", "currency": "SEK", "name": "Flytt",
        "kind": "MOVING", "object": { "reallocation": reference(REALLOCATION) },
        "organisation": reference(REGION), "amount": { "once": { "amount": "10000" } },
        "vatThousandths": 250,
    })
}

fn approval(organisation: u64, digest: &Value) -> Value {
    json!({
        "reallocation": reference(REALLOCATION), "digest": digest,
        "decision": decision_of(organisation),
    })
}

async fn of_proposal(house: &House, asked: &str) -> Value {
    let fields = format!("reallocation(ref: '{}') {{ {asked} }}", reference(REALLOCATION));
    house.reads(TODAY, &fields).await["reallocation"]["costs"].take()
}

fn cost(change: &Value, side: &str) -> Decimal {
    change[side]["cost"].as_str().expect("a sum").parse().expect("a decimal")
}

#[tokio::test]
async fn a_proposal_tells_what_passes_from_one_organisation_to_another() {
    let house = cleaned().await;
    proposed(&house).await;
    let changes = of_proposal(&house, BY_ORGANISATION).await;
    let changes = changes.as_array().expect("changes");
    let of = |organisation: u64| {
        let is = |change: &&Value| change["of"]["organisation"]["ref"] == reference(organisation);
        changes.iter().find(is).expect("a change")
    };
    assert_eq!(changes.len(), 2);
    let (gives, takes) = (of(KOMMUN), of(REGION));
    let less = cost(gives, "before") - cost(gives, "after");
    assert!(less > Decimal::ZERO, "{gives}");
    assert_eq!(cost(takes, "after") - cost(takes, "before"), less, "nothing is saved");
    // In all nothing differs.
    assert_eq!(of_proposal(&house, IN_ALL).await, json!([]));
    let scope = format!("\", scope: {{ organisation: '{}' }}) {{", reference(REGION));
    let of_one = of_proposal(&house, &IN_ALL.replacen("\") {", &scope, 1)).await;
    assert_eq!(of_one[0]["after"]["cost"], takes["after"]["cost"]);
}

#[tokio::test]
async fn what_a_reallocation_costs_itself_counts_once_it_is_approved() {
    let house = cleaned().await;
    let digest = proposed(&house).await;
    house.does("costRecord", moving()).await;
    let changes = of_proposal(&house, IN_ALL).await;
    let [change] = &changes.as_array().expect("changes")[..] else { panic!("{changes}") };
    assert_eq!(cost(change, "after") - cost(change, "before"), Decimal::from(12_500));
    house.does_by(manager(DECIDER), "reallocationApprove", approval(REGION, &digest)).await;
    house.does_by(manager(DECIDER), "reallocationApprove", approval(KOMMUN, &digest)).await;
    assert_eq!(of_proposal(&house, IN_ALL).await, Value::Null);
    let planned = format!("on: '{TODAY}', basis: PLANNED");
    let year = "costs(from: '2027-01', through: '2027-12') { totals { cost } }";
    let read = house.reads_at(&planned, year).await;
    assert_eq!(read["costs"]["totals"]["cost"], change["after"]["cost"]);
    // It is not carried out yet.
    let read = house.reads(TODAY, year).await;
    assert_eq!(read["costs"]["totals"]["cost"], change["before"]["cost"]);
}

/// What a preview says of the costs of a mutation.
async fn previewed(house: &House, mutation: &str, kind: &str, input: Value, asked: &str) -> Value {
    let mut input = house.completed(mutation, input);
    input["preview"] = true.into();
    let document = format!(
        "mutation Act($input: {kind}!) {{ answer: {mutation}(input: $input) {{
            preview {{ {asked} }} userErrors {{ message }} }} }}"
    );
    let response = house.respond(manager(PROPOSER), &document, input).await;
    assert_eq!(response.get("errors"), None, "{response:#}");
    response["data"]["answer"]["preview"]["costs"].clone()
}

#[tokio::test]
async fn the_preview_of_a_proposal_tells_what_the_proposal_then_does() {
    let house = cleaned().await;
    let (mutation, kind) = ("reallocationPropose", "ReallocationProposeInput");
    let told = previewed(&house, mutation, kind, propose(), BY_ORGANISATION).await;
    proposed(&house).await;
    assert_eq!(told, of_proposal(&house, BY_ORGANISATION).await);
    assert_ne!(told, json!([]));
}

#[tokio::test]
async fn the_preview_of_a_cost_tells_what_it_adds() {
    let house = cleaned().await;
    let input = json!({
        "cost": reference(COST), "from": "2027-07-01", "currency": "SEK",
        "amount": { "perYear": { "amount": "60000" } },
    });
    let told = previewed(&house, "costRevise", "CostReviseInput", input, IN_ALL).await;
    // 4 000.04 a month with 1 000.01 of VAT becomes 5 000 with 1 250, for six months.
    let [change] = &told.as_array().expect("changes")[..] else { panic!("{told}") };
    assert_eq!(cost(change, "after") - cost(change, "before"), "7499.7".parse().expect("a sum"));
    let end = json!({ "cost": reference(COST), "from": "2028-01-01" });
    assert_eq!(previewed(&house, "costEnd", "CostEndInput", end, IN_ALL).await, json!([]));
}

#[tokio::test]
async fn a_closing_is_previewed_and_changes_no_sum_and_what_is_previewed_after_one_is_an_adjustment()
 {
    let house = cleaned().await;
    let by_month = "costs(from: \"2026-01\", through: \"2026-12\", groupBy: [MONTH, ADJUSTS]) {
        of { month adjusts } before { cost } after { cost } }";
    let close = json!({ "organisation": reference(KOMMUN), "through": "2026-09" });
    let told = previewed(&house, "periodClose", "PeriodCloseInput", close.clone(), by_month).await;
    assert_eq!(told, json!([]));
    house.does("periodClose", close).await;
    let next = json!({ "organisation": reference(KOMMUN), "through": "2026-10" });
    let told = previewed(&house, "periodClose", "PeriodCloseInput", next, by_month).await;
    assert_eq!(told, json!([]));
    let dearer = json!({
        "cost": reference(COST), "from": "2026-09-01", "currency": "SEK",
        "amount": { "perYear": { "amount": "60000" } },
    });
    let told = previewed(&house, "costRevise", "CostReviseInput", dearer, by_month).await;
    let adjusting =
        told.as_array().expect("changes").iter().filter(|row| !row["of"]["adjusts"].is_null());
    let adjusting: Vec<&Value> = adjusting.map(|row| &row["of"]).collect();
    assert_eq!(adjusting, [&json!({ "month": "2026-10", "adjusts": "2026-09" })]);
}

#[tokio::test]
async fn months_of_a_proposals_costs_are_refused_by_the_name_of_the_argument() {
    let house = cleaned().await;
    proposed(&house).await;
    let query = format!(
        "{{ portfolio(ref: \"{}\") {{ reallocation(ref: \"{}\") {{
            costs(from: \"2027-01\", through: \"2026-12\") {{ before {{ net }} }} }} }} }}",
        portfolio(),
        reference(REALLOCATION)
    );
    let response = house.schema.execute(Request::new(query)).await;
    let message = &response.errors[0].message;
    assert!(message.contains("through \"2026-12\""), "{message}");
}

#[tokio::test]
async fn an_approval_that_overruns_a_budget_is_refused_with_its_figures() {
    let house = cleaned().await;
    let digest = proposed(&house).await;
    house.does("costRecord", moving()).await;
    let budget = |one_off: &str| {
        json!({
            "organisation": reference(REGION), "year": 2027, "currency": "SEK",
            "running": "1000000", "oneOff": one_off, "decision": decision_of(REGION),
        })
    };
    house.does("budgetDecide", budget("12000")).await;
    house.does_by(manager(DECIDER), "reallocationApprove", approval(REGION, &digest)).await;
    let last = || approval(KOMMUN, &digest);
    let asked = "... on BudgetOverrun { organisation kind planned budget }";
    let by = manager(DECIDER);
    let mut errors = house.errors_asking(by, "reallocationApprove", last(), asked).await;
    let mut error = errors.remove(0);
    let message = error["message"].take();
    let message = message.as_str().expect("a message");
    assert!(message.contains("Regionen") && message.contains("(budgetDecide)"), "{message}");
    assert_eq!(
        error,
        json!({
            "__typename": "BudgetOverrun", "code": "BudgetOverrun", "message": null,
            "path": ["input", "reallocation"], "organisation": reference(REGION),
            "kind": "costs that come once in 2027", "planned": "12500", "budget": "12000",
        })
    );
    house.does("budgetDecide", budget("12500")).await;
    house.does_by(manager(DECIDER), "reallocationApprove", last()).await;
}

/// The region gives up one of two rooms that it rents.
fn release_of_the_meeting_room() -> Value {
    let fate = json!({ "released": { "handedOverOn": "2026-12-15", "rentEndsOn": "2027-06-30" } });
    json!({
        "ref": reference(REALLOCATION),
        "proposal": {
            "title": "Mötesrummet lämnas",
            "moves": [{
                "subject": { "space": reference(MEETING) }, "fate": fate, "plannedOn": "2026-12-01",
            }],
        },
    })
}

async fn rented() -> House {
    let house = House::furnished().await;
    let mut terms = terms(&[OPEN, MEETING]);
    terms["index"] = Value::Null;
    let mut lease = sign(LEASE, &terms);
    lease["landlord"] = json!({ "outside": "Storgatan AB" });
    lease["decisions"] = json!([decision_of(REGION)]);
    house.does("leaseSign", lease).await;
    house
}

#[tokio::test]
async fn the_preview_of_a_release_tells_which_rent_is_freed_and_from_when() {
    let house = rented().await;
    let (mutation, kind) = ("reallocationPropose", "ReallocationProposeInput");
    let asked = "costs(from: \"2027-06\", through: \"2027-08\", groupBy: [MONTH, LINE]) {
        of { month line } before { net forecast } after { net forecast }
    }";
    let told = previewed(&house, mutation, kind, release_of_the_meeting_room(), asked).await;
    let told: Vec<_> = told.as_array().expect("changes").iter().collect();
    let months: Vec<&Value> = told.iter().map(|change| &change["of"]["month"]).collect();
    assert_eq!(months, ["2027-07", "2027-08"]);
    let mut freed = Decimal::ZERO;
    for change in told {
        assert_eq!(change["of"]["line"], "rent planned to end for what is released");
        assert_eq!(change["before"], json!({ "net": "0", "forecast": "0" }));
        let after = &change["after"];
        let net: Decimal = after["net"].as_str().expect("a sum").parse().expect("a decimal");
        assert!(net < Decimal::ZERO && after["forecast"] == after["net"], "{after}");
        freed += net;
    }
    let months = "costs(from: \"2027-06\", through: \"2027-08\") { before { net } after { net } }";
    let all = previewed(&house, mutation, kind, release_of_the_meeting_room(), months).await;
    let [change] = &all.as_array().expect("changes")[..] else { panic!("{all}") };
    let net = |side: &str| change[side]["net"].as_str().expect("a sum").parse::<Decimal>();
    assert_eq!(net("after").expect("a decimal") - net("before").expect("a decimal"), freed);
}

#[tokio::test]
async fn a_release_names_its_dates_the_tenant_who_decides_and_the_lease_that_runs_on() {
    let house = rented().await;
    let document = "mutation Act($input: ReallocationProposeInput!) {
        answer: reallocationPropose(input: $input) {
            preview { dates }
            reallocation {
                moves { rentStillDue { lease { ref } noticeBy } }
                touched { organisation { ref } reasons { kind thing unit } }
            }
        }
    }";
    let mut input = house.completed("reallocationPropose", release_of_the_meeting_room());
    input["preview"] = true.into();
    let response = house.respond(manager(PROPOSER), document, input).await;
    assert_eq!(response.get("errors"), None, "{response:#}");
    let answer = &response["data"]["answer"];
    assert_eq!(answer["preview"]["dates"], json!(["2026-12-01", "2026-12-15", "2027-06-30"]));
    let still = json!([{ "lease": { "ref": reference(LEASE) }, "noticeBy": null }]);
    assert_eq!(answer["reallocation"]["moves"][0]["rentStillDue"], still);
    let touched = answer["reallocation"]["touched"].as_array().expect("organisations");
    let region = touched.iter().find(|one| one["organisation"]["ref"] == reference(REGION));
    let rents = json!([{ "kind": "RENTS_SPACE", "thing": reference(LEASE), "unit": null }]);
    assert_eq!(region.expect("the tenant")["reasons"], rents);
    assert_eq!(touched.len(), 2);
}
