//! No tool sends a token to a port, path, protocol or host for which it is not stored.

use std::process::Command;

use keyrc::Scope;
use keyrc::exec::Wider;

use super::servers;
use super::{Who, World};
use crate::server::Server;

const TOKEN: &str = "s3cret";

/// A server that accepts the token, so that its log shows whether a request had it.
fn server() -> Server {
    Server::start(&[("me", TOKEN)], None).unwrap()
}

fn place(port: u16) -> String {
    format!("127.0.0.1:{port}")
}

#[track_caller]
fn check_log(server: &Server, expected: usize) {
    let log = server.log();
    let with_token = log.iter().filter(|seen| seen.login.is_some()).count();
    assert_eq!(with_token, expected, "{log:?}");
}

/// Runs a command with the tokens of its URLs.
fn exec(world: &World, command: &str) -> crate::sandbox::Output {
    world.shell(&format!("keyrc exec -- {command}"))
}

#[test]
fn a_token_for_a_port_reaches_no_other_port() {
    let world = World::new(Who::User);
    let (own, other) = (server(), server());
    let (own_port, other_port) = (own.port(), other.port());
    world.has(&place(own_port), "me", TOKEN);
    let own_url = format!("http://{}/", place(own_port));
    exec(&world, &format!("curl -sn {own_url}")).ok();
    check_log(&own, 1);
    let other_url = format!("http://{}/", place(other_port));
    let error = exec(&world, &format!("curl -sn {own_url} {other_url}")).fails(2);
    assert!(error.contains("the command also requests"), "{error}");
    exec(&world, &format!("curl -sn {other_url}")).fails(3);
    // The abbreviation of a flag, which could be an option with a value.
    exec(&world, &format!("curl -n {own_url} --sile {other_url}")).fails(2);
    check_log(&other, 0);
}

#[test]
fn a_url_that_only_curl_can_read_reaches_no_other_port() {
    let world = World::new(Who::User);
    let (own, other) = (server(), server());
    world.has(&place(own.port()), "me", TOKEN);
    let (own_url, port) = (format!("http://{}/", place(own.port())), other.port());
    for url in [
        format!("'http://127.0.0.1:[{port}-{port}]/'"),
        format!("'http://127.0.0.{{1,1}}:{port}/'"),
        format!("'{{http,http}}://127.0.0.1:{port}/'"),
        format!("'127.0.0.1:{{{port}}}'"),
    ] {
        let error = exec(&world, &format!("curl -sn {own_url} {url}")).fails(2);
        assert!(
            error.contains("a URL that keyrc cannot read"),
            "{url}: {error}"
        );
        // curl requests the other port.
        let seen = other.log().len();
        world.shell(&format!("curl -s {url}")).ok();
        assert!(other.log().len() > seen, "{url}");
    }
    check_log(&other, 0);
}

#[test]
fn a_redirect_leads_no_token_to_another_port() {
    let world = World::new(Who::User);
    let other = server();
    let first = servers::redirector(format!("http://{}/", place(other.port())));
    world.has(&place(first), "me", TOKEN);
    let url = format!("http://{}/", place(first));
    exec(&world, &format!("curl -sn {url}")).ok();
    for command in [
        "curl -sLn",
        "curl -sn --location",
        "wget -qO-",
        "wget -qO- --max-redirect=0",
        "wget -qO- --max-redirect=0 --max-redirect=5",
        "curl -snK /dev/null",
    ] {
        let error = exec(&world, &format!("{command} {url}")).fails(2);
        assert!(
            error.contains("a redirect could lead"),
            "{command}: {error}"
        );
    }
    check_log(&other, 0);
    // The user accepts it: curl then sends the token to the other port.
    world
        .shell(&format!("keyrc exec --any-port -- curl -sLn {url}"))
        .ok();
    check_log(&other, 1);
}

#[test]
fn the_options_of_a_curlrc_count() {
    let world = World::new(Who::User);
    let other = server();
    let first = servers::redirector(format!("http://{}/", place(other.port())));
    world.has(&place(first), "me", TOKEN);
    let url = format!("http://{}/", place(first));
    for (file, text) in [
        (".curlrc", "# mine\nlocation\n".to_owned()),
        (".config/curlrc", "-sL\n".to_owned()),
        (
            ".curlrc",
            format!("url = http://{}/\n", place(other.port())),
        ),
    ] {
        let prepare = format!("mkdir -p .config; printf -- '{text}' >{file}");
        let line =
            format!("cd; {prepare}; keyrc exec -- curl -sn {url}; code=$?; rm {file}; exit $code");
        world.shell(&line).fails(2);
    }
    check_log(&other, 0);
    let line = format!("cd; echo location >.curlrc; keyrc exec -- curl -qsn {url}");
    world.shell(&line).ok();
    check_log(&other, 0);
}

#[test]
fn a_redirect_leads_no_token_to_another_host() {
    let world = World::new(Who::User);
    let other = server();
    let first = servers::redirector(format!("http://localhost:{}/", other.port()));
    world.has(&place(first), "me", TOKEN);
    let url = format!("http://{}/", place(first));
    for command in ["curl -sL4n", "wget -qO-"] {
        let _ = world.shell(&format!("keyrc exec --any-port -- {command} {url}"));
    }
    assert!(!other.log().is_empty());
    check_log(&other, 0);
}

#[test]
fn a_token_for_a_path_reaches_no_other_path() {
    let world = World::new(Who::User);
    let own = server();
    let place = place(own.port());
    world.has(&format!("{place}/org2"), "b", "of the path");
    world.has(&place, "me", TOKEN);
    let done = world.shell(&format!("keyrc token http://{place}/org2/x"));
    assert_eq!(done.ok(), "of the path\n");
    // With one netrc, curl would send one of the tokens to both paths.
    let url = format!("http://{place}");
    let error = exec(&world, &format!("curl -sn {url}/org2/x {url}/org1/x")).fails(2);
    assert!(
        error.starts_with("keyrc: a netrc would give the token"),
        "{error}"
    );
    exec(&world, &format!("curl -sn {url}/org2/x {url}/")).fails(2);
    let error = exec(&world, &format!("curl -sn {url}/org2/x")).fails(2);
    assert!(
        error.contains(
            "the token is for a path\nkeyrc: hint: pass the token with `keyrc exec --header"
        ),
        "{error}"
    );
    check_log(&own, 0);
    world
        .shell(&format!(
            "keyrc exec --any-port -- sh -c 'grep -q \"of the path\" .netrc' x {url}/org2/x"
        ))
        .ok();
    exec(&world, &format!("curl -sn {url}/org1/x")).ok();
    check_log(&own, 1);
}

#[test]
fn a_token_for_https_is_not_sent_in_the_clear() {
    let world = World::new(Who::User);
    world.has("a.test", "me", TOKEN);
    let error = exec(&world, "curl -n http://a.test/").fails(3);
    assert!(
        error.contains("the one for `a.test` is for https"),
        "{error}"
    );
    let error = exec(&world, "curl -n https://a.test/ http://a.test/").fails(3);
    assert!(
        error.contains("the one for `a.test` is for https"),
        "{error}"
    );
}

#[test]
fn a_header_is_the_way_that_works_for_a_port() {
    let world = World::new(Who::User);
    let own = server();
    let place = place(own.port());
    world.has(&place, "me", TOKEN);
    let line = format!(
        "keyrc exec --header {place} -- curl -s -o /dev/null -w '%{{http_code}}' -H @- http://{place}/"
    );
    // The server wants HTTP Basic, so it refuses the header that it got.
    assert_eq!(world.shell(&line).ok(), "401");
}

#[test]
fn no_spelling_of_another_port_gets_the_token() {
    let world = World::new(Who::User);
    let (own, other) = (server(), server());
    world.has(&place(own.port()), "me", TOKEN);
    let (url, port) = (format!("http://{}/", place(own.port())), other.port());
    for command in [
        format!("curl -sn {url} --sslv3 '127.0.0.1:{port}/x?next=http://z.test/'"),
        format!("curl -sn {url} --sile '127%2E0.0.1:{port}/x'"),
        format!("curl -sn {url} --sile '127。0。0。1:{port}/x'"),
        format!("curl -sn {url} --sile 'm%65@127.0.0.1:{port}/x'"),
        format!("curl -sn {url} --sile '*@127.0.0.1:{port}/x'"),
        format!("curl -sn {url} --url '127.0.0.1:{port}/x'"),
        format!("curl -sn {url} http:/127.0.0.1:{port}/"),
        format!("curl -sn {url} http:///127.0.0.1:{port}/"),
        format!("curl -sn {url} 'http://127.0.0.1:{{{port},!}}/'"),
        format!("curl -sn {url} 'http{{:,!}}//127.0.0.1:{port}/'"),
        format!("sh -c 'curl -sn \"$@\"' x {url} 127.0.0.1:{port}/x"),
        format!("env LC_ALL=C curl -sn {url} 127.0.0.1:{port}/x"),
        format!("flock lock curl {url} 127.0.0.1:{port}/x -sn"),
    ] {
        exec(&world, &command).fails(2);
    }
    check_log(&other, 0);
}

#[test]
fn the_hint_names_the_requested_login() {
    let world = World::new(Who::User);
    let own = server();
    let place = place(own.port());
    world.has(&place, "me", TOKEN);
    world.has(&place, "you", "other");
    let error = world
        .shell(&format!("keyrc exec -u me -- wget http://{place}/"))
        .fails(2);
    let header = format!("`keyrc exec --header me@{place} -- curl -H @- URL`");
    assert!(error.contains(&header), "{error}");
}

#[test]
fn a_value_that_is_not_requested_does_not_count() {
    let world = World::new(Who::User);
    let own = server();
    world.has(&place(own.port()), "me", TOKEN);
    let url = format!("http://{}/", place(own.port()));
    for options in [
        "-d 'query={me}' -d 'a={1,2}'",
        "-w '{http}'",
        "-d email=bob@127.0.0.1",
        "-e http://127.0.0.1:9/x",
        "-H 'Origin: http://127.0.0.1:9'",
        "--data cb=http://127.0.0.1:9/",
    ] {
        exec(&world, &format!("curl -sn {options} {url}")).ok();
    }
    check_log(&own, 6);
}

#[test]
fn all_tokens_are_those_that_the_command_cannot_send_elsewhere() {
    let world = World::new(Who::User);
    let (own, other) = (server(), server());
    world.has(&place(own.port()), "me", TOKEN);
    let url = format!("http://{}/", place(other.port()));
    let done = world.shell(&format!("keyrc exec --all -- curl -sn {url}"));
    assert!(done.err.contains("left out a token"), "{}", done.err);
    assert!(done.err.contains("`--any-port`"), "{}", done.err);
    check_log(&other, 0);
    let url = format!("http://{}/", place(own.port()));
    let done = world.shell(&format!("keyrc exec --all -- curl -sn {url}"));
    assert_eq!(done.err, "");
    check_log(&own, 1);
}

#[test]
fn a_login_without_a_token_gets_no_other_token_of_its_host() {
    let world = World::new(Who::User);
    let own = server();
    let place = place(own.port());
    world.has(&place, "me", TOKEN);
    let command = format!("curl -sn http://me@{place}/ http://other@{place}/");
    let error = exec(&world, &command).fails(3);
    assert!(error.contains("no credential for `other` at"), "{error}");
    for options in [
        place.as_str(),
        "--all",
        "--any-port",
        &format!("me@{place} --any-port"),
    ] {
        let line = format!("keyrc exec {options} -- curl -sn http://other@{place}/");
        let error = world.shell(&line).fails(3);
        assert!(error.contains("no credential for `other` at"), "{error}");
    }
    assert_eq!(own.log().len(), 0);
}

#[test]
fn the_path_of_a_url_is_not_printed() {
    let world = World::new(Who::User);
    world.has("a.test", "me", TOKEN);
    for command in [
        "curl -sn http://a.test:9/bot123:S3cretInPath/x",
        "curl -sn https://a.test/ http://a.test:9/bot123:S3cretInPath/x",
        "curl -sn https://a.test/ --sile a.test:9/bot123:S3cretInPath/x",
    ] {
        for options in ["", "--optional"] {
            let done = world.shell(&format!("keyrc exec {options} -- {command}"));
            assert!(!done.err.contains("S3cretInPath"), "{}", done.err);
        }
    }
}

/// The options in a help text that take no value.
fn flags(help: &str) -> Vec<String> {
    let mut flags = Vec::new();
    for line in help.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let end = words.iter().position(|word| !word.starts_with('-'));
        let (options, rest) = words.split_at(end.unwrap_or(words.len()));
        let takes_value = |word: &str| word.contains('=') || word.starts_with(['<', '[']);
        if !options
            .iter()
            .chain(rest.first())
            .any(|word| takes_value(word))
        {
            let options = options.iter().map(|word| word.trim_end_matches(','));
            flags.extend(options.map(str::to_owned));
        }
    }
    flags
}

#[test]
fn no_flag_of_the_installed_tools_hides_a_url() {
    let given = [("a.test".parse().unwrap(), Scope::default())];
    for (tool, help) in [("curl", "--help all"), ("wget", "--help")] {
        let output = Command::new(tool).args(help.split(' ')).output().unwrap();
        let flags = flags(&String::from_utf8_lossy(&output.stdout));
        assert!(flags.len() > 60, "{tool}: {flags:?}");
        for flag in flags {
            let command = [tool, "https://a.test/", &flag, "http://a.test/"].map(Into::into);
            let found = keyrc::exec::wider(&command, &given);
            assert!(
                matches!(found, Some((_, Wider::Requested(_)))),
                "{tool} {flag}"
            );
        }
    }
}
