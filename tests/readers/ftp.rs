//! An FTP server that records logins.
//!
//! An FTP client sends no path before the login, so the server serves one tool at a time: the one
//! that holds the `Turn`.

use std::sync::{Arc, Mutex, MutexGuard};

use crate::ftp_talk::{Login, serve};
use crate::http::listen;

pub(crate) struct Server {
    log: Arc<Mutex<Vec<Login>>>,
    turn: Mutex<()>,
}

pub(crate) struct Turn<'a> {
    server: &'a Server,
    _held: MutexGuard<'a, ()>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let log = Arc::<Mutex<Vec<Login>>>::default();
        let its_log = log.clone();
        listen(21, move |connection| serve(connection, &its_log));
        Self {
            log,
            turn: Mutex::default(),
        }
    }

    /// Waits until no other tool holds the turn.
    pub(crate) fn turn(&self) -> Turn<'_> {
        let turn = Turn {
            server: self,
            _held: self.turn.lock().unwrap(),
        };
        self.log.lock().unwrap().clear();
        turn
    }
}

impl Turn<'_> {
    /// Returns the logins, in order.
    pub(crate) fn seen(&self) -> Vec<Login> {
        self.server.log.lock().unwrap().clone()
    }
}
