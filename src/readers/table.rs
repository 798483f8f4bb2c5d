//! The readers, a row each.

use crate::readers::choice::{Choice, Fallback, Name, Order, Partial, Wanted};
use crate::readers::{
    OnError, Reader, Reads, aria2, bazel, bsd, curl, emacs, go, heroku, lftp, perl, python, wget,
};

/// First entry with exactly this name, no `default`, whatever its login and however incomplete.
const PLAIN: Choice = Choice {
    any_case: false,
    name: Name::Plain,
    order: Order::First,
    default: Fallback::Never,
    login: Wanted::Ignored,
    partial: Partial::Answers,
};

/// CPython keeps one entry for each name, the last; `default` is a name like any other.
const PYTHON: Choice = Choice {
    order: Order::Last,
    default: Fallback::Last,
    ..PLAIN
};

/// The readers that are known, those of libcurl first.
pub static READERS: &[Reader] = &[
    Reader {
        name: "curl-7.88",
        version: "curl 7.88.1 of Debian 12",
        tools: &["curl"],
        on_error: OnError::Fails,
        sends_login: true,
        logins: true,
        fits: None,
        reads: Reads::Scan(curl::seven),
    },
    Reader {
        name: "curl-8.16",
        version: "curl 8.16.0; the same from 8.13 to 8.19 but for lines over 16 KiB",
        tools: &["curl", "git", "nix"],
        on_error: OnError::Fails,
        sends_login: true,
        logins: true,
        fits: Some(curl::fits),
        reads: Reads::Scan(curl::eight),
    },
    Reader {
        name: "curl-8.23",
        version: "curl 8.23.0; the same since 8.21",
        tools: &["curl", "git", "nix"],
        on_error: OnError::Fails,
        sends_login: true,
        logins: true,
        fits: Some(curl::fits),
        reads: Reads::Own(
            curl::scanner,
            Choice {
                any_case: true,
                default: Fallback::InPlace,
                login: Wanted::Chooses,
                partial: Partial::NeedsAny,
                ..PLAIN
            },
        ),
    },
    Reader {
        name: "git",
        version: "git with libcurl 7.88.1 of Debian 12",
        tools: &["git", "nix"],
        on_error: OnError::Fails,
        sends_login: true,
        logins: true,
        fits: None,
        reads: Reads::Scan(curl::seven),
    },
    Reader {
        name: "wget",
        version: "GNU wget 1.21.3, for HTTP",
        tools: &["wget"],
        on_error: OnError::Fails,
        sends_login: true,
        logins: true,
        fits: None,
        reads: Reads::Whole(
            wget::wget,
            Choice {
                any_case: true,
                login: Wanted::Required,
                partial: Partial::NeedsPassword,
                ..PLAIN
            },
        ),
    },
    Reader {
        name: "wget-ftp",
        version: "GNU wget 1.21.3, for FTP",
        tools: &["wget"],
        on_error: OnError::Fails,
        sends_login: true,
        logins: true,
        fits: None,
        reads: Reads::Whole(
            wget::wget,
            Choice {
                any_case: true,
                default: Fallback::FirstUnasked,
                login: Wanted::Required,
                ..PLAIN
            },
        ),
    },
    Reader {
        name: "wget2",
        version: "GNU wget2 1.99.1",
        tools: &["wget2"],
        on_error: OnError::Fails,
        sends_login: true,
        logins: false,
        fits: None,
        reads: Reads::Whole(
            wget::wget2,
            Choice {
                partial: Partial::NeedsAny,
                ..PYTHON
            },
        ),
    },
    Reader {
        name: "python",
        version: "CPython 3.11 and later, the module netrc",
        tools: &["python"],
        on_error: OnError::Fails,
        sends_login: false,
        logins: false,
        fits: None,
        reads: Reads::Own(python::python, PYTHON),
    },
    Reader {
        name: "requests",
        version: "requests 2.34, and pip 23.2 with it",
        tools: &["requests", "pip"],
        on_error: OnError::SilentInUtf8,
        sends_login: false,
        logins: false,
        fits: None,
        reads: Reads::Own(
            python::requests,
            Choice {
                partial: Partial::NeedsAny,
                ..PYTHON
            },
        ),
    },
    Reader {
        name: "uv",
        version: "uv 0.13",
        tools: &["uv"],
        on_error: OnError::Silent,
        sends_login: true,
        logins: true,
        fits: None,
        reads: Reads::Own(
            python::uv,
            Choice {
                name: Name::Bracketed,
                login: Wanted::Required,
                ..PYTHON
            },
        ),
    },
    Reader {
        name: "go",
        version: "Go 1.24 and later, cmd/go",
        tools: &["go"],
        on_error: OnError::Silent,
        sends_login: false,
        logins: false,
        fits: None,
        reads: Reads::Whole(
            go::go,
            Choice {
                name: Name::WithPort,
                partial: Partial::NeedsBoth,
                ..PLAIN
            },
        ),
    },
    Reader {
        name: "buf",
        version: "buf 1.75",
        tools: &["buf"],
        on_error: OnError::Fails,
        sends_login: false,
        logins: false,
        fits: None,
        reads: Reads::Whole(
            go::buf,
            Choice {
                name: Name::WithPort,
                default: Fallback::First,
                ..PLAIN
            },
        ),
    },
    Reader {
        name: "netrc-parser",
        version: "npm's netrc-parser 3.1.6",
        tools: &["netrc-parser", "heroku", "npm"],
        on_error: OnError::Fails,
        sends_login: false,
        logins: false,
        fits: None,
        reads: Reads::Whole(heroku::netrc_parser, PLAIN),
    },
    Reader {
        name: "netrc-gem",
        version: "Ruby's gem netrc 0.11.0",
        tools: &["netrc-gem", "gem", "ruby"],
        on_error: OnError::Fails,
        sends_login: false,
        logins: false,
        fits: None,
        reads: Reads::Whole(
            heroku::gem,
            Choice {
                default: Fallback::Last,
                ..PLAIN
            },
        ),
    },
    Reader {
        name: "bazel",
        version: "Bazel's NetrcParser of 2026",
        tools: &["bazel"],
        on_error: OnError::Fails,
        sends_login: false,
        logins: false,
        fits: None,
        reads: Reads::Whole(
            bazel::bazel,
            Choice {
                order: Order::Last,
                default: Fallback::First,
                ..PLAIN
            },
        ),
    },
    Reader {
        name: "emacs",
        version: "Emacs 28.2, auth-source",
        tools: &["emacs"],
        on_error: OnError::Fails,
        sends_login: false,
        logins: true,
        fits: None,
        reads: Reads::Own(
            emacs::emacs,
            Choice {
                default: Fallback::InPlace,
                ..PLAIN
            },
        ),
    },
    Reader {
        name: "aria2",
        version: "aria2 1.36.0, for HTTP",
        tools: &["aria2"],
        on_error: OnError::Fails,
        sends_login: true,
        logins: true,
        fits: None,
        reads: Reads::Own(
            aria2::aria2,
            Choice {
                name: Name::Suffix,
                default: Fallback::Hides,
                login: Wanted::Declined,
                ..PLAIN
            },
        ),
    },
    Reader {
        name: "aria2-ftp",
        version: "aria2 1.36.0, for FTP",
        tools: &["aria2"],
        on_error: OnError::Fails,
        sends_login: true,
        logins: true,
        fits: None,
        reads: Reads::Own(
            aria2::aria2,
            Choice {
                name: Name::Suffix,
                default: Fallback::InPlace,
                login: Wanted::Required,
                ..PLAIN
            },
        ),
    },
    Reader {
        name: "lftp",
        version: "lftp 4.9.2",
        tools: &["lftp"],
        on_error: OnError::Fails,
        sends_login: true,
        logins: true,
        fits: None,
        reads: Reads::Scan(lftp::lftp),
    },
    Reader {
        name: "tnftp",
        version: "tnftp 20210827, the ftp of NetBSD and macOS",
        tools: &["tnftp", "ftp"],
        on_error: OnError::Fails,
        sends_login: true,
        logins: true,
        fits: None,
        reads: Reads::Scan(bsd::tnftp),
    },
    Reader {
        name: "inetutils",
        version: "GNU inetutils ftp 2.4",
        tools: &["inetutils", "ftp"],
        on_error: OnError::Fails,
        sends_login: false,
        logins: false,
        fits: None,
        reads: Reads::Scan(bsd::inetutils),
    },
    Reader {
        name: "net-netrc",
        version: "Perl's Net::Netrc 3.14",
        tools: &["net-netrc", "perl"],
        on_error: OnError::Fails,
        sends_login: false,
        logins: true,
        fits: None,
        reads: Reads::Whole(
            perl::perl,
            Choice {
                default: Fallback::Last,
                login: Wanted::Chooses,
                ..PLAIN
            },
        ),
    },
];
