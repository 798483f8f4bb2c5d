//! Standard input: a token, a netrc, or the request of a program.

use std::io::{self, Read};
use std::path::Path;

use keyrc_platform::file::FileError;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::cli::world::World;
use crate::error::Error;
use crate::netrc::Document;
use crate::secret;

/// The hint for a token that would be typed on standard input.
pub(crate) const TYPE_AT_PROMPT: &str =
    "leave out `--token-stdin`, and type the token at the prompt";

/// The hint for a netrc that would be typed on standard input.
pub(crate) const PIPE_NETRC: &str =
    "pipe a netrc in, as in `gpg -d netrc.gpg | keyrc import-netrc --file -`";

impl World {
    /// Whether standard input is a terminal.
    pub(crate) fn has_terminal_input(&self) -> bool {
        self.input_is_terminal
    }

    /// Refuses to read a secret from a terminal on standard input: the terminal shows what is
    /// typed. Commands call it before they open a store, so that nothing is typed meanwhile.
    ///
    /// # Errors
    /// [`Error::Usage`] with the hint `instead`.
    pub(crate) fn refuse_terminal_input(&self, instead: &'static str) -> Result<(), Error> {
        match self.input_is_terminal {
            false => Ok(()),
            true => Err(Error::Usage {
                problem: "standard input is a terminal",
                instead,
            }),
        }
    }

    /// Reads a token from standard input.
    ///
    /// # Errors
    /// As [`refuse_terminal_input`](Self::refuse_terminal_input); [`Error::Io`], and
    /// [`Error::Secret`] if it is not a token.
    pub(crate) fn read_token(&self) -> Result<SecretString, Error> {
        self.refuse_terminal_input(TYPE_AT_PROMPT)?;
        let read = secret::from_reader(&mut *self.input.borrow_mut());
        Ok(read.map_err(unreadable)??)
    }

    /// Reads standard input to its end, at most `limit` bytes of it.
    ///
    /// # Errors
    /// [`Error::Io`], and [`Error::File`] if there are more bytes.
    pub(crate) fn read_input(&self, limit: usize) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.read_until(limit, |_| false)
    }

    /// Reads a line from standard input, at most `limit` bytes. Returns `None` at the end.
    ///
    /// # Errors
    /// As [`read_input`](Self::read_input).
    pub(crate) fn read_line(&self, limit: usize) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
        let line = self.read_until(limit, |byte| byte == b'\n')?;
        Ok(Some(line).filter(|line| !line.is_empty()))
    }

    fn read_until(
        &self,
        limit: usize,
        is_end: impl Fn(u8) -> bool,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        let mut input = self.input.borrow_mut();
        // Reserved at once, as in `read_netrc`.
        let mut bytes = Zeroizing::new(Vec::with_capacity(limit));
        let mut byte = [0];
        loop {
            match input.read(&mut byte) {
                Ok(0) => return Ok(bytes),
                Ok(_) if bytes.len() == limit => {
                    let limit = limit as u64;
                    return Err(Error::file(Path::new("-"), FileError::TooLarge { limit }));
                }
                Ok(_) => bytes.push(byte[0]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(unreadable(error)),
            }
            if is_end(byte[0]) {
                return Ok(bytes);
            }
        }
    }

    /// Reads a netrc of at most `limit` bytes from standard input.
    ///
    /// # Errors
    /// As [`refuse_terminal_input`](Self::refuse_terminal_input); [`Error::Io`], and
    /// [`Error::File`] if there are more bytes.
    pub(crate) fn read_netrc(&self, limit: u64) -> Result<Document, Error> {
        self.refuse_terminal_input(PIPE_NETRC)?;
        // Reserve everything at once: a vector that grew would leave copies of secrets on the heap.
        let reserved = usize::try_from(limit.min(64 << 20)).unwrap_or(0) + 1;
        let mut bytes = Zeroizing::new(Vec::with_capacity(reserved));
        let mut input = self.input.borrow_mut();
        (&mut *input)
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        if bytes.len() as u64 > limit {
            return Err(Error::file(Path::new("-"), FileError::TooLarge { limit }));
        }
        Ok(Document::parse(bytes))
    }
}

fn unreadable(error: io::Error) -> Error {
    Error::Io {
        action: "read standard input",
        error,
    }
}
