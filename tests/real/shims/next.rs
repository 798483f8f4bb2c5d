//! The program that runs in place of keyrc.

use super::Shims;

/// A script with a name.
fn named(name: &str) -> String {
    format!("#!/bin/sh\necho {name} \"$@\"\n")
}

#[test]
fn the_next_program_of_the_name_runs() {
    let mut shims = Shims::new(&["curl"]);
    let home = shims.path("home").to_string_lossy().into_owned();
    shims.script("a/curl", &named("a"));
    shims.script("b/curl", &named("b"));
    shims.script("none/other", &named("other"));
    let (a, b) = (format!("{home}/a"), format!("{home}/b"));
    for (order, expected) in [
        (vec!["K", &a, &b, "P"], "a x\n"),
        (vec!["K", &b, &a, "P"], "b x\n"),
        (vec!["K", "K", &a, "K", "P"], "a x\n"),
        (vec!["K", "/nowhere", "none", &b, "P"], "b x\n"),
        (vec!["K", "a", "P"], "a x\n"),
        (vec!["K", "../home/b", "P"], "b x\n"),
    ] {
        shims.order(&order);
        assert_eq!(shims.line("curl x").ok(), expected, "{order:?}");
    }
    // An empty entry is the current folder.
    shims.order(&["K", "", "P"]);
    assert_eq!(shims.line("cd a; curl x").ok(), "a x\n");
    // keyrc after the tool in PATH, called with its path.
    shims.order(&[&a, "K", "P"]);
    let link = shims.links().join("curl").to_string_lossy().into_owned();
    assert!(
        shims
            .line(&format!("{link} --version"))
            .ok()
            .starts_with("curl 7")
    );
}

#[test]
fn links_copies_and_hard_links_of_keyrc_are_not_the_tool() {
    let mut shims = Shims::new(&["curl"]);
    shims
        .line(
            "mkdir -p own copy hard soft && install -m 755 $(command -v keyrc) own/keyrc && cp -p own/keyrc copy/curl && \
             ln own/keyrc hard/curl && ln -s ../copy/curl soft/curl && ln -sf ~/own/keyrc .local/share/keyrc/bin/curl",
        )
        .ok();
    shims.script("a/curl", &named("a"));
    let path = |name: &str| shims.path("home").join(name).to_string_lossy().into_owned();
    let [copy, hard, soft, a] = ["copy", "hard", "soft", "a"].map(path);
    shims.order(&[&copy, "K", &soft, &hard, &copy, &a, "P"]);
    assert_eq!(shims.line("curl x").ok(), "a x\n");
}

#[test]
fn a_missing_tool_is_not_found() {
    let shims = Shims::new(&["xhs"]);
    let run = |path: &str| {
        let program = shims.links().join("xhs").to_string_lossy().into_owned();
        let path = format!("PATH={path}");
        shims.run("/usr/bin/env", &[&path, &program, "x"])
    };
    let done = run("/nowhere");
    assert_eq!(done.code, Some(127), "{done}");
    let message = "keyrc: cannot run `xhs`: command not found\n";
    assert!(done.err.starts_with(message), "{done}");
    shims.script("a/xhs", "");
    shims.line("chmod 644 a/xhs").ok();
    let done = run(&shims.path("home/a").to_string_lossy());
    assert_eq!(done.code, Some(126), "{done}");
}

#[test]
fn two_keyrcs_and_wrappers_never_run_each_other_forever() {
    let mut shims = Shims::new(&["curl"]);
    shims.script("a/curl", &named("a"));
    let home = shims.path("home");
    // Another build of keyrc.
    shims
        .line(
            "mkdir other && install -m 755 $(command -v keyrc) other/curl && printf x >>other/curl",
        )
        .ok();
    let path = |name: &str| home.join(name).to_string_lossy().into_owned();
    let (a, other) = (path("a"), path("other"));
    shims.order(&["K", &other, &a, "P"]);
    assert_eq!(shims.line("timeout 20 curl x").ok(), "a x\n");
    shims.order(&[&other, "K", &a, "P"]);
    assert_eq!(shims.line("timeout 20 curl x").ok(), "a x\n");
    // A wrapper that calls the tool, by its name and in a new process.
    for call in ["exec curl", "curl"] {
        shims.script(
            "wrapper/curl",
            &format!("#!/bin/sh\n{call} wrapped \"$@\"\n"),
        );
        let wrapper = path("wrapper");
        shims.order(&["K", &wrapper, &a, "P"]);
        assert_eq!(
            shims.line("timeout 20 curl x").ok(),
            "a wrapped x\n",
            "{call}"
        );
        // Without a tool, it ends.
        let path = format!("PATH={}:{wrapper}", shims.links().display());
        let program = shims.links().join("curl").to_string_lossy().into_owned();
        let done = shims.run("/usr/bin/env", &[&path, "/usr/bin/timeout", "20", &program]);
        assert_eq!(done.code, Some(127), "{call}: {done}");
    }
    shims.line("rm -r wrapper").ok();
}

#[test]
fn a_script_without_an_interpreter_runs() {
    let mut shims = Shims::new(&["wget"]);
    shims.script("a/wget", "echo plain \"$@\"\n");
    let a = shims.path("home/a").to_string_lossy().into_owned();
    shims.order(&["K", &a, "P"]);
    assert_eq!(shims.line("wget x").ok(), "plain x\n");
}
