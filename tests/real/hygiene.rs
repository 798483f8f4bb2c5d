//! Places where a token could be left: memory, a core dump, the arguments of a process, a file.

use std::collections::HashSet;
use std::fs;
use std::hash::{BuildHasher, RandomState};

use crate::bus::Bus;
use crate::sandbox::{KEYRC, Sandbox, write};
use crate::vault::Home;

/// In pieces, so that the programs that are searched do not contain it themselves.
fn marker() -> String {
    ["Qx7", "vB2", "mK9", "zL4", "tR8", "wN3"]
        .concat()
        .repeat(4)
}

/// The memory of `keyrc ARGS` just before it exits, as a core file that gdb writes.
fn memory_at_exit(bus: &Sandbox, args: &str, input: &str) -> Vec<u8> {
    let core = bus.path("core");
    let _ = fs::remove_file(&core);
    let script = format!(
        "set pagination off\nset debuginfod enabled off\nset confirm off\ncatch syscall exit_group\nrun {args} <input >output\n\
         gcore {}\nkill\nquit\n",
        core.display()
    );
    write(&bus.path("home/script"), script);
    write(&bus.path("home/input"), input);
    let done = bus.run("gdb", &["-batch", "-nx", "-x", "script", KEYRC]);
    fs::read(&core).unwrap_or_else(|error| panic!("no core: {error}\n{done}"))
}

fn holds(memory: &[u8], needle: &str) -> bool {
    memory
        .windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

#[test]
fn no_token_is_left_in_memory() {
    let bus = Bus::unlocked();
    let token = marker();
    for (args, input) in [
        ("login a.test -u me --token-stdin", token.as_str()),
        ("token a.test -u me", ""),
        ("token a.test", ""),
        ("export-netrc --all", ""),
        ("migrate --force", ""),
        ("export-netrc --all --file -", ""),
    ] {
        let memory = memory_at_exit(&bus, args, input);
        // A quarter is enough to notice a copy that was freed and partly overwritten.
        assert!(
            !holds(&memory, &token[..18]),
            "`keyrc {args}` leaves the token in memory"
        );
    }
    assert_eq!(
        fs::read_to_string(bus.path("home/output"))
            .unwrap()
            .lines()
            .last(),
        Some(format!("  password {token}").as_str())
    );
}

#[test]
fn no_secret_of_a_vault_is_left_in_memory() {
    let home = Home::without_vault();
    let (token, passphrase) = (marker(), marker().to_lowercase());
    write(&home.path("passphrase"), &passphrase);
    for (args, input) in [
        ("vault init", ""),
        ("login a.test -u me --token-stdin", token.as_str()),
        ("vault unlock", ""),
        ("token a.test", ""),
        ("list", ""),
    ] {
        let memory = memory_at_exit(&home, args, input);
        // The last is the prefix of an age secret key. The program itself contains it without the
        // `1`.
        for secret in [&token[..18], &passphrase[..18], "AGE-SECRET-KEY-1"] {
            assert!(
                !holds(&memory, secret),
                "`keyrc {args}` leaves a secret in memory: {}",
                &secret[..3]
            );
        }
    }
    let read = fs::read_to_string(home.path("home/output")).unwrap();
    assert_eq!(read, "a.test  me\n", "the commands did what they are for");
}

/// Random text, in which every 8 bytes are different.
fn long_token() -> String {
    let random = || format!("{:016x}", RandomState::new().hash_one(()));
    (0..100).map(|_| random()).collect()
}

/// The segments of a core file that are memory. The others are registers, which the code that ends
/// the process overwrites. Source: elf(5), 64 bits.
fn segments(core: &[u8]) -> impl Iterator<Item = &[u8]> {
    let number = |at: usize, length: usize| {
        let mut bytes = [0; 8];
        bytes[..length].copy_from_slice(&core[at..at + length]);
        usize::try_from(u64::from_le_bytes(bytes)).unwrap()
    };
    const LOAD: usize = 1;
    let (start, size, count) = (number(32, 8), number(54, 2), number(56, 2));
    let headers = (0..count).map(move |index| start + index * size);
    headers
        .filter(move |&header| number(header, 4) == LOAD)
        .map(move |header| (number(header + 8, 8), number(header + 32, 8)))
        .map(|(offset, length)| &core[offset..offset + length])
}

/// The parts of 8 bytes and more of `token` that are in the memory of a process.
fn pieces(core: &[u8], token: &str) -> Vec<String> {
    let windows: HashSet<&[u8]> = token.as_bytes().windows(8).collect();
    let found = segments(core)
        .flat_map(|memory| memory.windows(8))
        .filter(|window| window[0].is_ascii_hexdigit() && windows.contains(window));
    found
        .map(|piece| String::from_utf8_lossy(piece).into_owned())
        .collect()
}

#[test]
fn no_piece_of_a_token_is_left_on_the_stack() {
    let home = Home::new();
    let token = long_token();
    for (args, input) in [
        ("login a.test -u me --token-stdin", token.as_str()),
        ("token a.test", ""),
        ("list", ""),
        ("status", ""),
        ("login b.test -u me --token-stdin", "another"),
        ("vault unlock", ""),
    ] {
        let left = pieces(&memory_at_exit(&home, args, input), &token);
        assert_eq!(left, [""; 0], "`keyrc {args}`");
    }
}

#[test]
fn the_memory_search_finds_a_token_that_is_left() {
    let bus = Bus::unlocked();
    // An argument stays in memory, so the same search must find it.
    let token = marker();
    assert!(holds(
        &memory_at_exit(&bus, &format!("token {token}.test"), ""),
        &token[..18]
    ));
}

#[test]
fn core_dumps_and_ptrace_are_disabled() {
    let bus = Bus::unlocked();
    let done = bus.run(
        "strace",
        &["-qq", "-e", "trace=prlimit64,prctl", KEYRC, "list"],
    );
    let first = |call: &str| {
        done.err
            .lines()
            .position(|line| line.contains(call))
            .unwrap_or_else(|| panic!("{call}: {done}"))
    };
    first("RLIMIT_CORE, {rlim_cur=0,");
    first("PR_SET_DUMPABLE, SUID_DUMP_DISABLE");
}

#[test]
fn no_file_with_a_token_is_left() {
    let bus = Bus::unlocked();
    let token = marker();
    bus.has("a.test", "me", &token);
    bus.keyrc(&["export-netrc", "--all"]).ok();
    bus.keyrc(&["migrate"]).ok();
    bus.keyrc(&["switch", "a.test", "-u", "me"]).ok();
    let found = bus.run("grep", &["-rl", &token, &bus.path("").to_string_lossy()]);
    assert_eq!(
        (found.code, found.out.as_str()),
        (Some(1), ""),
        "the keyring's own file is encrypted"
    );
}
