//! How a command gets at its netrc.

use std::path::Path;

use clap::ValueEnum;
use keyrc_platform::launch::{self, DELIVERIES, Delivery, Prepared};

use crate::cli::World;
use crate::error::Error;
use crate::text::shown;

/// The ways that can be asked for.
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
    fn way(self) -> Option<Delivery> {
        match self {
            Self::Auto => None,
            Self::Namespace => Some(Delivery::Namespace),
            Self::Memfd => Some(Delivery::Memfd),
            Self::File => Some(Delivery::File),
        }
    }

    /// Whether who asked for it expects a path of their own to put into the arguments.
    pub(crate) fn is_for_arguments(self) -> bool {
        matches!(self, Self::Memfd | Self::File)
    }
}

/// The way that was asked for; else the first that is open here, and a warning when it is not the best.
pub(crate) fn open(via: Via, world: &World) -> Result<(Delivery, Prepared), Error> {
    if let Some(way) = via.way() {
        if !DELIVERIES.contains(&way) {
            return Err(Error::Usage {
                problem: "this system has no such way to hand over a netrc",
                instead: "leave `--via` out",
            });
        }
        return Ok((way, launch::prepare(way).map_err(Error::Obstacle)?));
    }
    let mut fallen = false;
    for &way in DELIVERIES {
        match launch::prepare(way).map_err(Error::Obstacle) {
            Ok(ready) => {
                if fallen {
                    world.hint(taken(way));
                }
                return Ok((way, ready));
            }
            Err(why) if DELIVERIES.last() == Some(&way) => return Err(why),
            Err(why) => {
                world.warn(&format!("{}: {why}", missed(way)));
                fallen = true;
            }
        }
    }
    Err(Error::Usage {
        problem: "this system has no way to hand over a netrc",
        instead: "use `--env`",
    })
}

fn missed(way: Delivery) -> &'static str {
    match way {
        Delivery::Namespace => "no netrc over ~/.netrc",
        Delivery::Memfd => "no netrc in memory",
        Delivery::File => "no netrc in a file",
    }
}

fn taken(way: Delivery) -> &'static str {
    match way {
        Delivery::File => {
            "it is in a private file until the command ends; NETRC and `{}` in an option have its path"
        }
        _ => "tools find it by the variable NETRC, or where an option names `{}`; see docs/exec.md",
    }
}

/// Where the command finds its netrc.
pub(crate) fn sentence(way: Delivery, path: &Path) -> String {
    let path = shown(path);
    match way {
        Delivery::Namespace => {
            format!("{path} is another file for the command, in a namespace of its own")
        }
        Delivery::Memfd => format!("the netrc is in memory, and NETRC is {path}"),
        Delivery::File => {
            format!("the netrc is in a private file until the command ends, and NETRC is {path}")
        }
    }
}
