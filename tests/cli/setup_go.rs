//! `keyrc setup go`: the bytes of the file of `go env -w`.

use crate::setup::Setup;

#[track_caller]
fn check(text: &str, expected: &str) {
    let mut setup = Setup::new();
    setup.write(".config/go/env", text);
    setup.round_trip(&["go"], ".config/go/env", expected);
}

#[test]
fn keyrc_follows_the_netrc_and_precedes_other_commands() {
    let command = "'~/my programs/keyrc' helper goauth";
    let line = |value: &str| format!("GOAUTH={value}\n");
    check("", &line(&format!("netrc;{command}")));
    let file = "# mine\nGOPROXY=off\nGOPATH=/a b";
    check(file, &format!("{file}\nGOAUTH=netrc;{command}\n"));
    check("GOAUTH=off\n", &line(command));
    check(
        "GOAUTH=old\nGOAUTH=netrc;git /a\nX=1\n",
        &format!("GOAUTH=old\nGOAUTH=netrc;{command};git /a\nX=1\n"),
    );
    check(
        "X=1\r\nGOAUTH=a b\r\n",
        &format!("X=1\r\nGOAUTH={command};a b\r\n"),
    );
    check(
        " GOAUTH=x\n#GOAUTH=y\n",
        &format!(" GOAUTH=x\n#GOAUTH=y\nGOAUTH=netrc;{command}\n"),
    );
}
