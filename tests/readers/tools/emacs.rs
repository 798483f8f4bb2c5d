//! Emacs's auth-source, with a search for one entry for a host, and a login if one is requested.

use crate::process::{clean, version};
use crate::tools::{Ask, Tool};

pub(crate) fn tools() -> Vec<Tool> {
    let ask = Ask::All(Box::new(|world, cases| {
        let driver = world.drivers.join("auth-source.el");
        world.drive(cases, &|| {
            let mut command = clean("emacs".as_ref());
            command
                .env("HOME", "/nonexistent")
                .args(["-Q", "--batch", "-l"])
                .arg(&driver);
            command
        })
    }));
    let version = version("emacs", &["--version"]);
    vec![Tool {
        name: "emacs",
        version,
        takes_login: true,
        takes_port: false,
        errors: true,
        ask,
    }]
}
