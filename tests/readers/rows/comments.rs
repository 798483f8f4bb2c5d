//! Comments in common layouts.

use super::{lines, one_line, row};
use crate::case::Named;

/// The text before the requested entry, and after it.
fn around(name: &str, before: &str, after: &str) -> Named {
    row(name, format!("{before}{}{after}", lines("s3cret")))
}

/// A comment between another entry and the requested one.
fn between(name: &str, comment: &str) -> Named {
    row(
        name,
        format!(
            "machine other.test login al password x1\n{comment}{}",
            lines("s3cret")
        ),
    )
}

/// A comment within the requested entry.
fn inside(name: &str, comment: &str) -> Named {
    row(
        name,
        format!("machine h.test\n{comment}  login bob\n  password s3cret\n"),
    )
}

pub(super) fn rows() -> Vec<Named> {
    vec![
        around("C01", "# c\n", ""),
        around("C02", "  # c\n", ""),
        around("C03", "#c\n", ""),
        around("C04", "#old creds here\n", ""),
        between("C05", "#old creds here\n"),
        row("C06", lines("s3cret # c")),
        row("C07", lines("s3cret #c")),
        row("C06-one-line", one_line("s3cret # c")),
        row("C07-one-line", one_line("s3cret #c")),
        between("B-m-blank-word", "\n# work\n"),
        between("B-m-noblank-words", "# my work server\n"),
        between("B-m-blank-nospace", "\n#work\n"),
        around("B-m-leadblank-comment", "\n# one two\n", ""),
        between("B-m-noblank-hash", "#\n"),
        between("B-m-indented-comment", "  # one two\n"),
        around("B-m-blank-tail-comment", "", "\n# the end here\n"),
        inside("C15", "  # a comment\n"),
        inside("C14b", "  # password evil\n"),
        row(
            "C14b-column-0",
            "machine h.test login bob\n# password evil\npassword s3cret\n",
        ),
        row("C14a", one_line("s3cret # login evil password evil")),
        around("C12", "# machine h.test login evil password evil\n", ""),
        around(
            "C13",
            "# old: machine h.test login evil password evil\n",
            "",
        ),
        around("C21", "# the default is this\n", ""),
        around("C16b", "# a \" quote\n", ""),
        around("C16c", "# don't\n", ""),
        around("comment-after", "", "# work\n"),
        around("comment-after-glued", "", "#work\n"),
        around("comment-after-words", "", "# my work server\n"),
        inside("comment-inside-glued", "#comment\n"),
        inside("comment-inside-three", "  # two more words\n"),
        around(
            "commented-entry-lines",
            "#machine h.test\n#  login evil\n#  password evil\n",
            "",
        ),
        around(
            "commented-entry-lines-spaced",
            "# machine h.test\n#   login evil\n#   password evil\n",
            "",
        ),
        row("comment-alone", "# nothing here\n"),
        row("comments-alone", "# nothing here\n#\n# but words\n"),
        row("comment-alone-no-newline", "# nothing here"),
        around("comment-hash-hash", "## a heading\n", ""),
        around("comment-rule", "#----------\n# work\n#----------\n", ""),
    ]
}
