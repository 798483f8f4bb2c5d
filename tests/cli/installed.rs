//! Reports cover the tools that have a program in PATH.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use keyrc::cli::installed_tools;

/// A folder with programs that are never started: they are text.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for name in ["bin", "lib/git-core", "lib/x86_64-linux-gnu"] {
            fs::create_dir_all(folder.0.path().join(name)).unwrap();
        }
        folder
    }

    fn has(&self, path: &str, content: &str) -> &Self {
        #[expect(clippy::disallowed_methods, reason = "a program for the test")]
        fs::write(self.0.path().join(path), content).unwrap();
        self
    }

    fn bin(&self) -> PathBuf {
        self.0.path().join("bin")
    }

    /// The readers and their names.
    fn found(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        found(&self.bin())
    }
}

fn found(path: &Path) -> Vec<(&'static str, Vec<&'static str>)> {
    let tools = installed_tools(path.as_os_str());
    let readers = tools.readers();
    let named = readers
        .iter()
        .map(|reader| (reader.name, tools.names_of(reader).to_vec()));
    named.collect()
}

#[test]
fn the_version_of_curl_is_read_from_the_program() {
    for (version, reader) in [
        ("7.88.1", "curl-7.88"),
        ("8.14.1", "curl-8.16"),
        ("8.23.0", "curl-8.23"),
    ] {
        let folder = Folder::new();
        folder.has("bin/curl", &format!("\0curl/%s\0curl/{version}\0"));
        assert_eq!(folder.found(), [(reader, vec!["curl"])]);
    }
}

#[test]
fn git_reads_as_its_own_libcurl_does() {
    let folder = Folder::new();
    folder
        .has("bin/git", "")
        .has("bin/curl", "curl/8.23.0")
        .has("lib/git-core/git-remote-http", "\0libcurl-gnutls.so.4\0")
        .has(
            "lib/x86_64-linux-gnu/libcurl-gnutls.so.4",
            "\0libcurl/8.14.1\0",
        );
    let expected = [("curl-8.16", vec!["git"]), ("curl-8.23", vec!["curl"])];
    assert_eq!(folder.found(), expected);
}

#[test]
fn a_library_counts_where_its_language_is_installed() {
    for (program, library, reader, tool) in [
        (
            "ruby",
            "share/rubygems-integration/all/specifications/netrc-0.11.0.gemspec",
            "netrc-gem",
            "netrc-gem",
        ),
        (
            "ruby",
            "lib/ruby/gems/3.3.0/specifications/netrc-0.11.0.gemspec",
            "netrc-gem",
            "netrc-gem",
        ),
        (
            "perl",
            "share/perl/5.36.0/Net/Netrc.pm",
            "net-netrc",
            "net-netrc",
        ),
        ("perl", "share/perl5/Net/Netrc.pm", "net-netrc", "net-netrc"),
        (
            "perl",
            "lib/perl5/5.38/Net/Netrc.pm",
            "net-netrc",
            "net-netrc",
        ),
    ] {
        let folder = Folder::new();
        let path = folder.0.path().join(library);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        folder.has(library, "");
        assert_eq!(folder.found(), [], "{library}");
        folder.has(&format!("bin/{program}"), "");
        assert_eq!(folder.found(), [(reader, vec![tool])], "{library}");
    }
    let folder = Folder::new();
    folder.has("bin/ruby", "").has("bin/perl", "");
    assert_eq!(folder.found(), []);
}

#[test]
fn tools_have_the_names_of_their_programs() {
    let folder = Folder::new();
    folder
        .has("bin/pip3", "")
        .has("bin/http", "")
        .has("bin/heroku", "");
    folder.has("bin/wget2", "wget2/2.2.1");
    symlink("wget2", folder.bin().join("wget")).unwrap();
    let expected = [
        ("requests", vec!["httpie", "pip"]),
        ("netrc-parser", vec!["heroku"]),
        ("wget2-2.1", vec!["wget", "wget2"]),
    ];
    assert_eq!(folder.found(), expected);
}

#[test]
fn folders_of_others_and_relative_folders_are_left_out() {
    let folder = Folder::new();
    folder.has("bin/curl", "curl/8.14.1");
    assert_eq!(folder.found().len(), 1);
    fs::set_permissions(folder.bin(), fs::Permissions::from_mode(0o777)).unwrap();
    assert_eq!(folder.found().len(), 0);
    assert_eq!(found(Path::new("bin")).len(), 0);
    assert_eq!(found(Path::new("")).len(), 0);
}
