//! `keyrc shell-init` in real shells.

use super::Shims;

const SHELLS: [(&str, &str, &str); 3] = [
    ("bash", "bash", "eval \"$(keyrc shell-init bash)\""),
    ("zsh", "zsh", "eval \"$(keyrc shell-init zsh)\""),
    ("fish", "fish", "keyrc shell-init fish | source"),
];

#[test]
fn every_shell_finds_the_links_first() {
    for folder in ["links", "my links; $(x) 'a' \"b\" \\ * [c] ~ \u{2019}"] {
        let mut shims = Shims::new(&[]);
        let data = shims
            .path("home")
            .join(folder)
            .to_string_lossy()
            .into_owned();
        shims.set("KEYRC_DATA_DIR", &data);
        let links = format!("{data}/bin");
        for (shell, program, init) in SHELLS {
            for path in ["P", "K:P", "P:K", "K:K:P", ":P", "P:"] {
                let mut script = format!("{init}\n{init}\nprintf '%s\\n' \"$PATH\"");
                if shell == "fish" {
                    script = format!("{init}; {init}; string join : $PATH");
                }
                let options: &[&str] = match shell {
                    "bash" => &["--norc", "-euc"],
                    "zsh" => &["-f", "-euc"],
                    _ => &["--no-config", "-c"],
                };
                let own = shims.line("printf %s \"$PATH\"").ok();
                let folders = |path: &str| -> String {
                    let folders = path.split(':').map(|folder| match folder {
                        "K" => links.as_str(),
                        "P" => own.as_str(),
                        other => other,
                    });
                    folders.collect::<Vec<_>>().join(":")
                };
                let before = folders(path);
                let args = [options, &[script.as_str()]].concat();
                let mut command = shims.command("env");
                command
                    .arg(format!("PATH={before}"))
                    .arg(program)
                    .args(args);
                let done = crate::sandbox::finish(&mut command, b"");
                let kept = folders(&path.replace("K:", "").replace(":K", ""));
                // fish writes an empty entry as a dot, and this is not ours to change.
                let done = done.ok().replace(":.\n", ":\n");
                let done = done.replace(&format!("{links}:.:"), &format!("{links}::"));
                assert_eq!(done, format!("{links}:{kept}\n"), "{shell} {path}");
            }
        }
    }
}

#[test]
fn every_shell_gets_the_completions() {
    let shims = Shims::new(&[]);
    for (program, args, script) in [
        (
            "bash",
            &["--norc", "-uc"][..],
            "eval \"$(keyrc shell-init bash)\"; complete -p keyrc",
        ),
        (
            "zsh",
            &["-f", "-uc"],
            "autoload -Uz compinit; compinit -u -D; eval \"$(keyrc shell-init zsh)\"; echo $_comps[keyrc]",
        ),
        (
            "fish",
            &["--no-config", "-c"],
            "keyrc shell-init fish | source; complete -C 'keyrc shell-'",
        ),
    ] {
        let done = shims.run(program, &[args, &[script]].concat());
        assert_eq!(done.err, "", "{program}");
        assert!(
            done.ok().contains(if program == "fish" {
                "shell-init"
            } else {
                "_keyrc"
            }),
            "{program}"
        );
    }
}

#[test]
fn no_other_program_runs_when_a_shell_starts() {
    let shims = Shims::new(&[]);
    for (program, args, name) in [("bash", "--norc", "bash"), ("zsh", "-f", "zsh")] {
        shims.line(&format!("keyrc shell-init {name} >init")).ok();
        let line = format!(
            "strace -f -qq -e trace=execve -o trace {program} {args} -c '. ./init' && wc -l <trace"
        );
        assert_eq!(shims.line(&line).ok().trim(), "1", "{program}");
    }
}

#[test]
fn a_tool_is_set_up_and_restored() {
    let shims = Shims::new(&[]);
    shims.has("a.test", "me", "one");
    shims.script(
        "tools/curl",
        "#!/bin/bash\necho curl \"$@\"; cat ~/.netrc 2>&-; :\n",
    );
    let script = "PATH=~/tools:$PATH; eval \"$(keyrc shell-init bash)\"; keyrc setup curl --yes >log 2>&1; cat log
        curl -n https://a.test/; keyrc unsetup curl >log; hash -r; curl -n https://a.test/; ls -A .local/share/keyrc";
    let done = shims.run("bash", &["--norc", "-uc", script]);
    assert_eq!(done.err, "", "{done}");
    let entry = "machine a.test\n  login me\n  password one\n";
    let curl = "curl -n https://a.test/\n";
    assert!(
        done.out.contains(&format!("\n{curl}{entry}{curl}")),
        "{done}"
    );
}
