//! Tools that run a password command: restic, borg, ansible, rclone and msmtp; and psql, which gets
//! its password from `keyrc exec`.

use crate::clients::server::{Protected, Server};
use crate::clients::trial::{Client, check, check_locked};
use crate::clients::{
    FOREIGN, LOGIN, QUOTED, WRONG, installed, locked, long, script, shell, vault,
};
use crate::sandbox::{KEYRC, Sandbox, write};

/// A tool that opens a file or a folder of its own with a password.
struct Local {
    /// The host under which the password is stored.
    host: &'static str,
    /// The line that makes the folder, with the password in the file `password`.
    create: String,
    /// The line that opens it.
    open: String,
    /// A part of the output if the password is wrong.
    if_wrong: &'static str,
}

impl Local {
    /// Checks the tool with this password.
    fn check(&self, token: &str) {
        let home = vault();
        self.create(&home, token);
        check_not(&home, &self.open, "");
        home.has(self.host, LOGIN, WRONG);
        check_not(&home, &self.open, self.if_wrong);
        home.has(self.host, LOGIN, token);
        shell(&home, &self.open).ok();
    }

    fn check_locked(&self) {
        let home = locked(|home| {
            self.create(home, "tok");
            home.has(self.host, LOGIN, "tok");
            shell(home, &self.open).ok();
        });
        check_not(&home, &self.open, "locked");
    }

    fn create(&self, home: &Sandbox, token: &str) {
        write(&home.path("home/password"), token);
        let helper = home.path("home/bin/vault-client");
        script(&helper, &format!("exec '{KEYRC}' helper ansible \"$@\""));
        shell(home, &self.create).ok();
        shell(home, "rm password").ok();
    }
}

/// Checks that a line fails, and prints this.
#[track_caller]
fn check_not(home: &Sandbox, line: &str, printed: &str) {
    let output = shell(home, line);
    assert!(!matches!(output.code, Some(0 | 124)), "{output}");
    let all = format!("{}{}", output.out, output.err);
    assert!(all.contains(printed), "{output}");
}

#[test]
fn restic_opens_a_repository() {
    let restic = Local {
        host: "backup.test",
        create: "restic init -q -r repository --password-file password".to_owned(),
        open: "restic snapshots -q -r repository --password-command \"keyrc token backup.test\""
            .to_owned(),
        if_wrong: "wrong password",
    };
    restic.check(QUOTED);
    restic.check(FOREIGN);
    restic.check_locked();
}

#[test]
fn borg_opens_a_repository() {
    let borg = Local {
        host: "backup.test",
        create: "BORG_PASSPHRASE=$(cat password) borg init -e repokey repository".to_owned(),
        open: "BORG_PASSCOMMAND=\"keyrc token backup.test\" borg list repository".to_owned(),
        if_wrong: "passphrase supplied in",
    };
    borg.check(QUOTED);
    borg.check(FOREIGN);
    borg.check(&long());
    borg.check_locked();
}

#[test]
fn ansible_decrypts_a_file() {
    let ansible = installed("python/bin/ansible-vault");
    let ansible = Local {
        host: "vault.test",
        create: format!(
            "echo \"a: 1\" >vars.yml && {ansible} encrypt --vault-id vault.test@password vars.yml"
        ),
        open: format!("{ansible} view --vault-id vault.test@bin/vault-client vars.yml"),
        if_wrong: "Decryption failed",
    };
    ansible.check(QUOTED);
    ansible.check(FOREIGN);
    ansible.check_locked();
}

#[test]
fn rclone_lists_a_folder() {
    let (server, long) = (Server::start("WebDav", "Bearer"), long());
    let configure = |home: &Sandbox| {
        let host = server.host();
        let settings = format!(
            "[a]\ntype = webdav\nurl = http://{host}\nvendor = other\nbearer_token_command = keyrc token {host}\n"
        );
        write(&home.path("home/rclone.conf"), settings);
        let line = "rclone --config rclone.conf --retries 1 --low-level-retries 1 lsf a:";
        Client::new(&server, line.to_owned())
    };
    check(&server, &[QUOTED, FOREIGN, &long], configure);
    check_locked(&server, configure);
}

#[test]
fn msmtp_sends_a_mail() {
    let (server, long) = (Server::start_socket("Smtp"), long());
    let configure = |_: &Sandbox| {
        let line = format!(
            "echo hello | msmtp --host=127.0.0.1 --port={} --tls=off --auth=plain --user=me \
             --passwordeval=\"keyrc token smtp.test\" --from=me@a.test you@a.test",
            server.port()
        );
        Client {
            host: "smtp.test".to_owned(),
            ..Client::new(&server, line)
        }
    };
    check(&server, &[QUOTED, FOREIGN, &long[..500]], configure);
    check_locked(&server, configure);
}

#[test]
fn psql_logs_in_with_a_password_of_exec() {
    let (server, long) = (Server::start_socket("Postgres"), long());
    let configure = |_: &Sandbox| {
        let line = format!(
            "keyrc exec --env PGPASSWORD=db.test -- psql -w -h 127.0.0.1 -p {} -U me -c \"select\" a",
            server.port()
        );
        Client {
            host: "db.test".to_owned(),
            ..Client::new(&server, line)
        }
    };
    check(&server, &[QUOTED, FOREIGN, &long], configure);
    check_locked(&server, configure);
}
