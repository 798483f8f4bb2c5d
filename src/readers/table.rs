//! The readers, one row each. The choice of an entry is described beside the parser of each tool.

use crate::readers::choice::Choice;
use crate::readers::{
    Model, OnError, OnOpenFile, Proof, Reader, apt, aria2, bazel, bazel_starlark, bsd, curl, emacs,
    fetchmail, go, go_netrc, lftp, netrc_gem, netrc_parser, netrc_rs, npm_netrc, perl, python,
    python_old, wget, xh,
};

/// The values that most rows share. A row states its name, version, tools and model, and its other
/// differences.
const BASE: Reader = Reader {
    name: "",
    version: "",
    proof: Proof::Run,
    tools: &[],
    on_error: OnError::Fails,
    on_open_file: OnOpenFile::Reads,
    logins: false,
    sends_login: false,
    sends_latin_1: false,
    model: Model::Scan(curl::scan_7),
};

/// A tool that takes a login from a URL, and sends it.
const WITH_URL_LOGIN: Reader = Reader {
    logins: true,
    sends_login: true,
    ..BASE
};

/// A tool with a model written from its source.
const FROM_SOURCE: Reader = Reader {
    proof: Proof::Source,
    ..BASE
};

/// All readers, those of libcurl first.
pub static READERS: &[Reader] = &[
    Reader {
        name: "curl-7.88",
        version: "curl 7.88.1 of Debian 12",
        tools: &["curl"],
        model: Model::Scan(curl::scan_7),
        ..WITH_URL_LOGIN
    },
    Reader {
        name: "curl-8.16",
        version: "curl 8.16.0; the same from 8.13 to 8.19 except for lines over 16 KiB or with NUL first",
        tools: &["curl", "git", "nix"],
        model: Model::Scan(curl::scan_8),
        ..WITH_URL_LOGIN
    },
    Reader {
        name: "curl-8.23",
        version: "curl 8.23.0; the same since 8.21",
        tools: &["curl", "git", "nix"],
        model: Model::EntriesBeforeError(curl::entries, curl::CHOICE),
        ..WITH_URL_LOGIN
    },
    Reader {
        name: "git",
        version: "git with libcurl 7.88.1 of Debian 12",
        tools: &["git", "nix"],
        model: Model::Scan(curl::scan_7),
        ..WITH_URL_LOGIN
    },
    Reader {
        name: "wget",
        version: "GNU wget 1.21.3, for HTTP",
        tools: &["wget"],
        model: Model::Entries(wget::wget, wget::HTTP),
        ..WITH_URL_LOGIN
    },
    Reader {
        name: "wget-ftp",
        version: "GNU wget 1.21.3, for FTP",
        tools: &["wget"],
        model: Model::Entries(wget::wget, wget::FTP),
        ..WITH_URL_LOGIN
    },
    Reader {
        name: "wget2",
        version: "GNU wget2 1.99.1",
        tools: &["wget2"],
        sends_login: true,
        model: Model::Entries(wget::wget2, wget::WGET2),
        ..BASE
    },
    Reader {
        name: "python",
        version: "CPython 3.11 and later, the module netrc",
        tools: &["python"],
        on_open_file: OnOpenFile::RefusesAtHome,
        model: Model::Entries(python::python, Choice::LAST),
        ..BASE
    },
    Reader {
        name: "wandb",
        version: "wandb 0.31, which asks the module netrc for the host and port",
        proof: Proof::Source,
        tools: &["wandb"],
        model: Model::Entries(python::python, python::WANDB),
        ..BASE
    },
    Reader {
        name: "requests",
        version: "requests 2.34, and pip 23.2 with it",
        tools: &["requests", "pip"],
        sends_latin_1: true,
        on_error: OnError::SilentInUtf8,
        model: Model::Entries(python::requests, python::REQUESTS),
        ..BASE
    },
    Reader {
        name: "uv",
        version: "uv 0.13",
        tools: &["uv"],
        on_error: OnError::Silent,
        model: Model::Entries(python::uv, python::UV),
        ..WITH_URL_LOGIN
    },
    Reader {
        name: "go",
        version: "Go 1.24 and later, cmd/go",
        tools: &["go"],
        on_error: OnError::Silent,
        model: Model::Entries(go::go, go::GO),
        ..BASE
    },
    Reader {
        name: "buf",
        version: "buf 1.75",
        tools: &["buf"],
        model: Model::Entries(go::buf, go::BUF),
        ..BASE
    },
    Reader {
        name: "netrc-parser",
        version: "npm's netrc-parser 3.1.6",
        tools: &["netrc-parser", "heroku", "npm"],
        model: Model::Entries(netrc_parser::netrc_parser, Choice::FIRST),
        ..BASE
    },
    Reader {
        name: "netrc-gem",
        version: "Ruby's gem netrc 0.11.0",
        tools: &["netrc-gem", "gem", "ruby"],
        on_open_file: OnOpenFile::Refuses,
        model: Model::Entries(netrc_gem::netrc_gem, netrc_gem::CHOICE),
        ..BASE
    },
    Reader {
        name: "bazel",
        version: "Bazel's NetrcParser of 2026",
        tools: &["bazel"],
        model: Model::Entries(bazel::bazel, bazel::CHOICE),
        ..BASE
    },
    Reader {
        name: "emacs",
        version: "Emacs 28.2, auth-source",
        tools: &["emacs"],
        logins: true,
        model: Model::Entries(emacs::emacs, emacs::CHOICE),
        ..BASE
    },
    Reader {
        name: "aria2",
        version: "aria2 1.36.0, for HTTP",
        tools: &["aria2"],
        on_open_file: OnOpenFile::Refuses,
        model: Model::Entries(aria2::aria2, aria2::HTTP),
        ..WITH_URL_LOGIN
    },
    Reader {
        name: "aria2-ftp",
        version: "aria2 1.36.0, for FTP",
        tools: &["aria2"],
        on_open_file: OnOpenFile::Refuses,
        model: Model::Entries(aria2::aria2, aria2::FTP),
        ..WITH_URL_LOGIN
    },
    Reader {
        name: "lftp",
        version: "lftp 4.9.2",
        tools: &["lftp"],
        model: Model::Entries(lftp::lftp, lftp::CHOICE),
        ..WITH_URL_LOGIN
    },
    Reader {
        name: "tnftp",
        version: "tnftp 20210827, the ftp of NetBSD and macOS",
        tools: &["tnftp", "ftp"],
        on_open_file: OnOpenFile::Refuses,
        model: Model::Scan(bsd::tnftp),
        ..WITH_URL_LOGIN
    },
    Reader {
        name: "inetutils",
        version: "GNU inetutils ftp 2.4",
        tools: &["inetutils", "ftp"],
        on_open_file: OnOpenFile::Refuses,
        model: Model::Scan(bsd::inetutils),
        ..BASE
    },
    Reader {
        name: "net-netrc",
        version: "Perl's Net::Netrc 3.14",
        tools: &["net-netrc", "perl"],
        logins: true,
        on_open_file: OnOpenFile::Refuses,
        model: Model::Entries(perl::perl, perl::CHOICE),
        ..BASE
    },
    Reader {
        name: "mise",
        version: "mise 2026.9, with netrc-rs 0.1.2",
        tools: &["mise"],
        model: Model::Entries(netrc_rs::mise, netrc_rs::MISE),
        ..FROM_SOURCE
    },
    Reader {
        name: "rattler",
        version: "rattler 0.28, with netrc-rs 0.1.2; pixi and rattler-build use it",
        tools: &["rattler", "pixi", "rattler-build"],
        on_error: OnError::Silent,
        model: Model::Entries(netrc_rs::netrc_rs, netrc_rs::RATTLER),
        ..FROM_SOURCE
    },
    Reader {
        name: "wget2-2.1",
        version: "GNU wget2 2.1 and later, called wget in some distributions",
        tools: &["wget2"],
        sends_login: true,
        model: Model::Entries(wget::wget2_unquoting, wget::WGET2),
        ..FROM_SOURCE
    },
    Reader {
        name: "git-credential-netrc",
        version: "git-credential-netrc of git 2.39, for https",
        tools: &["git-credential-netrc"],
        logins: true,
        on_open_file: OnOpenFile::Refuses,
        model: Model::Entries(perl::git_credential, perl::GIT_CREDENTIAL),
        ..FROM_SOURCE
    },
    Reader {
        name: "bazelisk",
        version: "bazelisk 1.28, with bgentry/go-netrc",
        tools: &["bazelisk"],
        on_error: OnError::Silent,
        model: Model::Entries(go_netrc::bazelisk, go_netrc::BAZELISK),
        ..FROM_SOURCE
    },
    Reader {
        name: "git-lfs",
        version: "Git LFS 3.3, with its go-netrc",
        tools: &["git-lfs"],
        on_error: OnError::Silent,
        logins: true,
        model: Model::Entries(go_netrc::git_lfs, go_netrc::GIT_LFS),
        ..FROM_SOURCE
    },
    Reader {
        name: "cadaver",
        version: "cadaver 0.24",
        tools: &["cadaver"],
        model: Model::Entries(fetchmail::cadaver, fetchmail::CADAVER),
        ..FROM_SOURCE
    },
    Reader {
        name: "msmtp",
        version: "msmtp 1.8, and fetchmail 6.4, from which it took its parser",
        tools: &["msmtp", "fetchmail"],
        logins: true,
        model: Model::Entries(fetchmail::msmtp, fetchmail::MSMTP),
        ..FROM_SOURCE
    },
    Reader {
        name: "xh",
        version: "xh 0.25",
        tools: &["xh"],
        model: Model::Entries(xh::xh, xh::CHOICE),
        ..FROM_SOURCE
    },
    Reader {
        name: "python-3.10",
        version: "CPython up to 3.10, the module netrc",
        tools: &["python3.10", "python-3.10"],
        on_open_file: OnOpenFile::RefusesAtHome,
        model: Model::Entries(python_old::python_old, Choice::LAST),
        ..FROM_SOURCE
    },
    Reader {
        name: "bazel-starlark",
        version: "Bazel's read_netrc of 2024, for http_archive and other repository rules",
        tools: &["bazel"],
        model: Model::Entries(bazel_starlark::bazel_starlark, bazel_starlark::CHOICE),
        ..FROM_SOURCE
    },
    Reader {
        name: "npm-netrc",
        version: "npm's netrc 0.1.4",
        tools: &["npm-netrc"],
        model: Model::Entries(npm_netrc::npm_netrc, npm_netrc::CHOICE),
        ..BASE
    },
];

/// Readers of other files in the format of a netrc. They are asked only if they are named,
/// because they need not read a netrc.
pub(crate) static READERS_OF_OTHER_FILES: &[Reader] = &[Reader {
    name: "apt",
    version: "apt 2.6, for auth.conf and https",
    tools: &["apt"],
    model: Model::Scan(apt::apt),
    ..FROM_SOURCE
}];
