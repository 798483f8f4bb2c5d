//! A user at a terminal.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use std::{env, fs, thread};

use rexpect::session::{PtySession, spawn_command};

use crate::pages::block::Step;
use crate::pages::machine::Machine;
use crate::sandbox::KEYRC;

/// A shell on a terminal.
pub(super) struct Terminal {
    session: PtySession,
    home: String,
}

const PROMPT: &str = "READY>";

impl Terminal {
    pub(super) fn open(machine: &Machine) -> Self {
        let folder = Path::new(KEYRC).parent().unwrap();
        let path = env::var("PATH").unwrap();
        let mut command = machine.bus.command_at_terminal("bash");
        command
            .args(["--norc", "--noprofile"])
            .env("PATH", format!("{}:{path}", folder.display()))
            .env("PS1", PROMPT)
            .env("TERM", "dumb")
            .stdin(Stdio::inherit());
        let mut session = spawn_command(command, Some(30_000)).unwrap();
        session.exp_string(PROMPT).unwrap();
        session.send_line("stty -echo columns 200").unwrap();
        session.exp_string(PROMPT).unwrap();
        let home = fs::canonicalize(machine.bus.path("home")).unwrap();
        Self {
            session,
            home: home.display().to_string(),
        }
    }

    /// Types a command and the answers to its questions.
    pub(super) fn step<'a>(
        &mut self,
        step: &Step,
        answers: &mut impl Iterator<Item = &'a &'a str>,
    ) -> String {
        self.session.send_line(&step.command).unwrap();
        let mut shown = String::new();
        let mut last = "";
        for question in step.lines.iter().filter(|line| is_question(line)) {
            let answer = answers
                .next()
                .unwrap_or_else(|| panic!("an answer to {question}"));
            let before = self.session.exp_string(question).unwrap();
            shown += after_answer(&before, last);
            shown += question;
            shown += "\n";
            // The program discards what is typed before it reads.
            thread::sleep(Duration::from_millis(300));
            self.session.send_line(answer).unwrap();
            last = answer;
        }
        let rest = self.session.exp_string(PROMPT).unwrap();
        shown += after_answer(&rest, last);
        utf8(&shown).replace(&self.home, "/home/me")
    }

    pub(super) fn close(mut self) {
        self.session.send_line("exit").unwrap();
        self.session.exp_eof().unwrap();
    }
}

/// The text in UTF-8: rexpect makes a character of each byte.
pub(super) fn utf8(text: &str) -> String {
    let bytes: Vec<u8> = text
        .chars()
        .filter_map(|char| u8::try_from(char).ok())
        .collect();
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The text without the echo of an answer and its line break.
fn after_answer<'a>(text: &'a str, answer: &str) -> &'a str {
    if answer.is_empty() {
        return text;
    }
    let text = text.trim_start_matches(' ');
    let text = text.strip_prefix(answer).unwrap_or(text);
    text.trim_start_matches(['\r', '\n'])
}

/// Whether a line of a page is a question of keyrc.
fn is_question(line: &str) -> bool {
    line.ends_with("[Y/n]")
        || line.ends_with("[y/N]")
        || line.ends_with(':')
            && !line.starts_with(' ')
            && !line.contains('`')
            && !line.starts_with("To ")
            && !line.starts_with("Tools")
}
