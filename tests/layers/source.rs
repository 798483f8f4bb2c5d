//! Source files: the files of a folder of this project, or a made-up tree that a rule is tested
//! with.

use std::fs;
use std::path::{Path, PathBuf};

/// The parsed text of one `.rs` file.
pub(crate) struct Source {
    /// Relative to the project, with `/`: `src/netrc/lex.rs`.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) syntax: syn::File,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Source {
        let syntax = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
            syntax,
        }
    }
}

/// Parses a made-up tree of `(path, text)` pairs.
pub(crate) fn fake(files: &[(&str, &str)]) -> Vec<Source> {
    files
        .iter()
        .map(|(path, text)| Source::new(path, text))
        .collect()
}

/// The folder of `Cargo.toml`.
pub(crate) fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Parses every `.rs` file below a folder of the project, in the order of their paths.
pub(crate) fn parse_folder(folder: &str) -> Vec<Source> {
    let mut paths = rust_files(&project().join(folder));
    paths.sort();
    paths.iter().map(|path| parse(path)).collect()
}

fn parse(path: &Path) -> Source {
    let relative = path.strip_prefix(project()).unwrap();
    let parts: Vec<&str> = relative.iter().map(|part| part.to_str().unwrap()).collect();
    Source::new(&parts.join("/"), &fs::read_to_string(path).unwrap())
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}
