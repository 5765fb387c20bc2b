//! Leases from outside: what is agreed, how it ends, the last days to act, and what is refused.

use serde_json::{Value, json};

use crate::{
    estate::{FROM, decision_of},
    house::{BUILDING, House, KOMMUN, MEETING, OPEN, REGION, TODAY, reference},
};

const LEASE: u64 = 130;

/// Three years at a time, with nine months of notice and a right to give up a part.
pub(crate) fn terms(spaces: &[u64]) -> Value {
    let spaces: Vec<String> = spaces.iter().map(|space| reference(*space)).collect();
    json!({
        "regime": "PREMISES", "building": reference(BUILDING), "spaces": spaces,
        "area": { "measure": "LOA", "squareMetres": "161" }, "rentPerYear": "180000.5",
        "index": {
            "series": "KPI-1980", "baseAmount": "180000.5", "shareThousandths": 750,
            "baseMonth": "2025-10", "compareMonth": 10, "stepMonth": 1,
        },
        "to": "2029-01-01", "prolongationMonths": 36,
        "notices": [{ "party": "TENANT", "purpose": "TERMINATION", "months": 9 }],
        "breaks": [{
            "party": "TENANT", "on": "2028-01-01", "noticeMonths": 6,
            "spaces": [reference(MEETING)],
        }],
    })
}

/// The region rents from the municipality.
pub(crate) fn sign(number: u64, terms: &Value) -> Value {
    json!({
        "ref": reference(number), "from": FROM, "tenant": reference(REGION),
        "landlord": { "organisation": reference(KOMMUN) }, "currency": "SEK", "terms": terms,
        "decisions": [decision_of(REGION), decision_of(KOMMUN)],
    })
}

async fn let_to_the_region() -> House {
    let house = House::furnished().await;
    house.does("leaseSign", sign(LEASE, &terms(&[OPEN, MEETING]))).await;
    house
}

#[tokio::test]
async fn a_lease_shows_what_was_agreed_and_how_it_ends() {
    let house = let_to_the_region().await;
    let of = reference(LEASE);
    let asked = format!(
        "lease(ref: '{of}') {{
            tenant {{ ref }} runs ends {{ on because }}
            terms {{ rentPerYear to prolongationMonths spaces {{ ref }} landlord {{ ref }}
                index {{ baseMonth }} breaks {{ on whole spaces {{ ref }} }} }}
            notices {{ late endsOn }}
        }}"
    );
    let lease = house.reads(TODAY, &asked).await["lease"].take();
    assert_eq!(lease["tenant"]["ref"], reference(REGION));
    assert_eq!((&lease["runs"], &lease["ends"]), (&json!(true), &Value::Null));
    assert_eq!(lease["terms"]["rentPerYear"], "180000.5");
    assert_eq!(lease["terms"]["landlord"]["ref"], reference(KOMMUN));
    assert_eq!(lease["terms"]["index"]["baseMonth"], "2025-10");
    assert_eq!(lease["terms"]["breaks"][0]["whole"], false);
    let notice = json!({
        "lease": of, "party": "TENANT", "purpose": "TERMINATION", "servedOn": "2026-11-20",
        "how": "ACKNOWLEDGED", "takesEffect": "2029-01-01", "decisions": [decision_of(REGION)],
    });
    house.does("leaseNotice", notice).await;
    let lease = house.reads(TODAY, &asked).await["lease"].take();
    assert_eq!(lease["ends"], json!({ "on": "2029-01-01", "because": "NOTICE" }));
    assert_eq!(lease["notices"], json!([{ "late": false, "endsOn": "2029-01-01" }]));
}

#[tokio::test]
async fn the_calendar_tells_the_last_days_to_act() {
    let house = let_to_the_region().await;
    let asked = "leaseCalendar(from: '2027-01-01', to: '2030-01-01') { totalCount nodes {
        actBy party isBreak takesEffect otherwise prolongedTo rentPerYear
        rests { spaces units hubs }
    } }";
    let calendar = house.reads(TODAY, asked).await["leaseCalendar"].take();
    // The break gives up the meeting room only.
    let day = |act_by, is_break: bool, takes_effect, otherwise, prolonged: Option<&str>| {
        let rests = if is_break {
            json!({ "spaces": 1, "units": 0, "hubs": 0 })
        } else {
            json!({ "spaces": 2, "units": 1, "hubs": 1 })
        };
        json!({
            "actBy": act_by, "party": "TENANT", "isBreak": is_break, "takesEffect": takes_effect,
            "otherwise": otherwise, "prolongedTo": prolonged, "rentPerYear": "180000.5",
            "rests": rests,
        })
    };
    assert_eq!(
        calendar["nodes"],
        json!([
            day("2027-06-30", true, "2028-01-01", "GOES_ON", None),
            day("2028-03-31", false, "2029-01-01", "PROLONGED", Some("2032-01-01")),
        ])
    );
}

#[tokio::test]
async fn bad_input_names_its_field_and_records_nothing() {
    let house = House::furnished().await;
    let before = house.events();
    let mut base = terms(&[OPEN]);
    base["breaks"] = json!([]);
    let a_billion_billions = format!("1{}", "0".repeat(30));
    let wrong: [(&str, Value); 4] = [
        ("to", FROM.into()),
        ("rentPerYear", a_billion_billions.into()),
        ("rentPerYear", "-1".into()),
        ("prolongationMonths", 601.into()),
    ];
    for (field, value) in wrong {
        let mut terms = base.clone();
        terms[field] = value;
        refused(&house, sign(LEASE, &terms), "InvalidValue", &format!("terms.{field}")).await;
    }
    let mut terms = base;
    let mut euro = sign(LEASE, &terms);
    euro["currency"] = "EUR".into();
    refused(&house, euro, "CurrencyDiffers", "currency").await;
    terms["index"]["baseMonth"] = "2025-13".into();
    refused(&house, sign(LEASE, &terms), "InvalidValue", "terms.index.baseMonth").await;
    assert_eq!(house.events(), before);
}

async fn refused(house: &House, input: Value, code: &str, path: &str) {
    let error = house.refuses("leaseSign", input).await;
    let told: Vec<&str> =
        error["path"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let told = told.join(".");
    assert_eq!(error["code"], code, "{error}");
    assert!(told.ends_with(path), "{told} is not {path}");
}

#[tokio::test]
async fn what_a_tenant_rents_already_is_not_let_to_it_again() {
    let house = let_to_the_region().await;
    let mut again = terms(&[OPEN]);
    again["breaks"] = json!([]);
    refused(&house, sign(131, &again), "LeaseOverlaps", "terms").await;
}

#[tokio::test]
async fn the_sides_go_on_and_the_notice_says_by_which_event() {
    let house = let_to_the_region().await;
    let of = reference(LEASE);
    let notice = |takes_effect| {
        json!({
            "lease": of, "party": "TENANT", "purpose": "TERMINATION", "servedOn": "2026-11-20",
            "how": "ACKNOWLEDGED", "takesEffect": takes_effect, "decisions": [decision_of(REGION)],
        })
    };
    house.does("leaseNotice", notice("2029-01-01")).await;
    let withdraws = house.events() - 1;
    let both = json!([decision_of(REGION), decision_of(KOMMUN)]);
    let mut longer = terms(&[OPEN, MEETING]);
    longer["to"] = "2030-01-01".into();
    let longer = json!({
        "lease": of, "from": "2027-01-01", "currency": "SEK", "terms": longer, "decisions": both,
    });
    let error = house.refuses("leaseAmend", longer.clone()).await;
    assert_eq!(error["code"], "LeaseEndsBefore", "{error}");
    let other = json!({ "lease": of, "withdraws": withdraws - 1, "decisions": both });
    let error = house.refuses("leaseContinue", other).await;
    assert_eq!(error["code"], "NothingToWithdraw", "{error}");
    let on = json!({ "lease": of, "withdraws": withdraws, "decisions": both });
    house.does("leaseContinue", on).await;
    let asked = format!("lease(ref: '{of}') {{ ends {{ on }} notices {{ endsOn withdrawnBy }} }}");
    let lease = house.reads(TODAY, &asked).await["lease"].take();
    assert_eq!(lease["ends"], Value::Null);
    let told = json!([{ "endsOn": null, "withdrawnBy": withdraws + 1 }]);
    assert_eq!(lease["notices"], told);
    house.does("leaseAmend", longer).await;
}

#[tokio::test]
async fn the_calendar_tells_of_a_part_that_is_given_up_and_of_any_day() {
    let house = let_to_the_region().await;
    let notice = json!({
        "lease": reference(LEASE), "party": "TENANT", "purpose": "TERMINATION",
        "servedOn": "2026-11-20", "how": "ACKNOWLEDGED", "takesEffect": "2028-01-01",
        "decisions": [decision_of(REGION)],
    });
    house.does("leaseNotice", notice).await;
    let revision = house.events() - 1;
    let asked = "leaseCalendar(from: '2026-11-01', to: '2028-01-01') { nodes {
        actBy anyDay takesEffect otherwise by amendedBy
    } }";
    let given_up = json!({
        "actBy": "2027-06-30", "anyDay": false, "takesEffect": "2028-01-01",
        "otherwise": "GIVEN_UP", "by": revision, "amendedBy": null,
    });
    let calendar = house.reads(TODAY, asked).await["leaseCalendar"].take();
    assert_eq!(calendar["nodes"], json!([given_up]));
    let house = House::furnished().await;
    let mut at_will = terms(&[OPEN]);
    (at_will["to"], at_will["prolongationMonths"]) = (Value::Null, Value::Null);
    at_will["breaks"] = json!([]);
    house.does("leaseSign", sign(LEASE, &at_will)).await;
    let any_day = json!({
        "actBy": TODAY, "anyDay": true, "takesEffect": "2027-08-24",
        "otherwise": "PROLONGED", "by": null, "amendedBy": null,
    });
    let calendar = house.reads(TODAY, asked).await["leaseCalendar"].take();
    assert_eq!(calendar["nodes"], json!([any_day]));
}

#[tokio::test]
async fn an_amount_that_is_no_rent_is_told_of_by_its_own_name() {
    let house = House::furnished().await;
    let mut terms = terms(&[OPEN, MEETING]);
    terms["restoration"] = "-1".into();
    let error = house.refuses("leaseSign", sign(LEASE, &terms)).await;
    assert!(error["message"].as_str().unwrap().contains("restoration"), "{error}");
}
