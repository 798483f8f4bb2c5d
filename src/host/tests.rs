use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    let host: Host = text
        .parse()
        .unwrap_or_else(|error| panic!("{text:?}: {error}"));
    assert_eq!(host.as_str(), expected);
    let again: Host = expected
        .parse()
        .unwrap_or_else(|error| panic!("{expected:?}: {error}"));
    assert_eq!(again, host, "the text parses to the same host");
}

#[test]
fn hosts_have_one_spelling() {
    check("api.example.com", "api.example.com");
    check("API.Example.COM.", "api.example.com");
    check("https://api.example.com/", "api.example.com");
    check("https://api.example.com:443", "api.example.com");
    check("http://api.example.com:80", "api.example.com");
    check("http://api.example.com:443", "api.example.com");
    check("HTTP://api.example.com:80", "api.example.com");
    check(
        "https://proxy.test/https://up.test/x",
        "proxy.test/https://up.test/x",
    );
    check("api.example.com:8443", "api.example.com:8443");
    check(
        "ssh://git.example.com:2222/repo",
        "git.example.com:2222/repo",
    );
    check("https://example.com/a/./b/../c/?q#f", "example.com/a/c");
    check("BÜCHER.example", "xn--bcher-kva.example");
    check("localhost", "localhost");
    check("my_host", "my_host");
    check("::1", "[::1]");
    check("[::1]:8080", "[::1]:8080");
    check("127.1", "127.0.0.1");
}

#[test]
fn a_host_has_a_name_a_port_and_a_path() {
    let host: Host = "https://[2001:db8::1]:8443/a/b"
        .parse()
        .expect("a good host");
    assert_eq!(
        (host.name(), host.port(), host.path()),
        ("2001:db8::1", Some(8443), "/a/b")
    );
}

#[test]
fn other_texts_are_not_hosts() {
    for (text, error) in [
        ("", BadHost::Empty),
        ("a b", BadHost::Blank),
        ("a\nb", BadHost::Blank),
        ("me@example.com", BadHost::Userinfo),
        ("https://me:pw@example.com/", BadHost::Userinfo),
        ("http://b.test\\@a.test/", BadHost::Userinfo),
        ("http://b.test\\a.test/", BadHost::Ambiguous),
        ("ex%61mple.com", BadHost::Ambiguous),
        ("ht!tp://example.com", BadHost::Invalid),
        ("https://", BadHost::Invalid),
        ("https:///path", BadHost::Invalid),
        ("a:b:c", BadHost::Port),
        ("example.com:99999", BadHost::Port),
        ("example.com:0", BadHost::Port),
        ("exa<mple", BadHost::Invalid),
        (".", BadHost::Path),
        ("~/.netrc", BadHost::Path),
        ("/etc/netrc", BadHost::Path),
        ("d.test..", BadHost::Invalid),
        ("d..test", BadHost::Invalid),
        ("a;{touch,pwned};", BadHost::Invalid),
        ("x$(id)", BadHost::Invalid),
        ("\"q", BadHost::Invalid),
    ] {
        assert_eq!(text.parse::<Host>(), Err(error), "{text:?}");
    }
    assert_eq!("x".repeat(2049).parse::<Host>(), Err(BadHost::TooLong));
    assert_eq!(
        format!("a.test/{}", "日".repeat(300)).parse::<Host>(),
        Err(BadHost::TooLong)
    );
}

#[test]
fn scopes_go_from_the_longest_path_to_the_host() {
    let scopes = |text: &str| -> Vec<String> {
        text.parse::<Host>()
            .expect("a good host")
            .lookup_names()
            .map(|host| host.to_string())
            .collect()
    };
    assert_eq!(
        scopes("https://example.com:8443/a/b"),
        [
            "example.com:8443/a/b",
            "example.com:8443/a",
            "example.com:8443"
        ]
    );
    assert_eq!(scopes("sub.example.com"), ["sub.example.com"]);
}
