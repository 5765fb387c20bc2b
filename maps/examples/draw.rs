//! Draws the levels of a map as SVG files, to look at what was read:
//! `cargo run -p thirdplace-maps --example draw -- FOLDER-OR-FILE TARGET-FOLDER`.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example reads files and says what it found"
)]

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

use maps::{Files, Level, Limits, Options, StrokeKind};
use schema::{Point, Polygon};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(from), Some(to)) = (arguments.next(), arguments.next()) else {
        return Err("name a folder or a file, and a folder to draw into".into());
    };
    let files = files(Path::new(&from))?;
    let model = maps::read(&files, &Options::default())?;
    println!("{:?} {:?}, plane at {:?}", model.format, model.building, model.plane.origin());
    std::fs::create_dir_all(&to)?;
    for level in &model.levels {
        println!("{} {:?}: {:?}", level.key, level.name, level.counts);
        for space in &level.spaces {
            let area = space.shape.as_ref().map(|shape| shape.exact_area_m2);
            let (name, desks) = (space.name.as_deref().unwrap_or("-"), space.workstations.len());
            println!("  {} {name}: {:?}, {area:?} m2, {desks} desks", space.key, space.category);
        }
        std::fs::write(Path::new(&to).join(format!("{}.svg", level.key)), svg(level))?;
    }
    for line in &model.left_out {
        println!("left out: {line}");
    }
    Ok(())
}

fn files(from: &Path) -> Result<Files, Box<dyn Error>> {
    let limits = Limits::default();
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if from.is_file() {
        return Ok(Files::of_body(&name(from), &std::fs::read(from)?, &limits)?);
    }
    let mut listed = Vec::new();
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        listed.push((name(&path), std::fs::read(&path)?));
    }
    Ok(Files::of_folder(listed, &limits)?)
}

/// The level with north up, a metre of margin around it.
fn svg(level: &Level) -> String {
    let outline = level.outline.iter().flat_map(Polygon::outer);
    let strokes = level.drawing.strokes.iter().flat_map(|stroke| &stroke.points);
    let corners = || outline.clone().chain(strokes.clone());
    let low = |axis: usize| corners().map(|point| point[axis]).min().unwrap_or(0) - 1000;
    let high = |axis: usize| corners().map(|point| point[axis]).max().unwrap_or(0) + 1000;
    let (width, height) = (high(0) - low(0), high(1) - low(1));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{} {} {width} {height}\" \
         width=\"1600\" font-family=\"sans-serif\" font-size=\"900\" fill=\"none\">\n\
         <rect x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\" fill=\"white\"/>\n",
        low(0),
        -high(1),
        low(0),
        -high(1)
    );
    if let Some(outline) = &level.outline {
        let rings =
            std::iter::once(outline.outer()).chain(outline.holes().iter().map(Vec::as_slice));
        path(&mut svg, rings, "fill=\"#f3f3f3\" stroke=\"#333\" stroke-width=\"60\"");
    }
    for space in &level.spaces {
        let Ok(shape) = &space.shape else { continue };
        let rings = std::iter::once(shape.polygon.outer());
        let rings = rings.chain(shape.polygon.holes().iter().map(Vec::as_slice));
        path(
            &mut svg,
            rings,
            "fill=\"#cfe3f5\" fill-rule=\"evenodd\" stroke=\"#4682b4\" stroke-width=\"40\"",
        );
        let [x, y] = shape.polygon.outer()[0];
        let name = space.name.as_deref().unwrap_or(&space.key).replace(['<', '&'], " ");
        let _ =
            writeln!(svg, "<text x=\"{}\" y=\"{}\" fill=\"#123\">{name}</text>", x + 200, -y - 200);
        for workstation in &space.workstations {
            let [x, y] = workstation.position;
            let _ = writeln!(svg, "<circle cx=\"{x}\" cy=\"{}\" r=\"200\" fill=\"#b33\"/>", -y);
        }
    }
    for stroke in &level.drawing.strokes {
        let style = format!("stroke=\"{}\" stroke-width=\"40\"", colour(stroke.kind));
        if stroke.closed {
            path(&mut svg, std::iter::once(stroke.points.as_slice()), &style);
        } else {
            let points = stroke.points.iter().map(|[x, y]| format!("{x},{} ", -y));
            let _ = writeln!(svg, "<polyline points=\"{}\" {style}/>", points.collect::<String>());
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn path<'r>(svg: &mut String, rings: impl Iterator<Item = &'r [Point]>, style: &str) {
    let ring = |ring: &[Point]| {
        let points: Vec<_> = ring.iter().map(|[x, y]| format!("{x} {}", -y)).collect();
        format!("M{}Z", points.join("L"))
    };
    let _ = writeln!(svg, "<path d=\"{}\" {style}/>", rings.map(ring).collect::<String>());
}

const fn colour(kind: StrokeKind) -> &'static str {
    match kind {
        StrokeKind::Outline | StrokeKind::Wall => "#222",
        StrokeKind::Door | StrokeKind::Opening => "#c60",
        StrokeKind::Window => "#09c",
        StrokeKind::Stairs | StrokeKind::Elevator => "#808",
        StrokeKind::FloorOpening | StrokeKind::Inaccessible => "#999",
        StrokeKind::Area => "#2a2",
        StrokeKind::Desk | StrokeKind::Furniture | StrokeKind::Other => "#b33",
    }
}
