//! Files that keyrc wrote: each tool that an export is for must read its entries.

use keyrc::netrc::Document;
use keyrc::plan::{Export, ExportAction, OnConflict};
use keyrc::readers::{READERS, Reader};
use keyrc::{Account, Login};
use secrecy::SecretString;

use crate::case::{Case, Named};
use crate::judge;
use crate::random::Random;
use crate::run::Report;

/// A file that keyrc wrote, the tools that it is for, and its credentials.
pub(crate) struct Written {
    pub(crate) named: Named,
    readers: Vec<&'static Reader>,
    login: String,
    token: String,
}

/// Generates files with random credentials for random tools, among other entries.
pub(crate) fn files(random: &mut Random, count: usize) -> Vec<Written> {
    let mut files = Vec::new();
    while files.len() < count {
        let (login, token) = (text(random, 12), text(random, 40));
        let readers: Vec<_> = READERS.iter().filter(|_| random.chance(25)).collect();
        let Ok(account) = login.parse::<Login>().map(|login| Account {
            host: "h.test".parse().unwrap(),
            login,
        }) else {
            continue;
        };
        let before = *random.pick(&["", "# mine\n", "machine other.test login al password one\n"]);
        let document = Document::parse(before.as_bytes().to_vec().into());
        let credentials = [(account, SecretString::from(token.as_str()))];
        let export = Export::new(&document, &credentials, OnConflict::Skip, &readers).unwrap();
        if export.steps[0].action != ExportAction::Add {
            continue;
        }
        let named = Named {
            name: format!("written-{:05}", files.len()),
            case: Case::new(export.edits.finish().to_vec()),
        };
        files.push(Written {
            named,
            readers,
            login,
            token,
        });
    }
    files
}

/// Returns printable text that often has characters with a meaning for readers.
fn text(random: &mut Random, longest: usize) -> String {
    let odd = [
        " ", "\"", "'", "\\", "#", ",", "ä", "日", "machine", "%", ";", "$(x)", "`", "gpg:",
    ];
    let odds = random.below(4);
    let mut text = String::new();
    for at in 0..random.within(1, longest) {
        if random.below(longest) < odds {
            text.push_str(odd[random.below(odd.len())]);
        } else {
            let letters: &[u8] = if at == 0 {
                b"abcXYZ019"
            } else {
                b"abcdefgXYZ0123456789-_.~+/=@!*"
            };
            text.push(char::from(*random.pick(letters)));
        }
    }
    text
}

/// Lists the credentials that a tool did not read although the file is for it.
pub(crate) fn lost(files: &[Written], first: usize, report: &Report) -> Vec<String> {
    let mut lost = Vec::new();
    for tool in &report.tools {
        let reader = judge::model(tool.name);
        for (at, file) in files
            .iter()
            .enumerate()
            .filter(|(_, file)| file.readers.contains(&reader))
        {
            let answer = &tool.answers[first + at];
            if !judge::is(reader, &file.login, &file.token, answer) {
                let text = String::from_utf8_lossy(&file.named.case.file);
                lost.push(format!(
                    "{} {}: {answer:?}, written for it in {text:?}",
                    tool.name, file.named.name
                ));
            }
        }
    }
    lost
}
