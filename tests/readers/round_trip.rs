//! Random files: the real tools find the same credentials after keyrc changed a file, or keyrc names
//! the tool.

use std::collections::BTreeSet;

use keyrc::netrc::Document;

use crate::generated::case::{Case, HOSTS, Named};
use crate::generated::oracle::{Credential, credentials, is_named, lookup_name};
use crate::generated::random::Random;
use crate::generated::{self, people};
use crate::journey::Journey;
use crate::judge;
use crate::run::Report;

/// The tools that are asked about every file.
pub(crate) const TOOLS: &str = "curl,git,wget,python,requests,aria2,uv,lftp";

/// The versions of a file: before, exported and fixed.
const VERSIONS: usize = 3;

/// A question to the tools about each version of a file.
struct Question {
    journey: usize,
    host: String,
    login: Option<String>,
}

/// Files that keyrc changed, and the questions about them.
pub(crate) struct RoundTrips {
    journeys: Vec<Journey>,
    questions: Vec<Question>,
}

impl RoundTrips {
    /// Generates `count` files, half of them as people write them, and changes them.
    pub(crate) fn new(random: &mut Random, count: usize) -> Self {
        let odd = generated::cases(random, count / 2).into_iter();
        let mut files: Vec<Vec<u8>> = odd.map(|named| named.case.file).collect();
        while files.len() < count {
            files.push(people::file(&mut Random::new(random.next())));
        }
        let journeys: Vec<Journey> = files.into_iter().map(Journey::new).collect();
        let questions = journeys.iter().enumerate();
        Self {
            questions: questions
                .flat_map(|(at, journey)| questions_about(at, &journey.before))
                .collect(),
            journeys,
        }
    }

    /// Returns the cases for the tools, [`VERSIONS`] for each question.
    pub(crate) fn cases(&self) -> Vec<Named> {
        let mut cases = Vec::new();
        for question in &self.questions {
            let journey = &self.journeys[question.journey];
            for file in [&journey.before, &journey.exported, &journey.fixed] {
                let mut case = Case::new(file.clone());
                case.host.clone_from(&question.host);
                case.login.clone_from(&question.login);
                let name = format!("file-{:05}", question.journey);
                cases.push(Named { name, case });
            }
        }
        cases
    }

    /// Lists the credentials that a tool found before and not after, without being named.
    pub(crate) fn lost(&self, report: &Report) -> Vec<String> {
        let mut lost = Vec::new();
        for tool in &report.tools {
            let reader = judge::model(tool.name);
            let answers = tool.answers.chunks(VERSIONS);
            for (question, answers) in self.questions.iter().zip(answers) {
                let journey = &self.journeys[question.journey];
                let [before, exported, fixed] = answers else {
                    continue;
                };
                let is_its = |own: &Credential| {
                    own.host == question.host
                        && judge::is(reader, &own.login, &own.password, before)
                };
                if !credentials(&journey.before).iter().any(is_its) {
                    continue;
                }
                for (after, file, output) in [
                    (exported, &journey.exported, &journey.moving),
                    (fixed, &journey.fixed, &journey.fixing),
                ] {
                    if after != before && !is_named(output, reader, &question.host) {
                        let [old, new] =
                            [&journey.before, file].map(|text| String::from_utf8_lossy(text));
                        lost.push(format!(
                            "{}: {} as {:?}: {before:?}, then {after:?}\n  before {old:?}\n  after  {new:?}\n{output}",
                            tool.name, question.host, question.login
                        ));
                    }
                }
            }
        }
        lost
    }

    /// Returns how many files and questions there are.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.journeys.len(), self.questions.len())
    }
}

/// Returns the questions about the hosts of a file that tools can reach: without a login, and with
/// each login of a host that has several.
fn questions_about(journey: usize, file: &[u8]) -> Vec<Question> {
    let document = Document::parse(file.to_vec().into());
    let mut asked = BTreeSet::new();
    for entry in document.entries() {
        let machine = document.machine(entry).map(|name| lookup_name(&name));
        let Some(host) = machine.filter(|host| HOSTS.contains(&&**host)) else {
            continue;
        };
        asked.insert((host.clone(), None));
        let login = document.login(entry).filter(|login| is_of_url(login));
        if let Some(login) = login {
            asked.insert((host, Some(login.into_owned())));
        }
    }
    let has_several = |host: &str| asked.iter().filter(|(other, _)| other == host).count() > 2;
    let is_useful =
        |(host, login): &&(String, Option<String>)| login.is_none() || has_several(host);
    let questions = asked.iter().filter(is_useful).cloned();
    questions
        .map(|(host, login)| Question {
            journey,
            host,
            login,
        })
        .collect()
}

/// Whether a login can be written into a URL as it is.
fn is_of_url(login: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    !login.is_empty() && login.len() < 60 && login.bytes().all(is_plain)
}
