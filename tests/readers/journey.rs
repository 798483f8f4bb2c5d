//! A file before and after `migrate` and `export-netrc`, and after `check-netrc --fix`. keyrc runs
//! in process, with a store in memory.

use std::fs;
use std::io::{self, Cursor, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use keyrc::cli::{self, Terminal};
use keyrc::readers::{READERS, ToolSet};
use keyrc::store::memory::Memory;
use keyrc::store::{Naming, Patience, Store};
use zeroize::Zeroizing;

use crate::process::write_netrc;

/// The versions of a file, and the output of keyrc.
#[derive(Debug)]
pub(crate) struct Journey {
    pub(crate) before: Vec<u8>,
    /// After `migrate` and `export-netrc --all --all-logins`.
    pub(crate) exported: Vec<u8>,
    /// After `check-netrc --fix`, without a migration.
    pub(crate) fixed: Vec<u8>,
    /// The output of `migrate` and `export-netrc`.
    pub(crate) moving: String,
    /// The output of `check-netrc --fix`.
    pub(crate) fixing: String,
}

impl Journey {
    pub(crate) fn new(before: Vec<u8>) -> Self {
        let keyrc = Keyrc::new();
        keyrc.write(&before);
        let mut moving = keyrc.run(&["migrate"]);
        moving += &keyrc.run(&["export-netrc", "--all", "--all-logins"]);
        let exported = keyrc.read();
        keyrc.write(&before);
        let fixing = keyrc.run(&["check-netrc", "--fix"]);
        let fixed = keyrc.read();
        Self {
            before,
            exported,
            fixed,
            moving,
            fixing,
        }
    }
}

/// keyrc in a home of its own.
struct Keyrc {
    home: tempfile::TempDir,
    memory: Memory,
}

impl Keyrc {
    fn new() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            memory: Memory::new(),
        }
    }

    fn netrc(&self) -> PathBuf {
        self.home.path().join(".netrc")
    }

    fn write(&self, bytes: &[u8]) {
        write_netrc(&self.netrc(), bytes);
    }

    fn read(&self) -> Vec<u8> {
        fs::read(self.netrc()).unwrap()
    }

    fn store(&self) -> Store {
        Store::new(
            Arc::new(self.memory.clone()),
            "memory store",
            Naming::Attributes,
            Patience::new(Patience::TOOL),
        )
    }

    /// Runs a command. Returns standard output and standard error.
    fn run(&self, args: &[&str]) -> String {
        let shared = Shared::default();
        let mut world = cli::World::new(
            Box::new(shared.clone()),
            Box::new(shared.clone()),
            Box::new(Cursor::new(Vec::new())),
            Arc::new(NoTerminal),
        );
        world.installed_tools = Some(Box::new(|| {
            ToolSet::of_pairs(READERS.iter().map(|reader| (reader.name, reader)))
        }));
        world.netrc = Some(self.netrc());
        world.config_folder = Some(self.home.path().join("settings"));
        world.data_folder = Some(self.home.path().join("vault"));
        let store = self.store();
        world.open_store = Some(Box::new(move || Ok(store.clone())));
        cli::run(["keyrc"].iter().chain(args).map(Into::into), &mut world);
        shared.text()
    }
}

struct NoTerminal;

impl Terminal for NoTerminal {
    fn exists(&self) -> bool {
        false
    }

    fn ask(&self, _: &str) -> io::Result<String> {
        Err(io::ErrorKind::UnexpectedEof.into())
    }

    fn ask_hidden(&self, _: &str) -> io::Result<Zeroizing<String>> {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
