//! How text looks on a stream: its colours, its width, and the short form of the home folder.

use std::fs::File;
use std::io::IsTerminal;
use std::path::Path;

use anstyle::{AnsiColor, Style};

use crate::text::wrap;

/// Narrower terminals are treated as this wide.
const NARROWEST: usize = 20;

/// The meaning of a piece of text, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Something that works or was done.
    Good,
    /// Something that failed.
    Bad,
    /// Something to look at: a warning, an entry that was skipped.
    Caution,
    /// A suggestion.
    Hint,
    /// A command or a path.
    Strong,
    /// Something less important than its surroundings.
    Faint,
}

impl Tone {
    /// Returns the tone of a line by its first word, which names the outcome.
    fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            "ok" | "stored" | "copied" | "replaced" | "widened" | "removed" | "fixed"
            | "created" | "changed" | "unlocked" | "locked" | "wrote" | "added" | "+" | "~"
            | "*" => Self::Good,
            "bad" => Self::Bad,
            "skipped" | "conflict" | "kept" | "!" => Self::Caution,
            "hint:" => Self::Hint,
            "already" | "same" | "unchanged" | "=" | "-" => Self::Faint,
            _ => return None,
        })
    }

    fn style(self) -> Style {
        let style = Style::new();
        match self {
            Self::Good => style.fg_color(Some(AnsiColor::Green.into())),
            Self::Bad => style.fg_color(Some(AnsiColor::Red.into())).bold(),
            Self::Caution => style.fg_color(Some(AnsiColor::Yellow.into())),
            Self::Hint => style.fg_color(Some(AnsiColor::Cyan.into())),
            Self::Strong => style.bold(),
            Self::Faint => style.dimmed(),
        }
    }
}

/// The look of a stream. The default is that of a pipe: no colours and no line breaks.
#[derive(Clone, Debug, Default)]
pub struct Look {
    is_terminal: bool,
    colors: bool,
    width: Option<usize>,
    home: Option<String>,
}

impl Look {
    /// Returns the look of a terminal with colours and this many columns.
    pub fn of_terminal(width: usize) -> Self {
        Self {
            is_terminal: true,
            colors: true,
            width: Some(width.max(NARROWEST)),
            home: None,
        }
    }

    /// Returns the look of a stream of this process.
    pub(super) fn of_stream(stream: &File) -> Self {
        let is_terminal = stream.is_terminal();
        let size = terminal_size::terminal_size_of(stream);
        Self {
            is_terminal,
            colors: wants_colors(is_terminal),
            width: size
                .filter(|_| is_terminal)
                .map(|(width, _)| usize::from(width.0).max(NARROWEST)),
            home: None,
        }
    }

    /// Returns the same look, which shows paths in the folder `home` with `~`.
    pub fn with_home(self, home: &Path) -> Self {
        Self {
            home: home.to_str().map(str::to_owned),
            ..self
        }
    }

    /// Whether the stream is a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Whether the stream shows colours.
    pub(crate) fn has_colors(&self) -> bool {
        self.colors
    }

    /// Colours a piece of text, if the stream shows colours.
    pub(crate) fn paint(&self, tone: Tone, text: &str) -> String {
        if !self.colors || text.is_empty() {
            return text.to_owned();
        }
        let style = tone.style();
        format!("{style}{text}{style:#}")
    }

    /// Returns how wide the first column of a table may be, so that the rest has room.
    pub(crate) fn first_column(&self) -> usize {
        self.width.map_or(usize::MAX, |width| width / 2 - 2)
    }

    /// Prepares lines for people: shortens paths, and wraps if the stream is a terminal.
    pub(crate) fn lines(&self, text: &str) -> String {
        let short = match &self.home {
            Some(home) => wrap::with_tilde(text, home),
            None => text.to_owned(),
        };
        match self.width {
            Some(width) => wrap::wrapped(&short, width),
            None => short,
        }
    }

    /// As [`message`](Self::message), with the first word coloured.
    pub(crate) fn line(&self, text: &str) -> String {
        let line = self.message(text);
        let start = line.len() - line.trim_start_matches(' ').len();
        let word = line[start..].split([' ', '\n']).next().unwrap_or_default();
        match Tone::of_word(word) {
            Some(tone) => {
                let (indent, rest) = (&line[..start], &line[start + word.len()..]);
                format!("{indent}{}{rest}", self.paint(tone, word))
            }
            None => line,
        }
    }

    /// As [`lines`](Self::lines), with the names in backticks emphasized.
    pub(crate) fn message(&self, text: &str) -> String {
        let lines = self.lines(text);
        if !self.colors {
            return lines;
        }
        let parts = lines.split('`').count();
        let mut shown = String::with_capacity(lines.len());
        for (index, part) in lines.split('`').enumerate() {
            let is_quoted = index % 2 == 1 && index + 1 < parts;
            if index > 0 {
                shown.push('`');
            }
            shown += &if is_quoted {
                self.paint(Tone::Strong, part)
            } else {
                part.to_owned()
            };
        }
        shown
    }
}

/// Follows <https://no-color.org> and <https://bixense.com/clicolors>.
fn wants_colors(is_terminal: bool) -> bool {
    if anstyle_query::no_color() {
        return false;
    }
    if anstyle_query::clicolor_force() {
        return true;
    }
    let disabled = anstyle_query::clicolor() == Some(false);
    is_terminal
        && !disabled
        && anstyle_query::term_supports_color()
        // `None` on systems that need no such call.
        && anstyle_query::windows::enable_ansi_colors() != Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_gets_plain_text() {
        let pipe = Look::default();
        let long = "word ".repeat(100);
        assert_eq!(pipe.message(&long), long);
        assert_eq!(pipe.paint(Tone::Bad, "bad"), "bad");
    }

    #[test]
    fn a_line_is_coloured_by_its_first_word() {
        let terminal = Look::of_terminal(80);
        assert_eq!(
            terminal.line("  ok   keyring"),
            "  \u{1b}[32mok\u{1b}[0m   keyring"
        );
        assert_eq!(terminal.line("me at a.test"), "me at a.test");
    }

    #[test]
    fn a_terminal_gets_colours_and_line_breaks() {
        let terminal = Look::of_terminal(20);
        assert_eq!(
            terminal.paint(Tone::Bad, "bad"),
            "\u{1b}[1m\u{1b}[31mbad\u{1b}[0m"
        );
        assert_eq!(
            terminal.message("keyrc: run `keyrc list`, please"),
            "keyrc: run\n       `\u{1b}[1mkeyrc list\u{1b}[0m`,\n       please"
        );
    }
}
