//! Finds the URLs that a command will request in its arguments.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::exec::first_argument::{ftp_urls, http_urls, is_http, lftp_urls};
use crate::exec::syntax::{Arguments, Syntax, is_wrapper, syntax, unknown};

/// Returns the arguments of `command` that are URLs, and the values of options that the tool
/// documents as URLs. A host without a scheme gets one if the tool accepts such hosts.
///
/// Never a URL inside another argument, and never the value of another option: a server that is
/// named in a query, a header or a referrer must not receive its token.
pub(super) fn urls(command: &[OsString]) -> Vec<String> {
    let words: Vec<Cow<'_, str>> = command.iter().map(|word| word.to_string_lossy()).collect();
    let words: Vec<&str> = words.iter().map(|word| &**word).collect();
    let start = tool_at(&words);
    let name = name(words[start]);
    let arguments = &words[start + 1..];
    match &*name {
        "lftp" => return lftp_urls(arguments),
        "ftp" | "tnftp" => return ftp_urls(arguments),
        http if is_http(http) => return http_urls(http, arguments),
        _ => {}
    }
    Walk {
        syntax: syntax(&name).unwrap_or_else(unknown),
        scheme: scheme_of_hosts(&name, arguments),
        found: Vec::new(),
        has_subcommand: false,
    }
    .urls(arguments)
}

/// The index of the program that gets the arguments: of curl in `env X=y curl …`, and of pip in
/// `python -m pip …`.
pub(super) fn tool_at(words: &[&str]) -> usize {
    let program = name(words[0]);
    if program == "python" && words.len() > 2 && words[1] == "-m" {
        return 2;
    }
    if !is_wrapper(&program) {
        return 0;
    }
    let is_tool = |word: &&str| {
        let name = name(word);
        name == "lftp" || is_http(&name) || syntax(&name).is_some()
    };
    words.iter().position(is_tool).unwrap_or(0)
}

/// The name of a program in lower case, without folder and version.
pub(super) fn name(program: &str) -> String {
    let file = Path::new(program).file_name().and_then(OsStr::to_str);
    let name = file.unwrap_or(program).to_ascii_lowercase();
    let name = name.strip_suffix(".exe").unwrap_or(&name);
    let bare =
        name.trim_end_matches(|char: char| char.is_ascii_digit() || matches!(char, '.' | '-'));
    if syntax(name).is_some() { name } else { bare }.to_owned()
}

/// The scheme that a tool adds to a host without one. Source: curl(1), `--proto-default`.
pub(super) fn scheme_of_hosts<'a>(name: &str, arguments: &[&'a str]) -> &'a str {
    let option = arguments.iter().position(|word| *word == "--proto-default");
    let value = option.and_then(|at| arguments.get(at + 1));
    match value {
        Some(scheme) if name == "curl" => scheme,
        _ => "http",
    }
}

struct Walk<'a> {
    syntax: Syntax,
    scheme: &'a str,
    found: Vec<String>,
    has_subcommand: bool,
}

/// What an option does with the argument after it.
enum Next {
    /// Nothing: it is an argument of its own.
    Argument,
    /// Takes it as a URL.
    Url,
    /// Takes it, or might take it, as another value.
    Value,
}

impl Walk<'_> {
    fn urls(mut self, arguments: &[&str]) -> Vec<String> {
        let mut next = Next::Argument;
        for (index, &word) in arguments.iter().enumerate() {
            if word == "--" {
                for rest in &arguments[index + 1..] {
                    self.argument(rest);
                }
                break;
            }
            // An option may be the value of an unknown option, but then the word after it is an
            // argument, which is not mistaken for a URL by reading it as an option.
            next = if word.len() > 1 && word.starts_with('-') {
                self.option(word)
            } else {
                match next {
                    Next::Argument => self.argument(word),
                    Next::Url => self.value(word),
                    Next::Value => {}
                }
                Next::Argument
            };
        }
        self.found
    }

    fn option(&mut self, word: &str) -> Next {
        let Some(long) = word.strip_prefix("--") else {
            return self.letters(word);
        };
        if let Some((option, value)) = word.split_once('=') {
            if self.takes_url(option) {
                self.value(value);
            }
            return Next::Argument;
        }
        if self.takes_url(word) {
            Next::Url
        } else if self.is_flag(long) || long.starts_with("no-") {
            Next::Argument
        } else {
            Next::Value
        }
    }

    /// Reads one-letter options, as in `-sSLo FILE` and `-iURL`.
    fn letters(&mut self, word: &str) -> Next {
        for (at, letter) in word.char_indices().skip(1) {
            if self.syntax.letters.contains(letter) {
                continue;
            }
            let value = &word[at + letter.len_utf8()..];
            let takes_url = self.takes_url(&format!("-{letter}"));
            return match (value.is_empty(), takes_url) {
                (true, true) => Next::Url,
                (true, false) => Next::Value,
                (false, true) => {
                    self.value(value.strip_prefix('=').unwrap_or(value));
                    Next::Argument
                }
                (false, false) if self.syntax.letters.is_empty() => Next::Value,
                (false, false) => Next::Argument,
            };
        }
        Next::Argument
    }

    fn is_flag(&self, long: &str) -> bool {
        self.syntax.flags.split(' ').any(|flag| flag == long)
    }

    fn takes_url(&self, option: &str) -> bool {
        let is_scoped_registry = option.starts_with("--@") && option.ends_with(":registry");
        self.syntax.url_options.contains(&option)
            || (is_scoped_registry && self.syntax.url_options.contains(&"--registry"))
    }

    /// Adds the value of an option for URLs. uv accepts `NAME=URL`.
    fn value(&mut self, value: &str) {
        let is_of_name = |char: char| char.is_alphanumeric() || "-_".contains(char);
        let value = match value.split_once('=') {
            Some((name, url)) if name.chars().all(is_of_name) => url,
            _ => value,
        };
        self.found.push(value.to_owned());
    }

    fn argument(&mut self, word: &str) {
        if !self.syntax.subcommands.is_empty() && !self.has_subcommand {
            self.has_subcommand = true;
            if !self.syntax.subcommands.contains(&word) {
                // No further argument is requested.
                self.syntax.subcommands = &[];
                self.syntax.arguments = Arguments::Nothing;
                self.syntax.url_options = &[];
            }
            return;
        }
        match self.syntax.arguments {
            Arguments::Nothing => {}
            Arguments::UrlsAndHosts if !has_scheme(word) => {
                self.found.push(format!("{}://{word}", self.scheme));
            }
            Arguments::Requirements => {
                let url = word.split_once(" @ ").map_or(word, |(_, url)| url);
                self.found.push(url.trim().to_owned());
            }
            _ => self.found.push(word.to_owned()),
        }
    }
}

/// Whether a text starts with a scheme, also one that keyrc does not know.
fn has_scheme(word: &str) -> bool {
    let is_scheme = |char: char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.');
    // curl accepts any number of slashes.
    word.split_once(":/")
        .is_some_and(|(scheme, _)| scheme.chars().all(is_scheme))
}
