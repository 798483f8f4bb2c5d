//! The machine and the login of an entry, as messages show them.

use std::borrow::Cow;

use crate::netrc::document::Document;
use crate::netrc::entry::{Entry, is_keyword, is_long_login, value};
use crate::netrc::word::Word;
use crate::text::{MASK, without_userinfo};

impl Document {
    /// Returns the machine of an entry for messages: of a URL, the login and the password are
    /// masked.
    pub fn shown_machine(&self, entry: &Entry) -> Option<String> {
        let machine = self.machine(entry)?;
        Some(without_userinfo(&machine).into_owned())
    }

    /// Returns the login of an entry for messages, masked if it is a token or may be one.
    pub fn shown_login(&self, entry: &Entry) -> Option<Cow<'_, str>> {
        let login = self.login(entry)?;
        let is_secret = self.may_be_token(entry) || self.is_password_elsewhere(entry);
        if is_secret && !login.is_empty() {
            return Some(Cow::Borrowed(MASK));
        }
        Some(login)
    }

    /// Whether the login of an entry is its token, or may be: the entry has no password, or another
    /// keyword in its place.
    pub(crate) fn may_be_token(&self, entry: &Entry) -> bool {
        let password = entry.password.filter(|word| !self.is_accident(*word));
        self.is_token_login(entry) || password.is_none()
    }

    /// Whether the login of an entry is the password of another entry, and too long for a name.
    pub(crate) fn is_password_elsewhere(&self, entry: &Entry) -> bool {
        let login = self.login(entry);
        let Some(login) = login.filter(|login| is_long_login(login) && !self.is_token_login(entry))
        else {
            return false;
        };
        let value = |word: &Word| value(*word, self.bytes());
        let passwords = self.passwords.get_or_init(|| {
            let words = self.entries.iter().filter_map(|entry| entry.password);
            let mut words: Vec<Word> = words.collect();
            words.sort_by(|one, other| value(one).cmp(&value(other)));
            words
        });
        let found = passwords.binary_search_by(|word| (*value(word)).cmp(login.as_bytes()));
        found.is_ok()
    }

    /// Whether a password is the next keyword of the file, or a comment on the next line.
    fn is_accident(&self, password: Word) -> bool {
        if password.traits.quoted() {
            return false;
        }
        let before = &self.bytes()[..password.start()];
        let is_first_of_line = before[before.trim_ascii_end().len()..].contains(&b'\n');
        let is_comment = self.bytes()[password.start()] == b'#';
        is_keyword(password, self.bytes()) || is_comment && is_first_of_line
    }
}
