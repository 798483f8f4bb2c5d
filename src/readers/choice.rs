//! What a reader saw in a file, and which of it answers for a host.

use secrecy::SecretSlice;

use crate::readers::words::Text;
use crate::readers::{Answer, Query};

/// One entry as a reader sees it.
pub(crate) struct Seen<'a> {
    /// What it calls the machine; `None` for an entry that is for every host.
    pub(crate) machine: Option<Text<'a>>,
    pub(crate) login: Option<Text<'a>>,
    pub(crate) password: Option<Text<'a>>,
    /// Only where it can take the place of the login.
    pub(crate) account: Option<Text<'a>>,
}

impl<'a> Seen<'a> {
    pub(crate) fn of(machine: Text<'a>) -> Self {
        Self {
            machine: Some(machine),
            ..Self::default()
        }
    }

    /// The same for readers that keep `default` under that name, so that `machine default` is no different.
    pub(crate) fn under(name: Text<'a>) -> Self {
        if *name == *b"default" {
            Self::default()
        } else {
            Self::of(name)
        }
    }

    pub(crate) fn default() -> Self {
        Self {
            machine: None,
            login: None,
            password: None,
            account: None,
        }
    }

    /// What is missing is empty for it.
    pub(crate) fn filled(mut self) -> Self {
        self.login.get_or_insert(Text::EMPTY);
        self.password.get_or_insert(Text::EMPTY);
        self
    }

    /// Sets the part that a keyword names; what is no part of a credential is dropped.
    pub(crate) fn set(&mut self, keyword: &[u8], value: Text<'a>) {
        match keyword {
            b"machine" => self.machine = Some(value),
            b"login" => self.login = Some(value),
            b"password" => self.password = Some(value),
            b"account" => self.account = Some(value),
            _ => {}
        }
    }

    pub(crate) fn answer(&self) -> Answer {
        let login = self.login.as_deref().map(<[u8]>::to_vec);
        let password = self
            .password
            .as_deref()
            .map(|bytes| SecretSlice::from(bytes.to_vec()));
        Answer::Match { login, password }
    }
}

/// The reader gives up, and most of them the program with it.
pub(crate) struct Broken;

/// What a reader makes of a whole file.
pub(crate) type Entries<'a> = Result<Vec<Seen<'a>>, Broken>;

/// How a reader chooses among its entries.
#[derive(Debug)]
pub(crate) struct Choice {
    /// Whether the case of a host makes no difference.
    pub(crate) any_case: bool,
    /// What a host is called.
    pub(crate) name: Name,
    /// Which of several entries for a host.
    pub(crate) order: Order,
    /// When an entry for every host answers.
    pub(crate) default: Fallback,
    /// What the login means that it is asked for.
    pub(crate) login: Wanted,
    /// Whether an entry without a password, or one without a login, answers too.
    pub(crate) partial: Partial,
}

/// What a host is called in the machine of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// By its name alone, whatever the port.
    Plain,
    /// The same, but an IPv6 address is in brackets.
    Bracketed,
    /// With the port of its URL, where that has one.
    WithPort,
    /// By its name, and `.example.com` is for every host below that.
    Suffix,
}

/// Which of several entries for a host answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The first.
    First,
    /// The last.
    Last,
}

/// When a `default` entry answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fallback {
    /// Never.
    Never,
    /// When there is no entry for the host; the first of several.
    First,
    /// The same, but not where a login is asked for.
    FirstUnasked,
    /// When there is no entry for the host; the last of several.
    Last,
    /// In its place in the file, so that it hides what stands behind it.
    InPlace,
    /// Never, and yet it hides what stands behind it.
    Hides,
}

/// What becomes of the login that a reader is asked for, as in `https://me@example.com/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// It makes no difference.
    Ignored,
    /// The file is not asked.
    Declined,
    /// The entry that the host alone would give must have it.
    Required,
    /// Entries of other logins are passed over.
    Chooses,
}

/// Which entries are too incomplete to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Partial {
    /// None.
    Answers,
    /// Those with neither a login nor a password, empty ones included.
    NeedsAny,
    /// Those without a password.
    NeedsPassword,
    /// Those without a login or without a password, an empty one included.
    NeedsBoth,
}

impl Choice {
    pub(crate) fn choose(&self, entries: &[Seen<'_>], query: &Query<'_>) -> Answer {
        match self.search(entries, query) {
            Some(seen) if self.is_complete(seen) => seen.answer(),
            _ => Answer::None,
        }
    }

    fn search<'s, 'a>(&self, entries: &'s [Seen<'a>], query: &Query<'_>) -> Option<&'s Seen<'a>> {
        let host = self.host(query);
        let in_place = matches!(self.default, Fallback::InPlace | Fallback::Hides);
        let is_for = |seen: &Seen<'_>| {
            seen.machine
                .as_ref()
                .map_or(in_place, |machine| self.names(machine, &host))
        };
        let mut found: Vec<_> = entries.iter().filter(|seen| is_for(seen)).collect();
        if self.order == Order::Last {
            found.reverse();
        }
        let wanted = |seen: &Seen<'_>| match (query.login, &seen.login) {
            (Some(wanted), Some(login)) => **login == *wanted.as_bytes(),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let first = found
            .first()
            .copied()
            .or_else(|| self.fallback(entries, query));
        match self.login {
            Wanted::Declined if query.login.is_some() => None,
            Wanted::Chooses if !found.is_empty() => found.into_iter().find(|seen| wanted(seen)),
            Wanted::Required => first.filter(|seen| wanted(seen)),
            _ if self.default == Fallback::Hides => first.filter(|seen| seen.machine.is_some()),
            _ => first,
        }
    }

    /// The entry for every host, where none is for this one.
    fn fallback<'s, 'a>(&self, entries: &'s [Seen<'a>], query: &Query<'_>) -> Option<&'s Seen<'a>> {
        let mut defaults = entries.iter().filter(|seen| seen.machine.is_none());
        match self.default {
            Fallback::First => defaults.next(),
            Fallback::FirstUnasked if query.login.is_none() => defaults.next(),
            Fallback::Last => defaults.next_back(),
            Fallback::FirstUnasked | Fallback::Never | Fallback::InPlace | Fallback::Hides => None,
        }
    }

    fn host(&self, query: &Query<'_>) -> String {
        let bracketed = || {
            if query.host.contains(':') {
                format!("[{}]", query.host)
            } else {
                query.host.to_owned()
            }
        };
        match (self.name, query.port) {
            (Name::Plain | Name::Suffix, _) => query.host.to_owned(),
            (Name::WithPort, Some(port)) => format!("{}:{port}", bracketed()),
            (Name::Bracketed | Name::WithPort, _) => bracketed(),
        }
    }

    fn names(&self, machine: &[u8], host: &str) -> bool {
        let host = host.as_bytes();
        let suffix =
            self.name == Name::Suffix && machine.first() == Some(&b'.') && !is_address(host);
        match (suffix, self.any_case) {
            (true, _) => host.ends_with(machine),
            (false, true) => machine.eq_ignore_ascii_case(host),
            (false, false) => machine == host,
        }
    }

    fn is_complete(&self, seen: &Seen<'_>) -> bool {
        let has = |part: &Option<Text<'_>>| part.as_ref().is_some_and(|text| !text.is_empty());
        match self.partial {
            Partial::Answers => true,
            Partial::NeedsAny => has(&seen.login) || has(&seen.password),
            Partial::NeedsPassword => seen.password.is_some(),
            Partial::NeedsBoth => has(&seen.login) && has(&seen.password),
        }
    }
}

/// Whether a host is an IP address, which is below nothing.
fn is_address(host: &[u8]) -> bool {
    host.contains(&b':')
        || host
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b'.')
}
