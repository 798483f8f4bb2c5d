//! A world for commands: a private home, a memory store, and a terminal with prepared answers.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use keyrc::cli::{self, Look, OpenStore, Terminal, Variables};
use keyrc::environment::Environment;
use keyrc::readers::{READERS, ToolSet};
use keyrc::store::memory::Memory;
use keyrc::store::{Fault, Naming, Patience, Store};
use keyrc::working::WorkingDirectory;
use zeroize::Zeroizing;

/// The result of one command.
#[derive(Debug)]
pub(crate) struct Output {
    pub(crate) code: u8,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Output {
    #[track_caller]
    pub(crate) fn expect(self, code: u8, out: &str, err: &str) {
        assert_eq!(
            (self.code, self.out.as_str(), self.err.as_str()),
            (code, out, err)
        );
    }

    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }
}

pub(crate) struct World {
    pub(crate) home: tempfile::TempDir,
    pub(crate) memory: Memory,
    pub(crate) environment: Vec<(String, String)>,
    /// The working directory.
    pub(crate) directory: Option<PathBuf>,
    pub(crate) fault: Option<Fault>,
    pub(crate) input: Vec<u8>,
    /// The answers that the user types; `None` means that there is no terminal.
    pub(crate) typed: Option<Vec<&'static str>>,
    /// Whether commands choose among this machine's stores, instead of using the memory store.
    pub(crate) real_stores: bool,
    /// Finds the installed tools.
    pub(crate) tools: fn() -> ToolSet,
    /// The look of a terminal; by default, standard output and standard error are pipes.
    pub(crate) look: Look,
}

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Shared {
    /// The written output, as text.
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

struct User {
    answers: Option<Mutex<VecDeque<&'static str>>>,
    asked: Shared,
}

impl Terminal for User {
    fn exists(&self) -> bool {
        self.answers.is_some()
    }

    fn ask(&self, question: &str) -> io::Result<String> {
        self.asked
            .clone()
            .write_all(format!("{question}\n").as_bytes())?;
        let answer = self
            .answers
            .as_ref()
            .and_then(|answers| answers.lock().unwrap().pop_front());
        answer
            .map(str::to_owned)
            .ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }

    fn ask_hidden(&self, question: &str) -> io::Result<Zeroizing<String>> {
        self.ask(question).map(Zeroizing::new)
    }
}

/// The readers of the tools that are installed in this world.
pub(crate) const INSTALLED: [&str; 22] = [
    "curl-7.88",
    "curl-8.16",
    "curl-8.23",
    "git",
    "wget",
    "wget-ftp",
    "wget2",
    "python",
    "requests",
    "uv",
    "go",
    "buf",
    "netrc-parser",
    "netrc-gem",
    "bazel",
    "emacs",
    "aria2",
    "aria2-ftp",
    "lftp",
    "tnftp",
    "inetutils",
    "net-netrc",
];

fn installed() -> ToolSet {
    let readers = READERS
        .iter()
        .filter(|reader| INSTALLED.contains(&reader.name));
    ToolSet::of_pairs(readers.map(|reader| (reader.name, reader)))
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            memory: Memory::new(),
            environment: Vec::new(),
            directory: None,
            fault: None,
            input: Vec::new(),
            typed: None,
            real_stores: false,
            tools: installed,
            look: Look::default(),
        }
    }

    pub(crate) fn netrc(&self) -> PathBuf {
        self.home.path().join(".netrc")
    }

    /// Writes a netrc that only its owner can read.
    pub(crate) fn write_netrc(&self, text: impl AsRef<[u8]>) {
        self.write_netrc_with_mode(text, 0o600);
    }

    pub(crate) fn write_netrc_with_mode(&self, text: impl AsRef<[u8]>, mode: u32) {
        #[expect(
            clippy::disallowed_methods,
            reason = "the file that the program is to find"
        )]
        fs::write(self.netrc(), text).unwrap();
        fs::set_permissions(self.netrc(), fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Writes the settings.
    pub(crate) fn write_settings(&self, text: &str) {
        fs::create_dir_all(self.home.path().join("settings")).unwrap();
        #[expect(clippy::disallowed_methods, reason = "settings that a person wrote")]
        fs::write(self.home.path().join("settings/config.toml"), text).unwrap();
    }

    pub(crate) fn read_netrc(&self) -> String {
        String::from_utf8(fs::read(self.netrc()).unwrap()).unwrap()
    }

    /// The files in the home folder, except the settings and the vault.
    pub(crate) fn files(&self) -> Vec<String> {
        let names = fs::read_dir(self.home.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| name != "settings").collect();
        names.sort();
        names
    }

    /// Stores a token with `keyrc login`.
    pub(crate) fn has(&mut self, host: &str, login: &str, token: &str) -> &mut Self {
        self.input = token.as_bytes().to_vec();
        let done = self.run(&["login", host, "-u", login, "--token-stdin"]);
        assert_eq!(done.code, 0, "{}", done.err);
        self
    }

    /// The value in the store without its scope. Ignores variables and the netrc.
    pub(crate) fn stored(&self, host: &str, login: &str) -> Option<String> {
        let mut secret = self.secret(host, login)?;
        secret.scope = keyrc::Scope::default();
        Some(String::from_utf8(secret.encode().to_vec()).unwrap())
    }

    /// The scope of the token in the store.
    pub(crate) fn scope(&self, host: &str, login: &str) -> keyrc::Scope {
        self.secret(host, login).unwrap().scope
    }

    fn secret(&self, host: &str, login: &str) -> Option<keyrc::Secret> {
        let account = keyrc::Account {
            host: host.parse().unwrap(),
            login: login.parse().unwrap(),
        };
        match self.store().get(&account) {
            Ok(secret) => Some(secret),
            Err(Fault::NotFound) => None,
            Err(fault) => panic!("{fault}"),
        }
    }

    pub(crate) fn store(&self) -> Store {
        Store::new(
            Arc::new(self.memory.clone()),
            "memory store",
            Naming::Attributes,
            Patience::new(Patience::TOOL),
        )
    }

    pub(crate) fn run(&mut self, args: &[&str]) -> Output {
        self.run_as("keyrc", args)
    }

    /// Runs the program under another name.
    pub(crate) fn run_as(&mut self, name: &str, args: &[&str]) -> Output {
        let args: Vec<OsString> = args.iter().map(Into::into).collect();
        self.run_words(name, &args)
    }

    /// As [`run_as`](Self::run_as), with words that need not be UTF-8.
    pub(crate) fn run_words(&mut self, name: &str, args: &[OsString]) -> Output {
        let (out, err) = (Shared::default(), Shared::default());
        let words = [&[name.into()], args].concat();
        let code = self.run_with(words, Box::new(out.clone()), err.clone());
        let home = self.home.path().to_string_lossy().into_owned();
        Output {
            code,
            out: out.text().replace(&home, "~"),
            err: err.text().replace(&home, "~"),
        }
    }

    /// Runs a command line, with the name of the program first.
    fn run_with(&mut self, words: Vec<OsString>, out: Box<dyn Write>, err: Shared) -> u8 {
        let input: Box<dyn Read> = Box::new(io::Cursor::new(std::mem::take(&mut self.input)));
        let user = User {
            answers: self.typed.take().map(|typed| Mutex::new(typed.into())),
            asked: err.clone(),
        };
        let mut world = cli::World::new(out, Box::new(err), input, Arc::new(user));
        world.environment = Environment::new(self.variables());
        world.installed_tools = Some(Box::new(self.tools));
        world.netrc = Some(self.netrc());
        world.config_folder = Some(self.home.path().join("settings"));
        world.data_folder = Some(self.home.path().join("vault"));
        world.links_folder = Some(self.home.path().join("links"));
        world.home = Some(self.home.path().to_owned());
        world.settings_of_programs = Some(self.home.path().join(".config"));
        world.state_folder = Some(self.home.path().join(".local/state/keyrc"));
        world.program = Some(self.program());
        // Keep the vaults of tests out of the kernel, and make their passphrases cheap.
        world.remember_vault = Duration::ZERO;
        world.passphrase_work = 1;
        world.variables = Variables::new(self.variables());
        world.working = WorkingDirectory {
            directory: self.directory.clone(),
            home: Some(self.home.path().to_owned()),
            git_directory: None,
        };
        world.set_look(self.look.clone());
        if !self.real_stores {
            world.open_store = Some(self.open_memory());
        }
        cli::run(words, &mut world)
    }

    /// The program that files of tools name. It is in a folder with a space.
    pub(crate) fn program(&self) -> PathBuf {
        self.home.path().join("my programs/keyrc")
    }

    fn variables(&self) -> impl Iterator<Item = (OsString, OsString)> {
        self.environment
            .iter()
            .map(|(name, value)| (name.into(), value.into()))
    }

    fn open_memory(&self) -> OpenStore {
        let (store, fault) = (self.store(), self.fault.clone());
        Box::new(move || match &fault {
            Some(fault) => Err(fault.clone().into()),
            None => Ok(store.clone()),
        })
    }

    /// Runs a command whose standard output is a closed pipe.
    pub(crate) fn run_into_closed_pipe(&mut self, args: &[&str]) -> (u8, String) {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let err = Shared::default();
        let words = [&["keyrc"], args].concat();
        let words = words.iter().map(Into::into).collect();
        let code = self.run_with(words, Box::new(Closed), err.clone());
        (code, err.text())
    }
}
