//! Pages of the documentation with worked examples: their tables, and the arithmetic in them.

use rust_decimal::{Decimal, RoundingStrategy};

/// A page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page(pub(crate) &'static str);

/// A row of a table, cell by cell.
pub(crate) type Row = Vec<&'static str>;

impl Page {
    /// The rows of the table under a heading.
    pub(crate) fn rows(self, heading: &str) -> Vec<Row> {
        let under = self.0.split("\n## ").find_map(|section| section.strip_prefix(heading));
        let lines = under.unwrap_or_default().lines().filter(|line| line.starts_with('|'));
        let cells = lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect());
        let rows: Vec<Row> = cells.skip(2).collect();
        assert!(!rows.is_empty(), "the page has a table under {heading:?}");
        rows
    }
}

/// Asserts that the arithmetic in one cell of each row comes, once rounded, to the figure in another.
/// Where a cell is words, something was agreed.
pub(crate) fn comes_to(rows: &[Row], arithmetic: usize, figure: usize) {
    let mut worked_out = 0;
    for row in rows.iter().filter(|row| row[arithmetic].contains(|it: char| it.is_ascii_digit())) {
        let half_away = RoundingStrategy::MidpointAwayFromZero;
        let computed = Arithmetic::of(row[arithmetic]).round_dp_with_strategy(2, half_away);
        assert_eq!(format!("{computed:.2}"), row[figure], "{row:?}");
        worked_out += 1;
    }
    assert!(worked_out > 0, "some rows have arithmetic");
}

/// What stands in a column of arithmetic: numbers, the four operations, and parentheses.
pub(crate) struct Arithmetic<'a>(std::iter::Peekable<std::vec::IntoIter<&'a str>>);

impl Arithmetic<'_> {
    pub(crate) fn of(written: &str) -> Decimal {
        let spaced = written.replace('(', "( ").replace(')', " )").replace('−', "-");
        let tokens: Vec<&str> = spaced.split_whitespace().collect();
        let mut read = Arithmetic(tokens.into_iter().peekable());
        let value = read.sum();
        assert_eq!(read.0.next(), None, "all of {written:?} is read");
        value
    }

    fn sum(&mut self) -> Decimal {
        let mut value = self.product();
        loop {
            if self.0.next_if_eq(&"-").is_some() {
                value -= self.product();
            } else if self.0.next_if_eq(&"+").is_some() {
                value += self.product();
            } else {
                return value;
            }
        }
    }

    fn product(&mut self) -> Decimal {
        let mut value = self.number();
        loop {
            if self.0.next_if_eq(&"×").is_some() {
                value *= self.number();
            } else if self.0.next_if_eq(&"/").is_some() {
                value /= self.number();
            } else {
                return value;
            }
        }
    }

    fn number(&mut self) -> Decimal {
        if self.0.next_if_eq(&"(").is_some() {
            let value = self.sum();
            assert_eq!(self.0.next(), Some(")"));
            return value;
        }
        self.0.next().unwrap().parse().unwrap()
    }
}
