//! Modules that docs/architecture.md calls `pure` do no I/O, and use no module that does.

use crate::graph::{Crate, ExternUse};
use crate::order::Layers;
use crate::violation::Violation;

/// Paths of the standard library that reach outside the process or read a clock.
const IO: [&str; 10] = [
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::backtrace",
];

/// Exceptions to [`IO`]: values, and traits that a caller implements.
const HARMLESS: [&str; 8] = [
    "std::io::Error",
    "std::io::ErrorKind",
    "std::io::Read",
    "std::io::Result",
    "std::io::Write",
    "std::net::IpAddr",
    "std::net::Ipv4Addr",
    "std::net::Ipv6Addr",
];

/// Other crates that do no I/O.
const PURE_CRATES: [&str; 11] = [
    "base64",
    "jiff",
    "percent_encoding",
    "secrecy",
    "serde",
    "serde_json",
    "subtle",
    "url",
    "strsim",
    "toml_edit",
    "zeroize",
];

const MACROS: [&str; 5] = ["print", "println", "eprint", "eprintln", "dbg"];

/// Methods of `Path` that ask the file system.
const METHODS: [&str; 9] = [
    "canonicalize",
    "exists",
    "is_dir",
    "is_file",
    "is_symlink",
    "metadata",
    "read_dir",
    "read_link",
    "try_exists",
];

/// `crates` are the dependencies of the package, as they are written in code.
pub(crate) fn check(krate: &Crate, layers: &Layers, crates: &[String]) -> Vec<Violation> {
    let pure = |module: usize| layers.is_pure(&krate.modules[module].path);
    let mut found = Vec::new();
    for used in krate.extern_uses() {
        if pure(used.from)
            && let Some(name) = impure_path(&used, crates)
        {
            found.push(violation(krate, used.from, &name, used.line));
        }
    }
    for used in krate.uses() {
        if pure(used.from) && !pure(used.to) {
            let name = krate.modules[used.to].name();
            found.push(violation(krate, used.from, &name, used.line));
        }
    }
    for index in (0..krate.modules.len()).filter(|index| pure(*index)) {
        let names = &krate.modules[index].names;
        let macros = names
            .macros
            .iter()
            .map(|path| (path.segments.last(), path.line));
        for (name, line) in macros {
            if let Some(name) = name.filter(|name| MACROS.contains(&name.as_str())) {
                found.push(violation(krate, index, &format!("{name}!"), line));
            }
        }
        for (name, line) in &names.methods {
            if METHODS.contains(&name.as_str()) {
                found.push(violation(krate, index, &format!(".{name}()"), *line));
            }
        }
    }
    found
}

fn violation(krate: &Crate, module: usize, name: &str, line: usize) -> Violation {
    let file = &krate.modules[module].file;
    Violation {
        key: format!("{file} uses {name}"),
        detail: format!("{file}:{line}"),
    }
}

/// The part of a path that does I/O, if it does.
fn impure_path(used: &ExternUse, crates: &[String]) -> Option<String> {
    let first = used.path.first()?;
    let path = match first.as_str() {
        "core" | "alloc" => used.path.join("::").replacen(first, "std", 1),
        _ => used.path.join("::"),
    };
    if crates.contains(first) {
        let is_pure = PURE_CRATES.contains(&first.as_str());
        return (!is_pure).then(|| first.clone());
    }
    if HARMLESS.iter().any(|harmless| is_inside(&path, harmless)) {
        return None;
    }
    // `use std::io` alone: its names are found where they are used.
    if !used.is_glob && ["std::io", "std::net"].contains(&path.as_str()) {
        return None;
    }
    let inside = IO.iter().find(|io| is_inside(&path, io));
    // `use std::*` brings in the modules of `IO`.
    let around = IO.iter().find(|io| used.is_glob && is_inside(io, &path));
    inside.or(around).map(|io| (*io).to_owned())
}

/// Whether a path is another one or begins with it.
fn is_inside(path: &str, start: &str) -> bool {
    path.strip_prefix(start)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::graph::Crate;
    use crate::order::Layers;
    use crate::source::fake;
    use crate::violation::keys;

    fn found(pure: &str) -> Vec<String> {
        let sources = fake(&[
            (
                "src/lib.rs",
                "mod a; mod b; pub use keyrc_platform as platform;",
            ),
            ("src/a.rs", pure),
            ("src/b.rs", "pub use std::fs; pub fn f() {}"),
        ]);
        let layers = Layers::read("```layers\nb\npure a\n```");
        let crates = ["keyrc_platform", "keyring_core", "url"].map(str::to_owned);
        keys(&check(&Crate::new(&sources), &layers, &crates))
    }

    #[test]
    fn io_is_found_in_every_spelling() {
        for (code, name) in [
            ("use std::fs;", "std::fs"),
            ("use std::fs as files;", "std::fs"),
            ("use std::{fmt, fs as _};", "std::fs"),
            (
                "use std::{self, fmt}; fn f() { std::fs::read(p) }",
                "std::fs",
            ),
            ("use std as s; fn f() { s::fs::read(p) }", "std::fs"),
            (
                "extern crate std as s; fn f() { s::fs::read(p) }",
                "std::fs",
            ),
            ("fn f() { ::std::fs::read(p) }", "std::fs"),
            ("fn f() { vec![std::env::var(name)] }", "std::env"),
            ("fn f() -> std::fs::File { g() }", "std::fs"),
            (
                "use std::io::{self, Read}; fn f() { io::stdin() }",
                "std::io",
            ),
            ("use std::io::prelude::*;", "std::io"),
            ("fn f() { use std::net::TcpStream; }", "std::net"),
            ("use std::process;", "std::process"),
            ("use std::time::*;", "std::time::Instant"),
            (
                "use std::time::{Duration, SystemTime};",
                "std::time::SystemTime",
            ),
            (
                "use std::time; fn f() { time::Instant::now() }",
                "std::time::Instant",
            ),
            ("use std::thread::spawn;", "std::thread"),
            ("use std::*;", "std::env"),
            ("use keyrc_platform as p;", "keyrc_platform"),
            ("use keyrc_platform::*;", "keyrc_platform"),
            ("fn f() { keyrc_platform::file::read(p) }", "keyrc_platform"),
            (
                "fn f() { crate::platform::file::read(p) }",
                "keyrc_platform",
            ),
            ("use keyring_core::{Entry, Error as E};", "keyring_core"),
            ("fn f() { println!() }", "println!"),
            ("fn f() { std::eprintln!() }", "eprintln!"),
            ("fn f() { vec![dbg!(1)] }", "dbg!"),
            ("fn f(p: &std::path::Path) { p.exists() }", ".exists()"),
            (
                "fn f(p: &Path) { assert!(p.metadata().is_ok()) }",
                ".metadata()",
            ),
            ("mod inner { use std::fs; }", "std::fs"),
        ] {
            assert_eq!(found(code), [format!("src/a.rs uses {name}")], "{code}");
        }
    }

    #[test]
    fn a_pure_module_uses_no_other_kind() {
        assert_eq!(found("use crate::b::f;"), ["src/a.rs uses b"]);
        assert_eq!(
            found("use crate::b; fn f() { b::fs::read(p) }"),
            ["src/a.rs uses b", "src/a.rs uses std::fs"]
        );
    }

    #[test]
    fn computing_is_pure() {
        let code = "use std::{fmt, io::ErrorKind, net::Ipv4Addr, time::Duration}; use url::Url;\
                    use std::io; fn f(e: io::Error, from: impl io::Read) { format!(\"{e}\") }\
                    #[cfg(test)] mod tests { use std::fs; }\
                    #[cfg(test)] fn g() { std::fs::read(p) }";
        assert_eq!(found(code), [""; 0]);
    }
}
