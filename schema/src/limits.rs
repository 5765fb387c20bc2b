//! The bounds that hold on every engine. Stored bytes depend on them: they may be widened by a
//! decision, never narrowed.

/// The canonical bytes of one event, at most.
pub const EVENT_BYTES_MAX: usize = 65_535;
/// The canonical bytes of the events of one command together, at most.
pub const COMMIT_BYTES_MAX: usize = 512 * 1024;
/// The canonical bytes appended in one store transaction, at most.
pub const GROUP_BYTES_MAX: usize = 900 * 1024;
/// Events of one command, at most.
pub const COMMIT_EVENTS_MAX: usize = 2_000;
/// The largest integer that every JSON reader keeps exact: 2^53 - 1 (RFC 8785, section 3.1).
pub const INTEGER_MAX: u64 = (1 << 53) - 1;
/// Characters of a name, at most.
pub const NAME_CHARACTERS_MAX: usize = 200;
/// Characters of a note (a reason, an explanation), at most.
pub const NOTE_CHARACTERS_MAX: usize = 4_000;
/// Corners of one ring of a polygon, at most.
pub const RING_CORNERS_MAX: usize = 1_000;
/// Holes of one polygon, at most.
pub const HOLES_MAX: usize = 50;
/// Corners of all rings of one polygon together, at most: so many fit into an event.
pub const CORNERS_MAX: usize = 2_500;
/// Distance of a corner from the origin of its level's frame along either axis, at most: 10 km.
pub const COORDINATE_MM_MAX: i64 = 10_000_000;
/// Stated areas of one space, at most.
pub const AREAS_MAX: usize = 16;
/// Classification codes of one space, at most.
pub const CODES_MAX: usize = 8;
/// Moves of one reallocation, at most: the proposal is one event.
pub const MOVES_MAX: usize = 200;
/// Memberships of one reallocation, at most.
pub const PROPOSED_MEMBERSHIPS_MAX: usize = 10;
/// Seat promises of one membership, at most: one per kind, guaranteed or not.
pub const SEAT_PROMISES_MAX: usize = 8;
/// Opening intervals of a hub, at most.
pub const OPENING_HOURS_MAX: usize = 21;
/// People, seats or workstations in one number, at most.
pub const COUNT_MAX: u32 = 1_000_000;
/// Points of one stroke of a drawing, at most.
pub const STROKE_POINTS_MAX: usize = 2_000;
/// Points of the strokes of one part of a drawing, at most: so many fit into an event.
pub const DRAWING_PART_POINTS_MAX: usize = 2_000;
/// Strokes of one part of a drawing, at most: so many fit into an event.
pub const DRAWING_PART_STROKES_MAX: usize = 300;
/// Parts of one drawing, at most.
pub const DRAWING_PARTS_MAX: u32 = 200;
/// References in one list of an event, at most: so many fit into it.
pub const REFERENCES_MAX: usize = 1_500;
/// Organisations that take part in one transition, at most.
pub const TRANSITION_ORGANISATIONS_MAX: usize = 100;
/// Spaces of one lease, at most: its terms are part of one event.
pub const LEASE_SPACES_MAX: usize = 500;
/// Break clauses of one lease, at most.
pub const BREAKS_MAX: usize = 8;
/// Spaces of one break clause, at most.
pub const BREAK_SPACES_MAX: usize = 100;
/// Months of one notice or prolongation, at most.
pub const TERM_MONTHS_MAX: u16 = 600;
/// Supplements, fit-outs or discounts of one lease, at most of each.
pub const LEASE_ITEMS_MAX: usize = 12;
/// Figures of an index in one event, at most.
pub const INDEX_FIGURES_MAX: usize = 600;
/// VAT in thousandths of a net amount, at most.
pub const VAT_THOUSANDTHS_MAX: u16 = 1_000;
/// Interest per year in hundredths of a per cent, at most.
pub const INTEREST_MAX: u16 = 5_000;
/// Months that one invoice is for, at most.
pub const INVOICE_MONTHS_MAX: u16 = 120;
/// Targets of one transition, at most.
pub const TARGETS_MAX: usize = 10;
/// Milestones of one transition, at most.
pub const MILESTONES_MAX: usize = 50;
/// Assumptions of one basis for decisions, at most.
pub const ASSUMPTIONS_MAX: usize = 20;
/// Alternatives of one basis for decisions, at most.
pub const ALTERNATIVES_MAX: usize = 10;
/// Reallocations of one alternative, at most.
pub const ALTERNATIVE_REALLOCATIONS_MAX: usize = 20;
/// The canonical bytes of one basis for decisions, at most: what is left of an event is for its
/// envelope.
pub const BASIS_BYTES_MAX: usize = 60_000;
