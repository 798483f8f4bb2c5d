//! An entry that keyrc writes is read back byte for byte: by keyrc in every form, and by each
//! reader it was written for.
//!
//! The input is a line each with host, login and token, and an existing netrc.

#![no_main]
#![allow(clippy::disallowed_methods, reason = "the values are compared")]

use keyrc::readers::{Answer, Query, READERS, Reader};
use keyrc::netrc::{Document, Edits, MachineName, Quoting, Style};
use keyrc::plan::{Export, ExportAction, OnConflict};
use keyrc::{Account, ExposeSecret, SecretString};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut lines = text.splitn(4, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (Ok(host), Ok(login)) = (line().parse(), line().parse()) else { return };
    let (account, token) = (Account { host, login }, line());
    let file = Document::parse(line().as_bytes().to_vec().into());
    for machine in [MachineName::Name, MachineName::WithPort, MachineName::Bracketed] {
        for login in [Quoting::WhereNeeded, Quoting::Always] {
            for password in [Quoting::WhereNeeded, Quoting::Always] {
                keyrc_reads(&account, token, Style { machine, login, password });
            }
        }
    }
    let credential = [(account, SecretString::from(token).into())];
    for reader in READERS.iter() {
        if let Ok(export) = Export::new(&file, &credential, OnConflict::Replace, &[reader])
            && matches!(export.steps[0].action, ExportAction::Add | ExportAction::Replace | ExportAction::Same)
        {
            reads(reader, &export.edits.finish(), &credential[0].0, token);
        }
    }
});

fn keyrc_reads(account: &Account, token: &str, style: Style) {
    let empty = Document::parse(Vec::new().into());
    let mut edits = Edits::new(&empty);
    if edits.add(&account.host, &account.login, &token.into(), style).is_ok() {
        let written = Document::parse(edits.finish());
        let found = written.find(&account.host, Some(account.login.as_str())).expect("the entry");
        assert_eq!(written.machine(found).as_deref(), Some(style.machine.of(&account.host).as_str()));
        assert_eq!(written.secret(found).expect("a token").expect("a good one").expose_secret(), token);
        assert!(written.quirks().is_empty(), "{:?}", written.quirks());
    }
}

fn reads(reader: &Reader, bytes: &[u8], account: &Account, token: &str) {
    let (name, login) = (account.host.name(), account.login.as_str());
    // If the file has another login for the host, the tool must ask for the login.
    let file = Document::parse(bytes.to_vec().into());
    let several = file.all(&account.host, None).any(|entry| file.login(entry).as_deref() != Some(login));
    let query = Query { host: name, port: account.host.port(), login: several.then_some(login) };
    let expected = Answer::Match { login: Some(login.into()), password: Some(token.as_bytes().to_vec().into()) };
    assert_eq!(reader.read(bytes, &query), expected, "{}", reader.name);
}
