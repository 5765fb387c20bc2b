//! One reallocation from the first proposal to the last desk, through everything that goes wrong on the
//! way. What is seen along it is `docs/story.md`, which this test compares word by word; where it
//! differs, what the test saw is left in the folder of the tests, ready to be read and put there.

mod chapters;
mod estate;
mod telling;

use telling::Telling;

#[tokio::test]
async fn the_whole_life_of_a_reallocation_is_as_the_documentation_tells_it() {
    let title = "Three authorities leave two fifths of a building";
    let mut story = Telling::begins("2026-01-12", title).await;
    chapters::all(&mut story).await;
    let [by_instant, by_revision] = story.asks_again().await;
    assert!(by_instant > 35, "{by_instant} questions were asked again as known at an instant");
    assert!(by_revision > 35, "{by_revision} questions were asked again at a revision");
    is_documented(&story.text);
}

fn is_documented(told: &str) {
    let documented = std::fs::read_to_string("docs/story.md").unwrap_or_default();
    if documented == told {
        return;
    }
    let seen = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("story.md");
    std::fs::write(&seen, told).expect("the folder of the tests can be written to");
    let differs = documented.lines().zip(told.lines()).position(|(was, is)| was != is);
    let line = differs.unwrap_or_else(|| documented.lines().count().min(told.lines().count()));
    panic!(
        "docs/story.md differs from line {} on: it says\n{:?}\nand the story is\n{:?}\n(all of it: {})",
        line + 1,
        documented.lines().nth(line),
        told.lines().nth(line),
        seen.display()
    );
}
