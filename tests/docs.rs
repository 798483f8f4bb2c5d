//! The generated files are up to date, and the pages are complete.
//!
//! `KEYRC_BLESS=1 cargo test --test docs` writes the generated files again.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "tests are named as sentences")]

#[path = "docs/man.rs"]
mod man;

use std::fs;
use std::path::{Path, PathBuf};

use clap_complete::Shell;
use keyrc::check::{Harm, Outcome};
use keyrc::cli::ExitCode;
use keyrc::netrc::Quirk;
use keyrc::readers::{OnError, Proof, READERS, Reader, known_names, named};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[track_caller]
fn check_generated(path: &str, generated: &[u8]) {
    let path = root().join(path);
    if std::env::var_os("KEYRC_BLESS").is_some() {
        #[expect(
            clippy::disallowed_methods,
            reason = "a generated file of this source tree, no secret"
        )]
        fs::write(&path, generated).unwrap();
    }
    let kept = fs::read(&path).unwrap_or_default();
    assert!(
        kept == generated,
        "{} is stale: run `KEYRC_BLESS=1 cargo test --test docs`",
        path.display()
    );
}

#[test]
fn the_completions_are_up_to_date() {
    for (shell, name) in [
        (Shell::Bash, "keyrc.bash"),
        (Shell::Elvish, "keyrc.elv"),
        (Shell::Fish, "keyrc.fish"),
        (Shell::PowerShell, "_keyrc.ps1"),
        (Shell::Zsh, "_keyrc"),
    ] {
        let mut script = Vec::new();
        clap_complete::generate(shell, &mut keyrc::cli::definition(), "keyrc", &mut script);
        if shell == Shell::Bash {
            script.extend(include_bytes!("docs/keyrc-words.bash"));
        }
        check_generated(&format!("docs/completions/{name}"), &script);
    }
}

#[test]
fn the_manual_pages_are_up_to_date() {
    for (name, page) in man::pages() {
        check_generated(&format!("docs/man/{name}.1"), &page);
    }
}

/// A page may refer only to a page that exists.
#[test]
fn the_manual_pages_refer_to_pages_that_exist() {
    let pages = man::pages();
    for (name, page) in &pages {
        let text = String::from_utf8_lossy(page).replace("\\-", "-");
        for section in ["FILES", "ENVIRONMENT", "EXIT STATUS"] {
            assert!(
                text.contains(&format!("\n.SH {section}\n")),
                "{name}: {section}"
            );
        }
        assert!(!text.contains("EXTRA"), "{name}");
        for part in text.split("(1)").filter(|part| part.contains("keyrc")) {
            let Some((_, mention)) = part.rsplit_once("keyrc") else {
                continue;
            };
            let mention = format!("keyrc{mention}");
            let mention = mention.split([' ', '\n', '\\']).next().unwrap();
            assert!(
                pages.iter().any(|(page, _)| page == mention),
                "{name} refers to {mention}(1)"
            );
        }
    }
}

/// `keyrc man` has each page.
#[test]
fn every_manual_page_is_in_the_program() {
    for (name, page) in man::pages() {
        let words = name.replace("keyrc-", "");
        let command = keyrc::cli::definition();
        let names = command.get_subcommands().map(clap::Command::get_name);
        let mut args = vec!["man".to_owned()];
        if name != "keyrc" {
            let whole = names.into_iter().any(|name| name == words);
            let split = words.replacen('-', " ", usize::from(!whole));
            args.extend(split.split(' ').map(str::to_owned));
        }
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_keyrc"))
            .args(&args)
            .output()
            .unwrap();
        assert!(output.stdout == page, "keyrc {}", args.join(" "));
    }
}

/// The tables in docs/netrc.md about readers and quirks, between their marks.
#[test]
fn the_tables_of_readers_are_up_to_date() {
    let page = fs::read_to_string(root().join("docs/netrc.md")).unwrap();
    let page = between(&page, "readers", &table_of_readers());
    check_generated(
        "docs/netrc.md",
        between(&page, "quirks", &table_of_quirks()).as_bytes(),
    );
}

fn between(page: &str, mark: &str, text: &str) -> String {
    let (open, close) = (
        format!("<!-- {mark}: generated -->\n"),
        format!("<!-- end of {mark} -->\n"),
    );
    let (before, rest) = page.split_once(&open).unwrap();
    let (_, behind) = rest.split_once(&close).unwrap();
    format!("{before}{open}{text}{close}{behind}")
}

fn table_of_readers() -> String {
    let mut table = "| name | model of | `--for` | looks up a login | on a file that it cannot read | proved by |\n|---|---|---|---|---|---|\n".to_owned();
    for reader in READERS {
        let stands_for = |name: &&str| named(name).any(|named| named == reader);
        let tools: Vec<String> = known_names()
            .into_iter()
            .filter(stands_for)
            .map(|tool| format!("`{tool}`"))
            .collect();
        let login = if reader.logins { "yes" } else { "no" };
        let error = match reader.on_error {
            OnError::Fails => "prints an error",
            OnError::Silent => "prints nothing",
            OnError::SilentInUtf8 => "prints nothing, except for text that is not UTF-8",
        };
        let proof = match reader.proof {
            Proof::Run => "the tool",
            Proof::Source => "its source",
        };
        table += &format!(
            "| `{}` | {} | {} | {login} | {error} | {proof} |\n",
            reader.name,
            reader.version,
            tools.join(", ")
        );
    }
    table
}

fn table_of_quirks() -> String {
    let mut table =
        "| quirk | misread by | file lost for | later entries lost or changed for | fix |\n\
                     |---|---|---|---|---|\n"
            .to_owned();
    for quirk in Quirk::ALL {
        let harms: Vec<(&Reader, Harm)> = READERS
            .iter()
            .map(|reader| (reader, Harm::of(quirk, reader)))
            .collect();
        let names = |includes: &dyn Fn(&Harm) -> bool| {
            let names: Vec<&str> = harms
                .iter()
                .filter(|(_, harm)| includes(harm))
                .map(|(reader, _)| reader.name)
                .collect();
            match names.len() {
                0 => "–".to_owned(),
                all if all == READERS.len() => "all".to_owned(),
                _ => names.join(", "),
            }
        };
        let lost = |harm: &Harm| [harm.own, harm.before, harm.after].contains(&Outcome::Lost);
        table += &format!(
            "| {quirk} | {} | {} | {} | {} |\n",
            names(&|harm| harm.own == Outcome::Misread),
            names(&lost),
            names(&|harm| harm.after == Outcome::Misread),
            quirk.fix()
        );
    }
    table
}

/// The files below a folder with an extension.
fn files_in(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn the_documented_exit_codes_are_complete() {
    let page = fs::read_to_string(root().join("docs/exit-codes.md")).unwrap();
    let (table, errors) = page.split_once("## Which error has which code").unwrap();
    let defined: Vec<u8> = ExitCode::ALL.iter().map(|code| code.number()).collect();
    assert_eq!(
        codes(table),
        defined,
        "the first table of docs/exit-codes.md"
    );
    for code in codes(errors) {
        assert!(
            defined.contains(&code),
            "docs/exit-codes.md explains {code}"
        );
    }
}

/// The numbers in the first column of the tables of a page.
fn codes(page: &str) -> Vec<u8> {
    page.lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" |"))
        .filter_map(|(code, _)| code.parse().ok())
        .collect()
}

#[test]
fn every_command_is_documented() {
    let pages: String = pages()
        .iter()
        .map(|page| fs::read_to_string(page).unwrap())
        .collect();
    for command in commands() {
        assert!(
            pages.contains(&format!("keyrc {command}")),
            "no page mentions `keyrc {command}`"
        );
    }
}

/// A hint or a page that names a command must name one that exists.
#[test]
fn every_command_that_is_mentioned_exists() {
    let known = commands();
    let mut files = pages();
    files.extend(files_in("src", "rs"));
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for mention in text.split("`keyrc ").skip(1) {
            let end = mention.find(|char: char| !(char.is_ascii_lowercase() || char == '-'));
            let word = &mention[..end.unwrap_or(mention.len())];
            let is_option = word.starts_with('-') || word.is_empty();
            assert!(
                is_option || known.iter().any(|command| command == word),
                "{} mentions `keyrc {word}`",
                file.display()
            );
        }
    }
}

/// Every command, and every command of a command: `vault init`.
fn commands() -> Vec<String> {
    let mut names = Vec::new();
    for command in keyrc::cli::definition().get_subcommands() {
        names.push(command.get_name().to_owned());
        for inner in command.get_subcommands() {
            names.push(format!("{} {}", command.get_name(), inner.get_name()));
        }
    }
    names
}

/// The documentation.
fn pages() -> Vec<PathBuf> {
    let mut pages = files_in("docs", "md");
    pages.push(root().join("README.md"));
    pages
}

#[test]
fn links_between_documents_work() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let file = link.split('#').next().unwrap_or_default();
            if file.is_empty() || file.contains("://") {
                continue;
            }
            assert!(
                page.parent().unwrap().join(file).exists(),
                "{} links to {link}",
                page.display()
            );
        }
    }
}

/// The pages that prove a claim name the test: a renamed test must be renamed there too.
#[test]
fn the_tests_that_pages_name_exist() {
    let mut code = String::new();
    for folder in ["src", "platform", "tests"] {
        for path in files_in(folder, "rs") {
            code += &fs::read_to_string(path).unwrap();
        }
    }
    for page in ["past-incidents", "threat-model", "architecture"] {
        let text = fs::read_to_string(root().join(format!("docs/{page}.md"))).unwrap();
        let quoted = text.split('`').skip(1).step_by(2);
        for name in quoted.filter(|name| is_a_sentence(name)) {
            assert!(
                code.contains(&format!("fn {name}(")),
                "docs/{page}.md names the test `{name}`, which does not exist"
            );
        }
    }
}

/// Whether this is a name like those of tests: at least four words.
fn is_a_sentence(name: &str) -> bool {
    let is_identifier =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.bytes().all(is_identifier) && name.matches('_').count() >= 3
}

/// Only the commands about a store itself may name one without the other. `keyring` is also the
/// name of a protocol of `helper`.
#[test]
fn the_help_names_the_vault_where_it_names_the_keyring() {
    let mut help = vec![keyrc::cli::definition()];
    while let Some(mut command) = help.pop() {
        let about_stores =
            ["store", "doctor", "vault", "helper", "explain"].contains(&command.get_name());
        let text = command.render_long_help().to_string();
        for paragraph in text.split("\n\n").filter(|_| !about_stores) {
            assert!(
                paragraph.contains("vault") || !paragraph.contains("keyring"),
                "{}: {paragraph}",
                command.get_name()
            );
        }
        if !about_stores {
            help.extend(command.get_subcommands().cloned());
        }
    }
}
