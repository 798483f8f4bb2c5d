//! How a reader chooses one of its entries for a host.

use crate::readers::entries::Entries;
use crate::readers::entry::{ReaderEntry, matched};
use crate::readers::text::Value;
use crate::readers::{Answer, Query};

/// The rules by which a reader chooses an entry.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choice {
    /// Whether the case of host names is ignored.
    pub(crate) any_case: bool,
    /// How an entry names a host.
    pub(crate) name: HostName,
    /// Which of several entries for a host answers.
    pub(crate) order: Order,
    /// When a `default` entry answers.
    pub(crate) default: DefaultEntry,
    /// The effect of a requested login.
    pub(crate) login: RequestedLogin,
    /// Which parts an entry must have to answer.
    pub(crate) requires: Requires,
    /// A password that starts with these letters, in upper or lower case, is encrypted, and the
    /// tool cannot use it.
    pub(crate) encrypted_prefix: Option<&'static str>,
}

/// How an entry names a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostName {
    /// By its name alone, whatever the port.
    Plain,
    /// By its name alone, but an IPv6 address is in brackets.
    Bracketed,
    /// By its name and the port of the URL, if it has one. An IPv6 address is in brackets.
    WithPort,
    /// By its name alone; `.example.com` names every host in that domain.
    OrDomain,
}

/// Which of several entries for a host answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    First,
    Last,
}

/// When a `default` entry answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DefaultEntry {
    /// Never.
    Never,
    /// If the host has no entry: the first of several.
    First,
    /// If the host has no entry and no login is requested: the first of several.
    FirstWithoutLogin,
    /// If the host has no entry: the last of several.
    Last,
    /// Like an entry for the host, so that it hides the entries after it.
    InPlace,
    /// Never, but it hides the entries after it.
    OnlyHides,
}

/// The effect of a requested login, as in `https://me@example.com/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RequestedLogin {
    /// None.
    Ignored,
    /// The tool does not read the file.
    SkipsFile,
    /// The entry that is chosen for the host answers only if it has this login.
    MustMatch,
    /// Entries with other logins are skipped.
    Selects,
    /// The same, but the case of logins is ignored.
    SelectsInAnyCase,
    /// The same, but an entry with a password and no login matches every login. Entries without a
    /// password are skipped.
    SelectsOrCompletes,
    /// The same, but an entry without a login matches every login. Source: Emacs's
    /// `auth-source-netrc-search`.
    SelectsAsInEmacs,
}

/// Which parts an entry must have to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Requires {
    /// None.
    Nothing,
    /// A login or a password that is not empty.
    Either,
    /// A password, which may be empty.
    Password,
    /// A login and a password that are not empty.
    Both,
}

impl Choice {
    /// The first entry with exactly the name of the host answers, whatever its parts. `default` is
    /// ignored.
    pub(crate) const FIRST: Self = Self {
        any_case: false,
        name: HostName::Plain,
        order: Order::First,
        default: DefaultEntry::Never,
        login: RequestedLogin::Ignored,
        requires: Requires::Nothing,
        encrypted_prefix: None,
    };

    /// A later entry replaces an earlier one with the same name, and `default` is a name like any
    /// other.
    pub(crate) const LAST: Self = Self {
        order: Order::Last,
        default: DefaultEntry::Last,
        ..Self::FIRST
    };

    /// Returns the answer from these entries, and adds the number of compared entries to `steps`.
    pub(crate) fn answer(&self, entries: &Entries, query: &Query<'_>, steps: &mut usize) -> Answer {
        let answer = match self.search(entries, query, steps) {
            Some(entry) => self.answer_of(entry, query),
            None => Answer::None,
        };
        match answer {
            Answer::None if entries.is_cut_short => Answer::Error,
            answer => answer,
        }
    }

    fn search<'e>(
        &self,
        entries: &'e Entries,
        query: &Query<'_>,
        steps: &mut usize,
    ) -> Option<&'e ReaderEntry> {
        let found = self.entries_for_host(entries, query, steps);
        let fallback = || self.fallback(entries, query);
        match (self.login, query.login) {
            (RequestedLogin::SkipsFile, Some(_)) => None,
            (RequestedLogin::Ignored | RequestedLogin::SkipsFile, _) | (_, None) => {
                let first = found.first().copied().or_else(fallback)?;
                self.accepts_default(first).then_some(first)
            }
            (RequestedLogin::MustMatch, Some(login)) => {
                let first = found.first().copied().or_else(fallback)?;
                self.has_login(first, login).then_some(first)
            }
            (_, Some(_)) if found.is_empty() => fallback(),
            (_, Some(login)) => found.into_iter().find(|entry| self.has_login(entry, login)),
        }
    }

    /// Returns the entries that match the host, in the order in which the reader prefers them.
    fn entries_for_host<'e>(
        &self,
        entries: &'e Entries,
        query: &Query<'_>,
        steps: &mut usize,
    ) -> Vec<&'e ReaderEntry> {
        let host = self.host_name(query);
        let has_name = |place: &usize| self.is_name(&entries.list[*place], &host);
        let mut places: Vec<usize> = entries
            .names
            .find(host.as_bytes())
            .filter(has_name)
            .collect();
        if self.name == HostName::OrDomain && !is_address(&host) {
            let domains = entries.names.starting_with_dot();
            *steps += domains.len();
            places.extend(domains.filter(|place| is_in_domain(&host, &entries.list[*place])));
        }
        if matches!(
            self.default,
            DefaultEntry::InPlace | DefaultEntry::OnlyHides
        ) {
            places.extend(&entries.names.defaults);
        }
        places.sort_unstable();
        places.dedup();
        *steps += places.len();
        if self.order == Order::Last {
            places.reverse();
        }
        places
            .into_iter()
            .map(|place| &entries.list[place])
            .collect()
    }

    /// Returns the `default` entry that answers if the host has no entry.
    fn fallback<'e>(&self, entries: &'e Entries, query: &Query<'_>) -> Option<&'e ReaderEntry> {
        let defaults = &entries.names.defaults;
        let place = match self.default {
            DefaultEntry::First => defaults.first(),
            DefaultEntry::FirstWithoutLogin if query.login.is_none() => defaults.first(),
            DefaultEntry::Last => defaults.last(),
            _ => None,
        };
        place.map(|place| &entries.list[*place])
    }

    fn host_name(&self, query: &Query<'_>) -> String {
        match (self.name, query.port) {
            (HostName::Plain | HostName::OrDomain, _) => query.host.to_owned(),
            (HostName::WithPort, Some(port)) => format!("{}:{port}", bracketed(query.host)),
            (HostName::Bracketed | HostName::WithPort, _) => bracketed(query.host),
        }
    }

    fn is_name(&self, entry: &ReaderEntry, host: &str) -> bool {
        self.any_case || is(&entry.machine, host.as_bytes())
    }

    fn accepts_default(&self, entry: &ReaderEntry) -> bool {
        self.default != DefaultEntry::OnlyHides || entry.machine.is_some()
    }

    fn has_login(&self, entry: &ReaderEntry, requested: &str) -> bool {
        let requested = requested.as_bytes();
        match self.login {
            RequestedLogin::Ignored | RequestedLogin::SkipsFile => true,
            RequestedLogin::MustMatch | RequestedLogin::Selects => is(&entry.login, requested),
            RequestedLogin::SelectsInAnyCase => {
                let login = entry.login.as_ref();
                login.is_some_and(|login| login.eq_ignore_ascii_case(requested))
            }
            RequestedLogin::SelectsOrCompletes => {
                entry.password.is_some() && is_or_missing(&entry.login, requested)
            }
            RequestedLogin::SelectsAsInEmacs => is_or_missing(&entry.compared_login, requested),
        }
    }

    fn answer_of(&self, entry: &ReaderEntry, query: &Query<'_>) -> Answer {
        let password = entry.password.as_ref().map(|password| password.as_slice());
        let own_login = entry.login.as_ref().map(|login| login.as_slice());
        let login = match self.login {
            RequestedLogin::SelectsOrCompletes => own_login.or(query.login.map(str::as_bytes)),
            _ => own_login,
        };
        if !self.is_complete(login, password) {
            Answer::None
        } else if password.is_some_and(|password| self.is_encrypted(password)) {
            Answer::Error
        } else {
            matched(login, password)
        }
    }

    fn is_complete(&self, login: Option<&[u8]>, password: Option<&[u8]>) -> bool {
        let has = |part: Option<&[u8]>| part.is_some_and(|part| !part.is_empty());
        match self.requires {
            Requires::Nothing => true,
            Requires::Either => has(login) || has(password),
            Requires::Password => password.is_some(),
            Requires::Both => has(login) && has(password),
        }
    }

    fn is_encrypted(&self, password: &[u8]) -> bool {
        self.encrypted_prefix.is_some_and(|prefix| {
            let start = password.get(..prefix.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
        })
    }
}

fn bracketed(host: &str) -> String {
    if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    }
}

fn is(part: &Option<Value>, expected: &[u8]) -> bool {
    part.as_ref()
        .is_some_and(|part| part.as_slice() == expected)
}

fn is_or_missing(part: &Option<Value>, expected: &[u8]) -> bool {
    part.is_none() || is(part, expected)
}

/// Whether the machine of an entry, such as `.example.com`, is a domain of the host.
fn is_in_domain(host: &str, entry: &ReaderEntry) -> bool {
    let domain = entry.machine.as_ref();
    domain.is_some_and(|domain| host.as_bytes().ends_with(domain))
}

/// Whether a host is an IP address, which is not in any domain.
fn is_address(host: &str) -> bool {
    host.contains(':')
        || host
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
}
