//! Reads the credentials of a document as a migration does.

use crate::credential::{Login, Secret};
use crate::host::Host;
use crate::netrc::document::Document;

impl Document {
    /// Returns the logins and tokens of the entries for a host, in file order. As a migration does,
    /// takes a token in the place of the login for the secret of an account without a login.
    ///
    /// Skips `default`, entries with an unclear token, and entries that cannot be stored.
    pub(crate) fn credentials(&self, host: &Host) -> impl Iterator<Item = (Login, Secret)> {
        self.all(host, None)
            .filter(|entry| self.obstacle(entry).is_none())
            .filter_map(|entry| {
                let login = match self.login(entry) {
                    Some(login) if !self.has_no_name(entry) => login.parse().ok()?,
                    _ => Login::none(),
                };
                Some((login, self.credential(entry)?.ok()?))
            })
    }
}
