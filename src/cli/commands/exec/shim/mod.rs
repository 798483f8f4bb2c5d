//! Runs the tool that has the name by which keyrc was called, such as `curl`, with the tokens for
//! its URLs.
//!
//! If anything prevents that, the tool runs as if keyrc did not exist, after one line about the
//! reason.

mod next;
mod watch;

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use keyrc_platform::launch::{self, Delivery, Ended, Invocation, Placed};
use keyrc_platform::{folder, program};

use crate::cli::args::readers::For;
use crate::cli::commands::exec::delivery::{self, DeliveryRequest};
use crate::cli::commands::exec::request::NetrcRequest;
use crate::cli::commands::exec::tokens::{self, Credentials};
use crate::cli::commands::exec::{Args, curlrc, failed, netrc};
use crate::cli::hints;
use crate::cli::world::World;
use crate::error::Error;
use crate::exec::{self, OwnFile, Shim, Substitute, Target};
use crate::netrc::Document;
use crate::plain::{NetrcFile, ReadPolicy};
use crate::store::Vault;

use next::Next;
use watch::Entries;

/// A call of keyrc through a link with the name of a tool.
#[derive(Debug)]
pub(crate) struct Call {
    shim: &'static Shim,
    /// The name by which keyrc was called, and the arguments.
    command: Vec<OsString>,
    targets: Vec<Target>,
    /// Whether the arguments, with the configuration of curl, let the tool read its usual netrc.
    reads_netrc: bool,
}

/// Everything that a tool gets from keyrc.
struct Given {
    placed: Placed,
    command: Vec<OsString>,
    settings: Vec<(&'static str, OsString)>,
}

/// Returns the call if the first of `args`, the program name, is the name of a tool.
pub(crate) fn call(args: &[OsString]) -> Option<Call> {
    let shim = exec::shim_of(args.first()?)?;
    let other_host = shim.host_variable.and_then(env::var_os);
    let other_host = other_host.as_deref().and_then(OsStr::to_str);
    let effective = curlrc::of_user(args);
    Some(Call {
        shim,
        command: args.to_vec(),
        targets: shim.targets(&effective, other_host),
        reads_netrc: shim.reads_usual_netrc(&effective),
    })
}

/// Returns the tool that keyrc stands in for, if the command `program` leads to keyrc.
pub(super) fn behind(program: &OsStr) -> Option<OsString> {
    let is_name = Path::new(program).components().count() == 1;
    let shim = exec::shim_of(program).filter(|_| is_name)?;
    if !program::in_path(shim.name).first()?.is_this {
        return None;
    }
    let next = next::next(shim.name, "", &keyrc_platform::process_and_parent());
    next.ok().map(|next| next.program.into())
}

impl Call {
    /// Whether the tool may need a token. Reads no file except the configuration of curl.
    pub(crate) fn may_need_token(&self) -> bool {
        self.reads_netrc
            && !self.targets.is_empty()
            && !program::has_home_of_other_user()
            && has_source()
    }

    /// Runs the tool in place of keyrc as if keyrc did not exist. Returns only if it cannot be run.
    pub(crate) fn run_alone(&self) -> Error {
        self.start(None, self.command.clone(), Vec::new())
    }

    /// Runs the tool with a private netrc if there is a token for it, in place of keyrc. A tool that
    /// writes its netrc runs as a child instead, and the result is how it ended.
    ///
    /// # Errors
    /// [`Error::Command`] if it cannot be run.
    pub(crate) fn run(&self, world: &mut World) -> Result<Ended, Error> {
        match self.own_file(world) {
            Some(file) if self.shim.writes_netrc(&self.command) => self.watch(&file, world),
            _ => Err(self.replace(world)),
        }
    }

    /// Runs the tool with its own netrc, and looks at the file afterwards.
    fn watch(&self, file: &Path, world: &World) -> Result<Ended, Error> {
        let next = self.next()?;
        let before = Entries::read(file);
        let mut command = self.command.clone();
        let name = std::mem::replace(&mut command[0], next.program.into());
        let settings = [(next::TRAIL, next.trail)];
        let invocation = self.invocation(&command, &name, &settings);
        let ended = launch::run_and_wait(&invocation);
        let ended = ended.map_err(|error| failed(error, &self.shim.name.into()))?;
        let after = Entries::read(file);
        let added = after.added_since(&before);
        if !added.is_empty() {
            watch::offer(self.shim.name, &added, file, world);
        }
        Ok(ended)
    }

    fn replace(&self, world: &mut World) -> Error {
        match self.given(world) {
            Ok(Some(given)) => self.start(Some(given.placed), given.command, given.settings),
            Ok(None) => self.run_alone(),
            Err(Error::Interrupted) => Error::Interrupted,
            Err(error) => {
                self.report(&error, world);
                self.run_alone()
            }
        }
    }

    fn start(
        &self,
        placed: Option<Placed>,
        mut command: Vec<OsString>,
        mut settings: Vec<(&str, OsString)>,
    ) -> Error {
        let next = match self.next() {
            Ok(next) => next,
            Err(error) => return error,
        };
        settings.push((next::TRAIL, next.trail));
        let name = std::mem::replace(&mut command[0], next.program.into());
        let invocation = self.invocation(&command, &name, &settings);
        failed(launch::start(placed, &invocation), &self.shim.name.into())
    }

    fn next(&self) -> Result<Next, Error> {
        let name = self.shim.name;
        let trail = env::var(next::TRAIL).unwrap_or_default();
        let next = next::next(name, &trail, &keyrc_platform::process_and_parent());
        next.map_err(|error| Error::Command {
            name: name.to_owned(),
            error,
        })
    }

    /// The command as it was typed. `typed` is the name by which keyrc was called.
    fn invocation<'i>(
        &self,
        command: &'i [OsString],
        typed: &'i OsStr,
        settings: &'i [(&'i str, OsString)],
    ) -> Invocation<'i> {
        // A tool that finds its files through its own path must not look next to keyrc's link.
        let is_path = Path::new(typed).components().count() > 1;
        Invocation {
            command,
            name: (!is_path).then_some(typed),
            settings,
            variables: Vec::new(),
            input: None,
        }
    }

    /// Prepares the tokens for the tool; `None` if there are none.
    fn given(&self, world: &mut World) -> Result<Option<Given>, Error> {
        world.variables.refuse_netrc_content()?;
        let own = self.own_file(world);
        // The tool reads its file by itself.
        world.netrc = None;
        let args = self.args();
        // Before the store is used, as in `keyrc exec`.
        let ready = delivery::prepare(args.via)?;
        let request = NetrcRequest::Guessed(self.targets.clone());
        let found = world
            .use_store_unasked_without_terminal()
            .and_then(|()| tokens::credentials(&args, &request, world));
        let Credentials { found, .. } = match found {
            Ok(credentials) if !credentials.found.is_empty() => credentials,
            other => {
                ready.prepared.discard();
                return other.map(|_| None);
            }
        };
        let document = match own {
            Some(path) => own_netrc(&path)?,
            None => Document::parse(Vec::new().into()),
        };
        let tool = exec::tool(&self.command[0]);
        let netrc = netrc::netrc(&args, &found, tool, &document, world)?;
        let option = match tool.and_then(|tool| tool.substitute) {
            _ if ready.delivery == Delivery::Namespace => None,
            None => None,
            Some(Substitute::Option(option)) => Some(option),
            Some(Substitute::None) => return Err(undelivered(ready)),
        };
        let placed = ready.place(&netrc)?;
        let mut command = self.command.clone();
        let mut settings = Vec::new();
        if self.shim.file == OwnFile::NixSetting {
            settings.push(("NIX_CONFIG", nix_config(placed.path())));
        } else if let Some(option) = option {
            self.insert_option(&mut command, option, placed.path());
        }
        Ok(Some(Given {
            placed,
            command,
            settings,
        }))
    }

    /// The arguments of `keyrc exec` that run this tool.
    fn args(&self) -> Args {
        Args {
            hosts: Vec::new(),
            login: None,
            all: false,
            optional: true,
            any_port: false,
            merge: false,
            readers: exec::tool(&self.command[0])
                .map_or_else(For::default, |tool| For::tool(tool.name)),
            via: DeliveryRequest::Auto,
            variables: Vec::new(),
            input: None,
            header: None,
            verbose: false,
            command: self.command.clone(),
        }
    }

    /// The netrc that the tool reads without keyrc.
    fn own_file(&self, world: &World) -> Option<PathBuf> {
        match self.shim.file {
            OwnFile::Variable => world.netrc.clone(),
            OwnFile::Usual => Some(world.home.as_ref()?.join(".netrc")),
            OwnFile::NixSetting => Some("/etc/nix/netrc".into()),
        }
    }

    /// Inserts an option with the path of the netrc. `-q` of curl must stay the first argument.
    fn insert_option(&self, command: &mut Vec<OsString>, option: &str, netrc: &Path) {
        let is_first = |word: &OsString| {
            word.to_str()
                .is_some_and(|word| word.starts_with("-q") || word == "--disable")
        };
        let at = match command.get(1) {
            Some(word) if self.shim.name == "curl" && is_first(word) => 2,
            _ => 1,
        };
        let words = option.split(' ').map(|word| match word.strip_suffix("{}") {
            Some(start) => [OsStr::new(start), netrc.as_os_str()].into_iter().collect(),
            None => word.into(),
        });
        command.splice(at..at, words);
    }

    /// Reports in one line why the tool runs without a token.
    fn report(&self, error: &Error, world: &World) {
        let name = self.shim.name;
        let advice = match error {
            // The line about the entry is printed already.
            Error::NotExported { .. } => return,
            Error::WiderNetrc(_) => Some(format!(
                "to accept that, run `keyrc exec --any-port -- {name}` with the same arguments"
            )),
            Error::Undelivered { .. } => {
                Some("docs/exec.md explains how to allow namespaces".to_owned())
            }
            error => hints::hint_in(world, error),
        };
        let advice = advice
            .map(|advice| format!("; {advice}"))
            .unwrap_or_default();
        world.warn(&format!("`{name}` runs without a token: {error}{advice}"));
    }
}

/// Whether a token can exist: in a variable, in a vault or in a keyring.
fn has_source() -> bool {
    let is_token = |(name, _): (OsString, _)| name.to_string_lossy().starts_with("KEYRC_TOKEN");
    env::vars_os().any(is_token)
        || folder::data().is_some_and(|folder| Vault::exists(&folder))
        || keyrc_platform::may_have_keyring()
}

fn own_netrc(path: &Path) -> Result<Document, Error> {
    let policy = ReadPolicy {
        // The tool, not keyrc, decides whether it accepts the file.
        open_to_others: true,
        ..ReadPolicy::default()
    };
    Ok(NetrcFile::read(path, policy)?.into_document())
}

/// Nix adds the settings of this variable to those of its files.
fn nix_config(netrc: &Path) -> OsString {
    let mut config = env::var_os("NIX_CONFIG").unwrap_or_default();
    config.push("\nnetrc-file = ");
    config.push(netrc);
    config
}

fn undelivered(ready: delivery::Ready) -> Error {
    let failure = ready.into_first_failure();
    failure.unwrap_or(Error::Usage {
        problem: "this system cannot give it a private netrc",
        instead: "see docs/exec.md for how to allow namespaces",
    })
}
