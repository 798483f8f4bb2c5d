//! The remotes in the configuration of a git repository. Source: git-config(1), "Syntax".

/// Returns the URLs of all remotes, without logins.
pub(super) fn urls(config: &str) -> Vec<String> {
    let mut urls = Vec::new();
    let mut is_remote = false;
    for line in config.lines() {
        let mut line = line.trim();
        if let Some(header) = line.strip_prefix('[') {
            let Some((name, rest)) = header.split_once(']') else {
                continue;
            };
            let section = name.split([' ', '"', '.']).next().unwrap_or_default();
            is_remote = section.eq_ignore_ascii_case("remote");
            line = rest.trim();
        }
        let Some((key, text)) = line.split_once('=').filter(|_| is_remote) else {
            continue;
        };
        let key = key.trim().to_ascii_lowercase();
        if matches!(&*key, "url" | "pushurl") {
            urls.push(without_login(&value(text.trim())));
        }
    }
    urls
}

/// Decodes a value: without quotes, escapes and a comment.
fn value(text: &str) -> String {
    let mut decoded = String::new();
    let mut is_quoted = false;
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => is_quoted = !is_quoted,
            '\\' => decoded.extend(chars.next()),
            '#' | ';' if !is_quoted => break,
            _ => decoded.push(char),
        }
    }
    decoded.trim_end().to_owned()
}

/// Returns a URL without `LOGIN@` before its host. `git@host:path` is not a URL, and stays.
fn without_login(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let end = rest.find('/').unwrap_or(rest.len());
    let host = rest[..end].rfind('@').map_or(0, |at| at + 1);
    format!("{scheme}://{}", &rest[host..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remotes_have_urls() {
        let config = "[core]\n\turl = no\n[remote \"origin\"]\n\turl = https://me@a.test/x.git ; no\n\
                      \tfetch = +refs/heads/*:refs/remotes/origin/*\n[Remote \"b\"] URL=\"https://b.test/#y\"\n\
                      pushurl = git@c.test:z.git\n[branch \"main\"]\n\tremote = origin\n[remote \"broken\n";
        assert_eq!(
            urls(config),
            [
                "https://a.test/x.git",
                "https://b.test/#y",
                "git@c.test:z.git"
            ]
        );
    }
}
