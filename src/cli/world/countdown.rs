//! What a person sees while the keyring's own window waits for its password: one line, rewritten every second.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// One less than a usual terminal is wide: a line that broke could not be rewritten.
const WIDTH: usize = 79;

/// Shows the time that is left on standard error, in the place of what it showed before; nothing when it is over.
pub(crate) fn show(left: Option<Duration>) {
    // A line that is rewritten is for a screen: a file would have them all.
    if !io::stderr().is_terminal() {
        return;
    }
    // Nobody to tell is no reason to stop waiting.
    let _ = keyrc_platform::stderr().and_then(|mut err| err.write_all(line(left).as_bytes()));
}

fn line(left: Option<Duration>) -> String {
    let Some(left) = left else {
        return format!("\r{:WIDTH$}\r", "");
    };
    let seconds = left.as_secs_f64().ceil();
    let line = format!(
        "keyrc: the keyring is locked; its own window asks for the password: {seconds} s left"
    );
    // Padded: the one before may have been longer.
    format!("\r{line:WIDTH$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_covers_the_one_before_and_does_not_break() {
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
