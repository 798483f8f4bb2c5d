//! How a command gets its netrc.

use std::path::Path;

use clap::ValueEnum;
use keyrc_platform::launch::{self, DELIVERIES, Delivery, Placed, Prepared};

use crate::cli::world::World;
use crate::error::Error;
use crate::exec::Placeholder;
use crate::text::shown;

/// The value of `--via`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum DeliveryRequest {
    /// The best method available
    #[default]
    Auto,
    /// Over ~/.netrc, in the command's own namespace (Linux)
    Namespace,
    /// In memory; NETRC and {} contain its path (Linux)
    Memfd,
    /// In a private file, removed when the command ends; NETRC and {} contain its path
    File,
}

impl DeliveryRequest {
    fn delivery(self) -> Option<Delivery> {
        match self {
            Self::Auto => None,
            Self::Namespace => Some(Delivery::Namespace),
            Self::Memfd => Some(Delivery::Memfd),
            Self::File => Some(Delivery::File),
        }
    }

    /// Which `{}` to replace: for a netrc at another path, the user writes `{}` in place of the
    /// path.
    pub(super) fn placeholder(self) -> Placeholder {
        match self {
            Self::Auto | Self::Namespace => Placeholder::NetrcOptions,
            Self::Memfd | Self::File => Placeholder::Anywhere,
        }
    }
}

/// A delivery that is prepared, and the failures of better ones.
pub(super) struct Ready {
    pub(super) delivery: Delivery,
    pub(super) prepared: Prepared,
    failures: Vec<(Delivery, Error)>,
}

impl Ready {
    /// Writes the netrc to where only the command will find it.
    ///
    /// # Errors
    /// [`Error::Undelivered`].
    pub(super) fn place(self, netrc: &[u8]) -> Result<Placed, Error> {
        let delivery = self.delivery;
        let placed = self.prepared.place(netrc);
        placed.map_err(|step| Error::Undelivered { delivery, step })
    }

    /// Removes the prepared files. Returns why the best delivery does not work here.
    pub(super) fn into_first_failure(self) -> Option<Error> {
        self.prepared.discard();
        self.failures.into_iter().next().map(|(_, error)| error)
    }

    /// Warns of the deliveries that do not work here.
    pub(super) fn warn_of_failures(&self, world: &World) {
        for (delivery, error) in &self.failures {
            world.warn(&format!("{}: {error}", unavailable(*delivery)));
        }
        if !self.failures.is_empty() {
            world.hint(where_found(self.delivery));
        }
    }
}

/// Prepares the requested delivery, else the first that works.
///
/// # Errors
/// [`Error::Undelivered`], and [`Error::Usage`] if this system does not have the requested delivery.
pub(super) fn prepare(request: DeliveryRequest) -> Result<Ready, Error> {
    let Some(delivery) = request.delivery() else {
        return prepare_best();
    };
    if !DELIVERIES.contains(&delivery) {
        return Err(Error::Usage {
            problem: "this system does not support the requested `--via`",
            instead: "leave out `--via`",
        });
    }
    let prepared =
        launch::prepare(delivery).map_err(|step| Error::Undelivered { delivery, step })?;
    Ok(Ready {
        delivery,
        prepared,
        failures: Vec::new(),
    })
}

fn prepare_best() -> Result<Ready, Error> {
    let mut failures = Vec::new();
    for &delivery in DELIVERIES {
        match launch::prepare(delivery) {
            Ok(prepared) => {
                return Ok(Ready {
                    delivery,
                    prepared,
                    failures,
                });
            }
            Err(step) => failures.push((delivery, Error::Undelivered { delivery, step })),
        }
    }
    let last = failures.pop().map(|(_, error)| error);
    Err(last.unwrap_or(Error::Usage {
        problem: "this system cannot give a command a netrc",
        instead: "use `--env`",
    }))
}

fn unavailable(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Namespace => "no netrc over ~/.netrc",
        Delivery::Memfd => "no netrc in memory",
        Delivery::File => "no netrc in a file",
    }
}

fn where_found(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::File => {
            "it is in a private file until the command ends; NETRC and `{}` in an option contain \
             its path"
        }
        _ => "tools find it through the variable NETRC or `{}` in an option; see docs/exec.md",
    }
}

/// Describes where the command finds its netrc.
pub(super) fn describe(delivery: Delivery, path: &Path) -> String {
    let path = shown(path);
    match delivery {
        Delivery::Namespace => {
            format!("{path} is a private file for the command, in its own namespace")
        }
        Delivery::Memfd => format!("the netrc is in memory, and NETRC is {path}"),
        Delivery::File => {
            format!("the netrc is in a private file until the command ends, and NETRC is {path}")
        }
    }
}
