//! What is inside a vault: a netrc, with what a netrc has no place for in comments of one word each. Pure.
//!
//! ```text
//! #keyrc:own=age1…                              the recipient of the vault's own identity
//! #keyrc:recipient=age1…                        everyone else to whom the file is encrypted whenever it is written
//! machine api.example.com login me password t0ken
//! #keyrc:more=password_expiry_utc=1800000000    what belongs to the token of the entry below
//! machine git.example.org:8443/team login bot password "a b"
//! ```
//!
//! A comment of one glued word at the start of a line is what the most netrc readers pass over, measured on forty of them;
//! no line is blank, since a blank line before a comment costs some of them the whole file.

use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode, percent_encode};
use zeroize::Zeroizing;

use crate::netrc::{OwnEntry, own_entries, own_text};
use crate::secret::concat;

const OWN: &[u8] = b"#keyrc:own=";
const RECIPIENT: &[u8] = b"#keyrc:recipient=";
const MORE: &[u8] = b"#keyrc:more=";

/// What would end the word, or be taken for another: everything that is not plain to every reader.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'\'')
    .add(b'\\')
    .add(b'%')
    .add(b'#');

/// An entry of a vault.
pub(super) struct Item<'a> {
    bytes: &'a [u8],
    entry: OwnEntry<'a>,
}

/// The entries of a vault, in its order.
pub(super) fn items(bytes: &[u8]) -> impl Iterator<Item = Item<'_>> {
    own_entries(bytes).map(move |entry| Item { bytes, entry })
}

impl Item<'_> {
    /// Whether it is for this machine and for this login, where they are given.
    pub(super) fn is_for(&self, machine: Option<&str>, login: Option<&str>) -> bool {
        machine.is_none_or(|machine| *self.entry.machine == *machine.as_bytes())
            && login.is_none_or(|login| *self.entry.login == *login.as_bytes())
    }

    /// The machine and the login; `None` where they are not text.
    pub(super) fn names(&self) -> Option<(&str, &str)> {
        Some((
            str::from_utf8(&self.entry.machine).ok()?,
            str::from_utf8(&self.entry.login).ok()?,
        ))
    }

    /// What was stored: the token and, behind a line break each, what belongs to it.
    pub(super) fn value(&self) -> Zeroizing<Vec<u8>> {
        let (password, above) = (self.entry.password(), &self.bytes[self.above()]);
        let Some(more) = above.strip_prefix(MORE) else {
            return password;
        };
        let mut value = Zeroizing::new(Vec::with_capacity(password.len() + 1 + more.len()));
        value.extend_from_slice(&password);
        value.push(b'\n');
        value.extend(percent_decode(more.trim_ascii_end()));
        value
    }

    /// The lines that are its alone.
    fn block(&self) -> Range<usize> {
        let above = self.above();
        let start = if self.bytes[above.clone()].starts_with(MORE) {
            above.start
        } else {
            self.entry.range.start
        };
        let end = self.entry.range.end;
        let line_break = self.bytes[end..].starts_with(b"\n");
        start..end + usize::from(line_break)
    }

    /// The line above, with its line break.
    fn above(&self) -> Range<usize> {
        let end = self.entry.range.start;
        let Some(text) = self.bytes[..end].strip_suffix(b"\n") else {
            return end..end;
        };
        let start = text
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |at| at + 1);
        start..end
    }
}

/// The bytes of a vault after one change to the entries of this machine and login, which are `found`.
///
/// With a value, the first of them has it, or else a new one at the end; without one, each of them is gone. `None` for a
/// value that a vault has no place for: not text, empty, or with a control character in its first line.
pub(super) fn with(
    bytes: &[u8],
    found: &[Item<'_>],
    machine: &str,
    login: &str,
    value: Option<&[u8]>,
) -> Option<Zeroizing<Vec<u8>>> {
    let mut found = found.iter().map(Item::block);
    let Some(value) = value else {
        let mut kept = Vec::new();
        let mut at = 0;
        for block in found {
            kept.push(&bytes[at..block.start]);
            at = block.end;
        }
        kept.push(&bytes[at..]);
        return Some(concat(&kept));
    };
    let at = found.next().unwrap_or(bytes.len()..bytes.len());
    let block = written(machine, login, value)?;
    let open_line = at.start > 0 && bytes[at.start - 1] != b'\n';
    let line_break: &[u8] = if open_line { b"\n" } else { b"" };
    Some(concat(&[
        &bytes[..at.start],
        line_break,
        &block,
        &bytes[at.end..],
    ]))
}

fn written(machine: &str, login: &str, value: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (token, more) = match value.iter().position(|&byte| byte == b'\n') {
        Some(at) => (&value[..at], Some(&value[at + 1..])),
        None => (value, None),
    };
    let token = str::from_utf8(token).ok()?;
    if token.is_empty()
        || [machine, login, token]
            .iter()
            .any(|text| text.chars().any(char::is_control))
    {
        return None;
    }
    let mut above = Zeroizing::new(Vec::new());
    if let Some(more) = more {
        // Sized for the worst case: a vector that grew would leave its old memory, secrets and all, on the heap.
        above.reserve_exact(MORE.len() + 3 * more.len() + 1);
        above.extend_from_slice(MORE);
        percent_encode(more, UNSAFE).for_each(|text| above.extend_from_slice(text.as_bytes()));
        above.push(b'\n');
    }
    let [machine, login, token] = [machine, login, token].map(own_text);
    Some(concat(&[
        &above,
        b"machine ",
        &machine,
        b" login ",
        &login,
        b" password ",
        &token,
        b"\n",
    ]))
}

/// To whom a vault is encrypted whenever it is written, as age writes recipients.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Recipients {
    /// That of the vault's own identity.
    pub(super) own: Option<String>,
    pub(super) others: Vec<String>,
}

impl Recipients {
    /// Those that a vault names: in the comments at its start, before the first entry.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut found = Self::default();
        for line in head(bytes) {
            let text = |text: &[u8]| {
                percent_decode(text.trim_ascii_end())
                    .decode_utf8_lossy()
                    .into_owned()
            };
            match (line.strip_prefix(OWN), line.strip_prefix(RECIPIENT)) {
                (Some(own), _) => found.own = Some(text(own)),
                (_, Some(other)) => found.others.push(text(other)),
                (None, None) => {}
            }
        }
        found
    }

    /// The bytes of a vault that names these, and no others.
    pub(super) fn put_into(&self, bytes: &[u8]) -> Zeroizing<Vec<u8>> {
        let line = |prefix: &[u8], recipient: &String| {
            let text = percent_encode(recipient.as_bytes(), UNSAFE).to_string();
            [prefix, text.as_bytes(), b"\n"].concat()
        };
        let own = self.own.iter().flat_map(|own| line(OWN, own));
        let names: Vec<u8> = own
            .chain(self.others.iter().flat_map(|other| line(RECIPIENT, other)))
            .collect();
        let rest = &bytes[head(bytes).map(<[u8]>::len).sum()..];
        let kept =
            head(bytes).filter(|line| !line.starts_with(OWN) && !line.starts_with(RECIPIENT));
        concat(
            &std::iter::once(&names[..])
                .chain(kept)
                .chain([rest])
                .collect::<Vec<_>>(),
        )
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &String> {
        self.own.iter().chain(&self.others)
    }
}

/// The comments at the start of a vault, with their line breaks.
fn head(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes
        .split_inclusive(|&byte| byte == b'\n')
        .take_while(|line| line.starts_with(b"#") && !line.starts_with(MORE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(
        bytes: &[u8],
        machine: &str,
        login: &str,
        value: Option<&[u8]>,
    ) -> Option<Zeroizing<Vec<u8>>> {
        let found: Vec<_> = items(bytes)
            .filter(|item| item.is_for(Some(machine), Some(login)))
            .collect();
        super::with(bytes, &found, machine, login, value)
    }

    fn put(bytes: &[u8], machine: &str, login: &str, value: &str) -> Zeroizing<Vec<u8>> {
        with(bytes, machine, login, Some(value.as_bytes())).expect("a value that fits")
    }

    fn value(bytes: &[u8], machine: &str, login: &str) -> Option<String> {
        let item = items(bytes).find(|item| item.is_for(Some(machine), Some(login)))?;
        Some(String::from_utf8(item.value().to_vec()).expect("text"))
    }

    #[test]
    fn it_is_a_netrc_and_what_a_netrc_has_no_place_for_is_in_comments_of_one_word() {
        let one = put(b"", "a.test", "me", "t0ken");
        let two = put(
            &one,
            "b.test:8443/x",
            "a b",
            "p \"q\npassword_expiry_utc=1\noauth_refresh_token=a b%",
        );
        assert_eq!(
            str::from_utf8(&two),
            Ok("machine a.test login me password t0ken\n\
                #keyrc:more=password_expiry_utc=1%0Aoauth_refresh_token=a%20b%25\n\
                machine b.test:8443/x login \"a b\" password \"p \\\"q\"\n")
        );
        assert_eq!(value(&two, "a.test", "me").as_deref(), Some("t0ken"));
        let more = "p \"q\npassword_expiry_utc=1\noauth_refresh_token=a b%";
        assert_eq!(value(&two, "b.test:8443/x", "a b").as_deref(), Some(more));
        assert_eq!(value(&two, "b.test", "a b"), None);
    }

    #[test]
    fn a_change_leaves_every_other_line_as_it_is() {
        let old = b"#keyrc:recipient=age1x\n# mine\nmachine a login u password 1\n#keyrc:more=x\nmachine b login u password 2\n\
                    machine c login u password 3";
        assert_eq!(
            str::from_utf8(&put(old, "b", "u", "new")),
            Ok(
                "#keyrc:recipient=age1x\n# mine\nmachine a login u password 1\nmachine b login u password new\n\
                machine c login u password 3"
            )
        );
        let gone = with(old, "b", "u", None).expect("nothing to write");
        let none = with(&gone, "nobody", "u", None).expect("nothing to write");
        assert_eq!(gone, none);
        assert_eq!(
            str::from_utf8(&gone),
            Ok(
                "#keyrc:recipient=age1x\n# mine\nmachine a login u password 1\nmachine c login u password 3"
            )
        );
        assert!(put(old, "d", "u", "4").ends_with(b"password 3\nmachine d login u password 4\n"));
    }

    #[test]
    fn values_that_look_like_something_else_come_back_as_they_were() {
        for text in [
            "#x", "machine", "\"", "'a b'", "\\", "a\\ b", "password", "é", "default", " ", "=,;",
        ] {
            for other in ["plain", "login"] {
                let bytes = put(&put(b"", "a.test", text, other), "b.test", other, text);
                assert_eq!(
                    value(&bytes, "a.test", text).as_deref(),
                    Some(other),
                    "{text}"
                );
                assert_eq!(
                    value(&bytes, "b.test", other).as_deref(),
                    Some(text),
                    "{text}"
                );
            }
        }
        let long = "x".repeat(65536);
        assert_eq!(
            value(&put(b"", "a.test", "me", &long), "a.test", "me").as_deref(),
            Some(long.as_str())
        );
    }

    #[test]
    fn what_has_no_place_is_refused() {
        for value in [&b""[..], b"\n", b"a\tb", b"\xFF", b"\nmore"] {
            assert!(
                with(b"", "a.test", "me", Some(value)).is_none(),
                "{value:?}"
            );
        }
        assert!(with(b"", "a.test", "a\nb", Some(b"x")).is_none());
    }

    #[test]
    fn recipients_are_replaced_and_nothing_else_is() {
        let old =
            b"#keyrc:recipient=age1old\n# mine\n#keyrc:more=x\nmachine a login u password 1\n";
        let others = vec!["age1new".to_owned(), "ssh-ed25519 AAAA me@home".to_owned()];
        let recipients = Recipients {
            own: Some("age1own".into()),
            others,
        };
        let new = recipients.put_into(old);
        assert_eq!(Recipients::of(&new), recipients);
        assert!(new.ends_with(b"# mine\n#keyrc:more=x\nmachine a login u password 1\n"));
    }
}
