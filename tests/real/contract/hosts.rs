//! Several hosts, and items of other programs.

use keyrc::store::Fault;

use super::Rule;
use super::subject::{Subject, account, sorted};

pub(super) const RULES: &[Rule] = &[
    ("a_host_is_exactly_itself", a_host_is_exactly_itself),
    (
        "a_host_of_every_form_comes_back",
        a_host_of_every_form_comes_back,
    ),
    (
        "the_list_has_everything_of_ours",
        the_list_has_everything_of_ours,
    ),
    (
        "the_list_has_nothing_of_others",
        the_list_has_nothing_of_others,
    ),
    (
        "an_item_without_our_mark_is_found_and_gets_it",
        an_item_without_our_mark_is_found_and_gets_it,
    ),
];

fn a_host_is_exactly_itself(subject: &Subject) {
    let hosts = [
        "a.test",
        "a.test:8443",
        "a.test:8",
        "a.test/x",
        "a.test/x/y",
        "a.test/X",
        "a.test:8443/x",
        "sub.a.test",
        "xa.test",
        "a.test.example",
        "a.tes",
        "[::1]",
        "[::1]:8443",
        "127.0.0.1",
    ];
    for host in hosts {
        subject.set(host, "me", &format!("of {host}"));
    }
    for host in hosts {
        subject.has(host, "me", &format!("of {host}"));
        assert_eq!(subject.only(host), Ok(format!("of {host}")));
        assert_eq!(subject.accounts(host), [account(host, "me")]);
    }
    for other in [
        "a.test:80",
        "a.test/",
        "a.test/x/",
        "test",
        "a.test/x/y/z",
        "[::2]",
    ] {
        let known = hosts.contains(&account(other, "me").host.as_str());
        assert_eq!(subject.accounts(other).len(), usize::from(known), "{other}");
        assert_eq!(subject.only(other).is_ok(), known, "{other}");
    }
}

fn a_host_of_every_form_comes_back(subject: &Subject) {
    let long = format!("a.test/{}", "p".repeat(2000));
    let service = format!("service:{}", "p".repeat(2000));
    let hosts = [
        "localhost",
        "api.example.com",
        "example.com:65535",
        "git.example.com/team/repo.git",
        "127.0.0.1:1",
        "[::1]",
        "[2001:db8::1]:8443/a/b",
        "xn--bcher-kva.example",
        "my_host",
        "a.test/%20",
        "a.test/a%2Fb",
        "a.test/@x",
        "a.test/https://b.test/x",
        "a.test/;x=1",
        "a.test/~me",
        "a.test/(x)",
        "a.test/'",
        "a.test/|",
        &long,
        "service:Mercurial",
        "service:mercurial",
        "service:My%20Service%2F%C3%BC%231",
        "service:%3443",
        &service,
    ];
    for host in hosts {
        subject.set(host, "me", &format!("of {host}"));
    }
    for host in hosts {
        subject.has(host, "me", &format!("of {host}"));
        assert_eq!(subject.only(host), Ok(format!("of {host}")));
    }
    assert_eq!(subject.list(), sorted(hosts.map(|host| (host, "me"))));
}

fn the_list_has_everything_of_ours(subject: &Subject) {
    let names = [
        ("z.test", "me"),
        ("a.test", "you"),
        ("a.test", "me"),
        ("a.test:1", "me"),
        ("a.test/x", "a b"),
    ];
    for (at, (host, login)) in names.into_iter().enumerate() {
        subject.set(host, login, "x");
        assert_eq!(subject.list(), sorted(names[..=at].iter().copied()));
    }
    subject.set("a.test", "me", "replaced");
    assert_eq!(subject.list(), sorted(names));
}

fn the_list_has_nothing_of_others(subject: &Subject) {
    subject.set("a.test", "me", "ours");
    // A vault has no place for most of these, and cannot be asked for them.
    for (service, user) in [
        ("gh:a.test", "me"),
        ("a.test", "me"),
        ("keyrc", "me"),
        ("xkeyrc:a.test", "me"),
        ("KEYRC:a.test", "me"),
        ("keyrc:", "me"),
        ("keyrc:B.test", "me"),
        ("keyrc:b.test.", "me"),
        ("keyrc:https://b.test", "me"),
    ] {
        for marked in [false, true] {
            subject.stranger(service, user, b"theirs", marked);
            assert_eq!(
                subject.list(),
                [account("a.test", "me")],
                "{service} {marked}"
            );
        }
    }
    assert_eq!(subject.only("a.test").as_deref(), Ok("ours"));
    assert_eq!(subject.only("b.test"), Err(Fault::NotFound));
    assert_eq!(subject.accounts("b.test"), []);
}

fn an_item_without_our_mark_is_found_and_gets_it(subject: &Subject) {
    subject
        .stranger("keyrc:a.test", "me", b"hunter2", false)
        .unwrap();
    subject.has("a.test", "me", "hunter2");
    assert_eq!(subject.only("a.test").as_deref(), Ok("hunter2"));
    assert_eq!(subject.accounts("a.test"), [account("a.test", "me")]);
    assert_eq!(
        subject.list(),
        [account("a.test", "me")],
        "it has the mark now"
    );
}
