//! Readers, checks and fixes on hostile files.

use keyrc::readers::{Answer, OnError, Query, READERS};
use proptest::prelude::*;
use secrecy::ExposeSecret;

use crate::files::{files, odd_files};

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn readers_accept_any_bytes_and_answer_from_the_file(bytes in prop_oneof![files(), odd_files()], port in prop::option::of(1..9000_u16)) {
        for (host, login) in [("a.test", None), ("b.test", Some("me")), ("::1", None), ("", Some(""))] {
            let query = Query { host, port, login };
            for reader in READERS {
                let Answer::Match { login, password } = reader.read(&bytes, &query) else { continue };
                #[expect(clippy::disallowed_methods, reason = "a test looks at it")]
                let lengths = [login.map_or(0, |login| login.len()), password.map_or(0, |found| found.expose_secret().len())];
                // One byte can become U+FFFD.
                prop_assert!(lengths.iter().all(|length| *length <= 3 * bytes.len()), "{}: {lengths:?}", reader.name);
            }
        }
    }

    #[test]
    fn a_reader_is_silent_or_the_same_aloud(bytes in files()) {
        for reader in READERS {
            let query = Query { host: "a.test", port: None, login: None };
            let (read, aloud) = (reader.read(&bytes, &query), reader.read_with_errors(&bytes, &query));
            let silent = match reader.on_error {
                OnError::Fails => false,
                OnError::SilentInUtf8 => std::str::from_utf8(&bytes).is_ok(),
                _ => true,
            };
            let expected = if silent && aloud == Answer::Error { Answer::None } else { aloud };
            prop_assert!(read == expected, "{}", reader.name);
        }
    }
}
