//! What the published schema says of mutations.

use rules::Reason;
use thirdplace::graphql;

/// The published schema, each declaration after the end of a line.
fn published() -> String {
    format!("\n{}", graphql::sdl())
}

/// What stands between a type's first line and its closing bracket.
fn declaration<'a>(sdl: &'a str, first_line: &str) -> &'a str {
    let from = sdl.find(&format!("\n{first_line} {{\n")).unwrap_or_else(|| panic!("{first_line}"));
    let rest = &sdl[from..];
    &rest[..rest.find("\n}").expect("a closing bracket")]
}

#[test]
fn every_reason_has_a_type_that_is_a_user_error() {
    let sdl = published();
    let ledgers = ["CommandConflict", "CommandErased", "CommandTooLarge"];
    for code in Reason::CODES.iter().chain(&ledgers) {
        let fields = declaration(&sdl, &format!("type {code} implements UserError"));
        for field in ["message: String!", "path: [String!]!", "code: String!"] {
            let told = fields.lines().any(|line| line.trim() == field);
            assert!(told, "{code} has {field}:\n{fields}");
        }
    }
}

#[test]
fn every_mutation_takes_one_input_with_a_command_id() {
    let sdl = published();
    let mutations = declaration(&sdl, "type Mutation");
    let mut count = 0;
    for mutation in mutations.lines().filter(|line| line.contains("(input: ")) {
        let (_, argument) = mutation.split_once('(').expect("arguments");
        let (argument, answer) = argument.split_once("): ").expect("an answer");
        let input = argument.strip_prefix("input: ").expect("one input");
        let input = declaration(&sdl, &format!("input {}", input.trim_end_matches('!')));
        assert!(input.contains("\tcommandId: UUID!\n"), "{mutation}");
        assert!(input.contains("\tcorrelation: UUID\n"), "{mutation}");
        let answer = declaration(&sdl, &format!("type {}", answer.trim_end_matches('!')));
        assert!(answer.contains("\tuserErrors: [UserError!]!"), "{mutation}");
        assert!(input.contains("\tpreview: Boolean! = false\n"), "{mutation}");
        assert!(answer.contains("\tpreview: Preview\n"), "{mutation}");
        count += 1;
    }
    // Every command but those that an import's file brings.
    assert_eq!(count, 81);
}
