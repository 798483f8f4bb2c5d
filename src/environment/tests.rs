//! Tokens in environment variables, from a list of names and values.

use super::*;

#[track_caller]
fn check(variables: &[(&str, &str)], host: &str, expected: Option<(&str, &str)>) {
    let default: Host = "default.test".parse().expect("a good host");
    let found = environment(variables)
        .token(&host.parse().expect("a good host"), Some(&default))
        .map(|found| {
            found.map(|found| {
                #[expect(clippy::disallowed_methods, reason = "the test compares it")]
                let token = found.token.expose_secret().to_owned();
                (found.variable.to_owned(), token)
            })
        });
    let expected = expected.map(|(name, token)| (name.to_owned(), token.to_owned()));
    assert_eq!(found.expect("valid variables"), expected);
}

fn environment(variables: &[(&str, &str)]) -> Environment {
    Environment::new(
        variables
            .iter()
            .map(|(name, value)| (name.into(), value.into())),
    )
}

#[test]
fn one_variable_for_one_host() {
    let variables = &[("KEYRC_TOKEN_API_EXAMPLE__SITE_COM", "t")];
    check(
        variables,
        "api.example-site.com",
        Some(("KEYRC_TOKEN_API_EXAMPLE__SITE_COM", "t")),
    );
    check(
        variables,
        "https://api.example-site.com/path",
        Some(("KEYRC_TOKEN_API_EXAMPLE__SITE_COM", "t")),
    );
    check(variables, "example-site.com", None);
    check(variables, "api.example-site.com:8443", None);
    check(
        &[("KEYRC_TOKEN_a_test", "t")],
        "A.test",
        Some(("KEYRC_TOKEN_a_test", "t")),
    );
    check(&[("KEYRC_TOKEN_A_TEST", "")], "a.test", None);
}

#[test]
fn one_variable_for_several_hosts() {
    let variables = &[(
        "KEYRC_TOKEN",
        "one@a.test,t@wo@b.test:8443,three@a.test/deep",
    )];
    check(variables, "a.test", Some(("KEYRC_TOKEN", "one")));
    check(variables, "b.test:8443", Some(("KEYRC_TOKEN", "t@wo")));
    check(variables, "a.test/deep/er", Some(("KEYRC_TOKEN", "three")));
    check(variables, "b.test", None);
    check(
        &[("KEYRC_TOKEN", "one@a.test, two@b.test")],
        "b.test",
        Some(("KEYRC_TOKEN", "two")),
    );
    check(variables, "sub.a.test", None);
}

#[test]
fn a_token_is_for_https_unless_its_url_says_otherwise() {
    let variables = &[(
        "KEYRC_TOKEN",
        "one@a.test,two@http://b.test,three@http://c.test:8080",
    )];
    check(variables, "http://a.test", None);
    check(variables, "http://b.test", Some(("KEYRC_TOKEN", "two")));
    check(variables, "http://b.test:81", None);
    check(
        variables,
        "http://c.test:8080",
        Some(("KEYRC_TOKEN", "three")),
    );
    let variables = &[("KEYRC_TOKEN_A_TEST", "t")];
    check(variables, "http://a.test", None);
    check(
        variables,
        "https://a.test",
        Some(("KEYRC_TOKEN_A_TEST", "t")),
    );
    let variables = &[("KEYRC_TOKEN_LOCALHOST", "t")];
    check(
        variables,
        "http://localhost",
        Some(("KEYRC_TOKEN_LOCALHOST", "t")),
    );
}

#[test]
fn a_token_without_a_host_is_for_the_default_host_only() {
    check(
        &[("KEYRC_TOKEN", "bare")],
        "default.test",
        Some(("KEYRC_TOKEN", "bare")),
    );
    check(&[("KEYRC_TOKEN", "bare")], "a.test", None);
}

#[test]
fn the_variable_for_one_host_comes_first() {
    let variables = &[("KEYRC_TOKEN", "one@a.test"), ("KEYRC_TOKEN_A_TEST", "two")];
    check(variables, "a.test", Some(("KEYRC_TOKEN_A_TEST", "two")));
}

#[test]
fn an_invalid_variable_is_reported_without_its_value() {
    let host: Endpoint = "a.test".parse().expect("a good host");
    for value in [
        "hunter2@a.test,hunter2",
        "hunter2@",
        "@a.test",
        "hunter2@a b",
        "hunter2\n@a.test",
        ",",
    ] {
        let environment = environment(&[("KEYRC_TOKEN", value)]);
        let error = environment
            .token(&host, None)
            .expect_err("an invalid value");
        assert!(
            !format!("{error} {error:?} {environment:?}").contains("hunter2"),
            "{error}"
        );
        assert!(matches!(error, Error::Environment { .. }), "{error:?}");
    }
}

#[test]
fn a_list_that_could_mean_two_tokens_is_refused() {
    let endpoint: Endpoint = "a.test".parse().expect("a good host");
    for (list, is_good) in [
        ("T1@a.test,T9@a.test", false),
        ("T1@https://u@a.test", false),
        ("T1@a.test,T1@a.test", true),
        ("T1@a.test/x,T9@a.test", true),
        ("T@1@a.test", true),
    ] {
        let found = environment(&[("KEYRC_TOKEN", list)])
            .token(&endpoint, None)
            .map(drop);
        assert_eq!(found.is_ok(), is_good, "{list}");
    }
}

#[track_caller]
fn refused(variables: &[(&str, &str)], host: &str) {
    let environment = environment(variables);
    let error = environment.token(&host.parse().expect("a good host"), None);
    let error = error.expect_err("a bad variable");
    assert!(matches!(error, Error::Environment { .. }));
    for text in [format!("{error:?}"), error.to_string()] {
        assert!(!text.contains("T1") && !text.contains("T2"), "{text}");
    }
}

#[test]
fn two_variables_with_different_tokens_for_one_host_are_refused() {
    let (lower, upper) = ("KEYRC_TOKEN_a_test", "KEYRC_TOKEN_A_TEST");
    refused(&[(lower, "T1"), (upper, "T2")], "a.test");
    refused(&[(upper, "T1"), (lower, "T2")], "a.test");
    refused(
        &[("KEYRC_TOKEN_A_test", "T1"), (lower, "T1\n"), (upper, "T1")],
        "a.test",
    );
    check(&[(lower, "T1"), (upper, "T2")], "b.test", None);
    check(
        &[(lower, "T1"), (upper, "T1")],
        "a.test",
        Some((lower, "T1")),
    );
}

#[test]
fn a_login_in_the_url_of_an_item_is_refused() {
    for scheme in [
        "https", "http", "HTTPS", "Http", "ftp", "wss", "git+ssh", "x",
    ] {
        for login in ["x@", "x:y@", "x@y@"] {
            refused(
                &[("KEYRC_TOKEN", &format!("T1@{scheme}://{login}a.test"))],
                "a.test",
            );
            refused(
                &[("KEYRC_TOKEN", &format!("{scheme}://{login}a.test"))],
                "a.test",
            );
        }
    }
    check(
        &[("KEYRC_TOKEN", "T_1://@x@HTTPS://a.test")],
        "a.test",
        Some(("KEYRC_TOKEN", "T_1://@x")),
    );
}
