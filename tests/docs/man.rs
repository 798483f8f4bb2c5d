//! The manual pages: one for keyrc and one for each command.

use clap::Command;
use clap_mangen::Man;

const FILES: &str = r".SH FILES
.TP
\fI~/.netrc\fR
The file that tools read. \fBNETRC\fR names another.
.TP
\fI$XDG_CONFIG_HOME/keyrc/config.toml\fR
Settings: the store, default accounts, identities. The default folder is \fI~/.config\fR.
.TP
\fI$XDG_DATA_HOME/keyrc/vault.age\fR, \fIidentity.age\fR
The vault, and its own key, encrypted to your passphrase. The default folder is \fI~/.local/share\fR.
";

const ENVIRONMENT: &str = r".SH ENVIRONMENT
.TP
\fBKEYRC_TOKEN_\fIHOST\fR
The token for one host; `.` is written `_`, and `\-` is written `__`. If a variable answers, no store is opened.
.TP
\fBKEYRC_TOKEN\fR
Tokens as \fItoken@host,token@host\fR.
.TP
\fBKEYRC_STORE\fR
The store to use: \fBkeyring\fR, \fBvault\fR or \fBauto\fR.
.TP
\fBKEYRC_PASSPHRASE_FILE\fR
A file or pipe with the passphrase of the vault.
.TP
\fBKEYRC_IDENTITY\fR
Files with keys that open the vault, separated as in \fBPATH\fR.
.TP
\fBKEYRC_TIMEOUT\fR
How many seconds to wait for the keyring, from 1 to 3600.
.TP
\fBKEYRC_CONFIG_DIR\fR, \fBKEYRC_DATA_DIR\fR, \fBKEYRC_STATE_DIR\fR
The folders of the settings, of the vault, and of the record of your vaults.
.TP
\fBNETRC\fR
The path of the netrc.
.TP
\fBNO_COLOR\fR, \fBCLICOLOR_FORCE\fR
Never use colours; use them in pipes too.
";

const EXIT_STATUS: &str = r".SH EXIT STATUS
.TP
0
done
.TP
1
failed
.TP
2
usage
.TP
3
no such credential
.TP
4
the store is absent, locked, denied or too slow
.TP
5
a file was refused
.TP
6
conflict
.TP
130
interrupted
.PP
\fBkeyrc exec\fR exits with the status of its command, 126 if it cannot run, and 127 if it was not found.
";

const EXAMPLES: &str = r".SH EXAMPLES
.nf
keyrc migrate \-\-dry\-run
keyrc login api.example.com \-u me
keyrc exec \-\- curl \-n https://api.example.com/
.fi
";

/// Returns all pages: the name without `.1`, and the content.
pub(crate) fn pages() -> Vec<(String, Vec<u8>)> {
    let mut definition = keyrc::cli::definition().disable_help_subcommand(true);
    definition.build();
    let mut pages = Vec::new();
    add(&definition, "keyrc", &mut pages);
    pages
}

fn add(command: &Command, name: &str, pages: &mut Vec<(String, Vec<u8>)>) {
    pages.push((name.to_owned(), page(command, name)));
    for inner in command
        .get_subcommands()
        .filter(|inner| !inner.is_hide_set())
    {
        add(inner, &format!("{name}-{}", inner.get_name()), pages);
    }
}

fn page(command: &Command, name: &str) -> Vec<u8> {
    let man = Man::new(command.clone().display_name(name.to_owned())).title(name);
    let mut page = Vec::new();
    man.render_title(&mut page).unwrap();
    man.render_name_section(&mut page).unwrap();
    man.render_synopsis_section(&mut page).unwrap();
    man.render_description_section(&mut page).unwrap();
    man.render_options_section(&mut page).unwrap();
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page).unwrap();
    }
    page.extend(FILES.bytes());
    page.extend(ENVIRONMENT.bytes());
    page.extend(EXIT_STATUS.bytes());
    page.extend(examples(command, name).bytes());
    page.extend(see_also(name).bytes());
    page
}

/// The examples at the end of the command's help.
fn examples(command: &Command, name: &str) -> String {
    if name == "keyrc" {
        return EXAMPLES.to_owned();
    }
    let help = command.get_after_long_help().map(ToString::to_string);
    let Some(lines) = help
        .as_deref()
        .and_then(|help| help.split_once("Examples:\n"))
    else {
        return String::new();
    };
    let lines: Vec<String> = lines
        .1
        .lines()
        .map(|line| line.trim().replace('\\', "\\e").replace('-', "\\-"))
        .collect();
    format!(".SH EXAMPLES\n.nf\n{}\n.fi\n", lines.join("\n"))
}

fn see_also(name: &str) -> String {
    if name == "keyrc" {
        return ".SH SEE ALSO\n.BR curl (1),\n.BR age (1)\n".to_owned();
    }
    ".SH SEE ALSO\n.BR keyrc (1)\n".to_owned()
}
