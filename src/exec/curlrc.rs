//! The options that curl reads from its configuration file.

use std::ffi::OsString;

use crate::exec::syntax::syntax;
use crate::exec::tools::tool;

/// Whether curl, as the program of `command`, reads its configuration file. `-q` or `--disable`
/// prevents it, but only as the first option. Source: curl(1).
pub fn reads_curlrc(command: &[OsString]) -> bool {
    let first = command.get(1).and_then(|first| first.to_str());
    let is_disabled = first.is_some_and(|first| first == "--disable" || first.starts_with("-q"));
    is_curl(command) && !is_disabled
}

/// Whether curl is the program of `command`.
pub fn is_curl(command: &[OsString]) -> bool {
    let tool = command.first().and_then(|program| tool(program));
    tool.is_some_and(|tool| tool.name == "curl")
}

/// Returns the files that `-K` or `--config` names, from which curl reads options. The value of
/// another option counts too if it looks like `-K` or `--config`.
///
/// ```
/// let command = ["curl", "-sK", "a", "--config", "b", "-Kc"].map(Into::into);
/// assert_eq!(keyrc::exec::config_files(&command), ["a", "b", "c"]);
/// ```
pub fn config_files(command: &[OsString]) -> Vec<OsString> {
    let flags = syntax("curl").map_or("", |curl| curl.letters);
    let mut files = Vec::new();
    for (at, word) in command.iter().enumerate().skip(1) {
        let word = word.to_string_lossy();
        let letters = match word.strip_prefix('-') {
            Some("-config") => "K",
            Some(letters) => letters.trim_start_matches(|letter| flags.contains(letter)),
            None => "",
        };
        match letters.strip_prefix('K') {
            Some("") => files.extend(command.get(at + 1).cloned()),
            Some(path) => files.push(path.into()),
            None => {}
        }
    }
    files
}

/// Returns the lines of a configuration file as options of a command line. Source: curl(1), `-K`.
///
/// ```
/// let words = keyrc::exec::curlrc_options("location\nurl = \"https://a.test/\" # home\n-o f\n");
/// assert_eq!(words, ["--location", "--url=https://a.test/", "-o", "f"]);
/// ```
pub fn curlrc_options(text: &str) -> Vec<String> {
    text.lines().flat_map(options_of_line).collect()
}

fn options_of_line(line: &str) -> Vec<String> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Vec::new();
    }
    let is_dashed = line.starts_with('-');
    let ends_option =
        |char: char| char.is_whitespace() || (!is_dashed && matches!(char, '=' | ':'));
    let end = line.find(ends_option).unwrap_or(line.len());
    let (option, rest) = line.split_at(end);
    let rest = rest.trim_start_matches(|char: char| char.is_whitespace() || ends_option(char));
    let has_value = rest.starts_with('"') || !value(rest).is_empty();
    let long = option.trim_start_matches("--");
    match (is_dashed && !option.starts_with("--"), has_value) {
        (true, false) => vec![option.to_owned()],
        (true, true) => vec![option.to_owned(), value(rest)],
        (false, false) => vec![format!("--{long}")],
        (false, true) => vec![format!("--{long}={}", value(rest))],
    }
}

/// The value at the start of `text`, up to the closing quote or the first space.
fn value(text: &str) -> String {
    let Some(quoted) = text.strip_prefix('"') else {
        let word = text.split_whitespace().next().unwrap_or_default();
        return if word.starts_with('#') {
            String::new()
        } else {
            word.to_owned()
        };
    };
    let mut value = String::new();
    let mut chars = quoted.chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => break,
            '\\' => value.extend(chars.next()),
            _ => value.push(char),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_a_line_gives_its_option() {
        for (line, expected) in [
            ("", &[] as &[&str]),
            ("# location", &[]),
            ("  location", &["--location"]),
            ("--location", &["--location"]),
            ("-L", &["-L"]),
            ("-sSL", &["-sSL"]),
            ("url=https://a.test/", &["--url=https://a.test/"]),
            ("url: https://a.test/", &["--url=https://a.test/"]),
            ("--url https://a.test/", &["--url=https://a.test/"]),
            (r#"user-agent = "a \"b\" c""#, &[r#"--user-agent=a "b" c"#]),
            ("silent # quiet", &["--silent"]),
            ("user-agent = \"\"", &["--user-agent="]),
            ("-A \"\"", &["-A", ""]),
        ] {
            assert_eq!(options_of_line(line), expected, "{line}");
        }
    }

    #[test]
    fn only_a_first_q_disables_the_file() {
        for (command, expected) in [
            ("curl -n u", true),
            ("curl -q u", false),
            ("curl -qn u", false),
            ("/usr/bin/curl --disable u", false),
            ("curl -n -q u", true),
            ("wget u", false),
        ] {
            let command: Vec<OsString> = command.split(' ').map(Into::into).collect();
            assert_eq!(reads_curlrc(&command), expected, "{command:?}");
        }
    }
}
