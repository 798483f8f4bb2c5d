//! Readers, checks and fixes on hostile files.

use keyrc::readers::{Answer, Query, READERS};
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
}
