//! Files that are read in, in words.

use schema::{ImportAbandoned, ImportCompleted, ImportCounts, ImportProgressed, ImportStarted};

use super::{Narrator, language::told, words};

impl Narrator<'_> {
    pub(super) fn import_started(&self, e: &ImportStarted) -> String {
        let (file, format) = (self.shown(e.file.name), &e.format);
        let counts = self.counts(&e.expected);
        told!(
            self.language,
            "Began to read in the file {file} ({format}), {counts}",
            "Inläsningen av filen {file} ({format}) påbörjades: {counts}"
        )
    }

    pub(super) fn import_progressed(&self, e: &ImportProgressed) -> String {
        let file = self.file(e.import);
        let things = self.language.counted(e.things, &words::THING);
        told!(
            self.language,
            "Recorded {things} of the file {file}",
            "{things} ur filen {file} registrerades"
        )
    }

    pub(super) fn import_completed(&self, e: &ImportCompleted) -> String {
        let counts = self.counts(&e.recorded);
        told!(self.language, "Read in {counts}", "Inläsningen slutfördes: {counts}")
    }

    pub(super) fn import_abandoned(&self, e: &ImportAbandoned) -> String {
        let file = self.file(e.import);
        told!(
            self.language,
            "Gave up reading in the file {file}",
            "Inläsningen av filen {file} avbröts"
        )
    }

    fn counts(&self, counts: &ImportCounts) -> String {
        let told = [
            (counts.organisations, words::ORGANISATION),
            (counts.units, words::UNIT),
            (counts.buildings, words::BUILDING),
            (counts.levels, words::LEVEL),
            (counts.spaces, words::SPACE),
            (counts.resources, words::RESOURCE),
            (counts.drawings, words::PART_OF_DRAWINGS),
            (counts.allocations, words::ALLOCATION),
            (counts.changed, words::CHANGE),
            (counts.gone, words::GONE),
        ];
        let told = told.into_iter().filter(|(count, _)| *count > 0);
        let mut told: Vec<String> =
            told.map(|(count, noun)| self.language.counted(count, &noun)).collect();
        if told.is_empty() {
            told.push(self.word("nothing", "ingenting").to_owned());
        }
        let (told, left_out) = (told.join(", "), counts.left_out);
        let omitted = if left_out == 1 { "utelämnad" } else { "utelämnade" };
        told!(self.language, "{told}; {left_out} left out", "{told}; {left_out} {omitted}")
    }
}
