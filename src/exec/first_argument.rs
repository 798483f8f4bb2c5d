//! The URLs of tools that accept a host or a part of a URL as an argument: HTTPie, xh, ftp and lftp.

/// Options of HTTPie and xh that take the next argument. Source: `http --help` of 3.2, `xh --help`
/// of 0.22.
const HTTP_VALUES: [&str; 33] = [
    "-A",
    "-P",
    "-a",
    "-o",
    "-p",
    "-s",
    "--auth",
    "--auth-type",
    "--bearer",
    "--boundary",
    "--cert",
    "--cert-key",
    "--ciphers",
    "--default-scheme",
    "--format-options",
    "--history-print",
    "--http-version",
    "--interface",
    "--max-headers",
    "--max-redirects",
    "--output",
    "--pretty",
    "--print",
    "--proxy",
    "--raw",
    "--resolve",
    "--response-charset",
    "--response-mime",
    "--session",
    "--session-read-only",
    "--ssl",
    "--style",
    "--timeout",
];

/// Whether a program, by its name, reads its arguments as HTTPie does.
pub(super) fn is_http(name: &str) -> bool {
    matches!(name, "http" | "https" | "xh" | "xhs")
}

/// The scheme that HTTPie or xh adds to a host. Unclear options give `http`, the scheme with the
/// smaller scope.
pub(super) fn http_scheme(name: &str, arguments: &[&str]) -> &'static str {
    let has = |option: &str| arguments.iter().any(|word| word.starts_with(option));
    let is_https = matches!(name, "https" | "xhs") || has("--https");
    if is_https && !has("--default-scheme") {
        "https"
    } else {
        "http"
    }
}

/// The URL of `http [METHOD] URL [ITEM…]`. A word of letters is a method if another word follows.
pub(super) fn http_urls(name: &str, arguments: &[&str]) -> Vec<String> {
    let mut words = positional(arguments, |option| {
        HTTP_VALUES.contains(&option) || option == "--verify"
    });
    let is_method =
        |word: &&str| !word.is_empty() && word.chars().all(|char| char.is_ascii_alphabetic());
    if words.len() > 1 && is_method(&words[0]) {
        words.remove(0);
    }
    let scheme = http_scheme(name, arguments);
    let url = words.into_iter().next();
    url.map(|url| http_url(url, scheme)).into_iter().collect()
}

/// `:3000/x` is a port of localhost, and `://a.test` a URL without its scheme.
fn http_url(word: &str, scheme: &str) -> String {
    if let Some(rest) = word.strip_prefix("://") {
        return format!("{scheme}://{rest}");
    }
    if word.contains("://") {
        return word.to_owned();
    }
    match word.strip_prefix(':') {
        Some(rest) if rest.starts_with(|char: char| char.is_ascii_digit()) => {
            format!("{scheme}://localhost:{rest}")
        }
        Some(rest) => format!("{scheme}://localhost{rest}"),
        None => format!("{scheme}://{word}"),
    }
}

/// The places of `ftp [USER@]HOST [PORT]`, `ftp HOST:PATH` and `ftp URL…`. Source: tnftp(1).
pub(super) fn ftp_urls(arguments: &[&str]) -> Vec<String> {
    let mut urls = Vec::new();
    let upload = arguments.iter().position(|word| *word == "-u");
    urls.extend(
        upload
            .and_then(|at| arguments.get(at + 1))
            .copied()
            .map(str::to_owned),
    );
    let words = positional(arguments, |option| {
        matches!(
            option,
            "-N" | "-P" | "-T" | "-o" | "-q" | "-r" | "-s" | "-u" | "-x"
        )
    });
    let port = words.get(1).filter(|port| port.parse::<u16>().is_ok());
    for (index, word) in words.iter().enumerate() {
        if word.contains("://") {
            urls.push((*word).to_owned());
        } else if let Some((host, path)) = word.split_once(':') {
            urls.push(format!("ftp://{host}/{path}"));
        } else if index == 0 {
            let port = port.map(|port| format!(":{port}")).unwrap_or_default();
            urls.push(format!("ftp://{word}{port}"));
        }
    }
    urls
}

/// The commands of lftp that take a URL.
const LFTP_COMMANDS: [&str; 14] = [
    "cat", "cd", "du", "find", "get", "get1", "lftp", "ls", "mget", "mirror", "mput", "open",
    "pget", "put",
];

/// The URLs of lftp: its arguments, and those of the commands after `-c` and `-e`. A host is one for
/// ftp.
pub(super) fn lftp_urls(arguments: &[&str]) -> Vec<String> {
    let mut urls = lftp_places(arguments, Host::Accepted);
    for pair in arguments.windows(2) {
        if matches!(pair[0], "-c" | "-e") {
            urls.extend(urls_of_script(pair[1]));
        }
    }
    urls
}

fn urls_of_script(script: &str) -> Vec<String> {
    let mut urls = Vec::new();
    for command in script.split([';', '&', '|', '\n']) {
        let words = command.split_whitespace();
        let words: Vec<&str> = words.map(|word| word.trim_matches(['"', '\''])).collect();
        if let Some((name, arguments)) = words.split_first()
            && LFTP_COMMANDS.contains(name)
        {
            // The arguments of other commands are files.
            let host = match *name {
                "lftp" | "open" => Host::Accepted,
                _ => Host::NotAccepted,
            };
            urls.extend(lftp_places(arguments, host));
        }
    }
    urls
}

/// Whether a command of lftp accepts a host without a scheme.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Host {
    Accepted,
    NotAccepted,
}

fn lftp_places(arguments: &[&str], host: Host) -> Vec<String> {
    let port = arguments.windows(2).find(|pair| pair[0] == "-p");
    let port = port.map_or_else(String::new, |pair| format!(":{}", pair[1]));
    let words = positional(arguments, |option| option != "-d");
    let place = |word: &str| match word.contains("://") {
        true => Some(word.to_owned()),
        false => (host == Host::Accepted).then(|| format!("ftp://{word}{port}")),
    };
    words.into_iter().filter_map(place).collect()
}

/// The arguments that are neither options nor their values.
fn positional<'a>(arguments: &[&'a str], takes_value: impl Fn(&str) -> bool) -> Vec<&'a str> {
    let mut found = Vec::new();
    let mut words = arguments.iter();
    while let Some(&word) = words.next() {
        if word == "--" {
            found.extend(words);
            break;
        }
        if word.len() < 2 || !word.starts_with('-') {
            found.push(word);
        } else if takes_value(word) {
            words.next();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_of_httpie_is_found() {
        for (line, expected) in [
            ("http a.test/x", "http://a.test/x"),
            ("http POST a.test x=y Host:b.test", "http://a.test"),
            ("http -v -a me:pw a.test:8080", "http://a.test:8080"),
            (
                "http --timeout 5 --check-status https://a.test",
                "https://a.test",
            ),
            ("http :3000/x", "http://localhost:3000/x"),
            ("http :/x", "http://localhost/x"),
            ("http :", "http://localhost"),
            ("https a.test", "https://a.test"),
            ("https http://a.test", "http://a.test"),
            ("https --default-scheme=http a.test", "http://a.test"),
            ("xhs a.test", "https://a.test"),
            ("http ://a.test/x", "http://a.test/x"),
            ("http a.test url=http://b.test", "http://a.test"),
            ("http --version", ""),
        ] {
            let words: Vec<&str> = line.split(' ').collect();
            assert_eq!(
                http_urls(words[0], &words[1..]).join(" "),
                expected,
                "{line}"
            );
        }
    }

    #[test]
    fn the_host_of_lftp_is_found() {
        for (words, expected) in [
            (&["a.test"][..], "ftp://a.test"),
            (&["-d", "a.test"], "ftp://a.test"),
            (
                &["-u", "me,pw", "-p", "2121", "a.test"],
                "ftp://a.test:2121",
            ),
            (&["-e", "ls", "a.test"], "ftp://a.test"),
            (&["-c", "open -p 21 a.test; get file"], "ftp://a.test:21"),
            (&["-c", "get http://a.test/x -o b.test"], "http://a.test/x"),
            (&["-c", "cat 'http://a.test/x' file"], "http://a.test/x"),
        ] {
            assert_eq!(lftp_urls(words).join(" "), expected, "{words:?}");
        }
    }

    #[test]
    fn the_host_of_ftp_is_found() {
        for (line, expected) in [
            ("ftp a.test", "ftp://a.test"),
            ("ftp -p me@a.test 2121", "ftp://me@a.test:2121"),
            ("ftp -o - ftp://a.test/x", "ftp://a.test/x"),
            ("ftp a.test:/x", "ftp://a.test//x"),
            ("ftp -u ftp://a.test/x file", "ftp://a.test/x ftp://file"),
            ("ftp", ""),
        ] {
            let words: Vec<&str> = line.split(' ').collect();
            assert_eq!(ftp_urls(&words[1..]).join(" "), expected, "{line}");
        }
    }
}
