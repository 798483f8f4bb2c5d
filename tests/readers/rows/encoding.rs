//! Line breaks, white space, and bytes that are not ASCII.

use super::{lines, one_line, row};
use crate::case::Named;

/// Joins bytes with the text before and after them.
fn bytes(name: &str, before: &str, odd: &[u8], after: &str) -> Named {
    row(name, [before.as_bytes(), odd, after.as_bytes()].concat())
}

pub(super) fn rows() -> Vec<Named> {
    let text = lines("s3cret");
    let entry = one_line("s3cret");
    let (start, end) = ("machine h.test\n  login bob\n  password ", "\n");
    vec![
        row("W01", text.replace('\n', "\r\n")),
        row("W01-one-line", entry.replace('\n', "\r\n")),
        row(
            "W01d",
            format!("machine other.test login al password x1\n\n{text}").replace('\n', "\r\n"),
        ),
        row("W02", text.replace('\n', "\r")),
        row("W03", "machine\th.test\n\tlogin\tbob\n\tpassword\ts3cret\n"),
        row(
            "W03-one-line",
            "machine\th.test\tlogin\tbob\tpassword\ts3cret\n",
        ),
        bytes("W04", "", b"\xef\xbb\xbf", &entry),
        row("W05b", lines("p\u{e4}ss")),
        row("W05c", lines("\"p\u{e4} ss\"")),
        row("W05e", lines("\"p\u{e4}ss\"")),
        row("W05f", lines("\"p\u{6f22}ss\"")),
        bytes("W05", &format!("{start}p"), b"\xe9", "ss\n"),
        bytes("W06", "# caf", b"\xe9", &format!("\n{text}")),
        row(
            "W06c",
            format!("machine other.test login al password p\u{e4}ss\n{entry}"),
        ),
        row(
            "W06d",
            format!("machine other.test login \u{e4} password x1\n{entry}"),
        ),
        row("W06e", format!("# gr\u{fc}\u{df} dich\n{entry}")),
        bytes("W10", start, "a\u{a0}b".as_bytes(), end),
        bytes("W11", start, "a\u{85}b".as_bytes(), end),
        bytes("W12b", start, "a\u{3000}b".as_bytes(), end),
        bytes("W21", start, b"a\x01b", end),
        bytes("W21-vt", start, b"a\x0bb", end),
        bytes("W21-ff", start, b"a\x0cb", end),
        bytes("W21-esc", start, b"a\x1bb", end),
        bytes("W21-del", start, b"a\x7fb", end),
        bytes("W07", start, b"s3\0cret", end),
        row("W12", entry.trim_end()),
        row("W12-lines", text.trim_end()),
        row("W14", "machine\nh.test\nlogin\nbob\npassword\ns3cret\n"),
        row(
            "W17",
            format!("machine other.test login al password x1 {entry}"),
        ),
        row(
            "W25",
            "machine h.test  \n  login bob  \n  password s3cret  \n",
        ),
        row(
            "W25-one-line",
            "machine h.test login bob password s3cret  \n",
        ),
        row(
            "W26",
            "machine h.test\n\n  login bob\n\n  password s3cret\n",
        ),
        row("empty", ""),
        row("blank", "\n\n\n"),
        row("leading-blank", format!("\n\n{entry}")),
        row("leading-space", format!("  {entry}")),
        row("leading-vt", format!("\x0b\n{entry}")),
        row("leading-nul", format!("\0\n{entry}")),
        row(
            "nul-line",
            format!("{entry}\0\nmachine h.test login al password x1\n"),
        ),
        row(
            "mixed-line-ends-cr",
            "machine other.test login al password x1\n\nmachine h.test login bob\r\n  password s3\rcret\r\n",
        ),
        row(
            "mixed-line-ends-crlf-first",
            "machine other.test login al\r\n  password x1\nmachine h.test login bob\r\n  password s3\rcret\r\n",
        ),
        row(
            "crlf-and-a-comment-with-lf",
            text.replace('\n', "\r\n") + "# x\n",
        ),
        row("crlf-and-a-blank-line", text.replace('\n', "\r\n") + "\n"),
        row(
            "crlf-after-an-lf",
            format!("# x\n{}", entry.replace('\n', "\r\n")),
        ),
        row(
            "crlf-and-an-entry-with-lf",
            text.replace('\n', "\r\n") + "machine other.test\n  login al\n  password x1\n",
        ),
        row(
            "crlf-and-an-entry-with-cr",
            text.replace('\n', "\r\n") + "machine other.test\r  login al\r  password x1\r",
        ),
        row(
            "crlf-and-a-space",
            text.replace('\n', " \r\n") + "machine other.test\n",
        ),
        row(
            "crlf-and-a-cr",
            "machine other.test login al\r\n  password x1\r\nmachine h.test\r\n  login bob\r\n  password s3\rcret\r\n",
        ),
    ]
}
