//! The kind of a machine that is not a host name, and the host that tools look for.

use std::net::Ipv4Addr;

use crate::host::Host;
use crate::netrc::Quirk;

/// The host of questions about an entry without a usable machine. No machine matches it.
pub(crate) const ANY_HOST: &str = "every-other-host.invalid";

/// Returns why tools do not find a machine, or write it differently.
pub(crate) fn quirk(machine: &[u8]) -> Option<Quirk> {
    let text = str::from_utf8(machine).ok()?;
    let is_host = || Host::of_machine(text).is_ok();
    Some(match text {
        "" => return None,
        _ if text.contains("://") => Quirk::MachineUrl,
        _ if text.contains('/') => Quirk::MachinePath,
        _ if text.contains('*') => Quirk::Wildcard,
        _ if text.contains([',', ';']) => Quirk::MachineList,
        _ if text.starts_with('.') => Quirk::DotFirst,
        _ if !text.is_ascii() => Quirk::MachineNotAscii,
        _ if text.ends_with('.') => Quirk::DotAtEnd,
        _ if text.matches(':').count() > 1 => Quirk::Ipv6,
        _ if !is_host() => Quirk::NotAHost,
        _ if text.contains(':') => Quirk::HostWithPort,
        _ if short_address(text).is_some() => Quirk::ShortAddress,
        _ => return None,
    })
}

/// Returns the usual form of an IPv4 address in another form, such as `127.1` or `0x7f.1`. `None` for
/// every other host, and for an address with a port.
pub(crate) fn short_address(host: &str) -> Option<String> {
    let is_number = host.starts_with(|char: char| char.is_ascii_digit());
    let is_plain = is_number && !host.contains(':');
    let usual = Host::of_machine(host).ok().filter(|_| is_plain)?;
    let is_address = usual.name().parse::<Ipv4Addr>().is_ok();
    (is_address && usual.name() != host).then(|| usual.name().to_owned())
}

/// Returns the host and port for which tools look if a user means this machine.
pub(crate) fn lookup_name(machine: &[u8]) -> (String, Option<u16>) {
    let text = String::from_utf8_lossy(machine).to_ascii_lowercase();
    let asked = match quirk(machine) {
        Some(Quirk::Wildcard) => text.replace('*', "any"),
        Some(Quirk::DotFirst) => format!("any{text}"),
        Some(Quirk::MachineList) => first_of(&text),
        Some(Quirk::NotAHost) => text.chars().filter(is_of_host).collect(),
        _ => text,
    };
    match Host::of_machine(&asked) {
        Ok(host) => (host.name().to_owned(), host.port()),
        Err(_) if asked.is_empty() => (ANY_HOST.to_owned(), None),
        Err(_) => (asked, None),
    }
}

fn first_of(list: &str) -> String {
    let mut hosts = list.split([',', ';']);
    hosts
        .find(|host| !host.is_empty())
        .unwrap_or_default()
        .to_owned()
}

fn is_of_host(char: &char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '-' | '.' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_machine_is_told_apart() {
        for (machine, expected, asked) in [
            ("a.test", None, "a.test"),
            ("my_host.test", None, "my_host.test"),
            ("https://a.test/x", Some(Quirk::MachineUrl), "a.test"),
            ("https://a.test:8443", Some(Quirk::MachineUrl), "a.test"),
            ("a.test/org", Some(Quirk::MachinePath), "a.test"),
            ("*.a.test", Some(Quirk::Wildcard), "any.a.test"),
            ("*", Some(Quirk::Wildcard), "any"),
            (".a.test", Some(Quirk::DotFirst), "any.a.test"),
            ("a.test,b.test", Some(Quirk::MachineList), "a.test"),
            (",", Some(Quirk::MachineList), ANY_HOST),
            ("a.test.", Some(Quirk::DotAtEnd), "a.test"),
            ("a.test:8443", Some(Quirk::HostWithPort), "a.test"),
            ("127.1", Some(Quirk::ShortAddress), "127.0.0.1"),
            ("0X7f.1", Some(Quirk::ShortAddress), "127.0.0.1"),
            ("127.0.0.1", None, "127.0.0.1"),
            ("127.0.0.1:81", Some(Quirk::HostWithPort), "127.0.0.1"),
            ("::1", Some(Quirk::Ipv6), "::1"),
            ("[::1]", Some(Quirk::Ipv6), "::1"),
            (
                "b\u{FC}cher.test",
                Some(Quirk::MachineNotAscii),
                "xn--bcher-kva.test",
            ),
            ("<a.test>", Some(Quirk::NotAHost), "a.test"),
            ("a.test:x", Some(Quirk::NotAHost), "a.testx"),
            ("me@a.test", Some(Quirk::NotAHost), "mea.test"),
        ] {
            assert_eq!(quirk(machine.as_bytes()), expected, "{machine}");
            assert_eq!(lookup_name(machine.as_bytes()).0, asked, "{machine}");
        }
    }

    #[test]
    fn an_address_with_a_port_is_not_short() {
        assert_eq!(short_address("127.1").as_deref(), Some("127.0.0.1"));
        for host in ["127.0.0.1", "127.0.0.1:8443", "127.1.test", "h.test:81"] {
            assert_eq!(short_address(host), None, "{host}");
        }
    }
}
