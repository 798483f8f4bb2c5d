//! The models of the ftp programs with roots in BSD: tnftp and GNU inetutils. They scan a file for
//! one host.

use zeroize::Zeroizing;

use crate::readers::entry::{Unreadable, matched};
use crate::readers::outline::{Next, Outline, Target};
use crate::readers::parsed::Scan;
use crate::readers::text::{Text, Value, ends_in_escape};
use crate::readers::words::{BareBackslash, Form, QuotedBackslash, Syntax, Words};
use crate::readers::{Answer, Query};

/// Prepares a file for GNU inetutils ftp 2.4, which ignores a requested login. A word of 8,192
/// bytes crashes it.
pub(crate) fn inetutils(bytes: &[u8]) -> Result<Box<dyn Scan>, Unreadable> {
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len() + 1));
    text.extend_from_slice(bytes);
    if ends_in_escape(bytes) {
        // A backslash at the end escapes C's EOF, which becomes this byte.
        text.push(0xFF);
    }
    Ok(Box::new(FtpScan::new(text, 8191, RequestedLogin::Ignored)))
}

/// Prepares a file for tnftp, the ftp of NetBSD and macOS. It stops with an error at a word of 100
/// bytes or more.
pub(crate) fn tnftp(bytes: &[u8]) -> Result<Box<dyn Scan>, Unreadable> {
    let text = bytes.to_vec().into();
    Ok(Box::new(FtpScan::new(text, 99, RequestedLogin::Used)))
}

/// The most macros of a file, and the most bytes in all of them.
const MAX_MACROS: usize = 16;
const MAX_MACRO_BYTES: usize = 4096;

#[derive(Clone, Copy, PartialEq, Eq)]
enum RequestedLogin {
    Ignored,
    Used,
}

struct FtpScan {
    text: Value,
    max_word: usize,
    login: RequestedLogin,
    outline: Outline,
}

impl FtpScan {
    fn new(text: Value, max_word: usize, login: RequestedLogin) -> Self {
        let outline = outline(FtpWords::new(&text, max_word));
        Self {
            text,
            max_word,
            login,
            outline,
        }
    }
}

impl Scan for FtpScan {
    fn answer(&self, query: &Query<'_>, steps: &mut usize) -> Answer {
        let requested = match self.login {
            RequestedLogin::Ignored => None,
            RequestedLogin::Used => query.login,
        };
        let mut run = Run {
            words: FtpWords::new(&self.text, self.max_word),
            outline: &self.outline,
            host: query.host,
            login: requested.map(|login| Text::Borrowed(login.as_bytes())),
            password: None,
            macros: 0,
            macro_bytes: 0,
        };
        let end = run.search();
        *steps += run.words.bytes_read;
        match (end, &run.login, &run.password) {
            (Err(Unreadable), ..) => Answer::Error,
            (Ok(()), None, None) => Answer::None,
            // ftp prompts for a missing part.
            (Ok(()), login, password) => matched(login.as_deref(), password.as_deref()),
        }
    }
}

/// Records the places at which a scan between entries compares a host.
fn outline(mut words: FtpWords<'_>) -> Outline {
    let mut stops: Vec<(usize, Target)> = Vec::new();
    let end = loop {
        match words.next() {
            Ok(Some(word)) => match &*word.text {
                b"default" => stops.push((word.start, Target::Every)),
                b"machine" => {
                    let name = match words.next() {
                        Ok(name) => name,
                        Err(error) => break Err(error),
                    };
                    stops.push((word.start, name.map_or(Target::Nothing, target)));
                }
                _ => {}
            },
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    Outline::new(&stops, end)
}

fn target(name: FtpWord<'_>) -> Target {
    if is_keyword(&name.text) {
        Target::Nothing
    } else {
        Target::Host(name.text.into_owned())
    }
}

fn is_keyword(word: &[u8]) -> bool {
    matches!(
        word,
        b"default" | b"login" | b"password" | b"passwd" | b"account" | b"machine" | b"macdef"
    )
}

struct FtpWord<'a> {
    start: usize,
    text: Text<'a>,
}

struct FtpWords<'a> {
    words: Words<'a>,
    max_word: usize,
    bytes_read: usize,
}

impl<'a> FtpWords<'a> {
    fn new(bytes: &'a [u8], max_word: usize) -> Self {
        // A comma separates words, a carriage return does not.
        static BSD: Syntax = Syntax {
            separators: b" \t\n,",
            quotes: b"\"",
            quoted_backslash: QuotedBackslash::Escapes,
            bare_backslash: BareBackslash::EscapesAfterFirst,
        };
        Self {
            words: Words::new(bytes, &BSD),
            max_word,
            bytes_read: 0,
        }
    }

    /// Returns the next word. An empty word ends the file.
    fn next(&mut self) -> Result<Option<FtpWord<'a>>, Unreadable> {
        let before = self.words.at;
        let Some(word) = self.words.next() else {
            return Ok(None);
        };
        if word.form == Form::Bare {
            self.words.step();
        }
        self.bytes_read += self.words.at - before;
        if word.text.len() > self.max_word {
            return Err(Unreadable);
        }
        let start = word.range.start;
        let text = word.text.into_c_string();
        Ok((!text.is_empty()).then_some(FtpWord { start, text }))
    }

    fn macro_name(&mut self) -> &'a [u8] {
        self.words.skip(b" \t");
        self.line()
    }

    fn line(&mut self) -> &'a [u8] {
        let line = self.words.line();
        self.bytes_read += line.len();
        line
    }

    fn move_to(&mut self, start: usize) {
        self.words.at = start;
    }

    fn next_text(&mut self) -> Result<Option<Text<'a>>, Unreadable> {
        Ok(self.next()?.map(|word| word.text))
    }
}

/// One scan of a file for one host.
struct Run<'a> {
    words: FtpWords<'a>,
    outline: &'a Outline,
    host: &'a str,
    login: Option<Text<'a>>,
    password: Option<Text<'a>>,
    macros: usize,
    macro_bytes: usize,
}

impl Run<'_> {
    fn search(&mut self) -> Result<(), Unreadable> {
        match self.outline.first(self.host) {
            Next::At(start) => self.words.words.at = start,
            Next::End(end) => return end,
        }
        let mut is_after_default = false;
        while let Some(word) = self.words.next()? {
            match &*word.text {
                b"default" => is_after_default = true,
                // After a `default` for another login, ftp does not compare the name of a machine.
                b"machine" if is_after_default => {}
                b"machine" => match self.outline.next_at(self.host, word.start) {
                    Some(Next::At(start)) if start != word.start => {
                        self.words.move_to(start);
                        continue;
                    }
                    Some(Next::End(end)) => return end,
                    _ if self.is_host_next()? => {}
                    _ => continue,
                },
                _ => continue,
            }
            if self.read_entry()? {
                return Ok(());
            }
        }
        Ok(())
    }

    fn is_host_next(&mut self) -> Result<bool, Unreadable> {
        let name = self.words.next_text()?;
        Ok(name.is_some_and(|name| {
            !is_keyword(&name) && name.eq_ignore_ascii_case(self.host.as_bytes())
        }))
    }

    /// Reads an entry for the host. Returns `false` if it has another login.
    fn read_entry(&mut self) -> Result<bool, Unreadable> {
        while let Some(word) = self.words.next_text()? {
            match &*word {
                b"machine" | b"default" => break,
                b"login" => {
                    let login = self.words.next_text()?;
                    match (login, &self.login) {
                        (Some(login), None) => self.login = Some(login),
                        (Some(login), Some(expected)) if *login != **expected => return Ok(false),
                        _ => {}
                    }
                }
                b"password" | b"passwd" => {
                    let password = self.words.next_text()?;
                    self.password = self.password.take().or(password);
                }
                b"account" => _ = self.words.next()?,
                b"macdef" => self.skip_macro()?,
                _ => {}
            }
        }
        Ok(true)
    }

    fn skip_macro(&mut self) -> Result<(), Unreadable> {
        let name = self.words.macro_name();
        let has_name = !matches!(name.first(), None | Some(b'\n'));
        if !has_name || name.last() != Some(&b'\n') || self.macros == MAX_MACROS {
            return Err(Unreadable);
        }
        self.macros += 1;
        loop {
            let line = self.words.line();
            self.macro_bytes += line.len();
            if line == b"\n" {
                return Ok(());
            }
            if line.last() != Some(&b'\n') || self.macro_bytes >= MAX_MACRO_BYTES {
                return Err(Unreadable);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::readers::outline::tests::{files, queries, without_jumps};

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_jump_does_not_change_an_answer(file in files()) {
            let scan = FtpScan::new(file.as_bytes().to_vec().into(), 99, RequestedLogin::Used);
            let text = scan.text.clone();
            let full = FtpScan { text, max_word: 99, login: RequestedLogin::Used, outline: without_jumps() };
            for query in queries() {
                let [answer, expected] = [&scan, &full].map(|scan| scan.answer(&query, &mut 0));
                prop_assert_eq!(answer, expected, "{:?} in {:?}", query, file);
            }
        }
    }
}
