//! A block of a page that shows a terminal session.

use std::fmt::Write as _;

/// A terminal session, as a page shows it.
pub(super) struct Block {
    /// The line of the page where it starts.
    pub(super) line: usize,
    pub(super) steps: Vec<Step>,
}

/// A command and the lines that it prints.
#[derive(Default)]
pub(super) struct Step {
    pub(super) command: String,
    pub(super) lines: Vec<String>,
}

impl Block {
    /// The blocks marked `console` of a page in Markdown.
    pub(super) fn all(page: &str) -> Vec<Self> {
        let mut blocks = Vec::new();
        let mut lines = page.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            if line != "```console" {
                continue;
            }
            let content = lines.by_ref().map(|(_, line)| line);
            blocks.push(Self {
                line: at + 1,
                steps: steps(content.take_while(|line| *line != "```")),
            });
        }
        blocks
    }

    /// Compares the page with what a terminal showed for each command.
    pub(super) fn compare(&self, shown: &[String]) -> Result<(), String> {
        assert_eq!(self.steps.len(), shown.len());
        for (step, shown) in self.steps.iter().zip(shown) {
            let (page, real) = (pattern(&step.lines), normal(shown));
            if !matches(&page, &real) {
                let mut text = format!("$ {}\n", step.command);
                let _ = write!(
                    text,
                    "-- the page shows\n{page}-- the program prints\n{real}"
                );
                return Err(text);
            }
        }
        Ok(())
    }
}

/// Whether the text is the one of the page, where a line `…` stands for any lines.
fn matches(page: &str, real: &str) -> bool {
    let mut parts = page.split("…\n");
    let start = parts.next().unwrap_or_default();
    let Some(mut rest) = real.strip_prefix(start) else {
        return false;
    };
    let mut is_open = false;
    for part in parts {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
        is_open = part.is_empty();
    }
    is_open || rest.is_empty()
}

fn steps<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in lines {
        if let Some(command) = line.strip_prefix('$') {
            steps.push(Step {
                command: command.trim().to_owned(),
                lines: Vec::new(),
            });
        } else {
            let step = steps.last_mut().expect("a block starts with a command");
            step.lines.push(line.to_owned());
        }
    }
    // A prompt without a command shows that the command before it printed nothing.
    steps.retain(|step| !step.command.is_empty());
    steps
}

fn pattern(lines: &[String]) -> String {
    normal(
        &lines
            .iter()
            .map(|line| format!("{line}\n"))
            .collect::<String>(),
    )
}

/// The text without what differs in each run: keys, times and versions. Spaces at the ends of lines
/// and empty lines at the end do not count.
fn normal(text: &str) -> String {
    let mut normal = String::new();
    for line in text.lines() {
        let line = without_escapes(line);
        // A terminal shows what follows a carriage return in place of what precedes it.
        let line = line.trim_end_matches(['\r', ' ']);
        let line = line.rsplit('\r').next().unwrap_or(line);
        let words: Vec<String> = line.trim_end().split(' ').map(normal_word).collect();
        normal += &words.join(" ");
        normal += "\n";
    }
    let end = normal.trim_end().len();
    normal.truncate(end);
    if end > 0 {
        normal.push('\n');
    }
    normal
}

/// The line without escape sequences: age erases a hint with them.
fn without_escapes(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|char: char| char.is_ascii_alphabetic());
        kept += end.map_or("", |end| &part[end + 1..]);
    }
    kept
}

fn normal_word(word: &str) -> String {
    for (start, length) in [("age1", 40), ("AAAAC3", 40), ("#keyrc:own=age1", 40)] {
        if word.starts_with(start) && word.len() > length {
            return format!("{start}…");
        }
    }
    if word.contains('.')
        && word
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".,".contains(&byte))
    {
        return "N".to_owned();
    }
    word.to_owned()
}
