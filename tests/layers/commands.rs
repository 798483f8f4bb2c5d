//! Commands in messages, help and comments exist: keyrc's own parser accepts each.
//!
//! A command is a text in backticks, or an indented line of the help, that starts with `keyrc`. In
//! a text that the program prints, it must be complete; elsewhere it may be only a name, such as
//! `keyrc vault`. Placeholders count as values: `HOST`, and `{host}` in a format string. Options in
//! backticks must be options of some command, and variables must be read somewhere.

use std::collections::BTreeSet;

use clap::Command;
use clap::error::ErrorKind;
use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, FieldValue, Item, Lit, LitStr, Macro, Member, Meta};

use crate::names::{attributes, is_test};
use crate::source::Source;
use crate::violation::Violation;

/// Options of other programs that messages name.
const FOREIGN: [&str; 3] = ["--proto-default", "--netrc-file", "--no-"];

pub(crate) fn check(sources: &[Source], program: &Command) -> Vec<Violation> {
    let texts: Vec<(&str, Texts)> = sources
        .iter()
        .map(|source| (source.path.as_str(), Texts::of(source)))
        .collect();
    let read: BTreeSet<&str> = texts
        .iter()
        .flat_map(|(_, texts)| &texts.printed)
        .map(String::as_str)
        .filter(|text| text.starts_with("KEYRC_"))
        .collect();
    let known = options(program);
    let mut found = Vec::new();
    for (path, texts) in &texts {
        let mut report = |problem: String, text: &str| {
            found.push(Violation {
                key: format!("{path}: {problem}"),
                detail: format!("in {text:?}"),
            });
        };
        for text in &texts.printed {
            for command in commands(text) {
                if let Err(problem) = parse(program, &command) {
                    report(problem, text);
                }
            }
            for option in options_in(text).filter(|option| !known.contains(*option)) {
                report(format!("no command has `{option}`"), text);
            }
            for variable in variables(text).filter(|variable| !read.contains(variable)) {
                report(format!("`{variable}` is not read"), text);
            }
        }
        for text in &texts.documentation {
            for command in commands(text) {
                match parse(program, &command) {
                    Err(problem) if !problem.ends_with(INCOMPLETE) => report(problem, text),
                    _ => {}
                }
            }
        }
    }
    found
}

/// The texts of a file, without those of its tests.
#[derive(Default)]
struct Texts {
    printed: Vec<String>,
    /// Comments that become documentation, and the help of a command.
    documentation: Vec<String>,
}

impl Texts {
    fn of(source: &Source) -> Self {
        let mut texts = Self::default();
        texts.visit_file(&source.syntax);
        texts
    }

    fn add_tokens(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            match token {
                TokenTree::Group(group) => self.add_tokens(&group.stream()),
                TokenTree::Literal(literal) => {
                    if let Lit::Str(text) = Lit::new(literal) {
                        self.printed.push(text.value());
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Texts {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => {
                if let syn::Expr::Lit(text) = &pair.value
                    && let Lit::Str(text) = &text.lit
                {
                    self.documentation.push(text.value());
                }
            }
            Meta::List(list) => self.add_tokens(&list.tokens),
            _ => {}
        }
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.add_tokens(&call.tokens);
    }

    /// An error about a variable names it, which does not mean that it is read.
    fn visit_field_value(&mut self, field: &'ast FieldValue) {
        let is_name = matches!(&field.member, Member::Named(name) if name == "variable");
        if !is_name {
            visit::visit_field_value(self, field);
        }
    }

    fn visit_lit_str(&mut self, text: &'ast LitStr) {
        self.printed.push(text.value());
    }
}

/// The texts in backticks.
pub(crate) fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The commands of keyrc in a text, as words without the program.
fn commands(text: &str) -> Vec<Vec<String>> {
    let indented = text.lines().filter(|line| line.starts_with("  "));
    quoted(text)
        .chain(indented)
        .flat_map(|line| line.split(" | "))
        .filter_map(|part| part.trim().strip_prefix("keyrc "))
        .map(words)
        .collect()
}

/// The words of a command, with a value for each placeholder.
pub(crate) fn words(command: &str) -> Vec<String> {
    let command = command.replace("[COMMAND]", "").replace(['…', '\''], "");
    let command = command.replace("{option}", "-u x");
    let words = command.split_whitespace();
    let first_choice = |word: &str| word.split('|').next().unwrap_or_default().to_owned();
    words
        .map(|word| value(&first_choice(&filled(word))).to_owned())
        .collect()
}

/// The word with `x` for each `{name}` of a format string.
fn filled(word: &str) -> String {
    let mut parts = word.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        filled += "x";
        filled += part.split_once('}').map_or("", |(_, rest)| rest);
    }
    filled
}

fn value(word: &str) -> &str {
    match word {
        "N" => "1",
        "SHELL" => "bash",
        "STORE" => "vault",
        word => word,
    }
}

/// The end of the message of a command that lacks an argument.
pub(crate) const INCOMPLETE: &str = "is incomplete";

pub(crate) fn parse(program: &Command, words: &[String]) -> Result<(), String> {
    let line = format!("`keyrc {}`", words.join(" "));
    let all = std::iter::once("keyrc").chain(words.iter().map(String::as_str));
    match program.clone().try_get_matches_from(all) {
        Ok(_) => Ok(()),
        Err(error) => match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ok(()),
            ErrorKind::MissingRequiredArgument
            | ErrorKind::MissingSubcommand
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                Err(format!("{line} {INCOMPLETE}"))
            }
            // A page or a message may show a value that is refused.
            ErrorKind::ValueValidation => Ok(()),
            kind => Err(format!("{line}: {kind}")),
        },
    }
}

/// The options in backticks, such as `--force` and `-u NAME`.
fn options_in(text: &str) -> impl Iterator<Item = &str> {
    quoted(text)
        .filter_map(|span| span.split([' ', '=']).next())
        .filter(|word| word.starts_with('-') && !word.trim_matches('-').is_empty())
        .filter(|word| !FOREIGN.contains(word))
}

/// The options of a program and of its commands.
fn options(program: &Command) -> BTreeSet<String> {
    let mut all = BTreeSet::from(["--help".to_owned(), "--version".to_owned()]);
    for argument in program.get_arguments() {
        let names = argument.get_long_and_visible_aliases().unwrap_or_default();
        all.extend(names.iter().map(|name| format!("--{name}")));
        let letters = argument.get_short_and_visible_aliases().unwrap_or_default();
        all.extend(letters.iter().map(|letter| format!("-{letter}")));
    }
    for command in program.get_subcommands() {
        all.extend(options(command));
    }
    all
}

/// The variables that a text names. `KEYRC_TOKEN_` is the start of many.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_ascii_alphanumeric() && char != '_')
        .filter(|word| word.starts_with("KEYRC_") && !word.starts_with("KEYRC_TOKEN_"))
}

#[cfg(test)]
mod tests {
    use clap::{Arg, Command};

    use super::check;
    use crate::source::fake;
    use crate::violation::keys;

    fn found(code: &str) -> Vec<String> {
        let login = Command::new("login")
            .arg(Arg::new("host").required(true))
            .arg(Arg::new("user").short('u').long("login"));
        let program = Command::new("keyrc").subcommand(login);
        keys(&check(&fake(&[("src/x.rs", code)]), &program))
    }

    #[test]
    fn a_command_that_does_not_exist_is_found_in_every_kind_of_text() {
        for code in [
            "const X: &str = \"run `keyrc logn HOST`\";",
            "fn x() { say(format!(\"run `keyrc logn {host}`\")); }",
            "fn x() { match 1 { _ => \"run `keyrc logn HOST`\" } }",
            "#[command(after_long_help = \"Examples:\\n  keyrc logn HOST\")] struct X;",
            "/// See `keyrc logn HOST`.\nstruct X;",
            "const X: &str = \"run `cat | keyrc logn HOST`\";",
        ] {
            let problem = "unrecognized subcommand";
            let expected = |host: &str| vec![format!("src/x.rs: `keyrc logn {host}`: {problem}")];
            let found = found(code);
            assert!(
                found == expected("HOST") || found == expected("x"),
                "{code}: {found:?}"
            );
        }
    }

    #[test]
    fn options_and_variables_that_do_not_exist_are_found() {
        assert_eq!(
            found(
                "const X: &str = \"add `--frce`, or `keyrc login HOST --all`, or set KEYRC_HOM\";"
            ),
            [
                "src/x.rs: `KEYRC_HOM` is not read",
                "src/x.rs: `keyrc login HOST --all`: unexpected argument found",
                "src/x.rs: no command has `--frce`",
            ]
        );
    }

    #[test]
    fn a_printed_command_is_complete() {
        let incomplete = ["src/x.rs: `keyrc login` is incomplete"];
        assert_eq!(found("const X: &str = \"run `keyrc login`\";"), incomplete);
        assert_eq!(found("/// See `keyrc login`.\nstruct X;"), [""; 0]);
    }

    #[test]
    fn good_texts_are_accepted() {
        for code in [
            "const X: &str = \"run `keyrc login {host} -u {login}`, `-u NAME` or `--login`\";",
            "const X: &str = \"run `chmod 600 x`; `keyrc` and `-` are words\";",
            "const X: (&str, &str) = (\"KEYRC_HOME\", \"set `KEYRC_HOME=x` or KEYRC_TOKEN_A_TEST\");",
            "#[cfg(test)] mod tests { const X: &str = \"`keyrc nothing`\"; }",
        ] {
            assert_eq!(found(code), [""; 0], "{code}");
        }
    }
}
