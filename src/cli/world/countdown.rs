//! The line that a user sees while the keyring's own window waits for its password: rewritten every
//! second.

use std::time::Duration;

use crate::cli::world::messages::Messages;

/// One less than the width of a usual terminal: a line that wraps could not be rewritten.
const WIDTH: usize = 79;

/// Shows how much time is left, over the line shown before. `None` clears the line.
///
/// Shows nothing if standard error is not a terminal: a file would collect every line.
pub(super) fn show(messages: &Messages, left: Option<Duration>) {
    if messages.is_terminal() {
        messages.write(&line(left));
    }
}

fn line(left: Option<Duration>) -> String {
    let Some(left) = left else {
        return format!("\r{:WIDTH$}\r", "");
    };
    let seconds = left.as_secs_f64().ceil();
    let line = format!(
        "keyrc: the keyring is locked; its own window asks for the password: {seconds} s left"
    );
    // Pad: the line before may have been longer.
    format!("\r{line:WIDTH$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_covers_the_line_before_and_does_not_wrap() {
        for left in [
            None,
            Some(Duration::from_millis(900)),
            Some(Duration::from_secs(3600)),
        ] {
            let shown = line(left);
            assert_eq!(
                shown.trim_end_matches('\r').trim_start_matches('\r').len(),
                WIDTH,
                "{shown:?}"
            );
            assert!(shown.starts_with('\r') && !shown.contains('\n'));
        }
        assert!(
            line(Some(Duration::from_millis(900)))
                .trim_end()
                .ends_with(": 1 s left")
        );
    }
}
