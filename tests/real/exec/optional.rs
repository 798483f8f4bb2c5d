//! `exec --optional` runs the command unchanged if there is no token for it.

use super::{Who, World};
use crate::server::Server;

/// Prints everything about a process that keyrc could change.
const LOOK: &str = "env | sort | grep -v '^\\(_\\|SHLVL\\)='; ls -A; echo \"$0 $@\"; cat /proc/$$/mountinfo | wc -l; \
                    readlink /proc/$$/ns/mnt /proc/$$/ns/user; ulimit -c; grep -E 'Sig[^Q]|NoNewPrivs' /proc/self/status; \
                    cat; echo end >&2";

#[test]
fn a_command_without_a_token_is_unchanged() {
    let world = World::new(Who::User);
    world.has("a.test", "me", "one");
    for argument in ["--version", "https://b.test/x", "b.test/x", "-d"] {
        let alone = world.shell(&format!(
            "echo in | sh -c '{}' x {argument}",
            LOOK.replace('\'', "'\\''")
        ));
        let look = LOOK.replace('\'', "'\\''");
        let optional = world.shell(&format!(
            "echo in | keyrc exec --optional -- sh -c '{look}' x {argument}"
        ));
        assert_eq!(optional.err, alone.err, "{argument}");
        assert_eq!(optional.ok(), alone.ok(), "{argument}");
        world.is_clean();
    }
}

#[test]
fn the_status_and_the_signals_are_those_of_the_command() {
    let world = World::new(Who::User);
    for url in ["", "https://b.test"] {
        let exec = format!("keyrc exec --optional -- sh -c 'exit 9' {url}; echo $?");
        assert_eq!(world.shell(&exec).ok(), "9\n");
        let exec = format!("keyrc exec --optional -- sh -c 'kill -TERM $$' {url}; echo $?");
        assert_eq!(world.shell(&exec).ok(), "143\n");
    }
    world
        .shell("keyrc exec --optional -- /nowhere/x")
        .fails(127);
}

#[test]
fn curl_can_be_an_alias() {
    let world = World::new(Who::User);
    let server = Server::start(&[("me", "s3cret")], None).unwrap();
    let place = format!("127.0.0.1:{}", server.port());
    world.has(&place, "me", "s3cret");
    world.has("a.test", "me", "one");
    let code = "curl -sno /dev/null -w '%{http_code}\\n'";
    let script = format!(
        "shopt -s expand_aliases\nalias curl='keyrc exec --optional -- curl'\n\
         curl --version | head -c 5; echo\n{code} http://{place}/\n{code} {place}\n\
         {code} http://localhost:{port}/\n",
        port = server.port()
    );
    let done = world.run("bash", &["-c", &script]);
    assert_eq!(done.err, "");
    assert_eq!(done.ok(), "curl \n200\n200\n401\n");
    // The token is for https, so curl gets none.
    let line = "keyrc exec --optional -- curl -sn --max-time 1 http://a.test/ || true";
    assert_eq!(
        world.shell(line).err,
        "keyrc: no credential for `http://a.test`: the one for `a.test` is for https, the default port; to use it for \
         every protocol and port, run `keyrc scope a.test -u me --any`\n"
    );
}

#[test]
fn an_empty_token_is_no_token() {
    let world = World::new(Who::User);
    world.has("a.test", "me", "one");
    let line = "printf '\\n' | keyrc helper keyring set b.test me\n\
                keyrc exec --optional -- echo https://b.test\n\
                keyrc exec -- echo https://a.test https://b.test";
    let done = world.shell(line);
    assert_eq!(done.err, "");
    assert_eq!(done.ok(), "https://b.test\nhttps://a.test https://b.test\n");
    world.shell("keyrc exec b.test -- true").fails(1);
}

#[test]
fn no_store_is_needed() {
    let world = World::new(Who::User);
    for store in ["keyring", "vault"] {
        let line = format!(
            "export KEYRC_STORE={store} KEYRC_DATA_DIR=$PWD/none DBUS_SESSION_BUS_ADDRESS=unix:path=$PWD/none\n\
             keyrc exec --optional -- echo https://b.test\n\
             keyrc exec --optional b.test -- echo named\n\
             keyrc exec --optional --env X=b.test -- sh -c 'echo ${{X-unset}}'\n"
        );
        let done = world.shell(&line);
        assert_eq!(done.err, "", "{store}");
        assert_eq!(done.ok(), "https://b.test\nnamed\nunset\n", "{store}");
    }
}

#[test]
fn a_netrc_that_others_can_read_is_left_to_the_command() {
    let world = World::new(Who::User);
    let done = world.shell(
        "echo machine b.test login me password one >.netrc; chmod 644 .netrc\n\
         keyrc exec --optional -- sh -c 'cat .netrc' x https://b.test",
    );
    assert!(done.err.starts_with("keyrc: "), "{}", done.err);
    assert_eq!(done.ok(), "machine b.test login me password one\n");
}

#[test]
fn a_failure_of_the_store_is_not_the_absence_of_a_token() {
    let world = World::new(Who::User);
    world.has("a.test", "me", "one");
    world.shell("keyrc vault lock; mv key key2").ok();
    let line = "keyrc exec --optional -- echo https://a.test </dev/null";
    let done = world.shell(line);
    assert!(done.fails(1).starts_with("keyrc: `~/key`: cannot open it"));
}

#[test]
fn a_token_is_given_as_without_the_option() {
    let world = World::new(Who::User);
    world.has("a.test", "me", "one");
    let line = "keyrc exec --optional -- sh -c 'cat .netrc' x https://a.test https://b.test";
    let netrc = "machine a.test\n  login me\n  password one\n";
    assert_eq!(world.shell(line).ok(), netrc);
    let line = "keyrc exec --optional --env X=a.test -- sh -c 'echo $X'";
    assert_eq!(world.shell(line).ok(), "one\n");
    world.is_clean();
}
