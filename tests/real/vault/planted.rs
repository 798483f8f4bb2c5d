//! Files that someone else put into the folder of a vault.

use std::fs;

use super::Home;
use crate::sandbox::write;

#[test]
fn a_planted_file_with_a_long_header_is_refused_at_once() {
    let home = Home::forgetful();
    let age = "age-encryption.org/v1\n";
    let long = 250 << 10;
    let many = format!("{age}{}", "-> a\n\n".repeat(long / 6));
    let body = format!(
        "{age}-> a\n{}",
        format!("{}\n", "A".repeat(64)).repeat(long / 65)
    );
    let argument = format!("{age}-> {}", "a".repeat(long));
    let recipients = format!(
        "{age}{}--- {}\n",
        format!("-> X25519 {0}\n{0}\n", "A".repeat(43)).repeat(long / 98),
        "A".repeat(43)
    );
    let armored = home.path("home/plain");
    for planted in [&many, &body, &argument, &recipients] {
        write(&armored, planted);
        let armor = "(echo -----BEGIN AGE ENCRYPTED FILE-----; base64 -w64 plain; \
                     echo -----END AGE ENCRYPTED FILE-----) >armored; cat armored";
        let armored = home.shell(armor).ok();
        for file in [planted, &armored] {
            for path in [home.vault(), home.identity()] {
                let good = fs::read(&path).unwrap();
                write(&path, file);
                home.keyrc(&["vault", "lock"]).ok();
                let began = std::time::Instant::now();
                let output = home.keyrc(&["list"]).fails(5);
                let took = began.elapsed().as_secs_f32();
                assert!(output.contains("has too long a header"), "{output}");
                // The bound is for a build without optimisation, and a busy machine.
                assert!(took < 0.5, "{took}");
                write(&path, good);
            }
        }
    }
}

#[test]
fn a_vault_with_too_many_recipients_is_not_written() {
    let home = Home::with_key();
    let before = fs::read(home.vault()).unwrap();
    let line = "for i in $(seq 350); do age-keygen 2>/dev/null | age-keygen -y; done >many; \
                KEYRC_DATA_DIR=new keyrc vault init -i mine -R many";
    let output = home.shell(line).fails(1);
    assert!(output.starts_with("keyrc: too many recipients"), "{output}");
    let line = "for i in $(seq 40); do cat many; done >more; KEYRC_DATA_DIR=new keyrc vault init -i mine -R more";
    let began = std::time::Instant::now();
    home.shell(line).fails(1);
    assert!(began.elapsed().as_secs() < 3);
    assert_eq!(fs::read(home.vault()).unwrap(), before);
}

#[test]
fn the_name_of_a_plugin_cannot_lead_elsewhere() {
    let home = Home::with_key();
    let names = "import sys
A = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
def polymod(values):
    c = 1
    for v in values:
        top = c >> 25
        c = (c & 0x1ffffff) << 5 ^ v
        for i, g in enumerate([0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]):
            c ^= g if (top >> i) & 1 else 0
    return c
def encode(hrp):
    expanded = [ord(c) >> 5 for c in hrp] + [0] + [ord(c) & 31 for c in hrp]
    m = polymod(expanded + [0] * 6) ^ 1
    return hrp + '1' + ''.join(A[m >> 5 * (5 - i) & 31] for i in range(6))
print(encode('age1' + sys.argv[1])); print(encode('age-plugin-' + sys.argv[1] + '-').upper())";
    for name in ["..", "a.b", "../x", "a_b", "a+b"] {
        let both = home.run("python3", &["-c", names, name]).ok();
        let (recipient, identity) = both.trim().split_once('\n').unwrap();
        let output = home.keyrc(&["vault", "recipients", "add", recipient]);
        assert!(matches!(output.code, Some(2 | 5)), "{output}");
        assert!(!output.err.contains("find"), "no search in PATH: {output}");
        write(&home.path("home/plugin"), format!("{identity}\n"));
        home.keyrc(&["vault", "lock"]).ok();
        let output = home.shell("KEYRC_IDENTITY=plugin keyrc list").fails(5);
        assert!(output.contains("is not an identity"), "{output}");
    }
}
