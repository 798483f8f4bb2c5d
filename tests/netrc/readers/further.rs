//! The models that came after the rows of `rows`, on inputs that each reads differently from
//! others.

use keyrc::readers::Query;

use super::rows::{HOST, line, lines, row};
use super::{Row, check_rows};

const ALL: &str = "mise rattler wget2-2.1 apt git-credential-netrc bazelisk git-lfs cadaver msmtp \
                   xh npm-netrc wandb python-3.10 bazel-starlark";

/// The readers of this file.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    ALL.split_whitespace()
}

/// Returns a row that expects `answer` from the other models of this file.
fn others(row: Row, answer: &str) -> Row {
    let rest: Vec<&str> = names()
        .filter(|name| row.expected.iter().all(|(known, _)| known != name))
        .collect();
    row.is(answer, &rest.join(" "))
}

#[test]
fn plain_entries_are_read_by_all() {
    check_rows(vec![
        others(row(line("s3cret")), "bob:s3cret"),
        others(row(lines("s3cret")), "bob:s3cret"),
    ]);
}

#[test]
fn comments() {
    let live = "# machine h.test login evil password evil\n";
    let note = "# my work server\n";
    check_rows(vec![
        others(
            row(format!("{note}{}", line("s3cret"))).is("ERR", "mise rattler"),
            "bob:s3cret",
        ),
        others(
            row(format!("{live}{}", line("s3cret")))
                .is("ERR", "mise rattler")
                .is("evil:evil", "apt git-credential-netrc"),
            "bob:s3cret",
        ),
        row(lines("#pass")).is("bob:#pass", "apt mise rattler wget2-2.1 git-lfs xh"),
    ]);
}

#[test]
fn quotes() {
    check_rows(vec![
        others(
            row(line("\"pa ss\""))
                .is("ERR", "mise rattler bazelisk python-3.10 bazel-starlark")
                .is("bob:\"pa", "apt git-lfs xh npm-netrc"),
            "bob:pa ss",
        ),
        row(line("'it'"))
            .is("bob:it", "cadaver msmtp")
            .is("bob:'it'", "mise apt wget2-2.1"),
        row(line(r"a\b"))
            .is("bob:ab", "wget2-2.1 git-credential-netrc wandb")
            .is(r"bob:a\b", "cadaver msmtp mise xh"),
        // wget2 reads values up to a quote once it has seen one.
        row(format!(
            "machine a.test login al password \"x\"\n{}",
            line("s3cret")
        ))
        .is("-", "wget2-2.1"),
    ]);
}

#[test]
fn defaults_and_repeated_entries() {
    let default = "default login def password defpw\n";
    let twice = "machine h.test login al password p1\nmachine h.test login bob password p2\n";
    check_rows(vec![
        others(
            row(default)
                .is("-", "rattler apt msmtp git-credential-netrc")
                .is("ERR", "npm-netrc"),
            "def:defpw",
        ),
        row(format!("{default}{}", line("s3cret")))
            .is("ERR", "bazelisk git-lfs")
            .is("def:defpw", "cadaver")
            .is("bob:s3cret", "mise xh"),
        row(twice)
            .is(
                "al:p1",
                "mise apt bazelisk git-lfs cadaver xh git-credential-netrc",
            )
            .is("bob:p2", "rattler wget2-2.1 npm-netrc wandb"),
    ]);
}

#[test]
fn macros_and_keywords() {
    let hidden = "macdef init\nmachine h.test login evil password evil\n\n";
    check_rows(vec![
        row(format!("{hidden}{}", line("s3cret")))
            .is("evil:evil", "bazelisk git-lfs apt git-credential-netrc")
            .is("bob:s3cret", "mise wget2-2.1 cadaver xh"),
        row(format!("{}macdef init\ncd /pub\n", line("s3cret"))).is("bob:s3cret", "mise rattler"),
        row("machine h.test user bob passwd s3cret\n").is("bob:s3cret", "wget2-2.1 cadaver msmtp"),
        row("machine h.test login bob password s3cret port 443\n")
            .is("-", "git-credential-netrc")
            .is("ERR", "mise rattler bazelisk python-3.10 bazel-starlark")
            .is("bob:s3cret", "git-lfs apt wget2-2.1"),
        row("machine H.TEST login bob password s3cret\n")
            .is("bob:s3cret", "mise xh")
            .is("-", "rattler apt bazelisk cadaver"),
    ]);
}

#[test]
fn apt_picks_by_scheme_and_path() {
    let file = "machine http://h.test login al password p1\n\
                machine https://h.test/debian login bob password p2\n\
                machine h.test/ubuntu login cy password p3\n";
    let ask = |host| row(file).with_query(Query { host, ..HOST });
    check_rows(vec![
        ask("h.test/debian/dists").is("bob:p2", "apt"),
        ask("https://h.test/debian").is("bob:p2", "apt"),
        ask("h.test/ubuntu").is("cy:p3", "apt"),
        ask("h.test").is("-", "apt"),
    ]);
}

#[test]
fn wandb_asks_for_the_port() {
    let port = Query {
        port: Some(8080),
        ..HOST
    };
    check_rows(vec![
        row("machine h.test:8080 login bob password s3cret\n")
            .with_query(port)
            .is("bob:s3cret", "wandb bazelisk"),
        row(line("s3cret"))
            .with_query(port)
            .is("-", "wandb bazelisk"),
    ]);
}

#[test]
fn long_lines_are_cut_by_msmtp() {
    let long = "p".repeat(600);
    check_rows(vec![
        row(line(&long)).is(
            &format!(
                "bob:{}",
                &long[..511 - "machine h.test login bob password ".len()]
            ),
            "msmtp",
        ),
        row(line(&long)).is(&format!("bob:{long}"), "cadaver"),
    ]);
}

#[test]
fn control_characters_at_the_start_of_a_line_and_in_passwords() {
    let entry = line("s3cret");
    check_rows(vec![
        row(format!("\u{b}\n{entry}")).is("bob:s3cret", "net-netrc"),
        row(format!("\0\n{entry}"))
            .is("-", "curl-8.16")
            .is("bob:s3cret", "curl-8.23"),
        row("# a\r\n# b\r\nmachine h.test\r\n  login bob\r\n  password s3\rcret\r\n")
            .is("bob:s3\ncret", "emacs"),
    ]);
}

#[test]
fn python_3_10_splits_words_like_a_shell_script() {
    let entry = line("s3cret");
    check_rows(vec![
        row(line("\"p\"")).is("bob:\"p\"", "python-3.10 bazel-starlark"),
        row(line("p\u{e4}"))
            .is("ERR", "python-3.10")
            .is("bob:p\u{e4}", "bazel-starlark"),
        row("machine h.test login bob\n").is("ERR", "python-3.10"),
        // A comment ends an entry.
        row("machine h.test login bob # note\n  password s3cret\n").is("ERR", "python-3.10"),
        row(format!("# two words\n{entry}")).is("bob:s3cret", "python-3.10"),
        // The line after a lone `#` is skipped inside an entry.
        row(format!(
            "machine other.test login al password x1\n#\n{entry}"
        ))
        .is("-", "python-3.10")
        .is("bob:s3cret", "bazel-starlark"),
    ]);
}

#[test]
fn starlark_has_no_comments_inside_a_line() {
    let default = "default login def password defpw\n";
    check_rows(vec![
        row(line("s3cret # note")).is("ERR", "bazel-starlark"),
        row(format!("{default}{}", line("s3cret"))).is("bob:s3cret", "bazel-starlark"),
        row(format!("{default}default login d2 password p2\n")).is("d2:p2", "bazel-starlark"),
        row("machine h.test password s3cret\n").is("-", "bazel-starlark"),
    ]);
}
