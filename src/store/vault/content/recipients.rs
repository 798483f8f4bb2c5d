//! The recipients that a vault is encrypted to, as the comments at the start of its plain text list
//! them.

use percent_encoding::{percent_decode, percent_encode};
use zeroize::Zeroizing;

use super::{MORE, UNSAFE};
use crate::secret::concat;

const OWN: &[u8] = b"#keyrc:own=";
/// How many recipients to read: more than a write accepts, so that it fails.
const MOST: usize = 1000;

const RECIPIENT: &[u8] = b"#keyrc:recipient=";

/// The recipients of a vault, as age writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store::vault) struct Recipients {
    /// The recipient of the vault's own identity.
    pub(in crate::store::vault) own: Option<String>,
    /// Everyone else.
    pub(in crate::store::vault) others: Vec<String>,
}

impl Recipients {
    /// Reads the recipients from the comments before the first entry.
    pub(in crate::store::vault) fn of(bytes: &[u8]) -> Self {
        let mut found = Self::default();
        for line in head(bytes) {
            if let Some(own) = line.strip_prefix(OWN) {
                found.own = Some(decoded(own));
            } else if let Some(other) = line.strip_prefix(RECIPIENT)
                && found.others.len() < MOST
            {
                found.others.push(decoded(other));
            }
        }
        found
    }

    /// Returns the bytes of a vault that lists these recipients in place of those it lists now.
    pub(in crate::store::vault) fn put_into(&self, bytes: &[u8]) -> Zeroizing<Vec<u8>> {
        let mut names = Vec::new();
        if let Some(own) = &self.own {
            names.extend(encoded(OWN, own));
        }
        for other in &self.others {
            names.extend(encoded(RECIPIENT, other));
        }
        let mut parts = vec![&names[..]];
        parts.extend(head(bytes).filter(|line| !is_recipient(line)));
        parts.push(&bytes[head(bytes).map(<[u8]>::len).sum()..]);
        concat(&parts)
    }

    /// Returns every recipient, the vault's own first.
    pub(in crate::store::vault) fn all(&self) -> impl Iterator<Item = &String> {
        self.own.iter().chain(&self.others)
    }
}

fn is_recipient(line: &[u8]) -> bool {
    line.starts_with(OWN) || line.starts_with(RECIPIENT)
}

fn decoded(text: &[u8]) -> String {
    percent_decode(text.trim_ascii_end())
        .decode_utf8_lossy()
        .into_owned()
}

fn encoded(prefix: &[u8], recipient: &str) -> Vec<u8> {
    let text = percent_encode(recipient.as_bytes(), UNSAFE).to_string();
    [prefix, text.as_bytes(), b"\n"].concat()
}

/// Returns the comment lines at the start of a vault, with their line breaks.
fn head(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes
        .split_inclusive(|&byte| byte == b'\n')
        .take_while(|line| line.starts_with(b"#") && !line.starts_with(MORE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_recipients_are_replaced() {
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
