//! Checks the parsed source against the rules of docs/architecture.md that the compiler does not
//! enforce.
//!
//! Each rule is a file. Its unit tests are made-up sources that it must reject.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "tests are named as sentences")]

mod commands;
mod cycles;
mod graph;
mod names;
mod order;
mod pages;
mod pure;
mod secrets;
mod size;
mod source;
mod system;
mod violation;

use std::fs;

use graph::Crate;
use order::Layers;
use source::{Source, parse_folder, project};
use violation::assert_none;

fn layers() -> Layers {
    Layers::read(&fs::read_to_string(project().join("docs/architecture.md")).unwrap())
}

/// Both packages.
fn all_sources() -> Vec<Source> {
    let mut sources = parse_folder("src");
    sources.extend(parse_folder("platform"));
    sources
}

/// The dependencies in Cargo.toml, as they are written in code.
fn dependencies() -> Vec<String> {
    let manifest = fs::read_to_string(project().join("Cargo.toml")).unwrap();
    let manifest: toml_edit::DocumentMut = manifest.parse().unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    dependencies
        .iter()
        .map(|(name, _)| name.replace('-', "_"))
        .collect()
}

#[test]
fn every_file_of_the_source_is_a_module() {
    let krate = Crate::new(&parse_folder("src"));
    assert_eq!(krate.orphans, [""; 0]);
}

#[test]
fn no_files_or_folders_use_each_other() {
    let krate = Crate::new(&parse_folder("src"));
    assert_none(&cycles::check(&krate));
}

#[test]
fn imports_go_down_through_the_layers() {
    let krate = Crate::new(&parse_folder("src"));
    assert_none(&order::check(&krate, &layers()));
}

#[test]
fn commands_do_not_use_each_other() {
    let krate = Crate::new(&parse_folder("src"));
    assert_none(&order::check_commands(&krate));
}

#[test]
fn pure_modules_do_no_io() {
    let krate = Crate::new(&parse_folder("src"));
    let found = pure::check(&krate, &layers(), &dependencies());
    assert_none(&found);
}

#[test]
fn only_platform_knows_the_operating_system() {
    let sources = parse_folder("src");
    let found = system::check(&sources, &Crate::new(&sources));
    assert_none(&found);
}

#[test]
fn files_are_short() {
    assert_none(&size::check_files(&all_sources()));
}

#[test]
fn functions_are_short() {
    assert_none(&size::check_functions(&all_sources()));
}

#[test]
fn functions_that_other_modules_call_take_no_bool() {
    assert_none(&size::check_bools(&all_sources()));
}

#[test]
fn no_debug_shows_a_secret() {
    assert_none(&secrets::check(&all_sources()));
}

#[test]
fn commands_options_and_variables_in_messages_exist() {
    let found = commands::check(&all_sources(), &keyrc::cli::definition());
    assert_none(&found);
}

#[test]
fn commands_and_options_in_pages_exist() {
    let docs = fs::read_dir(project().join("docs")).unwrap();
    let mut paths: Vec<_> = docs.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.push(project().join("README.md"));
    let page = |path: std::path::PathBuf| {
        let name = path.strip_prefix(project()).unwrap().display().to_string();
        (name, fs::read_to_string(&path).unwrap())
    };
    let pages: Vec<_> = paths.into_iter().map(page).collect();
    let found = pages::check(&pages, &keyrc::cli::definition());
    assert_none(&found);
}
