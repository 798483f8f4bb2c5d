//! Selects the `[[account]]` of the settings for a request.

use std::cmp::Reverse;

use crate::config::AccountRule;
use crate::host::Endpoint;
use crate::working::WorkingDirectory;

/// Returns the rule for a request: the one with the longest path, then with the longest directory,
/// then the first.
pub(super) fn select<'r>(
    rules: &'r [AccountRule],
    endpoint: &Endpoint,
    working: &WorkingDirectory,
) -> Option<&'r AccountRule> {
    if rules.is_empty() {
        return None;
    }
    let names = endpoint.lookup_names();
    let mut remotes = None;
    let mut best = None;
    for rule in rules {
        let Some(rank) = names.iter().position(|name| *name == rule.host) else {
            continue;
        };
        let depth = match &rule.directory {
            Some(directory) => match working.depth_in(directory) {
                Some(depth) => depth,
                None => continue,
            },
            None => 0,
        };
        if let Some(pattern) = &rule.remote {
            let remotes = remotes.get_or_insert_with(|| working.remotes());
            if !is_remote(pattern, endpoint, remotes) {
                continue;
            }
        }
        let order = (rank, Reverse(depth));
        if best.as_ref().is_none_or(|(other, _)| order < *other) {
            best = Some((order, rule));
        }
    }
    best.map(|(_, rule)| rule)
}

/// Whether the requested URL matches the pattern, or a remote of the repository does.
///
/// A repository may have remotes of several accounts. So if the request is for one of its remotes,
/// the requested URL decides. Usually git requests only the host.
fn is_remote(pattern: &str, endpoint: &Endpoint, remotes: &[String]) -> bool {
    let shown = endpoint.to_string();
    let requested = match shown.contains("://") {
        true => shown,
        false => format!("https://{shown}"),
    };
    let is_one_of_remotes = !endpoint.host().path().is_empty()
        && remotes.iter().any(|remote| {
            let remote = bare(remote);
            let rest = requested.strip_prefix(remote);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']))
        });
    matches(pattern, &requested)
        || !is_one_of_remotes && remotes.iter().any(|remote| matches(pattern, remote))
}

/// Whether a URL matches a pattern, in which `*` stands for any text. Both may end in `.git` or not.
fn matches(pattern: &str, url: &str) -> bool {
    let (pattern, url) = (bare(pattern), bare(url));
    let mut parts = pattern.split('*');
    let Some(mut rest) = url.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

fn bare(url: &str) -> &str {
    let url = url.strip_suffix('/').unwrap_or(url);
    url.strip_suffix(".git").unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, url) in [
            ("https://a.test/work/*", "https://a.test/work/x.git"),
            ("https://a.test/work/x", "https://a.test/work/x.git"),
            ("https://a.test/*/x.git", "https://a.test/work/x"),
            ("*/work/*", "git@a.test/work/x"),
            ("*", ""),
        ] {
            assert!(matches(pattern, url), "{pattern} {url}");
        }
        for (pattern, url) in [
            ("https://a.test/work/*", "https://a.test/workshop/x"),
            ("https://a.test/work/*", "http://a.test/work/x"),
            ("https://a.test/work", "https://a.test/work/x"),
            ("*/x/*/x", "https://a.test/x"),
        ] {
            assert!(!matches(pattern, url), "{pattern} {url}");
        }
    }

    fn rule(host: &str, login: &str, remote: Option<&str>) -> AccountRule {
        AccountRule {
            host: host.parse().expect("a host"),
            login: login.parse().expect("a login"),
            directory: None,
            remote: remote.map(str::to_owned),
            line: 1,
        }
    }

    #[test]
    fn the_longest_path_wins_and_then_the_first() {
        let rules = [
            rule("a.test", "me", None),
            rule("a.test", "other", None),
            rule("a.test/work", "work", None),
        ];
        let working = WorkingDirectory::default();
        for (url, login) in [
            ("https://a.test/work/x", Some("work")),
            ("https://a.test/workshop", Some("me")),
            ("https://a.test", Some("me")),
            ("https://sub.a.test", None),
        ] {
            let endpoint = url.parse().expect("a URL");
            let found = select(&rules, &endpoint, &working);
            assert_eq!(found.map(|rule| rule.login.as_str()), login, "{url}");
        }
    }

    #[test]
    fn a_requested_remote_decides_before_the_others_of_the_repository() {
        let remotes = ["https://a.test/work/x.git", "https://a.test/me/x.git"].map(str::to_owned);
        let check =
            |pattern: &str, url: &str| is_remote(pattern, &url.parse().expect("a URL"), &remotes);
        let work = "https://a.test/work/*";
        assert!(check(work, "https://a.test"));
        assert!(check(work, "https://a.test/work/x.git"));
        assert!(check(work, "https://a.test/work/another"));
        assert!(check(work, "https://a.test/api/v3"));
        assert!(!check(work, "https://a.test/me/x.git"));
        assert!(!check(work, "https://a.test/me/x.git/info/lfs"));
        assert!(!check("https://b.test/*", "https://a.test"));
    }
}
