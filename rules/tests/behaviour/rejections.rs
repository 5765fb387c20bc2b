//! Every reason for which a command is not allowed: what brings it about, what it names, and the
//! way out that it tells.

use crate::common::*;
use rules::{InvalidValue, Reason};
use schema::{Category, Command, ImportPart, LevelAdd, Role, limits};
use std::collections::BTreeSet;

/// A command that is rejected, and what the rejection says.
struct Case {
    code: &'static str,
    given: Ledger,
    when: Command,
    path: &'static str,
    names: Vec<String>,
    way_out: &'static str,
}

/// One line per case: code, given, when, path, what is named, way out.
macro_rules! cases {
    ($($code:ident: $given:expr, $when:expr, $path:literal, [$($name:expr),*], $way_out:literal;)+) => {
        vec![$(Case {
            code: stringify!($code),
            given: $given,
            when: Command::from($when),
            path: $path,
            names: vec![$($name.to_string()),*],
            way_out: $way_out,
        },)+]
    };
}

fn cases() -> Vec<Case> {
    let mut cases = cases_of_the_estate();
    cases.extend(cases_of_hubs());
    cases.extend(cases_of_reallocations());
    cases.extend(cases_of_facts());
    cases.extend(cases_of_imports());
    cases.extend(cases_of_changes());
    cases.extend(cases_of_erasures());
    cases.extend(cases_of_mandates());
    cases.extend(cases_of_delegations());
    cases.extend(cases_of_corrections());
    cases.extend(cases_of_transitions());
    cases.extend(cases_of_leases());
    cases.extend(cases_of_costs());
    cases
}

fn cases_of_the_estate() -> Vec<Case> {
    let crowded = revise_unit("Schools", "2026-02-01");
    let crowded = schema::UnitRevise { headcount: Some(limits::COUNT_MAX + 1), ..crowded };
    let retired = house().with(retire_resource("W1", "2026-05-01"));
    let shared_cell = house().with(assign("Room", "Schools", "2026-02-01"));
    cases![
        TooMuch: organisations(), crowded, "headcount",
            [1_000_001, 1_000_000, "people in one unit"], "divide them";
        PortfolioOpenAlready: opened(), open_portfolio(), "",
            ["the portfolio is open"], "record in it, or open another";
        PortfolioNotOpen: Ledger::empty(), register_person("Decider"), "",
            ["the portfolio"], "open it first";
        ActorNotRegistered: opened().by("Nobody"), register_person("Fourth"), "",
            [person("Nobody")], "registers them first";
        RoleNotAllowed: opened().in_role(Role::Auditor), register_person("Fourth"), "",
            ["auditor", "PersonRegister"], "it takes manager or administrator";
        NotFound: house(), assign("W9", "Schools", "2026-02-01"), "resource",
            [resource("W9")], "add it first";
        ExistsAlready: house(), add_workstation("W1", "Open", "2026-02-01"), "resource",
            [resource("W1")], "leave the reference out for a new one, or revise it";
        NotThere: house(), assign("W1", "Schools", "2025-12-31"), "resource",
            [resource("W1"), "2025-12-31"], "choose a date on which it is there";
        RetiredAlready: retired, retire_resource("W1", "2026-06-01"), "resource",
            [resource("W1"), "2026-05-01"], "nothing more is needed";
        InUse: house(), retire_space("Open", "2026-02-01"), "from",
            [space("Open"), "2026-02-01"], "see to that first";
        UnitOutOfPlace: organisations(), place_unit("Schools", "2026-02-01", "Clinic"), "parent",
            [unit("Schools"), unit("Clinic")], "choose one above it in the same organisation";
        NoPlaceFor: house(), add_workstation("W4", "Corridor", "2026-02-01"), "space",
            ["workstation", space("Corridor"), "circulation"], "choose another space";
        RoomExistsAlready: house(), add_room("Room 2", "Cell", "2026-02-01"), "kind",
            [space("Cell"), resource("Room")], "use that one";
        TakenByUnit: occupied(), assign("W1", "Library", "2026-04-01"), "resource",
            [resource("W1"), unit("Schools"), "2026-01-01"], "end that allocation first";
        AllocatedBothWays: shared_cell, assign("Desk", "Library", "2026-04-01"), "",
            [space("Cell"), "2026-04-01", resource("Room"), resource("Desk")], "end one of the two";
    ]
}

fn cases_of_erasures() -> Vec<Case> {
    let erasing = || organisations().in_role(Role::Administrator);
    let undecided =
        schema::PersonErase { ground: schema::ErasureGround::Disposal, ..erase_person("Decider") };
    cases![
        ErasureUndecided: erasing(), undecided, "decision",
            ["a disposal decision under archive law"], "names the decision";
        NotFound: erasing(), erase_text(0, "reason"), "place.field",
            ["reason of revision 0"], "name one that there is";
        RoleNotAllowed: organisations(), erase_person("Decider"), "",
            ["manager", "PersonErase"], "it takes administrator";
    ]
}

/// W1, which the Town's schools have, is to go to the Region's lounge.
fn proposed() -> Ledger {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    occupied().with(propose("R", &moves, &[])).by("Decider").in_role(Role::Administrator)
}

fn by_town(given: &Ledger, decision: schema::Decision) -> schema::ReallocationApprove {
    schema::ReallocationApprove { decision, ..approve("R", given.digest_of("R")) }
}

fn cases_of_mandates() -> Vec<Case> {
    let given = proposed();
    let town = by_town(&given, decision("Town", TODAY));
    let decided = given.clone().with_only(town.clone());
    let recorded = decided.events.last().unwrap().0.revision;
    let confirmed = decided.clone().by("Third").with(confirm(recorded, "Town"));
    let requiring = given.clone().with(require("Unions", None, "2026-01-01"));
    let signed = given.clone().with(sign_opening_balance("Region", TODAY));
    let alone = schema::MembershipGrant {
        decisions: vec![decision("Region", "2026-03-01")],
        ..grant("M", "Node", "Schools", "2026-04-01", shared(3))
    };
    let list = schema::ImportStart {
        building: None,
        decision: Some(decision("Town", "2026-06-01")),
        ..start_import("List", "House", "2026-02-01", [0, 0, 0])
    };
    let listing = signed.clone().with(sign_opening_balance("Town", TODAY)).with(list);
    let clinic = revise_unit("Clinic", "2026-03-01");
    cases![
        DecidedAlready: decided.clone(), town.clone(), "decision.organisation",
            [organisation("Town"), reallocation("R"), recorded], "another person confirms it";
        OwnDecision: decided.clone(), confirm(recorded, "Town"), "recorded",
            [person("Decider"), recorded], "a third person does";
        ConfirmedAlready: confirmed, confirm(recorded, "Town"), "recorded",
            [person("Third"), recorded], "nothing more is needed";
        NotDelegated: decided, report_decision(recorded, "Town", TODAY), "recorded",
            [recorded, "board decision"], "name one";
        PreconditionsMissing: requiring, town, "reallocation",
            [reallocation("R"), "union negotiation", precondition("Unions")],
            "why it does not apply (preconditionSettle)";
        SignedOffAlready: signed.clone(), sign_opening_balance("Region", TODAY),
            "decision.organisation", [organisation("Region"), TODAY], "nothing more is needed";
        ImportUndecided: signed, start_import("File", "House", "2026-02-01", [0, 0, 0]), "decision",
            [organisation("Region")], "bring its decision";
        ListUndecided: listing, record_import("List", vec![clinic.into()]), "parts.0",
            [organisation("Region")], "split the list into one for each organisation";
        DecisionMissing: given, alone, "decisions",
            [organisation("Town"), "member"], "one of its host and one of its member's";
    ]
}

fn cases_of_transitions() -> Vec<Case> {
    let moves = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    let milestones = vec![milestone(1, "2026-05-01")];
    let start = schema::TransitionStart {
        milestones,
        ..start_transition("Lighter", &["Stranger"], "2026-02-01")
    };
    let gap = schema::TransitionStart { milestones: vec![milestone(2, TODAY)], ..start.clone() };
    let given = occupied().with(start);
    let reached = given.clone().with(reach("Lighter", 1, "2026-05-04"));
    let over = given.clone().with(end_transition("Lighter", "2026-08-01"));
    let within = || propose_within("Lighter", "R", &moves, &[]);
    let sealed = proposed().with(seal_basis("Nothing", "2026-10-01", &[]));
    let citing = schema::Decision { basis: Some(basis("Nothing")), ..decision("Town", TODAY) };
    let citing = by_town(&sealed, citing);
    let digest = sealed.digest_of("R");
    let known = proposed().with(seal_basis("Known", "2026-10-01", &[&["R"]]));
    let early = schema::Decision { basis: Some(basis("Known")), ..decision("Town", "2026-06-14") };
    let early = by_town(&known, early);
    cases![
        MilestonesNotNumbered: occupied(), gap, "milestones.0.number",
            ["2 stands where 1 was expected"], "keeps the numbers of those that it keeps";
        MilestoneReachedAlready: reached, reach("Lighter", 1, TODAY), "milestone",
            [transition("Lighter"), "milestone 1", "2026-05-04"], "a revision keeps it";
        TransitionNotRunning: over, within(), "proposal.transition",
            [transition("Lighter"), "2026-02-01", "2026-07-31", "2026-09-01"],
            "revise the transition (transitionRevise)";
        NotInTransition: given, within(), "proposal.transition",
            [transition("Lighter"), organisation("Town"), organisation("Stranger")],
            "let it take part (transitionRevise)";
        NotInBasis: sealed, citing, "decision.basis",
            [basis("Nothing"), reallocation("R"), digest], "seal a basis that has (basisSeal)";
        SealedLater: known, early, "decision.basis",
            [basis("Known"), TODAY, "2026-06-14"], "cite one that was sealed before";
    ]
}

fn cases_of_delegations() -> Vec<Case> {
    let given = proposed();
    let town = by_town(&given, delegated("Town", "2026-05-01"));
    let delegate = |matter, resources_max| schema::DelegationGive {
        matters: vec![matter],
        resources_max: Some(resources_max),
        ..delegate("Town", "2026-02-01")
    };
    let imports = given.clone().with(delegate(schema::Matter::Import, 9));
    let narrow = given.clone().with(delegate(schema::Matter::Reallocation, 0));
    let reported = given.clone().with(delegate(schema::Matter::Reallocation, 9));
    let reported = reported.with_only(town.clone());
    let recorded = reported.events.last().unwrap().0.revision;
    let reported = reported.with(report_decision(recorded, "Town", "2026-05-20"));
    let execution = schema::Decision {
        kind: schema::DecisionKind::Execution,
        ..decision("Town", "2026-05-01")
    };
    let later = schema::DelegationGive {
        decision: decision("Town", "2026-06-01"),
        ..crate::common::delegate("Town", "2026-02-01")
    };
    cases![
        KindNotEnough: given.clone(), by_town(&given, execution), "decision.kind",
            ["mere execution", "a reallocation"], "it takes a board decision, or a delegated one";
        NoSuchDelegation: given, town.clone(), "decision.delegationPoint",
            [organisation("Town"), "4.2 b", "2026-05-01"], "record the delegation first";
        NotDelegatedFor: imports, town.clone(), "decision.delegationPoint",
            [organisation("Town"), "4.2 b", "imports", "reallocations"], "bring the board's decision";
        BeyondDelegation: narrow, town, "decision.delegationPoint",
            [organisation("Town"), "4.2 b", "up to 0 resources", "this is 1"],
            "bring the board's decision";
        DelegatedBefore: organisations().in_role(Role::Administrator), later, "from",
            [organisation("Town"), "4.2 b", "2026-02-01", "2026-06-01"], "from that day or later";
        ReportedAlready: reported, report_decision(recorded, "Town", TODAY), "recorded",
            [recorded, "2026-05-20"], "nothing more is needed";
    ]
}

fn cases_of_hubs() -> Vec<Case> {
    let moved = estate().approved("R", &[relocate(1, "W1", "Node", "Lounge", "2026-06-01")], &[]);
    let flexible = moved.clone().with(report("R", "2026-06-01", &[1]));
    let reserved = estate().with(grant("M", "Node", "Schools", "2026-03-01", shared(8)));
    let bare = estate().with(plan_hub("Bare", "Region", "2026-03-01"));
    cases![
        InFuture: estate(), open_hub("Annex", "2026-06-16"), "on",
            ["2026-06-16", TODAY], "report it on the day or afterwards";
        IsFlexible: flexible, assign("W1", "Schools", "2026-06-10"), "resource",
            [resource("W1"), hub("Node"), "2026-06-10"], "by a reallocation";
        BreaksApproved: moved, assign("W1", "Schools", "2026-02-01"), "",
            [resource("W1"), reallocation("R"), "move 1", "2026-06-01"], "take it back (reallocationRevoke)";
        HubNotOpen: estate().with(close_hub("Annex", "2026-10-01")),
            hub_gains("Annex", "Open", "2026-11-01"), "hub",
            [hub("Annex"), "2026-11-01"], "choose a date on which it is open";
        HubOpenAlready: estate(), open_hub("Node", "2026-04-01"), "hub",
            [hub("Node"), "2026-03-01"], "nothing more is needed";
        ServesOtherHub: estate(), hub_gains("Annex", "Lounge", "2026-10-01"), "space",
            [space("Lounge"), hub("Node"), "2026-10-01"], "remove it there first";
        NotInHub: estate(), hub_loses("Annex", "Open", "2026-10-01"), "space",
            [space("Open"), hub("Annex"), "2026-10-01"], "add it to the hub";
        HubLimitExceeded: reserved, grant("N", "Node", "Library", "2026-04-01", shared(3)), "terms",
            [hub("Node"), "2026-04-01", "Monday", 11, 10], "promise fewer";
        NoCapacity: bare, grant("M", "Bare", "Library", "2026-04-01", shared(1)), "terms",
            [hub("Bare"), "2026-04-01"], "record it first (hubSetCapacity)";
        SeatsNotCounted: estate(), grant("M", "Node", "Library", "2026-04-01", guaranteed(1)),
            "terms", [hub("Node"), "2026-04-01", "1 workstations", "0 counted"], "count them";
        MembershipNotInForce: reserved_ended(), change_terms("M", "2026-05-01", shared(2)), "from",
            [membership("M"), "2026-05-01"], "choose a date on which it holds";
    ]
}

fn reserved_ended() -> Ledger {
    estate()
        .with(grant("M", "Node", "Schools", "2026-03-01", shared(8)))
        .with(end_membership("M", "2026-05-01"))
}

fn cases_of_reallocations() -> Vec<Case> {
    let one = [relocate(1, "W1", "Node", "Lounge", "2026-06-01")];
    let two = [one[0], relocate(2, "W2", "Node", "Lounge", "2026-06-01")];
    let twice = [one[0], convert(2, "W1", "Node", "2026-06-02")];
    let misnumbered = [relocate(2, "W1", "Node", "Lounge", "2026-06-01")];
    let walls = [relocate(1, "Room", "Node", "Lounge", "2026-06-01")];
    let proposed = occupied().with(propose("R", &one, &[]));
    let digest = proposed.digest_of("R");
    let amended = proposed.clone().with(amend("R", &two, &[]));
    let competing = occupied().with(propose("S", &one, &[])).approved("R", &two, &[]);
    let begun = occupied().approved("R", &two, &[]).with(report("R", "2026-06-02", &[1]));
    let stranger = schema::ReallocationApprove {
        decision: decision("Stranger", "2026-01-02"),
        ..approve("R", digest)
    };
    let approved = occupied().approved("R", &two, &[]);
    let rejected = proposed.clone().by("Decider").with(reject("R", digest));
    let competing_digest = competing.digest_of("S");
    cases![
        NoMoves: occupied(), propose("R", &[], &[]), "proposal.moves",
            ["no move is named"], "at least one";
        MovesNotNumbered: occupied(), propose("R", &misnumbered, &[]), "proposal.moves.0.number",
            [2, 1], "numbered from 1 without gaps";
        MovedTwice: occupied(), propose("R", &twice, &[]), "proposal.moves.1.subject",
            [resource("W1"), "move 1", "move 2"], "moves each thing once";
        CannotBeRelocated: occupied(), propose("R", &walls, &[]), "proposal.moves.0.fate",
            [resource("Room"), "move 1"], "convert it where it stands";
        WrongStatus: rejected, amend("R", &one, &[]), "reallocation",
            [reallocation("R"), "rejected", "proposed or approved"], "propose a new one";
        ProposalChanged: amended.clone().by("Decider"), approve("R", digest), "digest",
            [digest, amended.digest_of("R")], "decide on the proposal as it stands";
        OwnProposal: proposed.clone(), approve("R", digest), "reallocation",
            [person("Proposer"), reallocation("R")], "another person does, or an approval is recorded to be confirmed";
        ApprovedElsewhere: competing.by("Decider"), approve("S", competing_digest),
            "proposal.moves.0.subject",
            [resource("W1"), reallocation("R"), "move 1"], "take it back (reallocationRevoke)";
        NotConcerned: proposed.by("Decider"), stranger, "decision.organisation",
            [organisation("Stranger"), organisation("Region"), organisation("Town")], "those that are concerned";
        NoSuchMove: approved, report("R", "2026-06-02", &[3]), "moves.0",
            [reallocation("R"), "move 3"], "name one that stands in its proposal";
        MoveDoneAlready: begun.clone(), report("R", "2026-06-03", &[1]), "moves.0",
            ["move 1", "2026-06-02"], "leave it out";
        DoneMoveChanged: begun.clone(), amend("R", &[convert(1, "W3", "Node", "2026-07-01")], &[]),
            "proposal.moves", ["move 1"], "a new reallocation can reverse it";
        BegunAlready: begun.with(amend("R", &two, &[])), withdraw("R"), "reallocation",
            [reallocation("R"), "1 moves"], "amend it to what has been done";
    ]
}

/// The open workplace is lost from May to July.
fn lost() -> Ledger {
    occupied().with(lose("Open", "2026-05-01")).with(restore("Open", "2026-08-01"))
}

/// More memberships in the Annex than one fact can put in doubt.
fn crowded() -> Ledger {
    (0..=600).fold(estate(), |given, number| {
        given.with(grant(&format!("M{number}"), "Annex", "Schools", "2026-09-01", shared(0)))
    })
}

fn cases_of_facts() -> Vec<Case> {
    let annex = [convert_space(1, "Open", "Annex", "2026-09-01")];
    let given = occupied().approved("R", &annex, &[]);
    let late = given.clone().with(move_opening("Annex", "2026-11-01")).today("2026-11-01");
    let because = late.events.len() - 2;
    let wet = occupied().with(lose("Lounge", "2026-05-01"));
    let wet = wet.with(propose("R", &[relocate(1, "W1", "Node", "Lounge", "2026-06-01")], &[]));
    let used = occupied().with(propose("R", &[release(1, "Open", "2026-06-01")], &[]));
    let (wet_digest, used_digest) = (wet.digest_of("R"), used.digest_of("R"));
    let desk = schema::Move {
        subject: schema::Subject::Resource(resource("W1")),
        ..release(1, "Open", "2026-06-01")
    };
    let free = estate().approved("R", &[release(1, "Open", "2026-06-01")], &[]);
    cases![
        InDoubt: late, report("R", "2026-11-01", &[1]), "moves.0",
            ["move 1", format!("revision {because}")], "have it decided anew";
        NoDecision: given.by("Decider"), revoke("R", &[]), "decisions",
            ["revoking a reallocation", organisation("Region"), organisation("Town")], "name one";
        SpaceOutOfUse: wet.by("Decider"), approve("R", wet_digest), "proposal.moves.0.space",
            [space("Lounge"), "2026-06-01"], "spaceRestore";
        SpaceOutOfUse: lost(), assign("W3", "Library", "2026-05-01"), "resource",
            [space("Open"), "2026-05-01", "it is lost"], "choose another";
        SpaceOutOfUse: lost(), hub_gains("Node", "Open", "2026-05-01"), "space",
            [space("Open"), "2026-05-01", "it is lost"], "spaceRestore";
        SpaceOutOfUse: lost(), add_workstation("W4", "Open", "2026-05-01"), "space",
            [space("Open"), "2026-05-01", "it is lost"], "spaceRestore";
        SpaceOutOfUse: lost(), move_resources(&["Desk"], "Open", "2026-05-01"), "to",
            [space("Open"), "2026-05-01", "it is lost"], "spaceRestore";
        TooManyDoubts: crowded(), move_opening("Annex", "2026-11-01"), "",
            ["0 reallocations", "601 memberships", "at most 600"], "end memberships that rely on it";
        StillInUse: used.by("Decider"), approve("R", used_digest), "proposal.moves.0.subject",
            [space("Open"), "by resource", "2026-06-01"], "move that elsewhere";
        SpaceReleased: free, assign("W1", "Schools", "2026-05-01"), "resource",
            [space("Open"), "2026-06-01"], "choose another space";
        FateNotPossible: occupied(), propose("R", &[desk], &[]), "proposal.moves.0.fate",
            [resource("W1"), "released", "move 1"], "release its space";
    ]
}

fn cases_of_imports() -> Vec<Case> {
    let open = house().with(start_import("File", "House", "2026-02-01", [1, 0, 0]));
    let upper = add_level("Upper", "House", "2026-02-01");
    let parts = |part: LevelAdd| record_import("File", vec![ImportPart::Level(part)]);
    let complete = open.clone().with(parts(upper.clone())).with(complete_import("File"));
    cases![
        InvalidValue: open.clone().with(add_building("Barn", "Region", "2026-01-01")),
            parts(add_level("Hay", "Barn", "2026-03-01")), "parts.0",
            [building("Barn")], "what is of";
        ImportNotOpen: complete, parts(upper), "import", [import("File")], "start another";
        ImportUnfinished: open.clone(), start_import("Other", "House", "2026-02-01", [0, 0, 0]),
            "building", [import("File"), building("House")], "the same file resumes it";
        ImportIncomplete: open, complete_import("File"), "import",
            [import("File"), "1 things"], "the same file resumes it";
    ]
}

fn cases_of_changes() -> Vec<Case> {
    let may = "2026-05-01";
    let halves = split("Open", &["East", "West"], may);
    let nobody = schema::SpaceReshape { rest: None, ..halves };
    let upper = house().with(add_level("Upper", "House", "2026-01-01")).with(add_space(
        "Loft",
        "Upper",
        Category::OpenWorkplace,
        "2026-01-01",
    ));
    let barn = house()
        .with(add_building("Barn", "Region", "2026-01-01"))
        .with(add_level("Byre", "Barn", "2026-01-01"))
        .with(add_space("Hay", "Byre", Category::OpenWorkplace, "2026-01-01"));
    let open = house().with(start_import("File", "House", "2026-02-01", [0, 0, 0]));
    let parts = |part: ImportPart| record_import("File", vec![part]);
    let on_a_plane = open.clone().with(parts(set_plane("House", "14.6").into()));
    let begun = open.with(parts(draw("Ground", "Plan", 0, 3).into()));
    cases![
        NeedsDestination: occupied(), nobody, "resources",
            [space("Open"), may], "name who takes the rest";
        NeedsDestination: occupied(), reorganise(&["Schools"], &["Library", "Clinic"], may), "rest",
            [unit("Schools"), may], "say where that goes";
        TooManyEnds: crowded(), reorganise(&["Schools"], &[], may), "units",
            ["0 allocations", "601 memberships", "at most 600"], "end some of them first";
        HubsDiffer: estate(), merge(&["Open", "Lounge"], "Hall", may), "spaces",
            [space("Open"), space("Lounge"), may], "let both serve it, or neither";
        NotOnLevel: upper, merge(&["Open", "Loft"], "Hall", may), "spaces",
            ["is not on level"], "spaces of one level are reshaped together";
        OtherBuilding: barn, move_resources(&["W1"], "Hay", may), "resources.0",
            [resource("W1"), building("House"), building("Barn")], "retired in the one";
        RoomStaysInPlace: house(), move_resources(&["Room"], "Open", may), "resources.0",
            [resource("Room")], "reshape the spaces instead";
        CountTooLow: occupied(), count_workstations("Open", may, 1), "workstations",
            [space("Open"), "1 workstations", "2 are given"], "end those allocations first";
        PlaneDiffers: on_a_plane, parts(set_plane("House", "14.7").into()), "parts.0.plane",
            [building("House"), "14.6", "14.7"], "on the recorded plane";
        DrawingOutOfOrder: begun, parts(draw("Ground", "Plan", 2, 3).into()), "parts.0.part",
            [drawing("Plan"), "part 1 of 3", "part 2 of 3"], "give the parts in order";
    ]
}

fn cases_of_leases() -> Vec<Case> {
    let sign = || sign_lease("L", "2026-01-01", office(&["Open"]));
    let signed = || estate().with(sign());
    let euro = schema::LeaseSign { currency: "EUR".parse().unwrap(), ..sign() };
    let undecided = schema::LeaseSign { decisions: vec![decision("Town", "2026-06-01")], ..sign() };
    let again = sign_lease("M", "2027-01-01", office(&["Open", "Cell"]));
    let tenant = schema::LeaseParty::Tenant;
    let noticed = signed().with(give_notice("L", tenant, "2026-06-01", "2029-01-01"));
    let notice = noticed.last("LeaseNoticeServed");
    let longer = schema::LeaseTerms { to: Some(date("2030-01-01")), ..office(&["Open"]) };
    let longer = amend_lease("L", "2027-01-01", longer);
    cases![
        CurrencyDiffers: estate(), euro, "currency", ["SEK", "EUR"], "give them in SEK";
        LeaseOverlaps: signed(), again, "terms",
            [organisation("Town"), lease("L"), "2027-01-01"], "leave out what it lets";
        OutsideParentLease: signed(), sublet("S", "L", "2026-06-01", office(&["Cell"])), "terms",
            [lease("S"), lease("L"), "2026-06-01"], "amend the sublease first";
        LeaseNotRunning: signed(), amend_lease("L", "2025-06-01", office(&["Open"])), "from",
            [lease("L"), "2026-01-01", "2025-06-01"], "choose a date on which it runs";
        NoLeaseEndThen: signed(), give_notice("L", tenant, "2026-06-01", "2028-06-01"), "takesEffect",
            [lease("L"), "tenant", "2028-06-01", "2029-01-01, 2032-01-01"], "Name one of them";
        LeaseEndsBefore: noticed.clone(), longer, "terms.to",
            [lease("L"), "2029-01-01", "the notice that revision", notice], "go on with the lease first (leaseContinue)";
        NothingToWithdraw: noticed, continue_lease("L", schema::Revision::FIRST), "withdraws",
            [lease("L"), "revision 0", notice], "Name one of them";
        LeaseDecisionMissing: estate(), undecided, "decisions",
            [organisation("Region"), "landlord"], "bring one of each side";
    ]
}

fn cases_of_costs() -> Vec<Case> {
    let ended = estate().with(record_cost("Cleaning", "2026-01-01"));
    let ended = ended.with(end_cost("Cleaning", "2026-03-01"));
    let revise = revise_cost("Cleaning", "2026-03-01");
    let transition = estate().with(start_transition("T", &["Town"], "2026-02-01"));
    let budget = schema::BudgetDecide {
        transition: Some(crate::common::transition("T")),
        ..decide_budget("Region", "1")
    };
    let invoiced = estate().with(record_invoice("I", "L 417"));
    let mut other = record_invoice("J", "L 417");
    other.net = money("1");
    let cancelled = invoiced.clone().with(cancel_invoice("I"));
    let closed = estate().with(close_period("Town", "2026-03"));
    let moved =
        occupied().with(propose("R", &[relocate(1, "W1", "Node", "Lounge", "2026-09-01")], &[]));
    let moved = moved.with(schema::CostRecord {
        object: schema::CostObject::Reallocation(reallocation("R")),
        ..record_cost("Moving", "2026-09-01")
    });
    let overrun = moved.with(decide_budget("Region", "19999.99")).by("Decider");
    let approve = approve("R", overrun.digest_of("R"));
    cases![
        BudgetOverrun: overrun, approve, "proposal",
            [organisation("Region"), "running costs in 2026", 20000, "19999.99"],
            "let it decide a greater one (budgetDecide)";
        CostNotRunning: ended, revise, "from",
            [cost("Cleaning"), "2026-01-01", "2026-03-01"], "record another (costRecord)";
        NoPartInTransition: transition, budget, "transition",
            [organisation("Region"), organisation("Town"), crate::common::transition("T")],
            "let it take part (transitionRevise)";
        VoucherTaken: invoiced, other, "voucher",
            ["L 417", organisation("Town"), invoice("I")], "cancel that one first (invoiceCancel)";
        InvoiceCancelledAlready: cancelled, cancel_invoice("I"), "invoice",
            [invoice("I")], "record the right one (invoiceRecord)";
        PeriodClosedAlready: closed, close_period("Town", "2026-02"), "through",
            [organisation("Town"), "2026-02", "2026-03"], "close them through a later month";
    ]
}

fn cases_of_corrections() -> Vec<Case> {
    let first = [relocate(1, "W1", "Node", "Lounge", "2026-09-01")];
    let planned = occupied().approved("R", &first, &[]);
    let done = occupied().approved("R", &first, &[]).with(report("R", "2026-05-04", &[1]));
    let own = occupied().approved("R", &first, &[]).by("Decider");
    let own = own.with(report("R", "2026-05-04", &[1]));
    let give = |resources_max, from| schema::DelegationGive {
        resources_max: Some(resources_max),
        ..delegate("Town", from)
    };
    let delegating = proposed().with(give(2, "2026-02-01")).with(give(1, "2026-06-01"));
    let by_delegate = by_town(&delegating, delegated("Town", "2026-05-20"));
    let by_delegate = delegating.with_only(by_delegate);
    let decided_on = Some(date("2026-06-01"));
    let june = schema::DecisionWording { decided_on, ..wording("Town") };
    let june = reword(by_delegate.last("ReallocationDecided"), schema::Wording::Decision(june));
    let (reported, both) = (done.last("MoveDone"), ["Region", "Town"]);
    let back = |name, on| {
        reverse(propose("Back", &[give_back_in(1, name, "Schools", "Open", on)], &[]), "R")
    };
    cases![
        NothingToCorrect: done.clone(), correct(never_given("W1", reported), &[], &[]),
            "fact.allocation.revision", [resource("W1"), reported],
            "name the event that does (the history lists them)";
        CorrectionRestsOn: done.clone(), correct(truly_opened("Node", None), &both, &[]), "takeAlong",
            [reported, "move 1", reallocation("R")], "name exactly these revisions";
        CorrectionUndecided: done.clone(), correct(truly_done("R", 1, None), &["Region"], &[]),
            "decisions", [organisation("Town")], "bring a decision of each";
        NothingToReverse: planned, back("W1", "2026-10-01"), "proposal.reverses",
            [reallocation("R"), "approved", "0 moves"], "amend, withdraw or revoke one that has not begun";
        ReversesNothingOf: done.clone(), back("W2", "2026-10-01"), "proposal.moves",
            [reallocation("R"), resource("W1")], "move some of it";
        ReversedInPast: done, back("W1", "2026-06-14"), "proposal.moves.0.plannedOn",
            ["move 1", "2026-06-14", TODAY], "plan it for today or later";
        OwnReport: own, correct(truly_done("R", 1, None), &both, &[]), "",
            [person("Decider"), reported], "another person records the correction";
        OtherMandate: by_delegate, june, "correction.decision.decidedOn",
            [organisation("Town"), "4.2 b", "2026-06-01", "2026-05-20"], "leave the date";
    ]
}

#[test]
fn a_rejection_names_the_thing_and_the_way_out_and_records_nothing() {
    for Case { code, given, when, path, names, way_out } in cases() {
        // `when` asserts that the state is untouched, and `rejection` that no event results.
        let rejection = given.when(when).rejection();
        assert_eq!(rejection.reason.code(), code, "{rejection}");
        assert_eq!(rejection.path, path, "{code}: {rejection}");
        let message = rejection.to_string();
        for name in names {
            assert!(message.contains(&name), "{code} does not name {name}: {message}");
        }
        assert!(message.contains(way_out), "{code} does not tell {way_out:?}: {message}");
    }
}

#[test]
fn every_reason_has_a_case() {
    let shown: BTreeSet<&str> = cases().iter().map(|case| case.code).collect();
    let all: BTreeSet<&str> = Reason::CODES.iter().copied().collect();
    assert_eq!(all.difference(&shown).collect::<Vec<_>>(), Vec::<&&str>::new());
    assert_eq!(Reason::CODES.len(), all.len(), "two reasons share a code");
}

#[test]
fn the_same_command_is_rejected_alike_every_time() {
    for Case { code, given, when, .. } in cases() {
        let (given, when) = given.decided_by_all(when);
        assert_eq!(given.decide(&when).unwrap_err(), given.decide(&when).unwrap_err(), "{code}");
    }
}

#[test]
fn a_value_refused_by_its_type_is_a_rejection_of_its_path() {
    let refused = "12".parse::<schema::OrganisationNumber>().unwrap_err();
    let rejection = rules::invalid("organisation.number", refused.clone());
    assert_eq!(rejection.path, "organisation.number");
    assert_eq!(rejection.to_string(), refused.to_string());
    assert!(matches!(rejection.reason, Reason::InvalidValue(InvalidValue { .. })));
}

#[test]
fn a_category_is_checked_as_a_space_is_described_anew() {
    let command = categorise("Open", "2026-02-01", Category::Circulation);
    house().when(command).rejects("NoPlaceFor", "category");
}
