//! Commands in README.md and docs/ exist: keyrc's own parser accepts each. They need not be
//! complete.

use clap::Command;

use crate::commands::{INCOMPLETE, parse, quoted, words};
use crate::violation::Violation;

/// Checks the commands in pages of documentation, pairs of a path and a text: those in backticks,
/// and the lines of shell.
pub(crate) fn check(pages: &[(String, String)], program: &Command) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, page) in pages {
        for line in shell_lines(page) {
            let parts = line.split(" | ").flat_map(|part| part.split("$("));
            for command in parts.filter_map(command_in) {
                match parse(program, &words(command)) {
                    Err(problem) if !problem.ends_with(INCOMPLETE) => found.push(Violation {
                        key: format!("{path}: {problem}"),
                        detail: format!("in {line:?}"),
                    }),
                    _ => {}
                }
            }
        }
    }
    found
}

/// The texts in backticks, the commands of terminal sessions, and the lines of shell scripts.
fn shell_lines(page: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for (at, part) in page.split("\n```").enumerate() {
        if at % 2 == 0 {
            lines.extend(quoted(part).map(str::to_owned));
        } else if let Some(session) = part.strip_prefix("console\n") {
            lines.extend(
                session
                    .lines()
                    .filter_map(|line| Some(line.strip_prefix("$ ")?.into())),
            );
        } else if let Some(script) = part.strip_prefix("sh\n") {
            lines.extend(script.replace("\\\n", " ").lines().map(str::to_owned));
        }
    }
    lines
}

/// The command of keyrc in a part of a line of shell: without variables before it, and without
/// redirections, comments and further commands after it.
fn command_in(part: &str) -> Option<&str> {
    let is_variable = |word: &str| word.contains('=');
    let mut part = part.trim();
    while let Some((_, rest)) = part.split_once(' ').filter(|(first, _)| is_variable(first)) {
        part = rest;
    }
    let command = part.strip_prefix("keyrc ")?;
    command.split([';', '<', '>', '#', ')', '&']).next()
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use super::check;
    use crate::violation::keys;

    #[test]
    fn the_commands_of_pages_are_checked() {
        let login = Command::new("login").arg(Arg::new("host").required(true));
        let program = Command::new("keyrc").subcommand(login);
        let page = "See `keyrc login` and `keyrc logn`.\n\n```sh\nX=$(keyrc login a.test -u me)\n```\n\n\
            ```console\n$ keyrc login a.test <<<x; keyrc nothing\nkeyrc prints this\n$ X=1 keyrc lst\n```\n";
        let found = check(&[("docs/x.md".into(), page.into())], &program);
        assert_eq!(
            keys(&found),
            [
                "docs/x.md: `keyrc login a.test -u me`: unexpected argument found",
                "docs/x.md: `keyrc logn`: unrecognized subcommand",
                "docs/x.md: `keyrc lst`: unrecognized subcommand",
            ]
        );
    }
}
