//! `keyrc setup` with real clients: they get the token, and their files are restored.

use std::fs;

use super::git::server;
use super::server::Protected;
use super::{LOGIN, QUOTED, shell, vault};

const FILES: [&str; 6] = [
    "",
    "# mine\n[user]\n    name=Me ; no\n\temail = me@a.test",
    "\u{feff}[core]\r\n\tautocrlf = input\r\n[alias]\r\n\tl = \"!f() { git log; }; f\"\r\n",
    "[credential]\n\thelper = store --file /nonexistent\n",
    "[Credential \"http://127.0.0.1\"]\n  helper=\"!f() { echo quit=1; }; f\"\n\n\n",
    "[credential]\n\thelper = \"!f() { echo username=no; echo password=no; }; f\"\n[x \"y\"] z\n",
];

#[test]
fn git_works_after_setup_and_its_file_is_restored() {
    let (server, home) = (server("Git", "basic"), vault());
    let host = server.host();
    server.accept(LOGIN, QUOTED);
    home.has(&host, LOGIN, QUOTED);
    let url = format!("http://{host}/x.git");
    // In a folder with a space and a quote.
    let start = "mkdir -p \"it's a dir\" && cp -f \"$(command -v keyrc)\" \"it's a dir\"/keyrc; \
                 export GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=false PATH=\"$PWD/it's a dir:$PATH\";";
    for text in FILES {
        let path = home.path("home/.gitconfig");
        #[expect(clippy::disallowed_methods, reason = "a file of a tool")]
        fs::write(&path, text).unwrap();
        let line = format!(
            "{start} rm -rf out; keyrc setup git --yes && git clone -q {url} out && git -C out fetch -q && \
             keyrc setup git --yes | grep -q already"
        );
        shell(&home, &line).ok();
        shell(&home, &format!("{start} keyrc unsetup git")).ok();
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
        shell(&home, &format!("{start} git clone -q {url} refused")).fails(128);
    }
}
