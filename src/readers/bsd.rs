//! The readers of the ftp programs that go back to BSD: inetutils and tnftp.

use crate::readers::choice::{Broken, Seen};
use crate::readers::words::{Bare, Escape, Form, Syntax, Text, Words, ends_in_escape};
use crate::readers::{Answer, Query};

/// GNU inetutils ftp 2.4, which knows no login but that of the file. A word of 8,192 bytes crashes it.
pub(crate) fn inetutils(bytes: &[u8], query: &Query<'_>) -> Answer {
    let query = Query {
        login: None,
        ..*query
    };
    // A backslash at the end makes the end itself a character.
    let text = if ends_in_escape(bytes) {
        Text::Made([bytes, b"\xFF"].concat())
    } else {
        Text::Plain(bytes)
    };
    Ftp::new(&text, &query, 8191).lookup()
}

/// tnftp, the ftp of NetBSD and macOS. A word of 100 bytes ends it.
pub(crate) fn tnftp(bytes: &[u8], query: &Query<'_>) -> Answer {
    Ftp::new(bytes, query, 99).lookup()
}

struct Ftp<'a> {
    words: Words<'a>,
    query: &'a Query<'a>,
    longest: usize,
    login: Option<Text<'a>>,
    password: Option<Text<'a>>,
    macros: usize,
    /// How much of the 4,096 bytes for macros is in use.
    macro_bytes: usize,
}

impl<'a> Ftp<'a> {
    fn new(bytes: &'a [u8], query: &'a Query<'a>, longest: usize) -> Self {
        // A comma is a blank, a carriage return is none.
        static BSD: Syntax = Syntax {
            blanks: b" \t\n,",
            quotes: b"\"",
            escape: Escape::Dropped,
            bare: Bare::DroppedInside,
        };
        let login = query.login.map(|login| Text::Plain(login.as_bytes()));
        Self {
            words: Words::new(bytes, &BSD),
            query,
            longest,
            login,
            password: None,
            macros: 0,
            macro_bytes: 0,
        }
    }

    fn lookup(mut self) -> Answer {
        match self.search() {
            Err(Broken) => Answer::Error,
            Ok(()) => match (self.login, self.password) {
                (None, None) => Answer::None,
                // For what is missing it asks.
                (login, password) => Seen {
                    login,
                    password,
                    ..Seen::default()
                }
                .answer(),
            },
        }
    }

    /// The next word; an empty one is the end of the file.
    fn word(&mut self) -> Result<Option<Text<'a>>, Broken> {
        let Some(word) = self.words.next() else {
            return Ok(None);
        };
        if word.form == Form::Bare {
            self.words.step();
        }
        if word.text.len() > self.longest {
            return Err(Broken);
        }
        Ok(Some(word.text.c_string()).filter(|text| !text.is_empty()))
    }

    fn search(&mut self) -> Result<(), Broken> {
        let mut any_host = false;
        while let Some(word) = self.word()? {
            match &*word {
                b"default" => any_host = true,
                // Behind a `default` that was for another login, the name of a machine is not looked at.
                b"machine" if any_host => {}
                b"machine" => match self.word()? {
                    Some(name)
                        if !is_keyword(&name)
                            && name.eq_ignore_ascii_case(self.query.host.as_bytes()) => {}
                    _ => continue,
                },
                _ => continue,
            }
            if self.entry()? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Reads an entry that is for our host; `false` when it turns out to be for another login.
    fn entry(&mut self) -> Result<bool, Broken> {
        while let Some(word) = self.word()? {
            match &*word {
                b"machine" | b"default" => break,
                b"login" => {
                    let Some(login) = self.word()? else { continue };
                    match &self.login {
                        None => self.login = Some(login),
                        Some(ours) if **ours != *login => return Ok(false),
                        Some(_) => {}
                    }
                }
                b"password" | b"passwd" => {
                    let password = self.word()?;
                    self.password = self.password.take().or(password);
                }
                b"account" => _ = self.word()?,
                b"macdef" => self.skip_macro()?,
                _ => {}
            }
        }
        Ok(true)
    }

    /// Reads a macro: at most 16, and 4,096 bytes for all of them.
    fn skip_macro(&mut self) -> Result<(), Broken> {
        self.words.skip(b" \t");
        let line = self.words.line();
        let has_name = !matches!(line.first(), None | Some(b'\n'));
        if !has_name || line.last() != Some(&b'\n') || self.macros == 16 {
            return Err(Broken);
        }
        self.macros += 1;
        loop {
            let line = self.words.line();
            self.macro_bytes += line.len();
            match line {
                b"\n" => return Ok(()),
                _ if line.last() != Some(&b'\n') || self.macro_bytes >= 4096 => return Err(Broken),
                _ => {}
            }
        }
    }
}

fn is_keyword(word: &[u8]) -> bool {
    matches!(
        word,
        b"default" | b"login" | b"password" | b"passwd" | b"account" | b"machine" | b"macdef"
    )
}
