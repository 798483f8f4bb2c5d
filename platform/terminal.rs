//! The person at the terminal. Questions go to the terminal itself, never to standard input or output.

use std::io::{self, BufRead, BufReader, Write};

use zeroize::Zeroizing;

use crate::imp;

/// Whether there is a terminal to ask on.
pub fn exists() -> bool {
    imp::open_terminal().is_ok()
}

/// Shows `question` on the terminal and reads one line, which is shown as it is typed.
///
/// # Errors
/// [`NotFound`](io::ErrorKind::NotFound) or the system's own error when there is no terminal,
/// [`UnexpectedEof`](io::ErrorKind::UnexpectedEof) when the person ended the input instead.
pub fn ask(question: &str) -> io::Result<String> {
    let (input, mut output) = imp::open_terminal()?;
    output.write_all(question.as_bytes())?;
    let mut line = String::new();
    if BufReader::new(input).read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Shows `question` on the terminal and reads one line without showing it.
///
/// # Errors
/// As [`ask`], [`Interrupted`](io::ErrorKind::Interrupted) for Ctrl-C, and [`InvalidData`](io::ErrorKind::InvalidData)
/// for what is not UTF-8. In each case the terminal shows what is typed again; a process that is killed leaves it as it
/// is.
pub fn ask_hidden(question: &str) -> io::Result<Zeroizing<String>> {
    // rpassword raises SIGINT on Ctrl-C while echo is still off (7.5.4, `lib.rs`); a process that died of that would
    // leave the person typing blind. So the signal is held off and the interruption comes back as an error.
    let _held = imp::hold_interrupts();
    let typed = rpassword::prompt_password(question).map(Zeroizing::new)?;
    // What rpassword puts in place of bytes that are no UTF-8: the token would be another than was typed.
    if typed.contains(char::REPLACEMENT_CHARACTER) {
        Err(io::ErrorKind::InvalidData.into())
    } else {
        Ok(typed)
    }
}
