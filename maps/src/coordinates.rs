//! The coordinates of a GeoJSON geometry: arrays of arrays, of which the depth says what they are.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, SeqAccess, Visitor,
};

use super::budget::Budget;
use super::plane::Position;

/// A line of positions; a ring is one that closes.
pub(crate) type Line = Vec<Position>;

/// Coordinates by their depth.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// `[]`.
    Empty,
    /// A number: only within a position.
    Number(f64),
    /// `[longitude, latitude]`; a height behind them is not read.
    Position(Position),
    /// Positions: of a LineString, or a MultiPoint.
    Line(Line),
    /// Lines: the rings of a Polygon, or a MultiLineString.
    Lines(Vec<Line>),
    /// Polygons: of a MultiPolygon.
    Areas(Vec<Vec<Line>>),
}

/// Arrays within each other, down to a position's numbers.
const DEPTH_MAX: usize = 4;

/// Reads coordinates and counts their arrays.
#[derive(Clone, Copy)]
pub(crate) struct Coordinates<'a> {
    file: &'a str,
    budget: &'a Budget<'a>,
    depth: usize,
}

impl<'a> Coordinates<'a> {
    pub(crate) fn new(file: &'a str, budget: &'a Budget<'a>) -> Self {
        Self { file, budget, depth: 0 }
    }
}

impl<'de> DeserializeSeed<'de> for Coordinates<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Coordinates<'_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("numbers in arrays as GeoJSON nests them")
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "whole degrees are small, others are refused")]
    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "whole degrees are small, others are refused")]
    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut sequence: S) -> Result<Node, S::Error> {
        let refused = |refusal| S::Error::custom(self.budget.keep(refusal));
        self.budget.position(self.file).map_err(refused)?;
        if self.depth == DEPTH_MAX {
            return Err(S::Error::custom("coordinates nest deeper than those of a MultiPolygon"));
        }
        let inner = Self { depth: self.depth + 1, ..self };
        let Some(first) = sequence.next_element_seed(inner)? else {
            return Ok(Node::Empty);
        };
        if let Node::Number(x) = first {
            return position(x, inner, sequence);
        }
        let mut gathered = Gathered::default();
        gathered.add(first).map_err(S::Error::custom)?;
        while let Some(next) = sequence.next_element_seed(inner)? {
            gathered.add(next).map_err(S::Error::custom)?;
        }
        gathered.node().map_err(S::Error::custom)
    }
}

fn position<'de, S: SeqAccess<'de>>(
    x: f64,
    inner: Coordinates<'_>,
    mut sequence: S,
) -> Result<Node, S::Error> {
    let Some(Node::Number(y)) = sequence.next_element_seed(inner)? else {
        return Err(S::Error::custom("a position without a latitude"));
    };
    while sequence.next_element::<IgnoredAny>()?.is_some() {}
    Ok(Node::Position([x, y]))
}

/// Children of one array, all of one depth.
#[derive(Default)]
struct Gathered {
    positions: Line,
    lines: Vec<Line>,
    areas: Vec<Vec<Line>>,
}

impl Gathered {
    fn add(&mut self, child: Node) -> Result<(), &'static str> {
        match child {
            Node::Empty => {}
            Node::Number(_) | Node::Areas(_) => return Err(MIXED),
            Node::Position(position) => self.positions.push(position),
            Node::Line(line) => self.lines.push(line),
            Node::Lines(lines) => self.areas.push(lines),
        }
        Ok(())
    }

    fn node(self) -> Result<Node, &'static str> {
        match (self.positions.is_empty(), self.lines.is_empty(), self.areas.is_empty()) {
            (true, true, true) => Ok(Node::Empty),
            (false, true, true) => Ok(Node::Line(self.positions)),
            (true, false, true) => Ok(Node::Lines(self.lines)),
            (true, true, false) => Ok(Node::Areas(self.areas)),
            (_, _, _) => Err(MIXED),
        }
    }
}

const MIXED: &str = "coordinates of different depths beside each other";

/// One position by itself: `[longitude, latitude]`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SinglePosition(pub(crate) Position);

impl<'de> Deserialize<'de> for SinglePosition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(SinglePositionVisitor).map(Self)
    }
}

struct SinglePositionVisitor;

impl<'de> Visitor<'de> for SinglePositionVisitor {
    type Value = Position;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a position: longitude, latitude")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut sequence: S) -> Result<Position, S::Error> {
        let (Some(x), Some(y)) = (sequence.next_element()?, sequence.next_element()?) else {
            return Err(S::Error::custom("a position without longitude and latitude"));
        };
        while sequence.next_element::<IgnoredAny>()?.is_some() {}
        Ok([x, y])
    }
}
