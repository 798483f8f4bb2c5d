//! A tool without a token runs as if keyrc did not exist.

use super::Shims;
use crate::bus::Bus;
use crate::exec::is_root;
use crate::pty::Pty;
use crate::sandbox::Sandbox;

/// Prints everything about a process that keyrc could change.
const LOOK: &str = "#!/bin/bash\nenv | sort | grep -v '^\\(_\\|SHLVL\\|KEYRC_SHIM\\)='; ls -A; echo \"$0 $@\"; \
                    wc -l </proc/$$/mountinfo; readlink /proc/$$/ns/mnt /proc/$$/ns/user; ulimit -c; ulimit -f; \
                    grep -E 'Sig(Blk|Ign)|NoNewPrivs' /proc/self/status; ls /proc/$$/fd; cat; echo end >&2\n";

#[test]
fn everything_else_is_untouched() {
    let mut shims = Shims::new(&["curl", "wget"]);
    shims.script("a/curl", LOOK);
    shims.script("a/wget", LOOK);
    let a = shims.path("home/a").to_string_lossy().into_owned();
    for (prepare, call) in [
        ("", "curl https://a.test"),
        ("", "curl -n"),
        ("trap '' PIPE INT", "curl -n https://a.test"),
        (
            "ulimit -Sc 10; exec 7</dev/null",
            "wget https://a.test 'b  c' ''",
        ),
    ] {
        let mut seen = Vec::new();
        for order in [vec!["K", &a, "P"], vec![&a, "K", "P"]] {
            shims.order(&order);
            let done = shims.line(&format!("{prepare}\necho in | {call}"));
            let links = shims.links().display().to_string();
            let out = done
                .out
                .replace(&format!("{links}:{a}"), &format!("{a}:{links}"));
            seen.push((out, done.err, done.code));
        }
        assert_eq!(seen[0].0, seen[1].0, "{call}");
        assert_eq!((&seen[0].1, seen[0].2), (&seen[1].1, seen[1].2), "{call}");
    }
}

#[test]
fn the_process_its_status_and_its_signals_are_those_of_the_tool() {
    let mut shims = Shims::new(&["curl"]);
    shims.has("a.test", "me", "one");
    shims.script("a/curl", "#!/bin/bash\necho $$; cat ~/.netrc 2>&-; case $1 in -n) exit 9;; esac; kill -$1 $$; sleep 5\n");
    let a = shims.path("home/a").to_string_lossy().into_owned();
    shims.order(&["K", &a, "P"]);
    for url in ["", "https://a.test", "https://b.test"] {
        let done = shims.line(&format!("bash -c 'echo $$; exec curl -n {url}'; echo $?"));
        let lines: Vec<&str> = done.out.lines().collect();
        assert_eq!(lines[0], lines[1], "{done}");
        assert_eq!(lines.last(), Some(&"9"), "{done}");
        assert_eq!(
            done.out.contains("password one"),
            url == "https://a.test",
            "{done}"
        );
        for (signal, status) in [
            ("TERM", "143"),
            ("INT", "130"),
            ("KILL", "137"),
            ("PIPE", "141"),
        ] {
            let done = shims.line(&format!("curl {signal} -n {url}; echo $?"));
            assert_eq!(done.out.lines().last(), Some(status), "{done}");
        }
    }
    shims.is_clean();
}

#[test]
fn ctrl_c_ends_the_tool() {
    let mut shims = Shims::new(&["curl"]);
    shims.script("a/curl", "#!/bin/bash\necho ready; sleep 20\n");
    let a = shims.path("home/a").to_string_lossy().into_owned();
    shims.order(&["K", &a, "P"]);
    let mut pty = Pty::start(
        &shims,
        "bash",
        &["-c", "curl -n https://b.test; echo status $?"],
    );
    pty.expects("ready");
    pty.types("\x03");
    pty.ends();
    assert!(!pty.shows("status 0"), "{}", pty.seen());
}

/// Runs `curl -n` in several surroundings, none of which may change the result.
#[test]
fn surroundings_without_a_keyring_do_not_matter() {
    let mut shims = Shims::new(&["curl"]);
    shims.has("a.test", "me", "one");
    shims.script(
        "a/curl",
        "#!/bin/bash\necho curl \"$@\"; cat ~/.netrc 2>&-; :\n",
    );
    let a = shims.path("home/a").to_string_lossy().into_owned();
    shims.order(&["K", &a, "P"]);
    let links = shims.links();
    let link = links.join("curl").display().to_string();
    let plain = "curl -n https://a.test\n";
    for line in [
        "env -u HOME curl -n https://a.test".to_owned(),
        "HOME= curl -n https://a.test".to_owned(),
        "SUDO_UID=1234 curl -n https://a.test".to_owned(),
        "HOME=/ curl -n https://a.test".to_owned(),
        format!("env -i PATH={a} {link} -n https://a.test"),
        "unset KEYRC_STORE; KEYRC_DATA_DIR=$PWD/none curl -n https://a.test".to_owned(),
    ] {
        let done = shims.line(&line);
        assert_eq!(done.err, "", "{line}");
        assert_eq!(done.ok(), plain, "{line}");
    }
    // Without any variable, the system's folders are searched.
    let done = shims.line(&format!("env -i {link} --version"));
    assert!(done.ok().starts_with("curl 7"));
    // A setting that cannot be read is reported in one line.
    for break_it in [
        "echo = >.config/keyrc/config.toml",
        "export KEYRC_TIMEOUT=x",
        "export NETRC='machine b password s3cret'",
    ] {
        let done = shims.line(&format!(
            "mkdir -p .config/keyrc; {break_it}; curl -n https://a.test"
        ));
        assert_eq!(done.out, plain, "{done}");
        assert!(
            done.err.starts_with("keyrc: `curl` runs without a token: "),
            "{done}"
        );
        assert_eq!(done.err.lines().count(), 1, "{done}");
        assert!(!done.err.contains("s3cret"), "{done}");
        shims.line("rm -f .config/keyrc/config.toml").ok();
    }
}

#[test]
fn another_user_gets_no_token() {
    if !is_root() {
        return;
    }
    let mut shims = Shims::new(&["curl"]);
    shims.has("a.test", "me", "one");
    shims.script(
        "a/curl",
        "#!/bin/bash\necho curl \"$@\"; cat ~/.netrc 2>&-; :\n",
    );
    let a = shims.path("home/a").to_string_lossy().into_owned();
    shims.order(&["K", &a, "P"]);
    let path = shims.line("printf %s \"$PATH\"").ok();
    let home = shims.path("home").display().to_string();
    // The shims belong to a normal user, and root and daemon run them.
    for user in ["root", "daemon"] {
        let args = [
            "-u",
            user,
            "env",
            &format!("PATH={path}"),
            &format!("HOME={home}"),
            "curl",
            "-n",
            "https://a.test",
        ];
        let done = Sandbox::new().run("sudo", &args);
        let is_visible = user == "root";
        assert_eq!(done.out.contains("curl -n"), is_visible, "{done}");
        assert!(!done.out.contains("password"), "{done}");
    }
}

#[test]
fn a_locked_keyring_opens_no_window() {
    let bus = Bus::locked(|sandbox| sandbox.has("a.test", "me", "one"));
    let links = bus.path("home/bin");
    bus.shell("mkdir bin tools; ln -s $(command -v keyrc) bin/curl; printf '#!/bin/sh\necho curl\n' >tools/curl; chmod +x tools/curl").ok();
    let tools = bus.path("home/tools");
    let line = format!(
        "PATH={}:{}:$PATH; curl -n https://a.test",
        links.display(),
        tools.display()
    );
    let done = bus.run("bash", &["-c", &line]);
    assert_eq!(done.out, "curl\n", "{done}");
    assert!(
        done.err
            .starts_with("keyrc: `curl` runs without a token: the keyring is locked"),
        "{done}"
    );
    assert_eq!(done.err.lines().count(), 1, "{done}");
}
