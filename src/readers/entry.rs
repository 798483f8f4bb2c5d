//! Entries as a reader parses them.

use secrecy::SecretSlice;

use crate::readers::Answer;
use crate::readers::text::{Text, Value};

/// One entry as a reader parses it.
#[derive(Default)]
pub(crate) struct ReaderEntry {
    /// The name of the machine, or `None` if the entry is for every host.
    pub(crate) machine: Option<Value>,
    pub(crate) login: Option<Value>,
    pub(crate) password: Option<Value>,
    /// The account, which only requests uses, in place of an empty login.
    pub(crate) account: Option<Value>,
    /// The login to compare with a requested one, if it differs from the login in the answer.
    pub(crate) compared_login: Option<Value>,
}

impl ReaderEntry {
    /// Returns an entry for every host.
    pub(crate) fn default_entry() -> Self {
        Self::default()
    }

    /// Returns an entry for the host of this name.
    pub(crate) fn for_machine(name: Text<'_>) -> Self {
        Self {
            machine: Some(name.into_owned()),
            ..Self::default()
        }
    }

    /// Returns an entry for the host of this name. The name `default` is for every host: some
    /// readers store `default` under that name, so that `machine default` makes no difference to
    /// them.
    pub(crate) fn for_machine_or_default(name: Text<'_>) -> Self {
        if *name == *b"default" {
            Self::default_entry()
        } else {
            Self::for_machine(name)
        }
    }

    /// Makes missing parts empty.
    pub(crate) fn with_empty_parts(mut self) -> Self {
        self.login.get_or_insert_default();
        self.password.get_or_insert_default();
        self
    }

    /// Sets the part that a keyword names. Other keywords are ignored.
    pub(crate) fn set(&mut self, keyword: &[u8], value: Text<'_>) {
        let part = match keyword {
            b"machine" => &mut self.machine,
            b"login" => &mut self.login,
            b"password" => &mut self.password,
            b"account" => &mut self.account,
            _ => return,
        };
        *part = Some(value.into_owned());
    }
}

/// Returns a match with this login and password.
pub(crate) fn matched(login: Option<&[u8]>, password: Option<&[u8]>) -> Answer {
    Answer::Match {
        login: login.map(<[u8]>::to_vec),
        password: password.map(|password| SecretSlice::from(password.to_vec())),
    }
}

/// The tool cannot read the file. Most tools then stop with an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;
