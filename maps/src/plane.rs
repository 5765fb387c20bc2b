//! The plane on which a building is drawn: degrees to millimetres and back. One plane serves all
//! levels of a building, so that they lie on each other.
//!
//! The projection is the ellipsoidal orthographic one: the earth's surface seen straight from above
//! the origin, on the plane that touches it there. Formulas: IOGP Publication 373-7-2, coordinate
//! operation method EPSG 9840; ellipsoid WGS 84, EPSG 7030. A length `d` from the origin is drawn
//! short by about `d³ / 6R²`, which is 4 micrometres at 1 km and 4 millimetres at 10 km.

use ::schema::{Degrees, GeoPosition};

/// Semi-major axis in metres.
const A: f64 = 6_378_137.0;
/// Flattening.
const F: f64 = 1.0 / 298.257_223_563;
/// Eccentricity, squared.
const E2: f64 = F * (2.0 - F);

/// How far from the origin a feature may lie, in millimetres: 10 km, as for corners of polygons.
const REACH_MM: f64 = 10_000_000.0;

/// A place in degrees, as files write it: longitude, latitude.
pub(crate) type Position = [f64; 2];

/// A plane that touches the earth at its origin: x east, y north. A caller records the origin and
/// [`METHOD`](Self::METHOD), and gives the plane back when the building is read again, so that its
/// geometry stays comparable.
#[derive(Debug, Clone, Copy)]
pub struct Plane {
    origin: GeoPosition,
    seen: Sight,
}

impl PartialEq for Plane {
    fn eq(&self, other: &Self) -> bool {
        self.origin == other.origin
    }
}

impl Eq for Plane {}

impl Plane {
    /// What the projection is called, to stand beside a recorded origin.
    pub const METHOD: &str = "orthographic on WGS 84 (EPSG 9840), x east, y north, mm";

    /// The plane that touches the earth at `origin`.
    #[must_use]
    pub fn at(origin: GeoPosition) -> Self {
        let (sin, cos) = sines(degrees(origin.latitude));
        let seen = Sight { longitude: degrees(origin.longitude), sin, cos, normal: normal(sin) };
        Self { origin, seen }
    }

    /// Where x and y are 0.
    #[must_use]
    pub const fn origin(&self) -> GeoPosition {
        self.origin
    }

    /// From degrees (longitude, latitude) to millimetres (x, y), not rounded. What lies on the far
    /// side of the earth is seen through it: the caller keeps to the neighbourhood.
    #[must_use]
    pub fn project(&self, [longitude, latitude]: [f64; 2]) -> [f64; 2] {
        let Self { seen, .. } = self;
        let (sin, cos) = sines(latitude);
        let (sin_east, cos_east) = sines(longitude - seen.longitude);
        let normal = normal(sin);
        let x = normal * cos * sin_east;
        let y = normal * (sin * seen.cos - cos * seen.sin * cos_east)
            + E2 * (seen.normal * seen.sin - normal * sin) * seen.cos;
        [x * 1000.0, y * 1000.0]
    }

    /// As [`project`](Self::project); `None` further than 10 km from the origin.
    pub(crate) fn project_near(&self, position: Position) -> Option<[f64; 2]> {
        let Self { seen, .. } = self;
        let (sin, cos) = sines(position[1]);
        let (_, cos_east) = sines(position[0] - seen.longitude);
        let facing = sin * seen.sin + cos * seen.cos * cos_east > 0.5;
        let point = self.project(position);
        (facing && point[0].hypot(point[1]) <= REACH_MM).then_some(point)
    }

    /// From millimetres (x, y) back to degrees (longitude, latitude), within a few kilometres of
    /// the origin: the point of the ellipsoid straight below that of the plane.
    #[must_use]
    pub fn unproject(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let Self { seen, .. } = self;
        let (x, y) = (x / 1000.0, y / 1000.0);
        // The point of the plane, in geocentric coordinates turned to the origin's meridian.
        let across = seen.normal * seen.cos - y * seen.sin;
        let along = seen.normal * (1.0 - E2) * seen.sin + y * seen.cos;
        // How far down along (cos, sin) the ellipsoid p² + z² / (1 - e²) = a² lies: a quadratic.
        let flat = 1.0 / (1.0 - E2);
        let square = seen.cos * seen.cos + flat * seen.sin * seen.sin;
        let half = across * seen.cos + flat * along * seen.sin;
        let rest = across * across + x * x + flat * along * along - A * A;
        let down = rest / (half + libm::sqrt((half * half - square * rest).max(0.0)));
        let (across, z) = (across - down * seen.cos, along - down * seen.sin);
        let latitude = libm::atan2(z, (1.0 - E2) * libm::hypot(across, x));
        let longitude = seen.longitude + libm::atan2(x, across).to_degrees();
        [longitude, latitude.to_degrees()]
    }
}

/// What the formulas need to know of the origin.
#[derive(Debug, Clone, Copy)]
struct Sight {
    longitude: f64,
    sin: f64,
    cos: f64,
    normal: f64,
}

/// Radius of curvature in the prime vertical, in metres.
fn normal(sin: f64) -> f64 {
    A / libm::sqrt(1.0 - E2 * sin * sin)
}

fn sines(degrees: f64) -> (f64, f64) {
    libm::sincos(degrees.to_radians())
}

fn degrees(value: Degrees) -> f64 {
    // Every decimal of seven places is read as the nearest number.
    value.to_string().parse().unwrap_or(f64::NAN)
}

/// Whether a position is on the earth.
pub(crate) fn in_range([longitude, latitude]: Position) -> bool {
    longitude.abs() <= 180.0 && latitude.abs() <= 90.0
}

/// The position to so many decimals of a degree, six at most; `None` when it is not on the earth.
pub(crate) fn rounded([longitude, latitude]: Position, decimals: usize) -> Option<GeoPosition> {
    if !in_range([longitude, latitude]) {
        return None;
    }
    let parse = |value: f64| format!("{value:.decimals$}").parse::<Degrees>().ok();
    GeoPosition::new(parse(latitude)?, parse(longitude)?).ok()
}

#[cfg(test)]
mod tests {
    use geographiclib_rs::{Geodesic, InverseGeodesic};

    use super::*;

    const ORIGINS: [[f64; 2]; 5] =
        [[14.64, 63.18], [-2.977999, 56.45992], [0.0, 0.0], [179.9999, -45.0], [20.0, 89.0]];

    fn plane([longitude, latitude]: Position) -> Plane {
        Plane::at(rounded([longitude, latitude], 6).unwrap())
    }

    /// Distance in metres and azimuth in degrees, by Karney's algorithm.
    fn geodesic(from: Position, to: Position) -> (f64, f64) {
        let (distance, azimuth, _, _) = Geodesic::wgs84().inverse(from[1], from[0], to[1], to[0]);
        (distance, azimuth)
    }

    fn around(origin: Position, metres: f64) -> Vec<Position> {
        let turns = (0..24).map(|turn| f64::from(turn) * std::f64::consts::TAU / 24.0);
        let point = |angle: f64| {
            let north = metres * angle.cos() / 111_200.0;
            let east = metres * angle.sin() / (111_200.0 * origin[1].to_radians().cos());
            [origin[0] + east, origin[1] + north]
        };
        turns.map(point).collect()
    }

    #[test]
    fn lengths_and_directions_from_the_origin_are_those_of_the_geodesic() {
        for origin in ORIGINS {
            for (metres, within) in [(10.0, 1e-7), (300.0, 1e-6), (1_000.0, 1e-5), (9_900.0, 5e-3)]
            {
                for point in around(origin, metres) {
                    let [x, y] = plane(origin).project(point);
                    let (distance, azimuth) = geodesic(origin, point);
                    let off_length = (x.hypot(y) / 1000.0 - distance).abs();
                    let turned = (x.atan2(y).to_degrees() - azimuth + 540.0).rem_euclid(360.0);
                    let off_side = ((turned - 180.0).to_radians() * distance).abs();
                    assert!(off_length < within, "{origin:?} {metres}: {off_length}");
                    assert!(off_side < within.max(1e-4), "{origin:?} {metres}: {off_side}");
                }
            }
        }
    }

    #[test]
    fn lengths_between_points_a_kilometre_off_are_those_of_the_geodesic() {
        for origin in ORIGINS {
            let points = around(origin, 1_000.0);
            for pair in points.windows(2) {
                let [[ax, ay], [bx, by]] = [0, 1].map(|at| plane(origin).project(pair[at]));
                let (distance, _) = geodesic(pair[0], pair[1]);
                let off = ((bx - ax).hypot(by - ay) / 1000.0 - distance).abs();
                assert!(off < 1e-4, "{origin:?}: {off}");
            }
        }
    }

    #[test]
    fn the_way_back_leads_to_where_it_began() {
        for origin in ORIGINS {
            for metres in [0.0, 25.0, 1_000.0, 9_900.0] {
                for point in around(origin, metres) {
                    let back = plane(origin).unproject(plane(origin).project(point));
                    let (off, _) = geodesic(point, back);
                    assert!(off < 1e-6, "{origin:?} {metres}: {off}");
                }
            }
        }
    }

    #[test]
    fn the_published_example_comes_out_to_the_millimetre() {
        // IOGP 373-7-2, the example of EPSG 9840: 53°48'33.82"N 2°07'46.38"E seen from 55 N 5 E.
        let point = [2.0 + 7.0 / 60.0 + 46.38 / 3600.0, 53.0 + 48.0 / 60.0 + 33.82 / 3600.0];
        let [x, y] = plane([5.0, 55.0]).project(point);
        assert!((x / 1000.0 + 189_011.711).abs() < 1e-3, "{x}");
        assert!((y / 1000.0 + 128_640.567).abs() < 1e-3, "{y}");
    }

    #[test]
    fn a_degree_is_kept_to_six_decimals_and_only_on_the_earth() {
        let position = rounded([-2.977_999_4, 56.459_92], 6).unwrap();
        assert_eq!(position.longitude.to_string(), "-2.977999");
        assert_eq!(rounded([-0.000_000_1, 0.0], 6).unwrap().longitude.to_string(), "0");
        for wrong in [[181.0, 0.0], [0.0, 91.0], [f64::NAN, 0.0], [0.0, f64::INFINITY]] {
            assert!(rounded(wrong, 6).is_none(), "{wrong:?}");
        }
    }
}
