//! `keyrc shell-init`: prints the lines that prepare a shell.

use std::path::Path;

use clap::ValueEnum;

use crate::cli::completion_scripts;
use crate::cli::world::World;
use crate::error::Error;

/// Print the lines that prepare a shell: PATH and completions
///
/// They put the folder of keyrc's links first in PATH, so that tools such as curl get their tokens
/// as they are typed, and complete the arguments of keyrc. They run no other program.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Add the line for your shell to its startup file:
  bash, ~/.bashrc:                    eval \"$(keyrc shell-init bash)\"
  zsh, ~/.zshrc, after compinit:      eval \"$(keyrc shell-init zsh)\"
  fish, ~/.config/fish/config.fish:   keyrc shell-init fish | source
  PowerShell, $PROFILE:               keyrc shell-init pwsh | Out-String | Invoke-Expression")]
pub(crate) struct Args {
    /// Shell to prepare
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    Bash,
    Fish,
    #[value(alias = "powershell")]
    Pwsh,
    Zsh,
}

/// Runs `keyrc shell-init`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let folder = world.links_folder()?;
    let script = script(args.shell, folder).ok_or(Error::Usage {
        problem: "the folder of keyrc's links cannot be in PATH: its name has a colon or is not \
                  text",
        instead: "set KEYRC_DATA_DIR to another folder",
    })?;
    world.print(script.as_bytes())
}

/// Returns the lines for a shell; `None` if the folder cannot be an entry of PATH.
fn script(shell: Shell, folder: &Path) -> Option<String> {
    let folder = folder.to_str().filter(|folder| can_be_in_path(folder))?;
    Some(match shell {
        Shell::Bash => format!("{}{}", posix_path(folder), completion_scripts::BASH),
        Shell::Zsh => format!("{}{}", posix_path(folder), zsh_completions()),
        Shell::Fish => format!("{}{}", fish_path(folder), completion_scripts::FISH),
        // `using` must be the first statement.
        Shell::Pwsh => format!("{}\n{}", completion_scripts::POWERSHELL, pwsh_path(folder)),
    })
}

/// Whether no character of the folder separates entries of PATH.
fn can_be_in_path(folder: &str) -> bool {
    std::env::join_paths([folder]).is_ok()
}

/// Moves the folder to the start of PATH, for bash and zsh, also with `set -u` and `set -e`.
fn posix_path(folder: &str) -> String {
    let folder = format!("'{}'", folder.replace('\'', r"'\''"));
    format!(
        r#"# keyrc: the folder of its links is first in PATH.
_keyrc_links={folder}
PATH=:${{PATH-}}:
while case $PATH in *:"$_keyrc_links":*) true ;; *) false ;; esac; do
    PATH=${{PATH%%:"$_keyrc_links":*}}:${{PATH#*:"$_keyrc_links":}}
done
PATH=${{PATH#:}}
PATH=$_keyrc_links${{PATH:+:${{PATH%:}}}}
export PATH
unset _keyrc_links
"#
    )
}

/// The completions of zsh, if its completion system was started. In a function, because the script
/// reads the name of the function that runs it.
fn zsh_completions() -> String {
    format!(
        "if (( ${{+functions[compdef]}} )); then\n() {{\n{}\n}}\nfi\n",
        completion_scripts::ZSH
    )
}

fn fish_path(folder: &str) -> String {
    let folder = folder.replace('\\', r"\\").replace('\'', r"\'");
    format!(
        r#"# keyrc: the folder of its links is first in PATH.
begin
    set -l links '{folder}'
    set -l others
    for entry in $PATH
        test "$entry" = "$links"; or set -a others $entry
    end
    set -gx PATH $links $others
end
"#
    )
}

/// PowerShell ends a quoted text at each of five quotes.
fn pwsh_path(folder: &str) -> String {
    let mut quoted = String::new();
    for char in folder.chars() {
        if "'\u{2018}\u{2019}\u{201a}\u{201b}".contains(char) {
            quoted.push(char);
        }
        quoted.push(char);
    }
    format!(
        r#"# keyrc: the folder of its links is first in PATH.
& {{
    $links = '{quoted}'
    $separator = [IO.Path]::PathSeparator
    $others = @("$env:PATH" -split $separator | Where-Object {{ $_ -and $_ -ne $links }})
    $env:PATH = (@($links) + $others) -join $separator
}}
"#
    )
}
