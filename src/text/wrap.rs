//! Lines for a terminal: wrapped between words, with the home folder as `~`.

/// Breaks each line of `text` at spaces, so that none is wider than `width` columns.
///
/// A name in backticks stays on one line even if it is wider: it may be a command or a path that
/// the user copies. Escape sequences that set colours take no width. Continuation lines are
/// indented as [`indent_of`] says, or less if a word fits only then.
pub(crate) fn wrapped(text: &str, width: usize) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| wrapped_line(line, width))
        .collect();
    lines.join("\n")
}

fn wrapped_line(line: &str, width: usize) -> String {
    if columns(line) <= width {
        return line.to_owned();
    }
    let least = line.len() - line.trim_start_matches(' ').len() + 2;
    let indent = indent_of(line, width);
    let mut wrapped = String::with_capacity(line.len() + 16);
    let mut column = 0;
    for word in words(line) {
        let spaces = word.len() - word.trim_start_matches(' ').len();
        let word_columns = columns(word);
        if column > 0 && column + word_columns > width {
            let room = width.saturating_sub(word_columns - spaces);
            let indent = if (least..indent).contains(&room) {
                least
            } else {
                indent
            };
            wrapped.push('\n');
            wrapped.extend(std::iter::repeat_n(' ', indent));
            wrapped.push_str(&word[spaces..]);
            column = indent + word_columns - spaces;
        } else {
            wrapped.push_str(word);
            column += word_columns;
        }
    }
    wrapped
}

/// The widest first cell of a table that is a mark, such as `ok`, so that the second is a label.
const MARK: usize = 4;

/// Returns the column at which the lines after the first start: that of the text after the label
/// of a message or after the first cell of a table, else two more than the line itself. If the
/// first cell is a mark, that of the third cell.
///
/// A wide first cell would leave no room for the rest, so cells in the right half do not count.
fn indent_of(line: &str, width: usize) -> usize {
    let start = line.len() - line.trim_start_matches(' ').len();
    let plain = without_escapes(line);
    let text = plain.trim_start_matches(' ');
    let labels = ["keyrc: ", "hint: "];
    if let Some(label) = labels.iter().find(|label| text.starts_with(**label)) {
        return start + label.len();
    }
    let cells = cells(text);
    let has_mark = cells.first().is_some_and(|(end, _)| *end <= MARK);
    let indents = cells.iter().take(if has_mark { 2 } else { 1 });
    indents
        .map(|(_, next)| start + next)
        .rfind(|indent| *indent <= width / 2)
        .unwrap_or((start + 2).min(width / 2))
}

/// The columns at which each cell of a line but the last ends, and the next one starts. Two spaces
/// separate cells.
fn cells(text: &str) -> Vec<(usize, usize)> {
    let mut cells = Vec::new();
    let mut at = 0;
    while let Some(gap) = text[at..].find("  ") {
        let end = at + gap;
        at = end + text[end..].len() - text[end..].trim_start_matches(' ').len();
        cells.push((columns(&text[..end]), columns(&text[..at])));
    }
    cells
}

/// Splits a line before each space that may become a line break, so a word has its leading spaces.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut quoted = false;
    let mut before = ' ';
    for (at, char) in line.char_indices() {
        if char == '`' && (quoted || line[at + 1..].contains('`')) {
            quoted = !quoted;
        }
        if char == ' ' && before != ' ' && !quoted {
            words.push(&line[start..at]);
            start = at;
        }
        before = char;
    }
    words.push(&line[start..]);
    words
}

/// Returns how many columns a terminal needs for `text`.
pub(crate) fn columns(text: &str) -> usize {
    without_escapes(text).chars().map(width_of).sum()
}

/// Removes the sequences that set colours: ESC, `[`, parameters, `m`.
fn without_escapes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

/// East Asian characters and emoji take two columns. Source: Unicode Standard Annex 11, without
/// its rare ranges.
fn width_of(char: char) -> usize {
    match char {
        '\u{300}'..='\u{36F}' => 0,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{1F300}'..='\u{1FAFF}'
        | '\u{20000}'..='\u{3FFFD}' => 2,
        _ => 1,
    }
}

/// Writes paths in the folder `home` with `~`.
///
/// Only where a shell reads `~` the same way: at the start of a word that is not quoted. A home
/// that is not an absolute Unix path, or is `/`, is not replaced.
pub(crate) fn with_tilde(text: &str, home: &str) -> String {
    let home = home.trim_end_matches('/');
    if !home.starts_with('/') {
        return text.to_owned();
    }
    let mut short = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(home) {
        let (before, after) = (&rest[..at], &rest[at + home.len()..]);
        short.push_str(before);
        let starts_word = short.is_empty() || short.ends_with([' ', '`', '[', '(', '\n']);
        let ends_folder =
            after.is_empty() || after.starts_with(['/', ' ', '`', ']', ')', ':', ',', ';', '\n']);
        short.push_str(if starts_word && ends_folder {
            "~"
        } else {
            home
        });
        rest = after;
    }
    short.push_str(rest);
    short
}

#[cfg(test)]
mod tests {
    use super::{columns, with_tilde, wrapped};

    #[test]
    fn a_line_that_fits_is_unchanged() {
        assert_eq!(wrapped("keyrc: a  b", 11), "keyrc: a  b");
    }

    #[test]
    fn a_message_continues_below_its_text() {
        assert_eq!(
            wrapped("keyrc: hint: store one with `keyrc login a.test`", 30),
            "keyrc: hint: store one with\n       `keyrc login a.test`"
        );
    }

    #[test]
    fn a_table_continues_below_its_second_cell() {
        assert_eq!(
            wrapped("bad  keyring   there is no bus here", 24),
            "bad  keyring   there is\n     no bus here"
        );
    }

    #[test]
    fn a_table_with_a_mark_continues_below_its_third_cell() {
        assert_eq!(
            wrapped("ok   kernel     keeps the key of an unlocked vault", 40),
            "ok   kernel     keeps the key of an\n                unlocked vault"
        );
    }

    #[test]
    fn a_long_word_is_indented_less() {
        assert_eq!(
            wrapped("settings     ~/.config/keyrc/config.toml", 30),
            "settings\n  ~/.config/keyrc/config.toml"
        );
        assert_eq!(
            wrapped("keyrc: by default with `keyrc switch a.test -u me`", 34),
            "keyrc: by default with\n       `keyrc switch a.test -u me`"
        );
        assert_eq!(
            wrapped("keyrc: by default with `keyrc switch a.test -u me`", 30),
            "keyrc: by default with\n  `keyrc switch a.test -u me`"
        );
    }

    #[test]
    fn a_command_wider_than_the_terminal_is_not_broken() {
        let wide = "`keyrc login a.very.long.host.example.com -u me`";
        assert_eq!(
            wrapped(&format!("keyrc: run {wide}, or not"), 20),
            format!("keyrc: run\n       {wide},\n       or not")
        );
    }

    #[test]
    fn a_single_backtick_does_not_stop_the_wrapping() {
        assert_eq!(wrapped("a `b c d e f", 6), "a `b c\n  d e\n  f");
    }

    #[test]
    fn each_line_of_a_text_is_wrapped() {
        assert_eq!(wrapped("aa bb\ncc dd", 4), "aa\n  bb\ncc\n  dd");
    }

    #[test]
    fn colours_take_no_columns_and_wide_characters_take_two() {
        assert_eq!(columns("\u{1b}[1m\u{1b}[31mab\u{1b}[0m"), 2);
        assert_eq!(columns("日本"), 4);
    }

    #[test]
    fn the_home_folder_is_shortened_at_the_start_of_a_word() {
        let short = |text| with_tilde(text, "/home/me");
        assert_eq!(short("`/home/me/.netrc`: no"), "`~/.netrc`: no");
        assert_eq!(
            short("run `chmod 600 /home/me/.netrc`"),
            "run `chmod 600 ~/.netrc`"
        );
        assert_eq!(short("in [`/home/me`]"), "in [`~`]");
    }

    #[test]
    fn other_paths_and_quoted_ones_keep_the_home_folder() {
        for text in [
            "`/home/melissa/.netrc`",
            "`/mnt/home/me/.netrc`",
            "run `rm '/home/me/a b'`",
            "A=/home/me/x",
        ] {
            assert_eq!(with_tilde(text, "/home/me"), text);
        }
        assert_eq!(with_tilde("`/x`", "/"), "`/x`");
        assert_eq!(with_tilde(r"`C:\x\y`", r"C:\x"), r"`C:\x\y`");
    }
}
