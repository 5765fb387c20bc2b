//! Moving points from one frame to another: turned, mirrored, scaled alike in
//! all directions, and shifted. Lengths are whatever the caller's are.

/// A vector or a point.
pub(super) type Vector = [f64; 3];

/// Below this a direction has no direction.
const LENGTH_MIN: f64 = 1e-9;

pub(super) fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(super) fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn scaled(a: Vector, factor: f64) -> Vector {
    a.map(|component| component * factor)
}

fn sum(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

/// The vector at length 1; `None` when it has no direction.
pub(super) fn unit(a: Vector) -> Option<Vector> {
    let length = dot(a, a).sqrt();
    (length > LENGTH_MIN && length.is_finite()).then(|| scaled(a, 1.0 / length))
}

/// The part of `a` that is square to the unit vector `axis`, at length 1.
pub(super) fn square_to(axis: Vector, a: Vector) -> Option<Vector> {
    unit(sum(a, scaled(axis, -dot(a, axis))))
}

/// From a frame to the one that it stands in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Transform {
    /// The frame's axes, seen from the other frame. Square to each other and
    /// of one length.
    pub(super) axes: [Vector; 3],
    /// The frame's origin, seen from the other frame.
    pub(super) origin: Vector,
}

impl Transform {
    pub(super) const IDENTITY: Self =
        Self { axes: [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], origin: [0.0; 3] };

    /// A right-handed frame from its third axis and the direction near which
    /// its first one lies (ISO 10303-42, `build_axes`). `None` when the two
    /// have no direction or the same.
    pub(super) fn right_handed(origin: Vector, z: Vector, near_x: Option<Vector>) -> Option<Self> {
        let z = unit(z)?;
        let x = match near_x {
            Some(direction) => square_to(z, direction)?,
            None => square_to(z, [1.0, 0.0, 0.0]).or_else(|| square_to(z, [0.0, 1.0, 0.0]))?,
        };
        Some(Self { axes: [x, cross(z, x), z], origin })
    }

    /// Where a direction of the inner frame points in the outer one.
    pub(super) fn direction(&self, a: Vector) -> Vector {
        let turned = |i: usize| scaled(self.axes[i], a[i]);
        sum(sum(turned(0), turned(1)), turned(2))
    }

    /// Where a point of the inner frame lies in the outer one.
    pub(super) fn point(&self, a: Vector) -> Vector {
        sum(self.direction(a), self.origin)
    }

    /// `inner` first, then this.
    pub(super) fn after(&self, inner: &Self) -> Self {
        Self { axes: inner.axes.map(|axis| self.direction(axis)), origin: self.point(inner.origin) }
    }

    /// The way back of a frame that is turned and shifted only.
    pub(super) fn inverse_of_rigid(&self) -> Self {
        let back = |a: Vector| self.axes.map(|axis| dot(axis, a));
        let column = |i: usize| [self.axes[0][i], self.axes[1][i], self.axes[2][i]];
        Self { axes: [column(0), column(1), column(2)], origin: scaled(back(self.origin), -1.0) }
    }

    /// How much longer lengths become.
    pub(super) fn scale(&self) -> f64 {
        dot(self.axes[2], self.axes[2]).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(a: Vector, b: Vector) {
        assert!((0..3).all(|i| (a[i] - b[i]).abs() < 1e-9), "{a:?} is not {b:?}");
    }

    fn quarter_turn() -> Transform {
        Transform::right_handed([10.0, 0.0, 0.0], [0.0, 0.0, 1.0], Some([0.0, 1.0, 0.0])).unwrap()
    }

    #[test]
    fn a_turned_frame_turns_its_points() {
        close(quarter_turn().point([1.0, 0.0, 0.0]), [10.0, 1.0, 0.0]);
        close(quarter_turn().point([0.0, 1.0, 5.0]), [9.0, 0.0, 5.0]);
    }

    #[test]
    fn an_axis_pointing_down_mirrors_the_plane() {
        let down = Transform::right_handed([0.0; 3], [0.0, 0.0, -1.0], Some([1.0, 0.0, 0.0]));
        close(down.unwrap().point([1.0, 2.0, 3.0]), [1.0, -2.0, -3.0]);
    }

    #[test]
    fn going_there_and_back_changes_nothing() {
        let there = quarter_turn();
        let back = there.inverse_of_rigid();
        close(back.point(there.point([3.0, 4.0, 5.0])), [3.0, 4.0, 5.0]);
        close(back.after(&there).point([3.0, 4.0, 5.0]), [3.0, 4.0, 5.0]);
    }

    #[test]
    fn the_inner_frame_comes_first() {
        let shift = Transform { origin: [1.0, 0.0, 0.0], ..Transform::IDENTITY };
        close(quarter_turn().after(&shift).point([0.0; 3]), [10.0, 1.0, 0.0]);
    }

    #[test]
    fn directions_without_direction_are_refused() {
        assert!(Transform::right_handed([0.0; 3], [0.0; 3], None).is_none());
        let z = [0.0, 0.0, 1.0];
        assert!(Transform::right_handed([0.0; 3], z, Some(z)).is_none());
        let x = Transform::right_handed([0.0; 3], [1.0, 0.0, 0.0], None).unwrap();
        close(x.axes[0], [0.0, 1.0, 0.0]);
    }
}
