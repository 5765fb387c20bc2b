//! The size of a query, counted before anything that recurses into it runs.
//!
//! Counting is linear in the query's text: a fragment is counted once, and its count is added
//! wherever it is spread. async-graphql 7.2.1 walks every spread instead, its own depth check
//! included, so that these counts have to come first. It never looks at the schema.

use std::collections::BTreeMap;

use async_graphql::parser::types::{Directive, ExecutableDocument, Selection, SelectionSet};
use async_graphql::{Name, Positioned, ServerError};

use super::limits::{Limits, within};

/// Refuses a text too long or too nested to be parsed safely.
pub(super) fn check_text(query: &str, limits: &Limits) -> Result<(), ServerError> {
    within(query.len(), limits.query_bytes_max, "bytes of the query", "query_bytes_max")?;
    within(
        bracket_nesting(query),
        limits.nesting_max,
        "brackets open at once in the query",
        "nesting_max",
    )
}

/// Refuses a document that is too large once its fragments are spread, or whose fragments spread
/// themselves.
pub(super) fn check_counts(
    document: &ExecutableDocument,
    limits: &Limits,
) -> Result<(), ServerError> {
    let mut counter = Counter { document, limits, fragments: BTreeMap::new() };
    // Also those that nothing spreads: the validation walks them too.
    for name in document.fragments.keys() {
        counter.fragment(name, 0)?;
    }
    let mut total = Tally::default();
    for (_, operation) in document.operations.iter() {
        total.directives += operation.node.directives.len();
        for variable in &operation.node.variable_definitions {
            total.directives += variable.node.directives.len();
        }
        let within_operation = counter.selection_set(&operation.node.selection_set.node, 0)?;
        total.add(within_operation);
    }
    total.check(limits)
}

/// What is counted. Sums saturate: a count that overflows is over every limit.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    selections: usize,
    aliases: usize,
    directives: usize,
    /// Selection sets within each other.
    nesting: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.selections = self.selections.saturating_add(other.selections);
        self.aliases = self.aliases.saturating_add(other.aliases);
        self.directives = self.directives.saturating_add(other.directives);
        self.nesting = self.nesting.max(other.nesting);
    }

    fn check(self, limits: &Limits) -> Result<(), ServerError> {
        within(
            self.selections,
            limits.selections_max,
            "selections, fragments spread",
            "selections_max",
        )?;
        within(self.aliases, limits.aliases_max, "aliases, fragments spread", "aliases_max")?;
        within(
            self.directives,
            limits.directives_max,
            "directives, fragments spread",
            "directives_max",
        )
    }
}

/// A fragment while it is counted, to meet it again means a cycle, and once it is.
enum Count {
    UnderWay,
    Done(Tally),
}

struct Counter<'a> {
    document: &'a ExecutableDocument,
    limits: &'a Limits,
    fragments: BTreeMap<&'a str, Count>,
}

impl<'a> Counter<'a> {
    fn selection_set(&mut self, set: &'a SelectionSet, outer: usize) -> Result<Tally, ServerError> {
        let nesting = outer.saturating_add(1);
        self.check_nesting(nesting)?;
        let mut tally = Tally { nesting: 1, ..Tally::default() };
        for selection in &set.items {
            let mut inner = self.selection(&selection.node, nesting)?;
            inner.nesting += 1;
            inner.selections = inner.selections.saturating_add(1);
            inner.directives = inner.directives.saturating_add(directives(&selection.node).len());
            tally.add(inner);
        }
        Ok(tally)
    }

    /// What lies below a selection, and its alias.
    fn selection(
        &mut self,
        selection: &'a Selection,
        nesting: usize,
    ) -> Result<Tally, ServerError> {
        match selection {
            Selection::Field(field) => {
                let mut below = Tally::default();
                if !field.node.selection_set.node.items.is_empty() {
                    below = self.selection_set(&field.node.selection_set.node, nesting)?;
                }
                below.aliases =
                    below.aliases.saturating_add(usize::from(field.node.alias.is_some()));
                Ok(below)
            }
            Selection::InlineFragment(inline) => {
                self.selection_set(&inline.node.selection_set.node, nesting)
            }
            Selection::FragmentSpread(spread) => {
                self.fragment(&spread.node.fragment_name.node, nesting)
            }
        }
    }

    fn fragment(&mut self, name: &str, nesting: usize) -> Result<Tally, ServerError> {
        let Some((name, fragment)) = self.document.fragments.get_key_value(name) else {
            // The validation says so, with the place.
            return Ok(Tally::default());
        };
        match self.fragments.get(name.as_str()) {
            Some(Count::UnderWay) => return Err(cycle(name)),
            Some(Count::Done(tally)) => {
                let tally = *tally;
                self.check_nesting(nesting.saturating_add(tally.nesting))?;
                return Ok(tally);
            }
            None => {}
        }
        self.fragments.insert(name, Count::UnderWay);
        let mut tally = self.selection_set(&fragment.node.selection_set.node, nesting)?;
        tally.directives = tally.directives.saturating_add(fragment.node.directives.len());
        self.fragments.insert(name, Count::Done(tally));
        Ok(tally)
    }

    fn check_nesting(&self, nesting: usize) -> Result<(), ServerError> {
        within(nesting, self.limits.nesting_max, "selection sets within each other", "nesting_max")
    }
}

fn directives(selection: &Selection) -> &[Positioned<Directive>] {
    selection.directives()
}

fn cycle(name: &Name) -> ServerError {
    ServerError::new(
        format!(
            "the fragment {name} spreads itself; accepted: fragments that never lead back to themselves"
        ),
        None,
    )
}

/// The largest number of brackets open at once outside strings and comments.
fn bracket_nesting(query: &str) -> usize {
    let mut open: usize = 0;
    let mut most: usize = 0;
    let mut rest = query.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = match byte {
            b'"' => after_string(rest),
            b'#' => after_line(after),
            _ => after,
        };
        match byte {
            b'{' | b'[' | b'(' => open += 1,
            b'}' | b']' | b')' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// What follows the string, or the block string, at the start of these bytes.
fn after_string(bytes: &[u8]) -> &[u8] {
    const BLOCK: &[u8] = b"\"\"\"";
    const ESCAPED_BLOCK: &[u8] = b"\\\"\"\"";
    match bytes.strip_prefix(BLOCK) {
        Some(block) => {
            after_quotes(block, BLOCK, ESCAPED_BLOCK.len(), |rest| rest.starts_with(ESCAPED_BLOCK))
        }
        None => after_quotes(&bytes[1..], b"\"", 2, |rest| rest.starts_with(b"\\")),
    }
}

fn after_quotes<'a>(
    mut bytes: &'a [u8],
    end: &[u8],
    escape_bytes: usize,
    is_escape: impl Fn(&[u8]) -> bool,
) -> &'a [u8] {
    while !bytes.is_empty() && !bytes.starts_with(end) {
        let step = if is_escape(bytes) { escape_bytes } else { 1 };
        bytes = bytes.get(step..).unwrap_or_default();
    }
    bytes.get(end.len()..).unwrap_or_default()
}

fn after_line(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
    end.map_or(&[], |end| &bytes[end..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_graphql::parser::parse_query;

    fn check(query: &str) -> Result<(), String> {
        let limits = Limits::default();
        check_text(query, &limits)
            .and_then(|()| check_counts(&parse_query(query)?, &limits))
            .map_err(|error| error.message)
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_nest() {
        assert_eq!(bracket_nesting(r#"{ a(b: "{{{\"{{", c: """{{ \""" {{ " """) } # {{{{{"#), 2);
        assert_eq!(bracket_nesting("{ a(b: [[1]]) }"), 4);
        assert_eq!(bracket_nesting("# {{{\n{ a }"), 1);
        assert_eq!(bracket_nesting(r#"{ a(b: "unclosed {{{"#), 2);
    }

    #[test]
    fn fragments_that_double_each_other_are_counted_without_being_walked() {
        let doubling: String = (0..25)
            .map(|n| format!("fragment F{n} on Q {{ ...F{next} ...F{next} }} ", next = n + 1))
            .collect();
        let refusal = check(&format!("{{ ...F0 }} {doubling} fragment F25 on Q {{ a }}"));
        assert!(refusal.as_ref().is_err_and(|text| text.contains("selections_max")), "{refusal:?}");
    }

    #[test]
    fn fragments_that_spread_themselves_are_refused() {
        let refusal = check("{ ...A } fragment A on Q { ...B } fragment B on Q { ...A ...A }");
        assert!(refusal.as_ref().is_err_and(|text| text.contains("spreads itself")), "{refusal:?}");
    }

    #[test]
    fn nesting_is_counted_through_fragments_in_either_order() {
        let chain: String =
            (0..40).map(|n| format!("fragment F{n} on Q {{ a {{ ...F{} }} }} ", n + 1)).collect();
        let refusal = check(&format!("{{ ...F0 }} {chain} fragment F40 on Q {{ a }}"));
        assert!(refusal.as_ref().is_err_and(|text| text.contains("nesting_max")), "{refusal:?}");
    }

    #[test]
    fn aliases_are_counted_wherever_their_fragment_is_spread() {
        let spread = |times: usize| {
            format!("{{ {} }} fragment A on Q {{ one: a two: a }}", "...A ".repeat(times))
        };
        assert_eq!(check(&spread(25)), Ok(()));
        assert_eq!(
            check(&spread(26)),
            Err("aliases, fragments spread: 52; at most 50 are accepted (limit aliases_max)"
                .to_owned())
        );
    }
}
