//! Relay connections over what is in memory and in order: cursors by key, a cap on the page.

use async_graphql::{
    Error, OutputType, Result, SimpleObject,
    connection::{Connection, Edge, EmptyFields},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::{fmt::Display, str::FromStr};

/// Nodes of one page, at most.
pub const PAGE_MAX: usize = 500;
/// Nodes of one page where nothing is asked.
pub const PAGE_DEFAULT: usize = 100;

/// Which page is asked for.
#[derive(Clone, Debug, Default)]
pub struct PageAsked {
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
}

/// How many of a list are asked for, within the bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// At most so many.
    pub count: usize,
    /// Whether they are counted from the end.
    pub from_end: bool,
}

impl PageAsked {
    /// The arguments of a connection, as they are given.
    pub const fn new(
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Self {
        Self { first, after, last, before }
    }

    /// How many, or what is wrong with the numbers.
    pub fn count(&self) -> Result<Count> {
        match (self.first, self.last) {
            (Some(_), Some(_)) => Err(Error::new("give `first` or `last`, not both")),
            (None, Some(last)) => Ok(Count { count: bounded("last", last)?, from_end: true }),
            (Some(first), None) => Ok(Count { count: bounded("first", first)?, from_end: false }),
            (None, None) => Ok(Count { count: PAGE_DEFAULT, from_end: false }),
        }
    }

    /// The key after which the page begins.
    pub fn after<K: FromStr>(&self) -> Result<Option<K>> {
        self.after.as_deref().map(key_of).transpose()
    }

    /// The key before which the page ends.
    pub fn before<K: FromStr>(&self) -> Result<Option<K>> {
        self.before.as_deref().map(key_of).transpose()
    }
}

fn bounded(argument: &str, asked: i32) -> Result<usize> {
    usize::try_from(asked)
        .ok()
        .filter(|count| *count <= PAGE_MAX)
        .ok_or_else(|| Error::new(format!("`{argument}` is {asked}; accepted is 0 to {PAGE_MAX}")))
}

/// The cursor of a key.
pub fn cursor(key: impl Display) -> String {
    URL_SAFE_NO_PAD.encode(key.to_string())
}

fn key_of<K: FromStr>(cursor: &str) -> Result<K> {
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|key| key.parse().ok())
        .ok_or_else(|| {
            let given: String = cursor.chars().take(80).collect();
            Error::new(format!("{given:?} is not a cursor of this list; accepted is one it gave"))
        })
}

/// The cost of a connection for the complexity limit: as many times its content as are asked for.
pub fn complexity(first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    let asked = first.or(last).and_then(|count| usize::try_from(count).ok());
    list(asked.unwrap_or(PAGE_DEFAULT).min(PAGE_MAX), child)
}

/// The cost of a list that is given whole: as many times its content as `expected`.
pub const fn list(expected: usize, child: usize) -> usize {
    let child = if child == 0 { 1 } else { child };
    expected.saturating_mul(child).saturating_add(1)
}

/// The fields beside `edges`, `nodes` and `pageInfo`.
#[derive(SimpleObject, Debug)]
pub struct Totals {
    /// How many there are on all pages together.
    pub total_count: usize,
}

/// A connection with its total.
pub type Page<T> = Connection<String, T, Totals, EmptyFields>;

/// One page of `items`, which are given in order with distinct keys. The order of the keys need not
/// be that of the items.
pub fn page<I, K, T>(
    items: Vec<I>,
    asked: &PageAsked,
    key: impl Fn(&I) -> K,
    node: impl Fn(I) -> T,
) -> Result<Page<T>>
where
    K: Display + FromStr + PartialEq,
    T: OutputType,
{
    let Count { count, from_end } = asked.count()?;
    let total_count = items.len();
    let place = |wanted: Option<K>| match wanted {
        None => Ok(None),
        Some(wanted) => items
            .iter()
            .position(|item| key(item) == wanted)
            .map(Some)
            .ok_or_else(|| Error::new("the cursor names nothing in this list; begin anew")),
    };
    let begin = place(asked.after()?)?.map_or(0, |place| place + 1);
    let end = place(asked.before()?)?.unwrap_or(total_count).max(begin);
    let (begin, end) = if from_end {
        (begin.max(end.saturating_sub(count)), end)
    } else {
        (begin, end.min(begin + count))
    };
    let totals = Totals { total_count };
    let mut page = Connection::with_additional_fields(begin > 0, end < total_count, totals);
    let chosen = items.into_iter().skip(begin).take(end - begin);
    page.edges = chosen.map(|item| Edge::new(cursor(key(&item)), node(item))).collect();
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(
        first: Option<i32>,
        after: Option<i32>,
        last: Option<i32>,
        before: Option<i32>,
    ) -> PageAsked {
        PageAsked::new(first, after.map(cursor), last, before.map(cursor))
    }

    fn numbers(asked: &PageAsked) -> Result<(Vec<i32>, bool, bool)> {
        let page = page((0..10).collect(), asked, |number| *number, |number| number)?;
        let nodes = page.edges.iter().map(|edge| edge.node).collect();
        Ok((nodes, page.has_previous_page, page.has_next_page))
    }

    #[test]
    fn pages_go_both_ways() {
        let forward = numbers(&asked(Some(3), Some(2), None, None)).unwrap();
        assert_eq!(forward, (vec![3, 4, 5], true, true));
        let backward = numbers(&asked(None, None, Some(3), Some(2))).unwrap();
        assert_eq!(backward, (vec![0, 1], false, true));
        let between = numbers(&asked(None, Some(7), None, Some(9))).unwrap();
        assert_eq!(between, (vec![8], true, true));
    }

    #[test]
    fn wrong_pages_are_refused_in_words() {
        let over = i32::try_from(PAGE_MAX).unwrap() + 1;
        for (wrong, word) in [
            (asked(Some(over), None, None, None), "0 to 500"),
            (asked(Some(-1), None, None, None), "0 to 500"),
            (asked(Some(1), None, Some(1), None), "not both"),
            (asked(None, Some(77), None, None), "begin anew"),
            (PageAsked::new(None, Some("§".to_owned()), None, None), "not a cursor"),
        ] {
            let error = numbers(&wrong).unwrap_err();
            assert!(error.message.contains(word), "{}", error.message);
        }
    }

    #[test]
    fn a_list_costs_what_it_asks_for() {
        assert_eq!(complexity(Some(20), None, 7), 141);
        assert_eq!(complexity(None, None, usize::MAX), usize::MAX);
    }
}
