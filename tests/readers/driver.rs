//! A driver: a program that asks a library about many files, one after another, and prints a line
//! for each.
//!
//! Its argument is the path of a file with a JSON object for each case: `id`, `path`, `host`,
//! `login` (or null) and `url`. It prints a JSON object for each case, in the same order: `id`,
//! `answer` (`match`, `none`, `error`, or `asked` if the server has the answer), `login` and
//! `password` (base64, or null) and `why`. If it prints nothing for a while, or ends, the current
//! case counts as an error, and the driver is started again with the next case.

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

/// How long a driver may print nothing. A library either answers quickly or hangs.
const PATIENCE: Duration = Duration::from_secs(4);

/// The input for one case.
pub(crate) struct Question {
    pub(crate) path: PathBuf,
    pub(crate) host: String,
    pub(crate) login: Option<String>,
    /// The URL to request, for a library that sends requests.
    pub(crate) url: String,
}

/// The output of a driver for one case.
pub(crate) enum Output {
    Observed(Observed),
    /// It sent a request, and the server has the answer. The text is the error of the request, or
    /// empty.
    Sent(String),
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

/// Runs the driver until it has answered every case.
pub(crate) fn ask(
    start: &dyn Fn() -> Command,
    questions: &[Question],
    folder: &Path,
) -> Vec<Output> {
    let mut outputs = Vec::with_capacity(questions.len());
    while outputs.len() < questions.len() {
        let from = outputs.len();
        let input = folder.join(format!("from-{from}.jsonl"));
        let lines: String = (from..questions.len())
            .map(|at| line(at, &questions[at]))
            .collect();
        write(&input, lines);
        let mut command = start();
        let (lines, end) = run(command.arg(&input), from);
        outputs.extend(lines);
        if outputs.len() < questions.len() {
            // A driver that cannot start fails for another reason than the case.
            assert!(end.starts_with("it "), "{command:?}: {end}");
            outputs.push(Output::Observed(Observed::error(end)));
        }
    }
    outputs
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

/// Runs the driver once. Returns its lines, and how it ended.
fn run(command: &mut Command, from: usize) -> (Vec<Output>, String) {
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
    let mut outputs = Vec::new();
    loop {
        match lines.recv_timeout(PATIENCE) {
            Ok(line) => {
                let line: Line =
                    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{line}: {error}"));
                assert_eq!(line.id, from + outputs.len(), "a driver answers in order");
                outputs.push(parsed(line));
            }
            Err(RecvTimeoutError::Disconnected) => {
                let status = child.wait().unwrap();
                return (
                    outputs,
                    status.signal().map_or_else(
                        || status.to_string(),
                        |signal| format!("it ended by signal {signal}"),
                    ),
                );
            }
            Err(RecvTimeoutError::Timeout) => {
                process::end(&mut child);
                return (outputs, "it hangs".into());
            }
        }
    }
}

fn parsed(line: Line) -> Output {
    let decode = |text: String| {
        base64::engine::general_purpose::STANDARD
            .decode(text)
            .unwrap()
    };
    let why = line.why.unwrap_or_default();
    Output::Observed(match &*line.answer {
        "match" => Observed::Match {
            login: line.login.map(decode),
            password: line.password.map(decode),
        },
        "none" => Observed::None,
        "error" => Observed::error(why),
        "asked" => return Output::Sent(why),
        other => panic!("{other} is no answer"),
    })
}
