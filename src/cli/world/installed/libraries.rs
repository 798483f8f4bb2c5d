//! Finds libraries that read a netrc, in the folders in which the systems install them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Whether the library requests is installed for a Python.
pub(super) fn has_requests(python: &Path) -> bool {
    let name = python
        .file_name()
        .map(OsStr::to_string_lossy)
        .unwrap_or_default();
    let own = |folder: &str| format!("lib/{name}/{folder}");
    has(
        python,
        &[
            "lib/python3/dist-packages",
            &own("site-packages"),
            &own("dist-packages"),
            &format!("local/{}", own("dist-packages")),
        ],
        |found| found == "requests",
    )
}

/// Whether the gem netrc is installed for a Ruby: the package of Debian or Fedora, or
/// `gem install`.
pub(super) fn has_netrc_gem(ruby: &Path) -> bool {
    let folders = [
        "share/rubygems-integration/*/specifications",
        "share/gems/specifications",
        "lib/ruby/gems/*/specifications",
        "../var/lib/gems/*/specifications",
    ];
    has(ruby, &folders, |name| {
        name.starts_with("netrc-") && name.ends_with(".gemspec")
    })
}

/// Whether Net::Netrc is installed for a Perl. Debian has a small Perl without it.
pub(super) fn has_net_netrc(perl: &Path) -> bool {
    let folders = [
        "share/perl/*/Net",
        "share/perl5/Net",
        "share/perl5/core_perl/Net",
        "lib/perl5/*/Net",
    ];
    has(perl, &folders, |name| name == "Netrc.pm")
}

/// Whether one of the folders below the prefix of a program, such as `/usr`, has a matching file. A
/// `*` in a path stands for any folder.
fn has(program: &Path, folders: &[&str], is_match: fn(&str) -> bool) -> bool {
    let Some(prefix) = program.parent().and_then(Path::parent) else {
        return false;
    };
    let mut folders = folders.iter().flat_map(|folder| expand(prefix, folder));
    folders.any(|folder| {
        entries(&folder).any(|path| {
            path.file_name()
                .and_then(OsStr::to_str)
                .is_some_and(is_match)
        })
    })
}

fn expand(prefix: &Path, folder: &str) -> Vec<PathBuf> {
    let mut found = vec![prefix.to_owned()];
    for part in folder.split('/') {
        found = match part {
            "*" => found.iter().flat_map(|folder| entries(folder)).collect(),
            part => found.iter().map(|folder| folder.join(part)).collect(),
        };
    }
    found
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path())
}
