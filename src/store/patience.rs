//! How long a call to a store may take, and the notices to the user during it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// How long to wait for a store.
#[derive(Clone)]
pub struct Patience {
    pub(super) limit: Duration,
    pub(super) user: Option<User>,
    pub(super) probe: Option<Probe>,
}

/// A user who may unlock the keyring while keyrc waits.
#[derive(Clone)]
pub(super) struct User {
    /// How long to wait in all.
    pub(super) limit: Duration,
    /// Called once, with the time that is left.
    pub(super) notice: Arc<dyn Fn(Duration) + Send + Sync>,
    /// Called every second with the time that is left, and with `None` at the end.
    pub(super) countdown: Option<Arc<dyn Fn(Option<Duration>) + Send + Sync>>,
}

/// Asks the store over another connection, within a limit, whether it is locked.
pub(super) type Probe = Arc<dyn Fn(Duration) -> bool + Send + Sync>;

impl fmt::Debug for Patience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patience")
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl Patience {
    /// The limit for a store that does not wait for a user: 5 s.
    pub const TOOL: Duration = Duration::from_secs(5);
    /// The limit for a user who may be typing a password into the keyring's own window: 60 s.
    pub const PERSON: Duration = Duration::from_secs(60);
    /// The limit for a vault: 60 s, because its disk may be slow.
    pub const VAULT: Duration = Duration::from_secs(60);

    /// Waits for `limit` and then fails. Fails at once if the keyring is locked and asks for its
    /// password.
    pub fn new(limit: Duration) -> Self {
        Self {
            limit,
            user: None,
            probe: None,
        }
    }

    /// Waits for [`TOOL`](Self::TOOL), calls `notice` with the time that is left, and waits on
    /// until [`PERSON`](Self::PERSON). Calls `notice` earlier if the keyring is known to be locked.
    pub fn with_person(notice: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        let user = User {
            limit: Self::PERSON,
            notice: Arc::new(notice),
            countdown: None,
        };
        Self {
            limit: Self::TOOL,
            user: Some(user),
            probe: None,
        }
    }

    /// Replaces the notice for a locked keyring: calls `show` with the time that is left, at once
    /// and every second, and with `None` at the end. Has no effect after [`new`](Self::new).
    pub fn counting_down(
        mut self,
        show: impl Fn(Option<Duration>) + Send + Sync + 'static,
    ) -> Self {
        if let Some(user) = &mut self.user {
            user.countdown = Some(Arc::new(show));
        }
        self
    }

    /// Sets how long to wait in all.
    pub fn up_to(mut self, limit: Duration) -> Self {
        match &mut self.user {
            Some(user) => (self.limit, user.limit) = (limit.min(Self::TOOL), limit),
            None => self.limit = limit,
        }
        self
    }

    /// Returns the limit for a store that does not wait for a user.
    pub fn limit(&self) -> Duration {
        self.limit
    }

    /// Returns how long to wait in all, including for a user who unlocks the store.
    pub fn longest(&self) -> Duration {
        self.user.as_ref().map_or(self.limit, |user| user.limit)
    }

    /// Adds a way to ask the store whether it is locked.
    pub(super) fn probing(
        mut self,
        probe: impl Fn(Duration) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.probe = Some(Arc::new(probe));
        self
    }
}
