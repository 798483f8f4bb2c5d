//! A program that asks a library about many files, one after another, and prints a line for each.
//!
//! It gets the path of a file with a JSON object for each case: `id`, `path`, `host`, `login` (or null) and `url`. It prints a
//! JSON object for each, in the same order: `id`, `answer` (`match`, `none`, `error`, or `asked` where the server knows),
//! `login` and `password` (base64, or null) and `why`. Where it says nothing for a while, or ends, the case it was at is an
//! error, and it is started again behind it.

use std::io::{BufRead, BufReader};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use serde::Deserialize;
use serde_json::json;

use crate::observed::Observed;
use crate::process::{self, write};

/// How long a driver may say nothing. A library is quick or hangs.
const PATIENCE: Duration = Duration::from_secs(4);

/// One line for a driver.
pub(crate) struct Question {
    pub(crate) path: PathBuf,
    pub(crate) host: String,
    pub(crate) login: Option<String>,
    /// Where it is to ask, if it asks a server.
    pub(crate) url: String,
}

/// What a driver said of one case.
pub(crate) enum Said {
    Observed(Observed),
    /// It asked the server, which knows the rest; `why` is how that ended, or empty where it ended well.
    Asked(String),
}

#[derive(Deserialize)]
struct Line {
    id: usize,
    answer: String,
    login: Option<String>,
    password: Option<String>,
    #[serde(default)]
    why: Option<String>,
}

/// Asks all of them.
pub(crate) fn ask(start: &dyn Fn() -> Command, questions: &[Question], folder: &Path) -> Vec<Said> {
    let mut said = Vec::with_capacity(questions.len());
    while said.len() < questions.len() {
        let from = said.len();
        let input = folder.join(format!("from-{from}.jsonl"));
        let lines: String = (from..questions.len())
            .map(|at| line(at, &questions[at]))
            .collect();
        write(&input, lines);
        let mut command = start();
        let (lines, end) = run(command.arg(&input), from);
        said.extend(lines);
        if said.len() < questions.len() {
            // One that cannot start has not met a case it cannot cope with.
            assert!(end.starts_with("it "), "{command:?}: {end}");
            said.push(Said::Observed(Observed::error(end)));
        }
    }
    said
}

fn line(id: usize, question: &Question) -> String {
    let Question {
        path,
        host,
        login,
        url,
    } = question;
    format!(
        "{}\n",
        json!({"id": id, "path": path, "host": host, "login": login, "url": url})
    )
}

/// Runs it once. Its lines, and how it ended.
fn run(command: &mut Command, from: usize) -> (Vec<Said>, String) {
    let mut child = command
        .stdout(Stdio::piped())
        .process_group(0)
        .spawn()
        .unwrap_or_else(|error| {
            panic!(
                "{}: {error}; tests/readers/install.sh installs what is needed",
                command.get_program().display()
            )
        });
    let output = BufReader::new(child.stdout.take().unwrap());
    let (sender, lines) = mpsc::channel();
    thread::spawn(move || {
        output
            .lines()
            .map_while(Result::ok)
            .try_for_each(|line| sender.send(line))
    });
    let mut said = Vec::new();
    loop {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) => {
                let line: Line =
                    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"));
                assert_eq!(line.id, from + said.len(), "a driver answers in order");
                said.push(understood(line));
            }
            Err(RecvTimeoutError::Disconnected) => {
                let status = child.wait().unwrap();
                return (
                    said,
                    status.signal().map_or_else(
                        || status.to_string(),
                        |signal| format!("it ended by signal {signal}"),
                    ),
                );
            }
            Err(RecvTimeoutError::Timeout) => {
                process::end(&mut child);
                return (said, "it hangs".into());
            }
        }
    }
}

fn understood(line: Line) -> Said {
    let decode = |text: String| {
        base64::engine::general_purpose::STANDARD
            .decode(text)
            .unwrap()
    };
    let why = line.why.unwrap_or_default();
    Said::Observed(match &*line.answer {
        "match" => Observed::Match {
            login: line.login.map(decode),
            password: line.password.map(decode),
        },
        "none" => Observed::None,
        "error" => Observed::error(why),
        "asked" => return Said::Asked(why),
        other => panic!("{other} is no answer"),
    })
}
