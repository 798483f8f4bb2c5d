//! What every tool needs: the servers, the folder of the programs, and the question in a form it can ask.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::case::Case;
use crate::driver::{self, Question, Said};
use crate::ftp;
use crate::http::{self, Seen};
use crate::observed::Observed;
use crate::process::{Finished, Home, write_netrc};
use crate::tls;

pub(crate) struct World {
    pub(crate) http: http::Server,
    pub(crate) ftp: ftp::Server,
    pub(crate) front: tls::Front,
    /// Where `install.sh` put what is no package of Debian.
    pub(crate) programs: PathBuf,
    /// What programs may keep from one question to the next.
    pub(crate) cache: tempfile::TempDir,
    /// Where the drivers are.
    pub(crate) drivers: PathBuf,
}

impl World {
    pub(crate) fn new() -> Self {
        let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let programs = std::env::var_os("KEYRC_READERS")
            .map_or_else(|| here.join("target/readers"), PathBuf::from);
        let (cache, drivers) = (
            tempfile::tempdir().unwrap(),
            here.join("tests/readers/drivers"),
        );
        let (http, ftp) = (http::Server::start(), ftp::Server::start());
        let front = tls::Front::start(cache.path(), &drivers);
        Self {
            http,
            ftp,
            front,
            programs,
            cache,
            drivers,
        }
    }

    /// Lets a tool ask over HTTP. `run` gets the URL of the question, which has the login if the case has.
    pub(crate) fn over_http(&self, case: &Case, run: impl FnOnce(&Home, &str) -> Finished) -> Wire {
        self.over("http", case, run)
    }

    /// As `over_http`, for a tool that takes its credentials to no server without TLS.
    pub(crate) fn over(
        &self,
        scheme: &str,
        case: &Case,
        run: impl FnOnce(&Home, &str) -> Finished,
    ) -> Wire {
        let number = self.http.ask();
        let home = Home::new(&case.file);
        let finished = run(
            &home,
            &format!("{scheme}://{}/c/{number}", case.authority(true)),
        );
        Wire {
            seen: self.http.take(number),
            finished,
        }
    }

    /// Asks a driver about all of the cases.
    pub(crate) fn drive(&self, cases: &[Case], start: &dyn Fn() -> Command) -> Vec<Observed> {
        let folder = tempfile::tempdir().unwrap();
        let numbers: Vec<u64> = cases.iter().map(|_| self.http.ask()).collect();
        let questions = cases
            .iter()
            .zip(&numbers)
            .enumerate()
            .map(|(at, (case, number))| {
                // In a folder of its own: some libraries take no file, but a home.
                let path = folder.path().join(at.to_string()).join(".netrc");
                fs::create_dir(path.parent().unwrap()).unwrap();
                write_netrc(&path, &case.file);
                let url = format!("http://{}/c/{number}", case.authority(true));
                Question {
                    path,
                    host: case.host.clone(),
                    login: case.login.clone(),
                    url,
                }
            });
        let questions: Vec<_> = questions.collect();
        let said = driver::ask(start, &questions, folder.path());
        let answers = said
            .into_iter()
            .zip(cases)
            .zip(numbers)
            .map(|((said, case), number)| match said {
                Said::Observed(observed) => observed,
                Said::Asked(why) => match sent(&self.http.take(number), case) {
                    Observed::None if !why.is_empty() => Observed::error(why),
                    other => other,
                },
            });
        answers.collect()
    }
}

/// What came of a question over HTTP.
pub(crate) struct Wire {
    pub(crate) seen: Vec<Seen>,
    pub(crate) finished: Finished,
}

impl Wire {
    /// The answer, for a tool that goes on without a word where it cannot read the file.
    pub(crate) fn silent(self, case: &Case) -> Observed {
        self.judged(case, |_| false)
    }

    /// The answer, for a tool that says so; `is_fault` tells by how it ended. Where it nevertheless sent something, that is
    /// what it read.
    pub(crate) fn judged(self, case: &Case, is_fault: impl FnOnce(&Finished) -> bool) -> Observed {
        if let Some(crash) = self.finished.crash {
            return crash;
        }
        match sent(&self.seen, case) {
            Observed::None if is_fault(&self.finished) => Observed::error(format_args!(
                "exit {:?}: {}",
                self.finished.code, self.finished.err
            )),
            // It must at least have asked.
            Observed::None if self.seen.is_empty() => Observed::error(format_args!(
                "it asked nothing: {:?}: {}",
                self.finished.code, self.finished.err
            )),
            other => other,
        }
    }
}

/// What the file gave, by what was sent. The last counts: uv tries the login of the URL alone before it looks further.
pub(crate) fn sent(seen: &[Seen], case: &Case) -> Observed {
    let last = seen.iter().rev().find(|seen| **seen != Seen::Nothing);
    match last {
        None | Some(Seen::Nothing) => Observed::None,
        Some(Seen::Bearer(token)) => Observed::Match {
            login: None,
            password: Some(token.clone()),
        },
        Some(Seen::Basic(login, password)) => {
            let is_the_urls = password.is_empty()
                && case
                    .login
                    .as_ref()
                    .is_some_and(|asked| asked.as_bytes() == login);
            if is_the_urls {
                Observed::None
            } else {
                Observed::found(login.clone(), password.clone())
            }
        }
    }
}
