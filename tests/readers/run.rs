//! Asks all tools about all cases, several at a time.

use std::fmt;
use std::path::PathBuf;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use serde_json::json;

use crate::case::{Case, Named};
use crate::observed::Observed;
use crate::tools::{self, Ask, Tool};
use crate::world::World;

/// The number of workers for each processor: a tool waits about as long as it computes.
const WORKERS: usize = 3;

/// The number of cases in a batch, so that starting a driver is worthwhile.
const PORTION: usize = 100;

pub(crate) struct Report {
    pub(crate) tools: Vec<ToolRun>,
}

/// A tool and its answers, in the order of the cases.
pub(crate) struct ToolRun {
    pub(crate) name: &'static str,
    version: String,
    errors: bool,
    /// The questions: each case, without the login or port if the tool does not take one.
    pub(crate) questions: Vec<Case>,
    pub(crate) answers: Vec<Observed>,
    took: Duration,
}

/// The answers from one worker.
struct Part {
    tool: usize,
    from: usize,
    answers: Vec<Observed>,
    took: Duration,
}

pub(crate) fn everything(cases: &[Named]) -> Report {
    match std::env::var("KEYRC_READER_TOOLS") {
        Ok(names) => by(&names, cases),
        Err(_) => ask_tools(cases, |_| true),
    }
}

/// Asks the tools in a comma-separated list.
pub(crate) fn by(names: &str, cases: &[Named]) -> Report {
    let names: Vec<&str> = names.split(',').collect();
    ask_tools(cases, |tool| names.contains(&tool.name))
}

fn ask_tools(cases: &[Named], is_selected: impl Fn(&Tool) -> bool) -> Report {
    let world = World::new();
    let tools = tools::all(&world).into_iter().filter(is_selected);
    let tools: Vec<Tool> = tools.collect();
    let all_for = |tool| {
        cases
            .iter()
            .map(|named| question_for(tool, &named.case))
            .collect()
    };
    let questions: Vec<Vec<Case>> = tools.iter().map(all_for).collect();
    // The FTP server serves one tool at a time, so all questions to it are one batch, which starts
    // first.
    let (ftp, others): (Vec<_>, Vec<_>) =
        (0..tools.len()).partition(|&tool| tools[tool].asks_ftp());
    let portions = |tool| {
        (0..cases.len())
            .step_by(PORTION)
            .map(move |from| (tool, from))
    };
    let pieces = [ftp.into_iter().flat_map(portions).collect()];
    let pieces = pieces
        .into_iter()
        .chain(others.into_iter().flat_map(portions).map(|one| vec![one]));
    let queue = Mutex::new(pieces.collect::<Vec<Vec<_>>>().into_iter());
    let work = || {
        let mut parts = Vec::new();
        while let Some(piece) = { queue.lock().unwrap().next() } {
            for (tool, from) in piece {
                let start = Instant::now();
                let to = (from + PORTION).min(cases.len());
                let answers = ask(&world, &tools[tool], &questions[tool][from..to]);
                parts.push(Part {
                    tool,
                    from,
                    answers,
                    took: start.elapsed(),
                });
            }
        }
        parts
    };
    let mut parts: Vec<Part> = thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    parts.sort_by_key(|part| (part.tool, part.from));
    let mut runs: Vec<ToolRun> = tools
        .into_iter()
        .zip(questions)
        .map(|(tool, questions)| ToolRun::new(tool, questions))
        .collect();
    for part in parts {
        runs[part.tool].answers.extend(part.answers);
        runs[part.tool].took += part.took;
    }
    Report { tools: runs }
}

fn question_for(tool: &Tool, case: &Case) -> Case {
    let mut case = case.clone();
    case.login = case.login.filter(|_| tool.takes_login);
    case.port = case.port.filter(|_| tool.takes_port);
    case
}

fn ask(world: &World, tool: &Tool, cases: &[Case]) -> Vec<Observed> {
    match &tool.ask {
        Ask::Each(ask) => cases.iter().map(|case| ask(world, case)).collect(),
        Ask::All(ask) => ask(world, cases),
    }
}

impl ToolRun {
    fn new(tool: Tool, questions: Vec<Case>) -> Self {
        let Tool {
            name,
            version,
            errors,
            ..
        } = tool;
        Self {
            name,
            version,
            errors,
            questions,
            answers: Vec::new(),
            took: Duration::ZERO,
        }
    }

    fn count(&self, word: &str) -> usize {
        self.answers
            .iter()
            .filter(|answer| answer.word() == word)
            .count()
    }
}

impl fmt::Display for ToolRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each = self.took.as_secs_f64() * 1000.0 / self.answers.len().max(1) as f64;
        let [found, none, errors] = ["match", "none", "error"].map(|word| self.count(word));
        write!(
            f,
            "{:16} {each:7.2} ms  {found:4} match {none:4} none {errors:4} error  {}",
            self.name, self.version
        )
    }
}

impl Report {
    /// Returns a JSON object for each case and tool.
    pub(crate) fn lines(&self, cases: &[Named]) -> String {
        let mut text = String::new();
        for (at, named) in cases.iter().enumerate() {
            for tool in &self.tools {
                text.push_str(&line(&named.name, tool, at).to_string());
                text.push('\n');
            }
        }
        text
    }

    /// Returns the tools that found nothing in any file: they do not work.
    pub(crate) fn faults(&self) -> String {
        let idle = self
            .tools
            .iter()
            .filter(|tool| !tool.answers.is_empty() && tool.count("match") == 0);
        idle.map(|tool| format!("{}: {:?}\n", tool.name, tool.answers[0]))
            .collect()
    }
}

/// `login` and `port` are those of the question, so they are null if the tool does not take them.
fn line(name: &str, tool: &ToolRun, at: usize) -> serde_json::Value {
    let Case {
        file,
        host,
        port,
        login,
    } = &tool.questions[at];
    let encode = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let answer = &tool.answers[at];
    let (its_login, its_password) = match answer {
        Observed::Match { login, password } => (
            login.as_deref().map(encode),
            password.as_deref().map(encode),
        ),
        _ => (None, None),
    };
    let why = if let Observed::Error(why) = answer {
        Some(why)
    } else {
        None
    };
    json!({
        "case": name, "file_base64": encode(file), "host": host, "port": port, "login": login,
        "tool": tool.name, "version": tool.version, "errors_are_visible": tool.errors, "answer": answer.word(),
        "login_base64": its_login, "password_base64": its_password, "why": why,
    })
}

/// Returns the target folder, for the report.
pub(crate) fn target() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target")
}
