//! How tools write URLs on their command lines.

/// The parts of a tool's command line that matter for its URLs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Syntax {
    /// Long options without a value, without their dashes and separated by spaces. A URL after one
    /// is an argument of its own. Any other option may take the next argument as its value.
    pub(super) flags: &'static str,
    /// One-letter options without a value.
    pub(super) letters: &'static str,
    /// Long options that take another value than a URL to request in every version, without their
    /// dashes and separated by spaces.
    pub(super) values: &'static str,
    /// One-letter options that take such a value.
    pub(super) value_letters: &'static str,
    /// Options, with their dashes, that take a URL for the tool to request.
    pub(super) url_options: &'static [&'static str],
    /// The subcommands that request URLs; empty if there are no subcommands.
    pub(super) subcommands: &'static [&'static str],
    /// Arguments that are not options.
    pub(super) arguments: Arguments,
}

/// How a tool reads arguments that are not options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arguments {
    /// Only a text with a scheme is a URL.
    Urls,
    /// A host without a scheme is a URL too.
    UrlsAndHosts,
    /// As `Urls`, or `NAME @ URL`.
    Requirements,
    /// None of them is requested.
    Nothing,
}

const UNKNOWN: Syntax = Syntax {
    flags: "debug json quiet silent verbose",
    letters: "",
    values: "",
    value_letters: "",
    url_options: &[],
    subcommands: &[],
    arguments: Arguments::Urls,
};

/// Source: `curl --help all` of 7.88.1 and 8.16. `--no-` options have no value.
const CURL: Syntax = Syntax {
    flags: "anyauth append basic ca-native cert-status compressed compressed-ssh create-dirs \
        crlf digest disable disable-eprt disable-epsv disallow-username-in-url \
        doh-cert-status doh-insecure fail fail-early fail-with-body false-start follow \
        form-escape ftp-create-dirs ftp-pasv ftp-pret ftp-skip-pasv-ip ftp-ssl-ccc \
        ftp-ssl-control get globoff haproxy-protocol head http0.9 http1.0 http1.1 http2 \
        http2-prior-knowledge http3 http3-only ignore-content-length include insecure \
        ipv4 ipv6 junk-session-cookies list-only location location-trusted \
        mail-rcpt-allowfails mptcp negotiate netrc netrc-optional next ntlm parallel \
        parallel-immediate path-as-is post301 post302 post303 progress-bar proxy-anyauth \
        proxy-basic proxy-digest proxy-http2 proxy-insecure proxy-negotiate proxy-ntlm \
        proxytunnel raw remote-header-name remote-name remote-name-all remote-time \
        remove-on-error retry-all-errors retry-connrefused sasl-ir show-error \
        show-headers silent skip-existing ssl ssl-allow-beast ssl-no-revoke ssl-reqd \
        ssl-revoke-best-effort styled-output suppress-connect-headers tcp-fastopen \
        tcp-nodelay tlsv1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-ids \
        trace-time use-ascii verbose xattr",
    letters: "#012346aBfgGiIjJklLMnNOpqRsSvVZ:",
    values: "abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config \
        connect-timeout connect-to continue-at cookie cookie-jar create-file-mode crlfile \
        curves data data-ascii data-binary data-raw data-urlencode delegation dns-interface \
        dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header egd-file engine \
        etag-compare etag-save expect100-timeout form form-string ftp-account \
        ftp-alternative-to-user ftp-method ftp-port ftp-ssl-ccc-mode \
        happy-eyeballs-timeout-ms header hostpubmd5 hostpubsha256 hsts interface json \
        keepalive-time key key-type krb libcurl limit-rate local-port login-options \
        mail-auth mail-from mail-rcpt max-filesize max-redirs max-time netrc-file noproxy \
        oauth2-bearer output output-dir parallel-max pass pinnedpubkey preproxy proto \
        proto-default proto-redir proxy proxy-cacert proxy-capath proxy-cert proxy-cert-type \
        proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type proxy-pass \
        proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype \
        proxy-tlspassword proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range \
        rate referer request request-target resolve retry retry-delay retry-max-time \
        sasl-authzid service-name socks4 socks4a socks5 socks5-gssapi-service \
        socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize time-cond \
        tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii unix-socket \
        upload-file url-query user user-agent write-out",
    value_letters: "AbcCdDeEFHKmoPQrtTuUwxXyYz",
    url_options: &["--url"],
    arguments: Arguments::UrlsAndHosts,
    ..UNKNOWN
};

/// Source: `wget --help` of 1.21. `-nv`, `-nc` and others are two letters.
const WGET: Syntax = Syntax {
    flags: "adjust-extension ask-password auth-no-challenge background backup-converted \
        content-disposition content-on-error continue convert-file-only convert-links \
        debug delete-after follow-ftp force-directories force-html ftps-implicit \
        https-only ignore-case ignore-length inet4-only inet6-only keep-session-cookies \
        mirror page-requisites preserve-permissions protocol-directories quiet \
        random-wait recursive relative retr-symlinks retry-connrefused save-headers \
        server-response show-progress span-hosts spider strict-comments timestamping \
        trust-server-names unlink verbose xattr",
    letters: "VbdqvFcNS46xErLHkKmpn",
    values: "accept accept-regex append-output bind-address body-data body-file ca-certificate \
        ca-directory certificate certificate-type ciphers config connect-timeout crl-file \
        cut-dirs default-page directory-prefix dns-timeout domains exclude-directories \
        exclude-domains execute follow-tags ftp-password ftp-user header http-password \
        http-user ignore-tags include-directories input-file level limit-rate load-cookies \
        local-encoding method output-document output-file password pinnedpubkey post-data \
        post-file prefer-family private-key private-key-type progress proxy-password \
        proxy-user quota read-timeout referer regex-type reject reject-regex rejected-log \
        remote-encoding report-speed restrict-file-names retry-on-http-error save-cookies \
        secure-protocol start-pos timeout tries user user-agent wait waitretry warc-dedup \
        warc-file warc-header warc-max-size warc-tempdir",
    value_letters: "aADeiIloOPQRtTUwX",
    arguments: Arguments::UrlsAndHosts,
    ..UNKNOWN
};

const GIT: Syntax = Syntax {
    flags: "add all atomic bare delete dissociate dry-run exit-code force get-url heads keep \
        local mirror paginate prune progress push quiet recurse-submodules recursive \
        refs set-upstream shared shallow-submodules single-branch sparse symref tags \
        unshallow update-head-ok verbose",
    letters: "qvnfpal46",
    url_options: &["--remote", "--repo"],
    subcommands: &[
        "annex",
        "archive",
        "clone",
        "fetch",
        "lfs",
        "ls-remote",
        "pull",
        "push",
        "remote",
        "submodule",
        "subtree",
    ],
    ..UNKNOWN
};

const PIP: Syntax = Syntax {
    flags: "break-system-packages disable-pip-version-check dry-run force-reinstall \
        ignore-installed isolated pre prefer-binary quiet require-hashes system upgrade \
        user verbose yes",
    letters: "UqvIyV",
    url_options: &[
        "-i",
        "--index-url",
        "--extra-index-url",
        "-f",
        "--find-links",
        "-e",
        "--editable",
        "--index",
        "--default-index",
        "--publish-url",
        "--check-url",
    ],
    arguments: Arguments::Requirements,
    ..UNKNOWN
};

const NPM: Syntax = Syntax {
    flags: "force global legacy-peer-deps save save-dev save-exact silent verbose",
    letters: "gDSEf",
    url_options: &["--registry"],
    ..UNKNOWN
};

const FTP: Syntax = Syntax {
    letters: "46AadefginpRtVv",
    url_options: &["-u"],
    ..UNKNOWN
};

const ARIA2: Syntax = Syntax {
    flags: "continue no-netrc quiet",
    letters: "cqZ",
    ..UNKNOWN
};

const NIX: Syntax = Syntax {
    url_options: &[
        "--store",
        "--to",
        "--from",
        "--substituters",
        "--extra-substituters",
    ],
    ..UNKNOWN
};

const CARGO: Syntax = Syntax {
    url_options: &["--git", "--index"],
    ..UNKNOWN
};

const GEM: Syntax = Syntax {
    url_options: &["-s", "--source", "--host"],
    ..UNKNOWN
};

/// Programs that run the command in their arguments.
const WRAPPERS: [&str; 15] = [
    "chronic", "command", "doas", "env", "ionice", "nice", "nohup", "setsid", "stdbuf", "strace",
    "sudo", "taskset", "time", "timeout", "xargs",
];

/// Returns the syntax of a program, by its name in lower case and without a version.
pub(super) fn syntax(name: &str) -> Option<Syntax> {
    Some(match name {
        "curl" => CURL,
        "wget" | "wget2" => WGET,
        "git" => GIT,
        "pip" | "pipx" | "uv" | "uvx" => PIP,
        "npm" | "npx" | "pnpm" | "yarn" => NPM,
        "ftp" | "tnftp" => FTP,
        "aria2" | "aria2c" => ARIA2,
        "nix" => NIX,
        "cargo" => CARGO,
        "gem" => GEM,
        _ => return None,
    })
}

/// The syntax of every other program.
pub(super) fn unknown() -> Syntax {
    UNKNOWN
}

/// Whether a program runs the command in its arguments.
pub(super) fn is_wrapper(name: &str) -> bool {
    WRAPPERS.contains(&name)
}
