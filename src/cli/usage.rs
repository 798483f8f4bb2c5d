//! Errors of the command line, without the words that the user typed: any of them can be a token.

use std::ffi::OsString;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::text::is_token;

/// Returns the same error without typed words. Names of options, commands and possible values are
/// those of keyrc, and stay.
pub(super) fn without_typed_words(error: Error) -> Error {
    let Some(problem) = problem(&error) else {
        return error;
    };
    let mut message = problem;
    for kind in [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ] {
        let known = names(error.get(kind));
        if !known.is_empty() {
            message += &format!("\n\n  tip: a similar name exists: {known}");
        }
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        message += &format!("\n\n{usage}");
    }
    message += "\n\nFor more information, try '--help'.\n";
    Error::raw(error.kind(), message)
}

/// Describes an error that would repeat a typed word. `None` for all others.
fn problem(error: &Error) -> Option<String> {
    let argument = names(error.get(ContextKind::InvalidArg));
    Some(match error.kind() {
        ErrorKind::InvalidSubcommand => match invalid(error, ContextKind::InvalidSubcommand) {
            Some(word) if is_word(word) => format!("unrecognized subcommand '{word}'"),
            _ => "unrecognized subcommand".to_owned(),
        },
        ErrorKind::UnknownArgument if is_option(error) => {
            format!("unexpected argument {argument} found")
        }
        ErrorKind::UnknownArgument => "unexpected argument found".to_owned(),
        ErrorKind::InvalidValue if names(error.get(ContextKind::InvalidValue)) == "''" => {
            return None;
        }
        ErrorKind::InvalidValue => {
            let valid = names(error.get(ContextKind::ValidValue)).replace('\'', "");
            format!("invalid value for {argument}\n  [possible values: {valid}]")
        }
        ErrorKind::ValueValidation => match reason(error) {
            Some(reason) => format!("invalid value for {argument}: {reason}"),
            None => format!("invalid value for {argument}"),
        },
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            format!("unexpected value for {argument}")
        }
        _ => return None,
    })
}

/// Whether the unknown argument is an option in small letters, or of one letter. With a digit or a
/// capital, it can be a token that starts with a dash.
fn is_option(error: &Error) -> bool {
    let argument = invalid(error, ContextKind::InvalidArg);
    argument.is_some_and(|word| word.starts_with('-') && (is_word(word) || word.len() == 2))
}

/// Whether a word has small letters and dashes only, and can be repeated.
fn is_word(word: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
    word.len() <= 24 && word.bytes().all(is_letter) && !is_token(word)
}

fn invalid(error: &Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word),
        _ => None,
    }
}

/// Returns a hint if clap rejected the command line because it has a command or an option of
/// another program or another version of keyrc.
pub(super) fn hint(args: &[OsString], error: &Error) -> Option<&'static str> {
    let command = args
        .get(1)
        .and_then(|word| word.to_str())
        .unwrap_or_default();
    let unknown = invalid(error, ContextKind::InvalidArg);
    Some(match (command, error.kind()) {
        ("exec", _) if !args.iter().any(|word| word == "--") => {
            "put `--` before the command, as in `keyrc exec -- curl -n https://api.example.com/`"
        }
        (_, ErrorKind::UnknownArgument) if unknown == Some("--json") => {
            "print JSON with `--format json`"
        }
        ("token" | "scope" | "switch", ErrorKind::UnknownArgument)
            if unknown.is_some_and(|word| !word.starts_with('-')) =>
        {
            "give the account as `-u NAME`"
        }
        ("unlock", ErrorKind::InvalidSubcommand) => {
            "unlock the vault with `keyrc vault unlock`, or the keyring with `keyrc store unlock`"
        }
        ("lock", ErrorKind::InvalidSubcommand) => "lock the vault with `keyrc vault lock`",
        ("init", ErrorKind::InvalidSubcommand) => "create a vault with `keyrc vault init`",
        ("passwd", ErrorKind::InvalidSubcommand) => {
            "change the passphrase with `keyrc vault passwd`"
        }
        ("use", ErrorKind::InvalidSubcommand) => "choose a store with `keyrc store use STORE`",
        _ => return None,
    })
}

/// Returns why a value was refused, unless that repeats the value. A number may be repeated.
fn reason(error: &Error) -> Option<String> {
    let reason = std::error::Error::source(error)?.to_string();
    let ContextValue::String(value) = error.get(ContextKind::InvalidValue)? else {
        return None;
    };
    let is_number = value.len() <= 12 && value.bytes().all(|byte| byte.is_ascii_digit());
    (is_number || !reason.contains(value.trim())).then_some(reason)
}

fn names(value: Option<&ContextValue>) -> String {
    match value {
        Some(ContextValue::String(name)) => format!("'{name}'"),
        Some(ContextValue::Strings(names)) => {
            let names: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
            names.join(", ")
        }
        _ => String::new(),
    }
}
