//! Models of the tools that read a netrc: data and small functions that predict the credentials
//! each tool finds.
//!
//! No two tools agree. Each [`Reader`] models one tool in the version that it names;
//! `tests/readers` compares it with the tool itself. A model accepts any bytes, and its time is
//! linear in their number.

mod answer;
mod apt;
mod aria2;
mod bazel;
mod bazel_starlark;
mod bsd;
mod choice;
mod curl;
mod emacs;
mod entries;
mod entry;
mod fetchmail;
mod go;
mod go_netrc;
mod lftp;
mod names;
mod netrc_gem;
mod netrc_parser;
mod netrc_rs;
mod npm_netrc;
mod outline;
mod parsed;
mod perl;
mod python;
mod python_old;
mod table;
mod text;
mod tool_set;
mod tools;
mod wget;
mod words;
mod xh;

use std::fmt;

pub use answer::{Answer, Query};
pub use parsed::Parsed;
pub use table::READERS;
pub use tool_set::{ToolSet, known_names};
pub use tools::{named, reads_no_netrc};

use choice::Choice;
use entry::{ReaderEntry, Unreadable};
use parsed::Scan;

/// The model of a tool that reads a netrc.
pub struct Reader {
    /// The name of the model, as in `--for curl-7.88`.
    pub name: &'static str,
    /// The version of the tool, and its source.
    pub version: &'static str,
    /// How the model is proved.
    pub proof: Proof,
    /// The tools that read like this. Each name stands for all readers of that tool, as in `--for
    /// curl`.
    pub tools: &'static [&'static str],
    /// The behavior of the tool if it cannot read a file.
    pub on_error: OnError,
    /// The behavior of the tool if users other than the owner can access the file.
    pub on_open_file: OnOpenFile,
    /// Whether a requested login can change the answer.
    pub logins: bool,
    /// Whether the tool sends the login of a URL without a netrc, so that an entry with only that
    /// login adds nothing.
    sends_login: bool,
    /// Whether the tool sends text in Latin-1. Others send the bytes of the file.
    sends_latin_1: bool,
    model: Model,
}

/// How a model is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// `tests/readers` runs the tool and compares its answers with those of the model.
    Run,
    /// The tool's source was read.
    Source,
}

/// The behavior of a tool that cannot read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnError {
    /// It reports the error and fails.
    Fails,
    /// It continues without credentials and reports nothing.
    Silent,
    /// It continues without credentials and reports nothing, but it fails if the file is not UTF-8.
    SilentInUtf8,
}

/// The behavior of a tool if the mode of a file has a bit for its group or for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnOpenFile {
    /// It reads the file.
    Reads,
    /// It refuses the netrc of the home folder, and reads any other file.
    RefusesAtHome,
    /// It refuses the file.
    Refuses,
}

/// Where a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// It is the netrc that tools read by default.
    Home,
    /// A tool reads it only if it is told to.
    Elsewhere,
}

/// How a reader gets its answer from a file.
pub(crate) enum Model {
    /// It parses all entries, then chooses one.
    Entries(ParseAll, Choice),
    /// The same, but an error takes effect only if no entry before it answers.
    EntriesBeforeError(ParseToError, Choice),
    /// It scans the file for one host.
    Scan(PrepareScan),
}

type ParseAll = fn(&[u8]) -> Result<Vec<ReaderEntry>, Unreadable>;
type ParseToError = fn(&[u8]) -> (Vec<ReaderEntry>, Result<(), Unreadable>);
type PrepareScan = fn(&[u8]) -> Result<Box<dyn Scan>, Unreadable>;

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("name", &self.name)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Reader {
    /// Parses a file as the tool does. The result answers any number of questions.
    pub fn parse(&self, bytes: &[u8]) -> Parsed {
        Parsed::new(self, bytes)
    }

    /// Returns the answer that a user of the tool observes: if the tool does not report an error,
    /// that is [`Answer::None`].
    pub fn read(&self, bytes: &[u8], query: &Query<'_>) -> Answer {
        match self.read_with_errors(bytes, query) {
            Answer::Error if !self.reports_errors_in(bytes) => Answer::None,
            answer => answer,
        }
    }

    /// Returns the answer; if the tool cannot read the file, that is [`Answer::Error`], even if it
    /// does not report that.
    pub fn read_with_errors(&self, bytes: &[u8], query: &Query<'_>) -> Answer {
        self.parse(bytes).answer(query)
    }

    /// Whether the tool refuses a file at this place if users other than the owner can access it.
    pub fn refuses_open_file(&self, location: Location) -> bool {
        match self.on_open_file {
            OnOpenFile::Reads => false,
            OnOpenFile::RefusesAtHome => location == Location::Home,
            OnOpenFile::Refuses => true,
        }
    }

    /// Whether it compares the path of a URL with that of a machine.
    pub(crate) fn compares_paths(&self) -> bool {
        self.name == "apt"
    }

    /// Whether it looks for `127.0.0.1` if the host of the URL is `127.1`. Other tools look for the
    /// host as it is typed.
    pub(crate) fn rewrites_addresses(&self) -> bool {
        // libcurl does. uv, mise, rattler and xh use Rust's URL parser.
        self.name.starts_with("curl-")
            || ["git", "uv", "mise", "rattler", "xh"].contains(&self.name)
    }

    /// Whether a requested login never changes the answer.
    pub(crate) fn ignores_logins(&self) -> bool {
        !self.logins && !self.sends_login
    }

    fn reports_errors_in(&self, bytes: &[u8]) -> bool {
        match self.on_error {
            OnError::Fails => true,
            OnError::Silent => false,
            OnError::SilentInUtf8 => str::from_utf8(bytes).is_err(),
        }
    }
}
