//! Long words, long lines, long files.

use super::{lines, one_line, row};
use crate::case::Named;

/// Lengths around the limits of readers.
const LENGTHS: [usize; 20] = [
    98, 99, 100, 127, 128, 129, 254, 255, 256, 499, 500, 501, 511, 512, 4000, 4094, 4095, 4096,
    8192, 16384,
];

pub(super) fn rows() -> Vec<Named> {
    let mut rows: Vec<_> = LENGTHS.iter().map(|&length| password(length)).collect();
    let entry = one_line("s3cret");
    rows.extend(LENGTHS.iter().map(|&length| password_in_line(length)));
    rows.extend([
        password(70_000),
        row(
            "L1-login-255",
            format!("machine h.test login {} password s3cret\n", "B".repeat(255)),
        ),
        row(
            "L1-login-256",
            format!("machine h.test login {} password s3cret\n", "B".repeat(256)),
        ),
        row(
            "L2-comment-20000",
            format!("# {}\n{entry}", "c".repeat(20_000)),
        ),
        row(
            "L2-comment-4096",
            format!("# {}\n{entry}", "c".repeat(4094)),
        ),
        row("L3b-file-140k", format!("{}{entry}", other(3500))),
        row("L3-file-100k", format!("{}{entry}", other(2500))),
        row("L3c-file-140k-first", format!("{entry}{}", other(3500))),
        before(100),
        before(300),
        before(4096),
        row(
            "L5-line-300",
            format!(
                "machine h.test {}login bob password s3cret\n",
                " ".repeat(300)
            ),
        ),
        row(
            "L5-line-4200",
            format!(
                "machine h.test {}login bob password s3cret\n",
                " ".repeat(4200)
            ),
        ),
        row(
            "L5-line-17000",
            format!(
                "machine h.test {}login bob password s3cret\n",
                " ".repeat(17_000)
            ),
        ),
    ]);
    rows
}

fn password(length: usize) -> Named {
    row(
        &format!("L1-pw-len-{length:05}"),
        lines(&"A".repeat(length)),
    )
}

fn password_in_line(length: usize) -> Named {
    row(
        &format!("L1-one-line-len-{length:05}"),
        one_line(&"A".repeat(length)),
    )
}

/// A long word in an earlier entry.
fn before(length: usize) -> Named {
    let name = format!("L4-other-token-{length:05}-before");
    row(
        &name,
        format!(
            "machine other.test login al password {}\n{}",
            "A".repeat(length),
            one_line("s3cret")
        ),
    )
}

fn other(count: usize) -> String {
    (0..count)
        .map(|at| format!("machine host{at:05}.test login al password x1\n"))
        .collect()
}
