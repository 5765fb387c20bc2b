//! The reference page, made from the table of settings.

use std::fmt::Write;

use super::settings::{SETTINGS, Setting};

const HEAD: &str = "# Configuration

`thirdplace config --reference` prints this page; a test compares it with the program.

Each setting is taken from the first of these that gives it:

1. the flag of `thirdplace serve`;
2. the variable of the environment (an empty one is as one that is not set);
3. the file that `--config FILE` or the variable `THIRDPLACE_CONFIG` names, if any; no file is looked
   for by itself;
4. the default.

The file is [TOML](https://toml.io). A key that is no setting, or a value that is not accepted, stops
the program, which names the file, the line, the key and what is accepted. `thirdplace config` prints
the configuration in effect with the origin of each value, in a form that is such a file; it reads
the same flags. The other commands take `store` the same way. No setting is a secret but a password in
`store`, which is shown and logged as `***`: give one in the file or the variable, since a machine's
users see each other's flags, and write it again where a printed configuration is to be read.

A setting's key, `limits.requests_max` for example, is `requests_max` in the table `[limits]` of the
file, the flag `--limits-requests-max` and the variable `THIRDPLACE_LIMITS_REQUESTS_MAX`.
";

/// The page.
pub(crate) fn reference() -> String {
    let mut page = HEAD.to_owned();
    let mut table = None;
    for setting in SETTINGS {
        if table.replace(setting.table()) != Some(setting.table()) {
            let title = if setting.table().is_empty() { "The service" } else { setting.table() };
            // Writing to a string does not fail.
            let _ = writeln!(page, "\n## {title}\n");
        }
        let _ = write!(page, "{}", entry(setting));
    }
    page
}

fn entry(setting: &Setting) -> String {
    let default = match setting.default {
        "" => "none".to_owned(),
        default => format!("`{default}`"),
    };
    let Setting { key, help, kind, .. } = setting;
    format!("- **`{key}`**: {help}. Accepted: {}. Default: {default}.\n", kind.accepted())
}
