//! Whether a netrc would give a token to more than its scope allows.
//!
//! A netrc has no protocols, ports and paths: a tool uses an entry for the whole host, also after a
//! redirect.

use std::ffi::OsString;

use crate::credential::{PortScope, Scope};
use crate::exec::mentions::mentions;
use crate::exec::tools::tool;
use crate::host::{Endpoint, Host};

/// Why a netrc would give a token to more than its scope allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wider {
    /// The command requests this place too.
    Requested(Endpoint),
    /// The command gets another token for the same host.
    OtherToken(Host),
    /// The command requests a URL that keyrc cannot read, or one of a protocol that it does not know.
    Unclear,
    /// The token is for a path.
    Path,
    /// The tool can be redirected.
    Redirected,
}

/// Returns the first of the tokens in `given` that the command could send to a place outside its
/// scope, and why.
///
/// Every URL in the arguments counts, also after an option that keyrc does not know: it may be a
/// flag.
pub fn wider<'g>(command: &[OsString], given: &'g [(Host, Scope)]) -> Option<(&'g Host, Wider)> {
    let mentions = mentions(command);
    let is_led = can_be_redirected(command);
    given.iter().find_map(|(host, scope)| {
        let same_host = |other: &Host| other.name() == host.name();
        let is_other = mentions.by_other_protocols.iter().any(same_host);
        if (mentions.is_unclear || is_other) && *scope != Scope::WIDE {
            return Some((host, Wider::Unclear));
        }
        let is_outside = |endpoint: &Endpoint| {
            let is_under = endpoint.lookup_names().contains(host);
            same_host(endpoint.host()) && !(is_under && scope.covers(host, endpoint))
        };
        let mut places = mentions.places.iter();
        if let Some(place) = places.find(|place| place.iter().all(is_outside)) {
            return Some((host, Wider::Requested(place[0].clone())));
        }
        let mut others = given.iter().map(|(other, _)| other);
        if let Some(other) = others.find(|other| same_host(other) && *other != host) {
            return Some((host, Wider::OtherToken(other.clone())));
        }
        if !host.path().is_empty() {
            return Some((host, Wider::Path));
        }
        (host.port().is_some() && scope.port != PortScope::Any && is_led)
            .then_some((host, Wider::Redirected))
    })
}

/// Whether the tool may follow a redirect, or request URLs that are not in its arguments. curl does
/// so only with an option.
fn can_be_redirected(command: &[OsString]) -> bool {
    let Some((program, arguments)) = command.split_first() else {
        return true;
    };
    let mut arguments = arguments.iter().map(|argument| argument.to_string_lossy());
    let is_curl = tool(program).is_some_and(|tool| tool.name == "curl");
    !is_curl || arguments.any(|argument| is_location(&argument))
}

/// Whether an argument of curl makes it follow redirects, or can: `-K` reads more options. curl
/// accepts the start of a long option, and several letters after one dash.
fn is_location(argument: &str) -> bool {
    match argument.strip_prefix("--") {
        Some(long) => {
            let name = long.split('=').next().unwrap_or_default();
            let is_start = |option: &&str| !name.is_empty() && option.starts_with(name);
            ["location", "location-trusted", "config", "follow"]
                .iter()
                .any(is_start)
        }
        None => argument.starts_with('-') && argument.contains(['L', 'K']),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NARROW: Scope = Scope {
        port: PortScope::OfHost,
        protocol: crate::credential::ProtocolScope::Https,
    };

    fn check(command: &str, given: &[(&str, Scope)]) -> Option<Wider> {
        let command: Vec<OsString> = command.split(' ').map(Into::into).collect();
        let given: Vec<(Host, Scope)> = given
            .iter()
            .map(|(host, scope)| (host.parse().expect("a good host"), *scope))
            .collect();
        wider(&command, &given).map(|(_, why)| why)
    }

    #[test]
    fn a_token_for_the_default_port_is_given() {
        for command in [
            "curl -L https://a.test/x",
            "git clone https://a.test/x",
            "make",
        ] {
            assert_eq!(check(command, &[("a.test", NARROW)]), None, "{command}");
        }
    }

    #[test]
    fn a_token_is_not_given_if_the_command_requests_another_place_of_the_host() {
        for url in ["http://a.test", "https://a.test:8443", "ftp://a.test"] {
            let found = check(&format!("curl https://a.test {url}"), &[("a.test", NARROW)]);
            assert!(matches!(found, Some(Wider::Requested(_))), "{url}");
            let found = check(&format!("curl {url}"), &[("a.test", Scope::WIDE)]);
            assert_eq!(found, None, "{url}");
        }
        let found = check(
            "curl https://a.test/x https://a.test/y",
            &[("a.test/x", NARROW)],
        );
        assert!(matches!(found, Some(Wider::Requested(_))));
        let both = [("a.test/x", NARROW), ("a.test", NARROW)];
        assert!(check("curl https://a.test/x", &both).is_some());
        assert!(check("make", &both).is_some());
    }

    #[test]
    fn a_url_after_an_unknown_option_counts() {
        for options in [
            "--sile",
            "--socks5-basic",
            "--unknown",
            "-0",
            "--unknown=x --sile",
        ] {
            let command = format!("curl -n https://a.test/ {options} http://a.test/");
            let found = check(&command, &[("a.test", NARROW)]);
            assert!(matches!(found, Some(Wider::Requested(_))), "{command}");
        }
        for url in [
            "--url a.test",
            "--proto-default https a.test/x --next a.test",
            "--sslv3 a.test:7002/x?next=http://z.test/",
            "--sile a%2Etest:7002/x",
            "--sile a\u{3002}test:7002/x",
            "--sile a\u{ad}.test:7002/x",
            "--sile m%65@a.test:7002/x",
            "--sile *@a.test:7002/x",
            "--sile u!:@a.test:7002/x",
            "--unknown -d a.test",
            "http:/a.test/",
            "http:///a.test/",
            "--url=a.test:8080",
            "-e -H http://a.test/",
            "--url me@a.test",
            "--sile me@a.test:8080",
            "--sile a.test/{x,y}",
            "x@http://a.test/x.zip",
            "--proto-default https --proto-default http a.test",
        ] {
            let command = format!("curl -n https://a.test/ {url}");
            let found = check(&command, &[("a.test", NARROW)]);
            assert!(
                matches!(found, Some(Wider::Requested(_))),
                "{command}: {found:?}"
            );
        }
    }

    #[test]
    fn the_value_of_an_option_that_takes_no_url_does_not_count() {
        for harmless in [
            "-e https://a.test/x",
            "-u me@a.test",
            "-d {\"a\":\"http://a.test\"}",
            "-o a.html",
            "-u me:pw",
            "-sSu me@a.test:pw",
            "-w %{http_code}",
            "-o my_file -d a=b_c -H x:y",
            "-d query={me} -d a={1,2} -w {http}",
            "-d email=bob@a.test --data a.test:81",
            "-o a.test -e http://a.test:9999/x",
            "-d{\"url\":\"http://a.test:81/x\"} -HOrigin:http://a.test:81 -ehttp://a.test:81",
            "--dns-ipv4-addr a.test:81 --referer=http://a.test:81/",
            "--netrc-fil {}",
            "-sSfd cb=http://a.test:9999/",
            "https://b.test/?next=http://a.test:81/",
            "--url https://b.test/#a.test:81",
        ] {
            let command = format!("curl -n https://a.test/ {harmless}");
            assert_eq!(check(&command, &[("a.test", NARROW)]), None, "{command}");
        }
    }

    #[test]
    fn a_port_of_the_host_counts_in_every_program() {
        for command in [
            "flock lock curl https://a.test/ a.test:7002/x -sn",
            "./mycurl -sn https://a.test/ a.test:7002/x",
            "mytool https://a.test/ --and=a.test:7002",
            "mytool https://a.test/ http://me@a.test/",
            "wget -i list -B http://a.test:81/ https://a.test/",
            "wget2 --compression http://a.test:81/ https://a.test/",
            "flock lock curl https://a.test/ a.test/x",
            "wget https://a.test/x --ftps-resume-ssl a.test/y?u=http://z.test/",
            "wget2 --netrc https://a.test/x a.test/y?u=http://z.test/",
            "lftp https://a.test/ -c ls;open\u{a0}a.test",
        ] {
            let found = check(command, &[("a.test", NARROW)]);
            assert!(
                matches!(found, Some(Wider::Requested(_))),
                "{command}: {found:?}"
            );
            assert_eq!(
                check(command, &[("a.test", Scope::WIDE)]),
                None,
                "{command}"
            );
        }
        for harmless in [
            "mytool https://a.test/ --mail me@a.test -v a.test:443",
            "wget -O a.test --header Host:a.test --header=Host:a.test https://a.test/x",
            "git clone https://a.test/x a.test",
            "git clone https://a.test/x ssh://git@a.test:22/x",
        ] {
            assert_eq!(check(harmless, &[("a.test", NARROW)]), None, "{harmless}");
        }
    }

    #[test]
    fn an_option_that_moves_requests_gets_no_token_with_a_narrow_scope() {
        for command in [
            "wget2 --default-http-port=7002 http://localhost/",
            "wget2 -e default-http-port=7002 http://localhost/",
            "lftp -p 7002 http://localhost/",
            "lftp -c open\u{a0}-dp2121\u{a0}http://localhost/",
            "wget http://localhost/ localhost:/file",
            "wget http://localhost/ localhost:file",
            "curl -n http://localhost/ --expand-url {{x}}",
        ] {
            let found = check(command, &[("localhost", NARROW)]);
            assert_eq!(found, Some(Wider::Unclear), "{command}");
        }
    }

    /// Checks that a URL next to one of a.test gets no token with a narrow scope.
    #[track_caller]
    fn check_unclear(url: &str) {
        let command = format!("curl -n https://a.test/x {url}");
        let narrow = check(&command, &[("a.test", NARROW)]);
        assert_eq!(narrow, Some(Wider::Unclear), "{url}");
        assert_eq!(check(&command, &[("a.test", Scope::WIDE)]), None, "{url}");
    }

    #[test]
    fn another_protocol_of_the_host_gets_no_token_with_a_narrow_scope() {
        for url in [
            "imap://a.test/",
            "RTSP://a.test:9/x",
            "smtps://me@a.test",
            "ldap://a.test",
        ] {
            check_unclear(url);
        }
        let command = "curl -n https://a.test/x imap://b.test/";
        assert_eq!(check(command, &[("a.test", NARROW)]), None);
    }

    #[test]
    fn a_token_for_a_path_is_not_given() {
        let found = check("curl -n https://a.test/x", &[("a.test/x", NARROW)]);
        assert_eq!(found, Some(Wider::Path));
    }

    #[test]
    fn a_url_that_cannot_be_read_gets_no_token_with_a_narrow_scope() {
        for url in [
            "http://a.test:[80-81]/",
            "http://a.test:{80,81}/",
            "http://a.{test,test}:81/",
            "{http,https}://a.test/",
            "a.test:{80,81}",
            "http://a.test:{80,!}/",
            "{http,!}://a.test/",
            "http{:,!}//a.test/x",
            "htt{p:,!}//a.test/x",
            "http://[::1%25!]:81/",
            "a.test{/x,:81/x}",
            "--sile a.{test,test}:81",
        ] {
            check_unclear(url);
        }
        for url in ["https://a.test/{x,y}", "https://[::1]/", "file:///etc/motd"] {
            let command = format!("curl -n https://a.test/x {url}");
            assert_eq!(check(&command, &[("a.test", NARROW)]), None, "{url}");
        }
        let command = "git clone https://a.test/x ssh://git@a.test/[x]";
        assert_eq!(check(command, &[("a.test", NARROW)]), None);
    }

    #[test]
    fn a_token_for_a_port_is_given_only_to_a_tool_that_follows_no_redirect() {
        let (host, url) = ("a.test:81", "https://a.test:81/x");
        for (options, is_given) in [
            ("curl -n", true),
            ("curl -sSfn -o f", true),
            ("curl -nL", false),
            ("curl -sSLn", false),
            ("curl -n --location", false),
            ("curl -n --loc", false),
            ("curl -n --location-trusted", false),
            ("curl -K f", false),
            ("curl --config f", false),
            ("wget", false),
            ("wget --max-redirect=0", false),
            ("git clone", false),
            ("env curl -n", false),
        ] {
            let found = check(&format!("{options} {url}"), &[(host, NARROW)]);
            assert_eq!(found.is_none(), is_given, "{options} {url}: {found:?}");
            let wide = check(&format!("{options} {url}"), &[(host, Scope::WIDE)]);
            assert_eq!(wide, None, "{options} {url}");
        }
    }
}
