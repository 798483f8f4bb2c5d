//! Finds the tools of this machine, without starting any.
//!
//! A tool is installed if a folder of `PATH` has its program. Relative folders and folders in which
//! others can replace files are left out. The version of libcurl, which decides how curl and git
//! read a netrc, is a text in the program or the library.

mod libraries;

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use keyrc_platform::file;
use keyrc_platform::folder::program_file;

use crate::readers::{Reader, ToolSet, named};

/// Programs, and the tools that they are.
const PROGRAMS: [(&str, &str); 29] = [
    ("ansible", "ansible"),
    ("aria2c", "aria2"),
    ("bazel", "bazel"),
    ("bazelisk", "bazelisk"),
    ("buf", "buf"),
    ("cadaver", "cadaver"),
    ("emacs", "emacs"),
    ("fetchmail", "fetchmail"),
    ("gdalinfo", "gdal"),
    ("git-credential-netrc", "git-credential-netrc"),
    ("git-lfs", "git-lfs"),
    ("go", "go"),
    ("heroku", "heroku"),
    ("http", "httpie"),
    ("inetutils-ftp", "inetutils"),
    ("lftp", "lftp"),
    ("mise", "mise"),
    ("msmtp", "msmtp"),
    ("nix", "nix"),
    ("pdm", "pdm"),
    ("pip", "pip"),
    ("pip3", "pip"),
    ("pixi", "pixi"),
    ("rattler-build", "rattler-build"),
    ("tnftp", "tnftp"),
    ("uv", "uv"),
    ("wandb", "wandb"),
    ("xh", "xh"),
    ("yt-dlp", "yt-dlp"),
];

/// The largest program that is searched for a version, in bytes.
const MAX_PROGRAM: u64 = 16 << 20;

/// Returns the tools that have a program in the folders of `path`, a value of `PATH`.
pub fn installed_tools(path: &OsStr) -> ToolSet {
    let folders: Vec<PathBuf> = env::split_paths(path)
        .filter(|folder| folder.is_absolute() && !file::others_can_replace_files_in(folder))
        .collect();
    let mut found = Vec::new();
    for (program, tool) in PROGRAMS {
        if find(&folders, program).is_some() {
            found.extend(pairs(tool));
        }
    }
    found.extend(
        find(&folders, "curl")
            .into_iter()
            .flat_map(|curl| curl_readers(&curl)),
    );
    found.extend(
        find(&folders, "git")
            .into_iter()
            .flat_map(|git| git_readers(&git)),
    );
    found.extend(
        find(&folders, "wget")
            .into_iter()
            .flat_map(|wget| wget_readers(&wget)),
    );
    found.extend(
        find(&folders, "ftp")
            .into_iter()
            .flat_map(|ftp| ftp_readers(&ftp)),
    );
    if let Some(wget2) = find(&folders, "wget2") {
        found.extend(wget2_readers(&wget2, "wget2"));
    }
    if let Some(python) = find(&folders, "python3").or_else(|| find(&folders, "python")) {
        found.extend(only("python", python_reader(&python)));
        if libraries::has_requests(&python) {
            found.extend(pairs("requests"));
        }
    }
    if find(&folders, "ruby").is_some_and(|ruby| libraries::has_netrc_gem(&ruby)) {
        found.extend(pairs("netrc-gem"));
    }
    if find(&folders, "perl").is_some_and(|perl| libraries::has_net_netrc(&perl)) {
        found.extend(pairs("net-netrc"));
    }
    ToolSet::of_pairs(found)
}

type Pair = (&'static str, &'static Reader);

/// Returns the readers of a tool, under its name if it is the only one.
fn pairs(tool: &'static str) -> Vec<Pair> {
    let readers: Vec<&'static Reader> = named(tool).collect();
    let name = |reader: &'static Reader| {
        if readers.len() == 1 {
            tool
        } else {
            reader.name
        }
    };
    readers
        .iter()
        .map(|reader| (name(reader), *reader))
        .collect()
}

/// Returns one reader under the name of a tool.
fn only(tool: &'static str, reader: &str) -> Vec<Pair> {
    let readers = named(reader).filter(|found| found.name == reader);
    readers.map(|reader| (tool, reader)).collect()
}

/// The model of the Python at a path such as `/usr/bin/python3.10`.
fn python_reader(python: &Path) -> &'static str {
    let name = python.file_name().and_then(|name| name.to_str());
    let minor = name.and_then(|name| name.strip_prefix("python3."));
    match minor.and_then(|minor| minor.parse::<u32>().ok()) {
        Some(..=10) => "python-3.10",
        _ => "python",
    }
}

/// Returns the program with its links resolved.
fn find(folders: &[PathBuf], program: &str) -> Option<PathBuf> {
    let name = program_file(program);
    let path = folders
        .iter()
        .map(|folder| folder.join(&name))
        .find(|path| path.is_file())?;
    fs::canonicalize(path).ok()
}

fn curl_readers(curl: &Path) -> Vec<Pair> {
    match version_in(curl, "curl/") {
        Some(version) => only("curl", curl_reader(version)),
        None => pairs("curl"),
    }
}

/// The model of a version of libcurl.
fn curl_reader(version: (u32, u32)) -> &'static str {
    match version {
        (..8, _) | (8, ..=12) => "curl-7.88",
        (8, 13..=20) => "curl-8.16",
        _ => "curl-8.23",
    }
}

/// Returns the reader of git, which is that of the libcurl of its program `git-remote-http`.
fn git_readers(git: &Path) -> Vec<Pair> {
    let prefix = git
        .parent()
        .and_then(Path::parent)
        .unwrap_or(Path::new("/usr"));
    let remote = ["lib/git-core", "libexec/git-core", "lib64/git-core"]
        .map(|folder| prefix.join(folder).join(program_file("git-remote-http")));
    let Some(remote) = remote.iter().find_map(|path| fs::canonicalize(path).ok()) else {
        return pairs("git");
    };
    let version = version_in(&remote, "libcurl/").or_else(|| {
        let library = library_of(&remote, prefix)?;
        version_in(&library, "libcurl/")
    });
    match version.map(curl_reader) {
        Some("curl-7.88") => only("git", "git"),
        Some(reader) => only("git", reader),
        None => pairs("git"),
    }
}

/// Returns the libcurl that a program is linked with.
fn library_of(program: &Path, prefix: &Path) -> Option<PathBuf> {
    let program = file::read(program, MAX_PROGRAM).ok()?;
    let mut names = ["libcurl-gnutls.so.4", "libcurl.so.4", "libcurl.4.dylib"].into_iter();
    let name = names.find(|name| position(&program.bytes, name.as_bytes()).is_some())?;
    let prefixes = [prefix, Path::new("/usr"), Path::new("/usr/local")];
    let mut folders = prefixes.into_iter().flat_map(library_folders);
    folders.find_map(|folder| fs::canonicalize(folder.join(name)).ok())
}

/// Returns the folders of libraries below a prefix. Debian has one for each kind of machine.
fn library_folders(prefix: &Path) -> Vec<PathBuf> {
    let lib = prefix.join("lib");
    let of_machine = fs::read_dir(&lib).into_iter().flatten().flatten();
    let of_machine = of_machine
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().contains("-linux-gnu"));
    let of_machine: Vec<PathBuf> = of_machine.collect();
    [vec![lib, prefix.join("lib64")], of_machine].concat()
}

/// Returns the version after `mark` in a program or library, such as 8.16 after `libcurl/`.
fn version_in(path: &Path, mark: &str) -> Option<(u32, u32)> {
    let program = file::read(path, MAX_PROGRAM).ok()?;
    let mut rest = &program.bytes[..];
    while let Some(found) = position(rest, mark.as_bytes()) {
        rest = &rest[found + mark.len()..];
        if let Some(version) = version(rest) {
            return Some(version);
        }
    }
    None
}

/// Returns the first two numbers of a version at the start of some bytes.
fn version(bytes: &[u8]) -> Option<(u32, u32)> {
    let end = bytes
        .iter()
        .take(16)
        .take_while(|byte| matches!(byte, b'0'..=b'9' | b'.'));
    let text = str::from_utf8(&bytes[..end.count()]).ok()?;
    let mut numbers = text.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Returns the place of some bytes in others. Compares only where the first byte is found, which is
/// fast even in a large program.
fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut start = 0;
    while let Some(found) = bytes[start..].iter().position(|&byte| byte == first) {
        start += found;
        if bytes[start..].starts_with(wanted) {
            return Some(start);
        }
        start += 1;
    }
    None
}

/// In some distributions, `wget` is wget2.
fn wget_readers(wget: &Path) -> Vec<Pair> {
    let name = wget.file_name().map(OsStr::to_string_lossy);
    if name.is_some_and(|name| name.starts_with("wget2")) {
        wget2_readers(wget, "wget")
    } else {
        pairs("wget")
    }
}

fn wget2_readers(program: &Path, tool: &'static str) -> Vec<Pair> {
    match version_in(program, "wget2/") {
        Some(version) if version < (2, 1) => only(tool, "wget2"),
        Some(_) => only(tool, "wget2-2.1"),
        None => pairs("wget2"),
    }
}

/// `ftp` is a link to the program that the administrator chose.
fn ftp_readers(ftp: &Path) -> Vec<Pair> {
    match ftp.file_name().and_then(OsStr::to_str) {
        Some("inetutils-ftp") => only("ftp", "inetutils"),
        _ => only("ftp", "tnftp"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_follows_its_mark() {
        assert_eq!(version(b"8.16.0\0"), Some((8, 16)));
        assert_eq!(version(b"7.88.1-10+deb12u15"), Some((7, 88)));
        assert_eq!(version(b"%s"), None);
        let models = [(7, 88), (8, 12), (8, 13), (8, 20), (8, 21), (9, 0)].map(curl_reader);
        assert_eq!(
            models,
            [
                "curl-7.88",
                "curl-7.88",
                "curl-8.16",
                "curl-8.16",
                "curl-8.23",
                "curl-8.23"
            ]
        );
    }

    #[test]
    fn every_program_is_a_known_tool() {
        for (program, tool) in PROGRAMS {
            assert!(named(tool).next().is_some(), "{program}");
        }
    }
}
