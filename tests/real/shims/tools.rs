//! Each real tool logs in as it is typed.

use super::{Shims, TOKEN};
use crate::exec::{Who, servers};
use crate::ftp_talk::Login;
use crate::readers::tool;
use crate::server::Server;

/// A token that every tool can read.
const PLAIN: &str = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";

/// The tools that cannot read every token.
const UNABLE: [&str; 2] = ["aria2c", "http"];

/// The command of each tool that prints the page at `URL`.
const COMMANDS: [(&str, &str); 4] = [
    ("curl", "curl -sSfn URL"),
    ("wget", "wget -qO- URL"),
    (
        "aria2c",
        "aria2c -q -o page --allow-overwrite=true URL && cat page",
    ),
    ("http", "http --ignore-stdin --check-status --body URL"),
];

/// Links, and a server with the account `me`.
fn served() -> (Shims, Server) {
    let names: Vec<&str> = COMMANDS.iter().map(|(name, _)| *name).collect();
    let mut shims = Shims::of(Who::Runner, &names);
    let python = tool("http");
    let python = python.strip_suffix("/http").unwrap();
    shims.order(&["K", "P", python]);
    let server = Server::start(&[("me", TOKEN), ("me", PLAIN)], None).unwrap();
    (shims, server)
}

/// Runs the command of every tool that can read `token` in a netrc.
fn each(shims: &Shims, port: u16, mut check: impl FnMut(&str, crate::sandbox::Output)) {
    for (name, command) in COMMANDS {
        let url = format!("http://127.0.0.1:{port}/{name}");
        check(name, shims.line(&command.replace("URL", &url)));
    }
}

#[test]
fn every_tool_sends_the_right_token_a_wrong_one_or_none() {
    let (shims, server) = served();
    each(&shims, server.port(), |name, done| {
        assert_ne!(done.code, Some(0), "{name}: {done}");
        assert!(!done.err.contains("keyrc:"), "{name}: {done}");
    });
    let is_sent = |name: &str| {
        let log = server.log();
        let path = format!("/{name}");
        log.iter()
            .any(|seen| seen.path == path && seen.login.as_deref() == Some("me"))
    };
    assert!(!COMMANDS.iter().any(|(name, _)| is_sent(name)));
    for (token, is_right) in [("wrong", false), (PLAIN, true), (TOKEN, true)] {
        shims.has("127.0.0.1", "me", token);
        shims.line("keyrc scope 127.0.0.1 --any").ok();
        each(&shims, server.port(), |name, done| {
            // Some tools cannot read a token with a space or a quote from any form of netrc.
            let is_unreadable = token != PLAIN && done.err.contains("not readable in any form");
            if is_unreadable && done.code != Some(0) {
                assert!(UNABLE.contains(&name), "{name}: {done}");
                assert_eq!(done.err.lines().count(), 1, "{name}: {done}");
                return;
            }
            assert_eq!(done.code == Some(0), is_right, "{name}: {done}");
            assert_eq!(is_sent(name), is_right, "{name}: {done}");
        });
        shims.is_clean();
    }
}

#[test]
fn ftp_clients_log_in_to_a_host() {
    let shims = Shims::of(Who::Runner, &["lftp", "tnftp"]);
    let (port, log) = servers::ftp();
    shims.has("127.0.0.1", "me", PLAIN);
    shims.line("keyrc scope 127.0.0.1 --any").ok();
    for command in [
        format!("lftp -e 'set net:timeout 2; set net:max-retries 1; ls; bye' -p {port} 127.0.0.1"),
        format!("echo bye | tnftp -p 127.0.0.1 {port}"),
    ] {
        log.lock().unwrap().clear();
        let done = shims.line(&command);
        let login = Login {
            user: b"me".into(),
            password: Some(PLAIN.into()),
        };
        assert!(log.lock().unwrap().contains(&login), "{done}");
    }
}

#[test]
fn a_token_goes_only_to_its_own_place() {
    let (shims, server) = served();
    let host = format!("127.0.0.1:{}", server.port());
    shims.has(&host, "me", TOKEN);
    let code = "curl -sno /dev/null -w '%{http_code}\\n'";
    assert_eq!(shims.line(&format!("{code} http://{host}/")).ok(), "200\n");
    shims
        .line("printf 'netrc\\nurl = http://127.0.0.1:1/\\n' >file")
        .ok();
    let refused = shims.line(&format!("curl -s -K file http://{host}/"));
    assert_eq!(refused.err.lines().count(), 1, "{refused}");
    // Another host, and another port of the host in the same command.
    let port = server.port();
    let other = shims.line(&format!("{code} http://localhost:{port}/"));
    assert_eq!((other.out.as_str(), other.err.as_str()), ("401\n", ""));
    for more in ["http://127.0.0.1:1/", "-L"] {
        let refused = shims.line(&format!("{code} http://{host}/ {more}; :"));
        assert!(refused.out.starts_with("401\n"), "{refused}");
        assert_eq!(refused.err.lines().count(), 1, "{refused}");
        let advice = "run `keyrc exec --any-port -- curl` with the same arguments";
        assert!(refused.err.contains(advice), "{refused}");
    }
    let accepted = format!("keyrc exec --any-port -- {code} -L http://{host}/");
    let accepted = shims.line(&accepted);
    assert_eq!(
        (accepted.out.as_str(), accepted.err.as_str()),
        ("200\n", "")
    );
}

#[test]
fn a_redirect_to_another_host_gets_no_token() {
    let (shims, server) = served();
    let to = servers::redirector(format!("http://localhost:{}/", server.port()));
    shims.has("127.0.0.1", "me", TOKEN);
    shims.line("keyrc scope 127.0.0.1 --any").ok();
    let done = shims.line(&format!(
        "curl -sSLno /dev/null -w '%{{http_code}}\\n' http://127.0.0.1:{to}/"
    ));
    assert_eq!(done.ok(), "401\n");
}

#[test]
fn a_url_in_a_configuration_file_of_curl_counts() {
    let (shims, server) = served();
    shims.has("127.0.0.1", "me", TOKEN);
    shims.line("keyrc scope 127.0.0.1 --any").ok();
    let url = format!("http://127.0.0.1:{}/", server.port());
    shims
        .line(&format!(
            "printf 'netrc\\nfail\\nsilent\\nurl = {url}\\n' >file"
        ))
        .ok();
    shims.line("curl -sK file").ok();
    shims
        .line(&format!("echo netrc >.curlrc; curl -sf {url}"))
        .ok();
    shims.line(&format!("curl -q -sf {url}")).fails(22);
}

#[test]
fn the_entries_of_the_users_netrc_stay() {
    let (shims, server) = served();
    let netrc = "machine localhost login me password wrong\n";
    shims.write_netrc(netrc);
    shims.has("127.0.0.1", "me", TOKEN);
    shims.line("keyrc scope 127.0.0.1 --any").ok();
    let port = server.port();
    let done = shims.line(&format!(
        "curl -sno /dev/null http://127.0.0.1:{port}/a -o /dev/null http://localhost:{port}/b -w '%{{http_code}}\\n'"
    ));
    assert_eq!(done.ok(), "200\n401\n");
    let log = server.log();
    let tried = log
        .iter()
        .filter(|seen| seen.path == "/b" && seen.status == 401);
    assert!(tried.count() >= 1, "{log:?}");
    assert_eq!(shims.read_netrc(), netrc);
    // keyrc does not check the permissions of the netrc; that is left to the tool.
    shims.line("chmod 644 .netrc").ok();
    let done = shims.line(&format!("curl -sfn http://127.0.0.1:{port}/"));
    assert_eq!(done.err, "");
    done.ok();
}

#[test]
fn many_tools_run_at_once() {
    let (shims, server) = served();
    shims.has("127.0.0.1", "me", TOKEN);
    shims.line("keyrc scope 127.0.0.1 --any").ok();
    let done = shims.line(&format!(
        "for i in $(seq 200); do curl -sfno /dev/null -w '%{{http_code}}\\n' http://127.0.0.1:{}/ & \
         [ $((i % 20)) != 0 ] || wait; done; wait",
        server.port()
    ));
    assert_eq!(done.err, "");
    assert_eq!(done.ok(), "200\n".repeat(200));
    shims.is_clean();
}
