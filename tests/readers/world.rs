//! The environment of every tool: the servers, the installed programs, and the question as a URL.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::case::Case;
use crate::driver::{self, Output, Question};
use crate::ftp;
use crate::http::{self, Seen};
use crate::observed::Observed;
use crate::process::{Finished, Home, write_netrc};
use crate::tls;

pub(crate) struct World {
    pub(crate) http: http::Server,
    pub(crate) ftp: ftp::Server,
    pub(crate) front: tls::Front,
    /// The folder into which `install.sh` installs programs that are not Debian packages.
    pub(crate) programs: PathBuf,
    /// A folder for caches that programs may keep between questions.
    pub(crate) cache: tempfile::TempDir,
    /// The folder of the drivers.
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

    /// Runs a tool against the HTTP server. `run` gets the URL of the question, with the login of
    /// the case if it has one.
    pub(crate) fn over_http(&self, case: &Case, run: impl FnOnce(&Home, &str) -> Finished) -> Wire {
        self.over("http", case, run)
    }

    /// The same for a tool that sends credentials only over TLS.
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

    /// Runs a driver on all of the cases.
    pub(crate) fn drive(&self, cases: &[Case], start: &dyn Fn() -> Command) -> Vec<Observed> {
        let folder = tempfile::tempdir().unwrap();
        let numbers: Vec<u64> = cases.iter().map(|_| self.http.ask()).collect();
        let questions = cases
            .iter()
            .zip(&numbers)
            .enumerate()
            .map(|(at, (case, number))| {
                // Each file has its own folder: some libraries accept a home directory, but not a
                // file.
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
        let outputs = driver::ask(start, &questions, folder.path());
        let answers = outputs.into_iter().zip(cases).zip(numbers).map(
            |((output, case), number)| match output {
                Output::Observed(observed) => observed,
                Output::Sent(why) => match sent(&self.http.take(number), case) {
                    Observed::None if !why.is_empty() => Observed::error(why),
                    other => other,
                },
            },
        );
        answers.collect()
    }
}

/// The result of a question over HTTP.
pub(crate) struct Wire {
    pub(crate) seen: Vec<Seen>,
    pub(crate) finished: Finished,
}

impl Wire {
    /// The answer of a tool that hides errors in the file.
    pub(crate) fn silent(self, case: &Case) -> Observed {
        self.judged(case, |_| false)
    }

    /// The answer of a tool that reports errors in the file. `is_fault` recognizes an error by how
    /// the tool ended. If the tool still sent credentials, those are the answer.
    pub(crate) fn judged(self, case: &Case, is_fault: impl FnOnce(&Finished) -> bool) -> Observed {
        if let Some(crash) = self.finished.crash {
            return crash;
        }
        match sent(&self.seen, case) {
            Observed::None if is_fault(&self.finished) => Observed::error(format_args!(
                "exit {:?}: {}",
                self.finished.code, self.finished.err
            )),
            // A tool that works sends a request.
            Observed::None if self.seen.is_empty() => Observed::error(format_args!(
                "it sent no request: {:?}: {}",
                self.finished.code, self.finished.err
            )),
            other => other,
        }
    }
}

/// Returns the answer from the sent credentials. The last ones count: uv first tries the login of
/// the URL alone.
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
