//! One row for each file, with the answers that the tools gave.

mod comments;
mod layout;
mod lookups;
mod quoting;
mod structure;

use keyrc::readers::Query;

pub(super) use comments::comments;
pub(super) use layout::layout;
pub(super) use lookups::lookups;
pub(super) use quoting::quoting;
pub(super) use structure::structure;

use super::Row;

/// The readers that use libcurl.
const CURLS: &str = "curl-7.88 curl-8.16 curl-8.23 git";

/// The readers that keep double quotes, and split a quoted value at a space.
const QUOTE_KEEPERS: &str = "wget2 go buf netrc-gem aria2 aria2-ftp lftp";

/// The readers that take the last of two entries for one host.
const LAST_TAKERS: &str = "wget2 python requests uv bazel";

/// The question about `h.test`.
pub(crate) const HOST: Query<'_> = Query {
    host: "h.test",
    port: None,
    login: None,
};

pub(super) fn row(file: impl Into<Vec<u8>>) -> Row {
    Row {
        file: file.into(),
        query: HOST,
        expected: Vec::new(),
    }
}

/// An entry on three lines, with this password.
pub(super) fn lines(password: &str) -> String {
    format!("machine h.test\n  login bob\n  password {password}\n")
}

/// The same on one line.
pub(super) fn line(password: &str) -> String {
    format!("machine h.test login bob password {password}\n")
}

pub(super) fn all() -> impl Iterator<Item = Row> {
    [quoting(), comments(), structure(), lookups(), layout()]
        .into_iter()
        .flatten()
}
