//! Kernels that keep the key of a vault, and those that cannot.

use std::thread;
use std::time::Duration;

use super::Home;

#[test]
fn the_kernel_keeps_the_key_for_the_requested_time() {
    let home = Home::new();
    home.has("a.test", "me", "one");
    assert_eq!(
        home.keyrc(&["vault", "unlock", "--for", "2s"]).ok(),
        "unlocked the vault for 2 s\n"
    );
    let line = "KEYRC_PASSPHRASE_FILE= keyrc token a.test";
    assert_eq!(home.shell(line).ok(), "one\n");
    thread::sleep(Duration::from_millis(2500));
    home.shell(line).fails(4);
    home.keyrc(&["vault", "unlock"]).ok();
    // In a session of its own, as under cron or su, it is still there.
    assert_eq!(
        home.shell(&format!("setsid -w bash -c '{line}'")).ok(),
        "one\n"
    );
    assert_eq!(home.keyrc(&["vault", "lock"]).ok(), "locked the vault\n");
    home.shell(line).fails(4);
    assert_eq!(home.keyrc(&["vault", "lock"]).ok(), "the vault is locked\n");
    for time in ["0s", "soon", "-1h", "9999h"] {
        home.keyrc(&["vault", "unlock", &format!("--for={time}")])
            .fails(2);
    }
}

/// Runs a command where keyctl(2) is forbidden, as Docker's seccomp profile has it.
const NO_KEYS: &str = r#"
#include <errno.h>
#include <stddef.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(int argc, char **argv) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_keyctl, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_add_key, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = { sizeof filter / sizeof *filter, filter };
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) return 99;
    execvp(argv[1], argv + 1);
    return 98;
}
"#;

#[test]
fn without_kernel_keys_the_passphrase_is_asked_each_time() {
    let home = Home::without_vault();
    home.pipe(NO_KEYS, "cc", &["-x", "c", "-o", "no-keys", "-"])
        .ok();
    let run = |args: &str| home.shell(&format!("./no-keys keyrc {args}"));
    let notice = "keyrc: the kernel keeps no keys here (Operation not permitted (os error 1)), so the vault is unlocked \
                  each time\n";
    let made = run("vault init");
    assert_eq!(made.err, notice);
    made.ok();
    home.has("a.test", "me", "one");
    home.keyrc(&["vault", "lock"]).ok();
    for _ in 0..2 {
        let token = run("token a.test");
        assert_eq!(token.err, notice, "once for each process");
        assert_eq!(token.ok(), "one\n");
    }
    assert!(
        run("vault unlock --for 8h")
            .fails(1)
            .contains("cannot have the kernel keep the key: operation not permitted")
    );
    assert_eq!(run("vault lock").ok(), "the vault is locked\n");
}
