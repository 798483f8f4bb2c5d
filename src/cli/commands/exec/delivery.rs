//! How a command gets its netrc.

use std::path::Path;

use clap::ValueEnum;
use keyrc_platform::launch::{self, DELIVERIES, Delivery, Prepared};

use crate::cli::World;
use crate::error::Error;
use crate::text::shown;

/// The values of `--via`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Via {
    /// The best that there is
    #[default]
    Auto,
    /// Over ~/.netrc, in a namespace of its own (Linux)
    Namespace,
    /// In memory; NETRC and {} have its path (Linux)
    Memfd,
    /// In a private file, removed when the command ends; NETRC and {} have its path
    File,
}

impl Via {
    fn delivery(self) -> Option<Delivery> {
        match self {
            Self::Auto => None,
            Self::Namespace => Some(Delivery::Namespace),
            Self::Memfd => Some(Delivery::Memfd),
            Self::File => Some(Delivery::File),
        }
    }

    /// Whether the user who requests this delivery expects the path of the netrc in the arguments.
    pub(crate) fn is_for_arguments(self) -> bool {
        matches!(self, Self::Memfd | Self::File)
    }
}

/// Prepares the requested delivery, or else the best one that works here, with a warning for each
/// better one that does not.
pub(crate) fn open(via: Via, world: &World) -> Result<(Delivery, Prepared), Error> {
    if let Some(delivery) = via.delivery() {
        if !DELIVERIES.contains(&delivery) {
            return Err(Error::Usage {
                problem: "this system has no such way to hand over a netrc",
                instead: "leave `--via` out",
            });
        }
        return Ok((
            delivery,
            launch::prepare(delivery).map_err(Error::Obstacle)?,
        ));
    }
    let mut fallen = false;
    for &delivery in DELIVERIES {
        match launch::prepare(delivery).map_err(Error::Obstacle) {
            Ok(prepared) => {
                if fallen {
                    world.hint(taken(delivery));
                }
                return Ok((delivery, prepared));
            }
            Err(why) if DELIVERIES.last() == Some(&delivery) => return Err(why),
            Err(why) => {
                world.warn(&format!("{}: {why}", missed(delivery)));
                fallen = true;
            }
        }
    }
    Err(Error::Usage {
        problem: "this system has no way to hand over a netrc",
        instead: "use `--env`",
    })
}

fn missed(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Namespace => "no netrc over ~/.netrc",
        Delivery::Memfd => "no netrc in memory",
        Delivery::File => "no netrc in a file",
    }
}

fn taken(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::File => {
            "it is in a private file until the command ends; NETRC and `{}` in an option have its path"
        }
        _ => "tools find it by the variable NETRC, or where an option names `{}`; see docs/exec.md",
    }
}

/// Returns a sentence that says where the command finds its netrc.
pub(crate) fn sentence(delivery: Delivery, path: &Path) -> String {
    let path = shown(path);
    match delivery {
        Delivery::Namespace => {
            format!("{path} is another file for the command, in a namespace of its own")
        }
        Delivery::Memfd => format!("the netrc is in memory, and NETRC is {path}"),
        Delivery::File => {
            format!("the netrc is in a private file until the command ends, and NETRC is {path}")
        }
    }
}
