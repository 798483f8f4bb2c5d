//! `[[account]]` of the settings with git: the account by directory, remote and path.

use crate::exec::{Who, World};
use crate::server::Server;

const TOKEN: &str = "a\"b\\c $x%y:@/#;=,";

/// Makes the same repository for two accounts, and serves both.
fn server(world: &World) -> Server {
    let www = world.path("www");
    let line = format!(
        "umask 022 && git init -q -b main src && cd src && \
         git -c user.name=me -c user.email=me@a.test commit -q --allow-empty -m one && \
         for name in work mine; do \
         git clone -q --bare . {www}/$name/x.git && git -C {www}/$name/x.git update-server-info; done",
        www = www.display()
    );
    world.shell(&line).ok();
    Server::start(&[("mine", TOKEN), ("work", TOKEN)], Some(www)).unwrap()
}

/// Runs a git command with keyrc as its helper.
fn git(world: &World, command: &str) -> crate::sandbox::Output {
    world.shell(&format!("export GIT_TERMINAL_PROMPT=0; {command}"))
}

/// Two accounts of one host: by directory, by remote, and by path. git asks keyrc in the repository,
/// or in the directory of the new clone.
#[test]
fn git_uses_the_account_of_a_directory_a_remote_or_a_path() {
    let world = World::new(Who::User);
    let server = server(&world);
    let host = format!("127.0.0.1:{}", server.port());
    for login in ["mine", "work"] {
        world.has(&host, login, TOKEN);
    }
    let mut from = server.log().len();
    let mut check = |condition: &str, command: &str, login: &str| {
        let entry = format!(
            "[[account]]\nhost = \"{host}\"\nlogin = \"work\"\n{condition}\n\
             [logins]\n\"{host}\" = \"mine\"\n"
        );
        world.shell(&format!(
            "cat >\"${{XDG_CONFIG_HOME:-$HOME/.config}}/keyrc/config.toml\" <<'END'\n{entry}END\n"
        )).ok();
        let command = command.replace("URL", &format!("http://{host}"));
        git(&world, &command).ok();
        let log = server.log();
        let seen: Vec<&str> = log[from..]
            .iter()
            .filter_map(|seen| seen.login.as_deref())
            .collect();
        assert!(!seen.is_empty(), "{command}");
        assert!(seen.iter().all(|seen| *seen == login), "{command} {seen:?}");
        from = log.len();
    };
    let directory = "directory = \"~/work\"";
    let remote = &format!("remote = \"http://{host}/work/*\"");
    let prepare =
        "git config --global credential.helper '!keyrc helper git'; mkdir -p ~/work ~/elsewhere";
    check(
        directory,
        &format!("{prepare}; cd ~/work && git clone -q URL/mine/x.git a"),
        "work",
    );
    check(
        directory,
        "cd ~/elsewhere && git clone -q URL/work/x.git a",
        "mine",
    );
    check(directory, "git -C ~/work/a fetch -q", "work");
    check(directory, "git -C ~/elsewhere/a fetch -q", "mine");
    check(
        remote,
        "cd ~/elsewhere && git clone -q URL/work/x.git b",
        "work",
    );
    check(remote, "cd ~/elsewhere/b && git fetch -q", "work");
    check(remote, "cd ~/work/a && git fetch -q", "mine");
    let path = "[[account]]\nhost = \"HOST/mine\"\nlogin = \"mine\"\n".replace("HOST", &host);
    let with_path = "git config --global credential.useHttpPath true";
    check(
        &path,
        &format!("{with_path}; cd ~/elsewhere/b && git fetch -q"),
        "work",
    );
    check(&path, "cd ~/work/a && git fetch -q", "mine");
    // `exec` gives a command the same account.
    let line = format!(
        "rm \"${{XDG_CONFIG_HOME:-$HOME/.config}}/keyrc/config.toml\" && keyrc switch {host} -u mine && \
         keyrc switch {host} -u work --directory ~/work"
    );
    world.shell(&line).ok();
    for (folder, login) in [("work", "work"), ("elsewhere", "mine")] {
        for hosts in [host.as_str(), "--all --any-port"] {
            let show =
                format!("cd ~/{folder} && keyrc exec {hosts} -- cat .netrc ~/.netrc 2>/dev/null");
            let netrc = world.shell(&format!("{show} || true")).ok();
            assert!(
                netrc.contains(&format!("login {login}")),
                "{folder} {hosts} {netrc}"
            );
        }
    }
}
