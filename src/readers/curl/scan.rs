//! The models of curl 7 and 8 before 8.21, which scan a file for one host and only search other
//! entries for keywords.

use std::ops::ControlFlow;

use crate::readers::curl::cursor::{Cursor, Generation, State};
use crate::readers::curl::load::{LongLine, lines_of_curl_7, lines_of_curl_8};
use crate::readers::entry::{Unreadable, matched};
use crate::readers::outline::{Next, Outline, Target};
use crate::readers::parsed::Scan;
use crate::readers::text::Value;
use crate::readers::{Answer, Query};

/// Prepares a file for curl 7.88 and up to 8.10, with the fixes for CVE-2024-11053 and
/// CVE-2025-0167 as Debian has them.
pub(crate) fn scan_7(bytes: &[u8]) -> Result<Box<dyn Scan>, Unreadable> {
    Ok(Box::new(CurlScan::new(
        lines_of_curl_7(bytes),
        Generation::Seven,
    )))
}

/// Prepares a file for curl 8.13 to 8.19.
pub(crate) fn scan_8(bytes: &[u8]) -> Result<Box<dyn Scan>, Unreadable> {
    let text = lines_of_curl_8(bytes, LongLine::EndsFile).ok_or(Unreadable)?;
    Ok(Box::new(CurlScan::new(text, Generation::Eight)))
}

struct CurlScan {
    text: Value,
    generation: Generation,
    outline: Outline,
}

impl CurlScan {
    fn new(text: Value, generation: Generation) -> Self {
        let outline = outline(Cursor::new(&text, generation));
        Self {
            text,
            generation,
            outline,
        }
    }

    fn run<'q>(&self, query: &'q Query<'q>, steps: &mut usize) -> Result<Machine<'q>, Unreadable> {
        let mut machine = Machine::new(query, self.generation);
        let mut cursor = Cursor::new(&self.text, self.generation);
        match self.outline.first(query.host) {
            Next::At(start) => cursor.move_to(start),
            Next::End(end) => return end.map(|()| machine),
        }
        loop {
            let before = cursor.position();
            let Some(word) = cursor.next(&mut machine.state)? else {
                return Ok(machine);
            };
            *steps += cursor.position() - before;
            let start = word.range.start;
            let next = match machine.state {
                State::BetweenEntries => self.outline.next_at(query.host, start),
                _ => None,
            };
            match next {
                Some(Next::At(next)) if next != start => {
                    machine.skip_entry();
                    cursor.move_to(next);
                    continue;
                }
                Some(Next::End(end)) => {
                    machine.skip_entry();
                    return end.map(|()| machine);
                }
                _ => {}
            }
            if machine.read(&word.text).is_break() {
                return Ok(machine);
            }
        }
    }
}

impl Scan for CurlScan {
    fn answer(&self, query: &Query<'_>, steps: &mut usize) -> Answer {
        match self.run(query, steps) {
            Ok(machine) => machine.answer(),
            Err(Unreadable) => Answer::Error,
        }
    }
}

/// Records the places at which a scan between entries compares a host.
fn outline(mut cursor: Cursor<'_>) -> Outline {
    let mut stops: Vec<(usize, Target)> = Vec::new();
    let mut state = State::BetweenEntries;
    loop {
        let word = match cursor.next(&mut state) {
            Ok(Some(word)) => word,
            Ok(None) => return Outline::new(&stops, Ok(())),
            Err(error) => return Outline::new(&stops, Err(error)),
        };
        let is = |keyword: &str| word.text.eq_ignore_ascii_case(keyword.as_bytes());
        match state {
            State::InMacro if word.text.is_empty() => state = State::BetweenEntries,
            State::InMacro => {}
            State::AfterMachine => {
                if let Some((_, target)) = stops.last_mut() {
                    *target = Target::Host(word.text.into_owned());
                }
                state = State::BetweenEntries;
            }
            _ if is("macdef") => state = State::InMacro,
            _ if is("machine") => {
                stops.push((word.range.start, Target::Nothing));
                state = State::AfterMachine;
            }
            _ if is("default") => stops.push((word.range.start, Target::Every)),
            _ => {}
        }
    }
}

/// The value that the next word is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Nothing,
    Login,
    Password,
}

/// The state machine of `parsenetrc` in curl's `lib/netrc.c`.
struct Machine<'q> {
    query: &'q Query<'q>,
    generation: Generation,
    state: State,
    expected: Expected,
    /// Whether an entry for the host was found.
    found_host: bool,
    /// Whether the entry has the requested login, if one is requested.
    is_right_login: bool,
    has_login: bool,
    has_password: bool,
    login: Option<Value>,
    password: Option<Value>,
}

impl<'q> Machine<'q> {
    fn new(query: &'q Query<'q>, generation: Generation) -> Self {
        Self {
            query,
            generation,
            state: State::BetweenEntries,
            expected: Expected::Nothing,
            found_host: false,
            is_right_login: false,
            has_login: false,
            has_password: false,
            login: None,
            password: None,
        }
    }

    /// Reads a word. Returns `Break` if curl stops there.
    fn read(&mut self, word: &[u8]) -> ControlFlow<()> {
        let is = |keyword: &str| word.eq_ignore_ascii_case(keyword.as_bytes());
        match self.state {
            State::InMacro if word.is_empty() => self.state = State::BetweenEntries,
            State::InMacro => {}
            State::BetweenEntries if is("macdef") => self.state = State::InMacro,
            State::BetweenEntries if is("machine") => {
                self.is_right_login = false;
                self.start_machine();
            }
            State::BetweenEntries if is("default") => self.enter(),
            State::BetweenEntries => {}
            State::AfterMachine if is(self.query.host) => self.enter(),
            State::AfterMachine => self.state = State::BetweenEntries,
            State::InEntry => return self.read_in_entry(word),
        }
        ControlFlow::Continue(())
    }

    fn read_in_entry(&mut self, word: &[u8]) -> ControlFlow<()> {
        let is = |keyword: &str| word.eq_ignore_ascii_case(keyword.as_bytes());
        match self.expected {
            Expected::Login => self.set_login(word),
            Expected::Password => self.set_password(word),
            Expected::Nothing if is("login") => self.expected = Expected::Login,
            Expected::Nothing if is("password") => self.expected = Expected::Password,
            Expected::Nothing if is("machine") => {
                if self.generation == Generation::Eight && self.has_password {
                    return ControlFlow::Break(());
                }
                self.start_machine();
            }
            Expected::Nothing if is("default") => {
                self.enter();
                self.password = None;
                self.login = None;
            }
            Expected::Nothing => {}
        }
        if self.has_login && self.has_password && self.is_right_login {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn set_login(&mut self, word: &[u8]) {
        match self.query.login {
            Some(requested) => self.is_right_login = word == requested.as_bytes(),
            None => {
                self.is_right_login = true;
                self.login = Some(word.to_vec().into());
            }
        }
        self.has_login = true;
        self.expected = Expected::Nothing;
    }

    fn set_password(&mut self, word: &[u8]) {
        self.password = Some(word.to_vec().into());
        // curl 7 takes the password of another login: CVE-2026-8926.
        self.has_password |= self.generation == Generation::Seven
            || self.query.login.is_none()
            || self.is_right_login;
        self.expected = Expected::Nothing;
    }

    fn enter(&mut self) {
        self.state = State::InEntry;
        self.found_host = true;
    }

    fn start_machine(&mut self) {
        self.state = State::AfterMachine;
        self.expected = Expected::Nothing;
        self.has_login = false;
        self.has_password = false;
        self.login = None;
        self.password = None;
    }

    /// Has the effect of `machine` and the name of another host between entries.
    fn skip_entry(&mut self) {
        self.is_right_login = false;
        self.start_machine();
        self.state = State::BetweenEntries;
    }

    fn answer(self) -> Answer {
        if !self.found_host {
            return Answer::None;
        }
        let login = match self.query.login {
            Some(requested) => Some(requested.as_bytes()),
            None => self.login.as_ref().map(|login| login.as_slice()),
        };
        let password = match &self.password {
            Some(password) => Some(password.as_slice()),
            None if self.is_right_login => Some(b"".as_slice()),
            None => None,
        };
        match (login, password) {
            (None, None) => Answer::None,
            _ => matched(login, password),
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
            for generation in [Generation::Seven, Generation::Eight] {
                let text = match generation {
                    Generation::Seven => lines_of_curl_7(file.as_bytes()),
                    Generation::Eight => lines_of_curl_8(file.as_bytes(), LongLine::EndsFile).unwrap_or_default(),
                };
                let scan = CurlScan::new(text, generation);
                let text = scan.text.clone();
                let full = CurlScan { text, generation, outline: without_jumps() };
                for query in queries() {
                    let [answer, expected] = [&scan, &full].map(|scan| scan.answer(&query, &mut 0));
                    prop_assert_eq!(answer, expected, "{:?} in {:?}", query, file);
                }
            }
        }
    }

    #[test]
    fn an_answer_reads_only_the_entry_of_its_host() {
        let lines: String = (0..1000)
            .map(|at| format!("machine h{at}.test login me password pw\n"))
            .collect();
        let scan = CurlScan::new(lines.into_bytes().into(), Generation::Seven);
        let mut steps = 0;
        let query = Query {
            host: "h700.test",
            port: None,
            login: None,
        };
        assert!(matches!(
            scan.answer(&query, &mut steps),
            Answer::Match { .. }
        ));
        assert!(steps < 100, "{steps}");
    }
}
