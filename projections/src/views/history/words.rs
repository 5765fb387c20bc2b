//! What sentences count: one of it and several of it, in each language.

/// A noun as it stands after a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noun {
    /// After one, and after any other number.
    pub(super) english: [&'static str; 2],
    /// The same.
    pub(super) swedish: [&'static str; 2],
}

const fn noun(english: [&'static str; 2], swedish: [&'static str; 2]) -> Noun {
    Noun { english, swedish }
}

pub(super) const ALLOCATION: Noun =
    noun(["allocation", "allocations"], ["upplåtelse", "upplåtelser"]);
pub(super) const ALTERNATIVE: Noun =
    noun(["alternative", "alternatives"], ["alternativ", "alternativ"]);
pub(super) const ENTRY: Noun = noun(["entry", "entries"], ["uppgift", "uppgifter"]);
pub(super) const BUILDING: Noun = noun(["building", "buildings"], ["byggnad", "byggnader"]);
pub(super) const CHANGE: Noun = noun(["change", "changes"], ["ändring", "ändringar"]);
pub(super) const FIGURE: Noun = noun(["figure", "figures"], ["tal", "tal"]);
pub(super) const GONE: Noun =
    noun(["thing that is gone", "things that are gone"], ["borttagen post", "borttagna poster"]);
pub(super) const HUB: Noun = noun(["hub", "hubs"], ["nod", "noder"]);
pub(super) const LEVEL: Noun = noun(["level", "levels"], ["plan", "plan"]);
pub(super) const MEMBERSHIP: Noun = noun(["membership", "memberships"], ["medlemskap"; 2]);
pub(super) const MOVE: Noun = noun(["move", "moves"], ["flytt", "flyttar"]);
pub(super) const ORGANISATION: Noun =
    noun(["organisation", "organisations"], ["organisation", "organisationer"]);
pub(super) const PART_OF_DRAWINGS: Noun =
    noun(["part of drawings", "parts of drawings"], ["ritningsdel", "ritningsdelar"]);
pub(super) const PERSON: Noun = noun(["person", "people"], ["person", "personer"]);
pub(super) const RESOURCE: Noun = noun(["resource", "resources"], ["resurs", "resurser"]);
pub(super) const SEAT: Noun = noun(["seat", "seats"], ["plats", "platser"]);
pub(super) const SPACE: Noun = noun(["space", "spaces"], ["utrymme", "utrymmen"]);
pub(super) const STROKE: Noun = noun(["stroke", "strokes"], ["streck"; 2]);
pub(super) const THING: Noun = noun(["thing", "things"], ["post", "poster"]);
pub(super) const UNIT: Noun = noun(["unit", "units"], ["enhet", "enheter"]);
pub(super) const WORKSTATION: Noun =
    noun(["workstation", "workstations"], ["arbetsplats", "arbetsplatser"]);
