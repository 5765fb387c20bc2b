//! The content lines of RFC 5545, section 3.1: escaped, folded, each with its end.

/// Octets of a line, its end not counted, at most.
const LINE_MAX: usize = 75;
const END: &str = "\r\n";
/// What a line that goes on begins with.
const GOES_ON: &str = " ";

/// Content lines, one after the other.
#[derive(Debug, Default)]
pub(super) struct Content(String);

impl Content {
    /// Adds a property with a value that needs no escape.
    pub(super) fn put(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    /// Adds a property with a text.
    pub(super) fn put_text(&mut self, name: &str, text: &str) {
        self.put(name, &escaped(text));
    }

    /// All lines.
    pub(super) fn whole(self) -> String {
        self.0
    }

    /// Breaks a line between characters wherever it would be too long.
    fn fold(&mut self, line: &str) {
        let mut length = 0;
        for character in line.chars() {
            let octets = character.len_utf8();
            if length + octets > LINE_MAX {
                self.0.push_str(END);
                self.0.push_str(GOES_ON);
                length = GOES_ON.len();
            }
            self.0.push(character);
            length += octets;
        }
        self.0.push_str(END);
    }
}

/// A text as section 3.3.11 has it; control characters have no place in one.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            control if control.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_text_is_escaped() {
        assert_eq!(escaped("a;b,c\\d\r\ne\u{7}: f"), "a\\;b\\,c\\\\d\\ne: f");
    }

    #[test]
    fn a_long_line_is_folded_between_characters_and_unfolds_to_itself() {
        let text = "Hyresavtalet för Östersunds kommun löper ut: ".repeat(9);
        let mut content = Content::default();
        content.put_text("DESCRIPTION", &text);
        let whole = content.whole();
        assert!(whole.ends_with(END));
        assert!(whole.split(END).all(|line| line.len() <= LINE_MAX), "{whole}");
        assert!(whole.matches(END).count() > 5);
        let unfolded = whole.replace("\r\n ", "");
        assert_eq!(unfolded, format!("DESCRIPTION:{text}\r\n"));
    }
}
