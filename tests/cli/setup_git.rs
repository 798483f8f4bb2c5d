//! `keyrc setup git`: the bytes of `~/.gitconfig`.

use crate::setup::Setup;

const ARGS: [&str; 3] = ["git", "--host", "git.example.com"];

const SECTION: &str = "[credential \"https://git.example.com\"]\n\thelper =\n\
                       \thelper = !'~/my programs/keyrc' helper git\n";

#[track_caller]
fn check(text: &str, expected: &str) {
    let mut setup = Setup::new();
    setup.write(".gitconfig", text);
    setup.round_trip(&ARGS, ".gitconfig", expected);
}

#[test]
fn files_of_every_style_are_restored() {
    let plain = "; me\n[user]\n    name = Me # no\n\temail=me@a.test\n";
    check(plain, &format!("{plain}{SECTION}"));
    let no_end = "[core]\n  autocrlf = input";
    check(no_end, &format!("{no_end}\n{SECTION}"));
    let windows = "\u{feff}[alias]\r\n\tl = \"!f() { git log; }; f\"\r\n";
    check(
        windows,
        &format!("{windows}{}", SECTION.replace('\n', "\r\n")),
    );
    check("", SECTION);
    let long = "[alias]\n\tx = one \\\n\t two\n\n\n[include] path = other\n";
    check(long, &format!("{long}{SECTION}"));
}

#[test]
fn helpers_that_were_there_follow_keyrc() {
    let old = "[credential]\n\thelper = cache --timeout=60\n\
               [Credential \"https://git.example.com/\"]\n\thelper = \"!gh auth git-credential\"\n\
               [credential \"https://other.example.com\"]\n\thelper = other\n";
    let kept = "\thelper = cache --timeout=60\n\thelper = !gh auth git-credential\n";
    check(old, &format!("{old}{SECTION}{kept}"));
    let mut setup = Setup::new();
    setup.write(".gitconfig", old);
    let shown = setup.run(&["setup", "git", "--host", "git.example.com"]);
    assert!(
        shown.err.contains("`!gh auth git-credential`"),
        "{}",
        shown.err
    );
}

#[test]
fn a_helper_in_plain_text_is_not_asked_any_more() {
    let old = "[credential]\n\thelper = store --file ~/.tokens\n";
    check(old, &format!("{old}{SECTION}"));
}

#[test]
fn a_line_that_is_continued_at_the_end_of_the_file_does_not_take_the_section() {
    let old = "[user]\n\tname = Me\\\n";
    check(old, &format!("{old}\n{SECTION}"));
}

#[test]
fn a_helper_that_contains_a_password_is_not_copied_or_shown() {
    let old = "[credential]\n\thelper = \"!f() { echo password=S3cret; }; f\"\n";
    check(old, &format!("{old}{SECTION}"));
    let mut setup = Setup::new();
    setup.write(".gitconfig", old);
    let done = setup.run(&["setup", "git", "--host", "git.example.com"]);
    assert!(!(done.out + &done.err).contains("S3cret"));
}

#[test]
fn each_host_has_a_section_for_its_protocol() {
    let mut setup = Setup::new();
    let section = |url: &str| SECTION.replace("https://git.example.com", url);
    let hosts = [
        "http://a.test:8080",
        "https://b.test/x",
        "127.0.0.1:8443",
        "[::1]",
    ];
    let mut args = vec!["git"];
    hosts.iter().for_each(|host| args.extend(["--host", host]));
    let expected = [
        section("http://a.test:8080"),
        section("https://b.test") + "\tuseHttpPath = true\n",
        section("https://127.0.0.1:8443"),
        section("http://127.0.0.1:8443"),
        section("https://[::1]"),
        section("http://[::1]"),
    ];
    setup.round_trip(&args, ".gitconfig", &expected.concat());
}

#[test]
fn all_hosts_need_a_request() {
    let mut setup = Setup::new();
    let expected = SECTION.replace(" \"https://git.example.com\"", "");
    setup.round_trip(&["git", "--all-hosts"], ".gitconfig", &expected);
}

#[test]
fn the_file_is_that_of_git_config_global() {
    let mut setup = Setup::new();
    setup.write(".config/git/config", "# in XDG\n");
    setup.round_trip(&ARGS, ".config/git/config", &format!("# in XDG\n{SECTION}"));
    let path = setup.path("elsewhere").display().to_string();
    setup.world.environment = vec![("GIT_CONFIG_GLOBAL".into(), path)];
    setup.round_trip(&ARGS, "elsewhere", SECTION);
}
