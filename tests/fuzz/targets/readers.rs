//! Every reader accepts any bytes, gives the same answer twice, and returns only bytes of the file.
//!
//! The input is a line with the host, a line with the login, and the file.

#![no_main]
#![allow(clippy::disallowed_methods, reason = "the values are measured")]

use keyrc::ExposeSecret;
use keyrc::netrc::Document;
use keyrc::readers::{Answer, Query, READERS};
use keyrc::check::check;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut lines = bytes.splitn(3, |&byte| byte == b'\n');
    let [host, login] =
        [(); 2].map(|()| String::from_utf8_lossy(lines.next().unwrap_or_default()).to_ascii_lowercase());
    let file = lines.next().unwrap_or_default();
    for reader in READERS {
        for login in [None, Some(login.as_str())] {
            let query = Query { host: &host, port: None, login };
            let answer = reader.read(file, &query);
            assert_eq!(answer, reader.read(file, &query), "{}", reader.name);
            if let Answer::Match { login: found, password } = answer {
                // Some readers return the requested login.
                let most = login.map_or(0, str::len).max(3 * file.len());
                let password = password.map_or(0, |password| password.expose_secret().len());
                assert!(found.map_or(0, |found| found.len()) <= most && password <= most, "{}", reader.name);
            }
        }
    }
    let all: Vec<_> = READERS.iter().collect();
    let document = Document::parse(file.to_vec().into());
    let checks = check(&document, &all, &[]).expect("a small file");
    assert!(checks.iter().all(|check| check.views.len() == READERS.len()));
});
