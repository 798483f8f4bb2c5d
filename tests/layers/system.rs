//! Only `platform/` knows which operating system it is compiled for.

use proc_macro2::{TokenStream, TokenTree};

use crate::graph::Crate;
use crate::source::Source;
use crate::violation::Violation;

/// Conditions of `cfg` that name an operating system or what follows from it.
const CONDITIONS: [&str; 8] = [
    "target_abi",
    "target_env",
    "target_family",
    "target_object_format",
    "target_os",
    "target_vendor",
    "unix",
    "windows",
];

/// Macros that take such conditions.
const MACROS: [&str; 4] = ["cfg", "cfg_attr", "cfg_if", "cfg_select"];

/// Parts of the standard library that differ between systems.
const PATHS: [[&str; 3]; 3] = [
    ["std", "os", ""],
    ["core", "os", ""],
    ["std", "env", "consts"],
];

pub(crate) fn check(sources: &[Source], krate: &Crate) -> Vec<Violation> {
    let mut found = Vec::new();
    for source in sources {
        let tokens: TokenStream = source.text.parse().expect("tokens");
        scan(tokens, &source.path, &mut found);
    }
    for used in krate.extern_uses() {
        let file = &krate.modules[used.from].file;
        let path = used.path.join("::");
        if is_system_path(&used.path) || is_renamed_macro(&used.path, used.is_glob) {
            found.push(violation(file, &path, used.line));
        }
    }
    found
}

fn violation(file: &str, name: &str, line: usize) -> Violation {
    Violation {
        key: format!("{file} has {name}"),
        detail: format!("{file}:{line}"),
    }
}

/// Finds `cfg(…)`, `cfg!(…)`, `cfg_attr(…)`, `cfg_if! {…}` anywhere, also inside other macros.
fn scan(tokens: TokenStream, file: &str, found: &mut Vec<Violation>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => scan(group.stream(), file, found),
            TokenTree::Ident(name) if MACROS.contains(&name.to_string().as_str()) => {
                if let Some(arguments) = arguments(&tokens[at + 1..]) {
                    conditions(arguments, file, found);
                }
            }
            _ => {}
        }
    }
}

/// The tokens in the brackets that follow, with or without `!` before them.
fn arguments(after: &[TokenTree]) -> Option<TokenStream> {
    match after {
        [TokenTree::Group(group), ..] => Some(group.stream()),
        [TokenTree::Punct(punct), TokenTree::Group(group), ..] if punct.as_char() == '!' => {
            Some(group.stream())
        }
        _ => None,
    }
}

/// Finds the names of systems in a condition, however deep in `any`, `all` and `not`.
fn conditions(tokens: TokenStream, file: &str, found: &mut Vec<Violation>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => conditions(group.stream(), file, found),
            TokenTree::Ident(name) if CONDITIONS.contains(&name.to_string().as_str()) => {
                let line = name.span().start().line;
                found.push(violation(file, &format!("cfg({name})"), line));
            }
            _ => {}
        }
    }
}

fn is_system_path(path: &[String]) -> bool {
    PATHS.iter().any(|start| {
        let start = start.iter().filter(|segment| !segment.is_empty());
        start
            .enumerate()
            .all(|(at, segment)| path.get(at).is_some_and(|found| found == segment))
    })
}

/// Whether an import can bring in `cfg!` under another name, where [`scan`] would not see it.
fn is_renamed_macro(path: &[String], is_glob: bool) -> bool {
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    match names.as_slice() {
        ["std" | "core", "cfg" | "cfg_select"] | ["cfg_if", ..] => true,
        ["std" | "core"] => is_glob,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::graph::Crate;
    use crate::source::fake;
    use crate::violation::keys;

    fn found(code: &str) -> Vec<String> {
        let sources = fake(&[("src/lib.rs", code)]);
        keys(&check(&sources, &Crate::new(&sources)))
    }

    #[test]
    fn a_system_is_found_in_every_spelling() {
        for (code, name) in [
            ("#[cfg(unix)] fn f() {}", "cfg(unix)"),
            ("#[cfg(not(unix))] fn f() {}", "cfg(unix)"),
            (
                "#[cfg(all(test, any(feature = \"x\", not(windows))))] fn f() {}",
                "cfg(windows)",
            ),
            ("#![cfg(target_family = \"unix\")]", "cfg(target_family)"),
            (
                "#[cfg_attr(target_os = \"linux\", path = \"x.rs\")] fn f() {}",
                "cfg(target_os)",
            ),
            ("#[cfg_attr(test, cfg(windows))] fn f() {}", "cfg(windows)"),
            ("fn f() -> bool { cfg!(unix) }", "cfg(unix)"),
            (
                "fn f() { if std::cfg!(target_env = \"msvc\") {} }",
                "cfg(target_env)",
            ),
            ("fn f() { assert!(!cfg! { windows }) }", "cfg(windows)"),
            (
                "fn f() { #[cfg(target_vendor = \"apple\")] g(); }",
                "cfg(target_vendor)",
            ),
            (
                "cfg_if::cfg_if! { if #[cfg(unix)] { fn f() {} } }",
                "cfg(unix)",
            ),
            (
                "macro_rules! m { () => { #[cfg(unix)] fn f() {} } }",
                "cfg(unix)",
            ),
            ("std::cfg_select! { unix => {} _ => {} }", "cfg(unix)"),
            ("struct S { #[cfg(windows)] x: u8 }", "cfg(windows)"),
        ] {
            let has_it = format!("src/lib.rs has {name}");
            assert!(found(code).contains(&has_it), "{code}: {:?}", found(code));
        }
    }

    #[test]
    fn the_standard_librarys_modules_of_a_system_are_found() {
        for code in [
            "use std::os::unix::ffi::OsStrExt;",
            "use std::{fmt, os::fd};",
            "use std::os as o;",
            "use std as s; fn f() { s::os::fd::AsFd::as_fd(x) }",
            "fn f() { std::os::unix::fs::symlink(a, b) }",
            "fn f() { vec![std::os::fd::AsRawFd::as_raw_fd(x)] }",
            "fn f() -> &str { std::env::consts::OS }",
            "use std::env; fn f() -> &str { env::consts::OS }",
        ] {
            assert_eq!(found(code).len(), 1, "{code}: {:?}", found(code));
        }
    }

    #[test]
    fn cfg_under_another_name_is_found() {
        for code in [
            "use std::cfg as c; fn f() { c!(unix) }",
            "use core::{cfg as c};",
            "use std::*;",
            "use cfg_if::cfg_if as choose;",
        ] {
            assert!(!found(code).is_empty(), "{code}");
        }
    }

    #[test]
    fn other_conditions_are_allowed() {
        let code = "#[cfg(test)] mod tests {} #[cfg(feature = \"unix\")] fn unix() {}\
                    fn windows(unix: u8) { cfg!(debug_assertions) }";
        assert_eq!(found(code), [""; 0]);
    }
}
