//! Organisations and units that change, hubs that are described anew, imports that are given up.

use serde_json::{Value, json};

use crate::{
    estate::{FROM, decision_of, terms},
    house::{
        BUILDING, CARE, DESK, DESK_2, HUB, House, KOMMUN, MEETING, MEMBERSHIP, REGION, SOCIAL,
        TODAY, reference,
    },
};

const LATER: &str = "2027-01-01";

fn registered(number: u64, name: &str) -> Value {
    json!({
        "ref": reference(number), "name": name, "organisation": reference(KOMMUN), "headcount": 5,
    })
}

async fn with_member(house: &House) {
    let input = json!({
        "ref": reference(MEMBERSHIP), "hub": reference(HUB), "unit": reference(SOCIAL),
        "from": "2026-10-01", "terms": terms(2),
        "decisions": [decision_of(REGION), decision_of(KOMMUN)],
    });
    house.does("membershipGrant", input).await;
}

#[tokio::test]
async fn a_unit_that_is_divided_hands_over_what_it_has() {
    let house = House::furnished().await;
    with_member(&house).await;
    let input = json!({
        "units": [reference(SOCIAL)], "from": LATER, "reason": "Två enheter",
        "register": [registered(22, "Barn"), registered(23, "Vuxna")],
        "rest": reference(23),
        "allocations": [
            { "resource": reference(DESK), "unit": reference(22) },
            { "resource": reference(DESK_2) },
        ],
        "memberships": [{ "membership": reference(MEMBERSHIP), "unit": reference(22) }],
    });
    let answer = house.does("unitsReorganise", input).await;
    let shown: Vec<Value> =
        [SOCIAL, 22, 23].map(|number| json!({ "key": reference(number) })).into();
    assert_eq!(answer["thing"], json!(shown));
    let fields = format!(
        "units {{ nodes {{ name }} }}
        gone: unit(ref: '{}') {{ exists retired {{ from reason }} became {{ from units {{ name }} }} }}
        barn: unit(ref: '{}') {{ from formedFrom {{ units {{ name }} }} resources {{ nodes {{ ref }} }} }}
        vuxna: unit(ref: '{}') {{ resources {{ totalCount }} }}
        membership(ref: '{}') {{ unit {{ name }} unitHistory {{ from unit {{ name }} }} }}",
        reference(SOCIAL),
        reference(22),
        reference(23),
        reference(MEMBERSHIP)
    );
    let after = house.reads(LATER, &fields).await;
    let name = |name: &str| json!({ "name": name });
    assert_eq!(after["units"]["nodes"], json!([name("Vård"), name("Barn"), name("Vuxna")]));
    assert_eq!(
        after["gone"],
        json!({ "exists": false, "retired": { "from": LATER, "reason": "Två enheter" },
            "became": [{ "from": LATER, "units": [name("Barn"), name("Vuxna")] }] })
    );
    assert_eq!(
        after["barn"],
        json!({ "from": LATER, "formedFrom": [{ "units": [name("Socialtjänst")] }],
            "resources": { "nodes": [{ "ref": reference(DESK) }] } })
    );
    assert_eq!(after["vuxna"]["resources"]["totalCount"], 1);
    assert_eq!(after["membership"]["unit"], name("Barn"));
    let held = json!([
        { "from": "2026-10-01", "unit": name("Socialtjänst") },
        { "from": LATER, "unit": name("Barn") },
    ]);
    assert_eq!(after["membership"]["unitHistory"], held);
    let before = house.reads(TODAY, &fields).await;
    assert_eq!(before["membership"]["unit"], name("Socialtjänst"));
    assert_eq!(before["units"]["nodes"], json!([name("Socialtjänst"), name("Vård")]));
}

#[tokio::test]
async fn a_unit_that_is_dissolved_ends_without_a_successor() {
    let house = House::furnished().await;
    let input = json!({ "units": [reference(CARE)], "from": LATER });
    house.does("unitsReorganise", input).await;
    let fields =
        format!("unit(ref: '{}') {{ exists became {{ units {{ ref }} }} }}", reference(CARE));
    let read = house.reads(LATER, &fields).await;
    assert_eq!(read["unit"], json!({ "exists": false, "became": [{ "units": [] }] }));
}

#[tokio::test]
async fn a_unit_is_part_of_the_other_organisation_from_the_date() {
    let house = House::furnished().await;
    let input = json!({
        "unit": reference(CARE), "from": LATER, "organisation": reference(KOMMUN),
        "parent": reference(SOCIAL), "reason": "Hemtaget",
    });
    house.does("unitMove", input).await;
    let fields = format!(
        "unit(ref: '{}') {{ organisation {{ name }} parent {{ name }} }}
        organisation(ref: '{}') {{ units {{ totalCount }} }}",
        reference(CARE),
        reference(REGION)
    );
    let after = house.reads(LATER, &fields).await;
    assert_eq!(after["unit"]["organisation"]["name"], "Kommunen");
    assert_eq!(after["unit"]["parent"]["name"], "Socialtjänst");
    assert_eq!(after["organisation"]["units"]["totalCount"], 0);
    let before = house.reads(TODAY, &fields).await;
    assert_eq!(before["unit"]["organisation"]["name"], "Regionen");
}

#[tokio::test]
async fn what_an_organisation_has_is_its_successors_from_the_date() {
    let house = House::furnished().await;
    let input = json!({
        "organisation": reference(KOMMUN), "from": LATER, "successor": reference(REGION),
        "reason": "Sammanslagning",
    });
    house.does("organisationEnd", input).await;
    let fields = format!(
        "organisations {{ nodes {{ name }} }}
        gone: organisation(ref: '{}') {{ exists from retired {{ from reason }} successor {{ name }}
            units {{ totalCount }} buildings {{ totalCount }} }}
        successor: organisation(ref: '{}') {{ exists units {{ totalCount }} buildings {{ nodes {{ name }} }} }}
        building(ref: '{}') {{ owner {{ name }} descriptionHistory {{ description {{ owner {{ name }} }} }} }}
        resource(ref: '{}') {{ owner {{ name }} }}",
        reference(KOMMUN),
        reference(REGION),
        reference(BUILDING),
        reference(DESK)
    );
    let after = house.reads(LATER, &fields).await;
    let regionen = json!({ "name": "Regionen" });
    assert_eq!(after["organisations"]["nodes"], json!([regionen]));
    assert_eq!(
        after["gone"],
        json!({ "exists": false, "from": FROM, "successor": regionen,
            "retired": { "from": LATER, "reason": "Sammanslagning" },
            "units": { "totalCount": 0 }, "buildings": { "totalCount": 0 } })
    );
    assert_eq!(
        after["successor"],
        json!({ "exists": true, "units": { "totalCount": 2 },
            "buildings": { "nodes": [{ "name": "Rådhuset" }] } })
    );
    assert_eq!(after["building"]["owner"], regionen);
    assert_eq!(after["resource"]["owner"], regionen);
    // Who owned it from the date of the description.
    let described = &after["building"]["descriptionHistory"][0]["description"];
    assert_eq!(described["owner"]["name"], "Kommunen");
    let before = house.reads(TODAY, &fields).await;
    assert_eq!(before["building"]["owner"]["name"], "Kommunen");
    assert_eq!(before["gone"]["buildings"]["totalCount"], 1);
}

#[tokio::test]
async fn a_unit_registered_in_an_organisation_that_ends_later_is_its_successors_then() {
    let house = House::furnished().await;
    let input = json!({
        "organisation": reference(KOMMUN), "from": LATER, "successor": reference(REGION),
    });
    house.does("organisationEnd", input).await;
    let mut unit = registered(22, "Ny");
    unit["from"] = TODAY.into();
    house.does("unitRegister", unit).await;
    let fields = format!(
        "unit(ref: '{}') {{ organisation {{ name }} }}
        organisation(ref: '{}') {{ units {{ nodes {{ name }} }} }}",
        reference(22),
        reference(REGION)
    );
    let before = house.reads(TODAY, &fields).await;
    assert_eq!(before["unit"]["organisation"]["name"], "Kommunen");
    let after = house.reads(LATER, &fields).await;
    assert_eq!(after["unit"]["organisation"]["name"], "Regionen");
    let name = |name: &str| json!({ "name": name });
    let units = json!([name("Socialtjänst"), name("Vård"), name("Ny")]);
    assert_eq!(after["organisation"]["units"]["nodes"], units);
}

#[tokio::test]
async fn what_a_successor_took_over_is_described_anew_as_before() {
    let house = House::furnished().await;
    let input = json!({ "hub": reference(HUB), "from": TODAY, "host": reference(KOMMUN) });
    house.does("hubRevise", input).await;
    let input = json!({ "resource": reference(DESK), "from": TODAY, "position": [500, 700] });
    house.does("resourceRevise", input).await;
    let input = json!({
        "organisation": reference(KOMMUN), "from": LATER, "successor": reference(REGION),
    });
    house.does("organisationEnd", input).await;
    let input = json!({ "building": reference(BUILDING), "from": LATER, "name": "Stadshuset" });
    house.does("buildingRevise", input).await;
    let input = json!({ "resource": reference(DESK_2), "from": LATER, "number": "A 2" });
    house.does("resourceRevise", input).await;
    let input = json!({ "hub": reference(HUB), "from": LATER, "name": "Torget" });
    house.does("hubRevise", input).await;
    let input = json!({ "resources": [reference(DESK)], "to": reference(MEETING), "from": LATER });
    house.does("resourcesMove", input).await;
    let fields = format!(
        "building(ref: '{}') {{ name owner {{ name }} }} hub(ref: '{}') {{ host {{ name }} }}
        resource(ref: '{}') {{ position {{ x }} owner {{ name }} }}",
        reference(BUILDING),
        reference(HUB),
        reference(DESK)
    );
    let regionen = json!({ "name": "Regionen" });
    assert_eq!(
        house.reads(LATER, &fields).await,
        json!({ "building": { "name": "Stadshuset", "owner": regionen },
            "hub": { "host": regionen }, "resource": { "position": null, "owner": regionen } })
    );
}

#[tokio::test]
async fn a_hub_is_what_it_is_described_as_date_by_date() {
    let house = House::furnished().await;
    let input = json!({
        "hub": reference(HUB), "from": LATER, "name": "Torget", "host": reference(KOMMUN),
        "services": ["VIDEO"],
        "openingHours": [{ "weekday": "MONDAY", "opens": "08:00", "closes": "17:00" }],
    });
    house.does("hubRevise", input).await;
    let described = "name host { name } services openingHours { closes }";
    let fields = format!(
        "hub(ref: '{}') {{ {described} descriptionHistory {{ from description {{ {described} }} }} }}",
        reference(HUB)
    );
    let later = json!({
        "name": "Torget", "host": { "name": "Kommunen" }, "services": ["VIDEO"],
        "openingHours": [{ "closes": "17:00" }],
    });
    let first = json!({
        "name": "Navet", "host": { "name": "Regionen" }, "services": [], "openingHours": [],
    });
    for (on, expected) in [(TODAY, &first), (LATER, &later)] {
        let mut read = house.reads(on, &fields).await["hub"].take();
        let all = read["descriptionHistory"].take();
        for (field, value) in expected.as_object().expect("an object") {
            assert_eq!(read[field], *value, "{field} on {on}");
        }
        let entries = json!([
            { "from": "2026-09-01", "description": first },
            { "from": LATER, "description": later },
        ]);
        assert_eq!(all, entries);
    }
    let input = json!({ "hub": reference(HUB), "from": LATER, "services": [], "openingHours": [] });
    house.does("hubRevise", input).await;
    let read = house.reads(LATER, &fields).await;
    assert_eq!((&read["hub"]["services"], &read["hub"]["name"]), (&json!([]), &json!("Torget")));
}

#[tokio::test]
async fn an_import_that_is_given_up_is_no_longer_open() {
    let house = House::furnished().await;
    house.begins_import(99).await;
    let fields = "imports { nodes { ref open recorded building { ref } abandonedRevision
        completedRevision expected { units things leftOut } } }";
    let before = house.reads(TODAY, fields).await;
    let mut import = json!({
        "ref": reference(99), "open": true, "recorded": 0, "building": null,
        "abandonedRevision": null, "completedRevision": null,
        "expected": { "units": 2, "things": 2, "leftOut": 0 },
    });
    assert_eq!(before["imports"]["nodes"], json!([import]));
    let input = json!({ "import": reference(99), "reason": "Fel fil" });
    let answer = house.does("importAbandon", input.clone()).await;
    import["open"] = false.into();
    import["abandonedRevision"] = answer["revision"].clone();
    assert_eq!(house.reads(TODAY, fields).await["imports"]["nodes"], json!([import]));
    let error = house.refuses("importAbandon", input).await;
    assert_eq!(
        (&error["code"], &error["path"]),
        (&json!("ImportNotOpen"), &json!(["input", "import"]))
    );
}
