//! The parts of a command line that may name a place to request.

use std::borrow::Cow;
use std::ffi::OsString;

use crate::exec::arguments::{name, scheme_of_hosts, tool_at};
use crate::exec::first_argument::{http_scheme, is_http};
use crate::exec::syntax::{Syntax, syntax, unknown};

/// Tools that accept a host without a scheme.
const ACCEPT_HOSTS: [&str; 4] = ["curl", "lftp", "wget", "wget2"];

/// Returns the arguments that the tool may request: all but flags, and the values of options that
/// are certain to take another value than a URL.
pub(super) fn requestable(command: &[OsString]) -> Vec<Cow<'_, str>> {
    let words = words(command);
    let start = tool_of(&words);
    let syntax = syntax(&name(&words[start])).unwrap_or_else(unknown);
    let mut words = words.into_iter().skip(1);
    let mut found: Vec<Cow<'_, str>> = words.by_ref().take(start).collect();
    let mut next = Next::Argument;
    while let Some(word) = words.next() {
        if word == "--" {
            found.extend(words);
            break;
        }
        next = match (next, after(&word, &syntax)) {
            (Next::Value, _) => Next::Argument,
            // The option may be the value of the unknown one before it.
            (Next::Unknown, Next::Value) => Next::Argument,
            (_, Next::OwnValue) => Next::Argument,
            (_, after) => {
                found.push(word);
                after
            }
        };
    }
    found
}

/// The word after another one.
#[derive(Clone, Copy)]
enum Next {
    /// It is an argument or an option.
    Argument,
    /// It is the value of an option, and not a URL to request.
    Value,
    /// It is an argument or an option, and the option before it has such a value in itself.
    OwnValue,
    /// It may be the value of an option.
    Unknown,
}

fn after(word: &str, syntax: &Syntax) -> Next {
    if let Some(long) = word.strip_prefix("--") {
        let (name, value) = match long.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (long, None),
        };
        let has = |names: &str| names.split(' ').any(|known| known == name);
        return match value {
            Some(_) if has(syntax.values) => Next::OwnValue,
            None if has(syntax.values) => Next::Value,
            None if has(syntax.flags) || long.starts_with("no-") => Next::Argument,
            _ => Next::Unknown,
        };
    }
    let Some(letters) = word.strip_prefix('-') else {
        return Next::Argument;
    };
    let is_flag = |char: char| syntax.letters.contains(char);
    let option = letters.trim_start_matches(is_flag);
    match option.chars().next() {
        None => Next::Argument,
        Some(letter) if !syntax.value_letters.contains(letter) => Next::Unknown,
        Some(letter) if option.len() == letter.len_utf8() => Next::Value,
        Some(_) => Next::OwnValue,
    }
}

/// Returns the scheme that the tool may add to a host without one, in the most dangerous case:
/// `http` if the options are unclear. `None` if no word of the command is a tool that accepts such
/// hosts.
pub(super) fn possible_scheme(command: &[OsString]) -> Option<String> {
    let words = words(command);
    let start = tool_of(&words);
    match &*name(&words[start]) {
        "ftp" | "tnftp" => return Some("ftp".to_owned()),
        http if is_http(http) => {
            let arguments: Vec<&str> = words[start + 1..].iter().map(|word| &**word).collect();
            return Some(http_scheme(http, &arguments).to_owned());
        }
        _ => {}
    }
    // Another program may start the tool, also a shell with a script in one word.
    let programs = words
        .iter()
        .flat_map(|word| word.split(ends_word))
        .map(name);
    let tool = programs
        .into_iter()
        .find(|name| ACCEPT_HOSTS.contains(&&**name))?;
    if tool == "lftp" {
        return Some("ftp".to_owned());
    }
    let words: Vec<&str> = words.iter().map(|word| &**word).collect();
    // curl accepts the start of an option, the last one counts, and `--next` resets it.
    let resets = |word: &&str| word.starts_with("--ne") || is_short(word) && word.contains(':');
    let mut options = words.iter().filter(|word| word.starts_with("--proto-d"));
    let scheme = match (options.next(), options.next()) {
        (Some(&"--proto-default"), None) if !words.iter().any(resets) => {
            scheme_of_hosts(&tool, &words)
        }
        _ => "http",
    };
    Some(scheme.to_owned())
}

/// Whether an option makes the tool request other ports than those of its URLs, or a URL that is
/// not in its arguments.
pub(super) fn moves_requests(command: &[OsString]) -> bool {
    let words = words(command);
    let tool = name(&words[tool_of(&words)]);
    words.iter().any(|word| match &*tool {
        "curl" => word.starts_with("--expand-u"),
        "lftp" => word
            .split(ends_word)
            .any(|part| part.starts_with('-') && part.contains('p')),
        "wget" | "wget2" => word.contains("default-http") || word.contains("default_http"),
        _ => false,
    })
}

fn words(command: &[OsString]) -> Vec<Cow<'_, str>> {
    command.iter().map(|word| word.to_string_lossy()).collect()
}

fn tool_of(words: &[Cow<'_, str>]) -> usize {
    let words: Vec<&str> = words.iter().map(|word| &**word).collect();
    tool_at(&words)
}

/// Whether a character ends a word of a shell.
fn ends_word(char: char) -> bool {
    char.is_whitespace() || "'\\\"`$;&|()<>".contains(char)
}

/// Whether a word is a dash and letters.
fn is_short(word: &str) -> bool {
    word.len() > 1 && word.starts_with('-') && !word.starts_with("--")
}
