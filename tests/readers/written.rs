//! Files that keyrc wrote: each tool that an export is for must read its entries, and no tool may
//! lose another entry.

use keyrc::netrc::Document;
use keyrc::plan::{Candidates, Export, ExportAction, ExportStep, Note, OnConflict, Removal};
use keyrc::readers::{READERS, Reader};
use keyrc::{Account, Login};
use secrecy::SecretString;

use crate::case::{Case, Named};
use crate::judge;
use crate::observed::Observed;
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
        let credentials = [(account, SecretString::from(token.as_str()).into())];
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

/// Returns printable text that often has characters with a special meaning for readers.
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

/// Lists the credentials that a tool did not read in a file that was written for it.
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

/// The host of an entry that stays in each changed file.
const KEPT: &str = "h.test";

/// The host of the entry that is exported to each file, or moved out of it.
const CHANGED: &str = "api.example.test";

/// Files with something that hides a new entry from some tool, wherever it is written.
const EXPORTED_TO: [&str; 11] = [
    "machine h.test\n login al\n password p1\n\nmachine b.test\n login bo\n password macdef\n",
    "machine h.test login al password p1\nmachine b.test login me password machine\n",
    "machine h.test login al password p1\nmacdef init\nquote \"site\n\n",
    "machine h.test login al password p1\nMACHINE\n",
    "machine h.test login al password p1\nmachine b.test\n  password pw\n",
    "machine h.test login al password p\u{1}1\n",
    "# default\nmachine h.test login al password p1\n",
    "# \"q\nmachine h.test login al password p1\n",
    "\u{feff}machine h.test login al password p1\n",
    "default login any password x\nmachine h.test login al password p1\n",
    "machine api.example.test login Xte passwd x\nmachine h.test login al password p1\n",
];

/// Files in which some tool can lose the entry that stays when the other is removed.
const MIGRATED: [&str; 5] = [
    "machine api.example.test login al password p1\n  # it is\nmachine h.test login zed password a\\b\n",
    "machine api.example.test login al password p1\n\n# note\nmachine h.test login zed password p2\n",
    "machine h.test login me password 'b\r\nmachine api.example.test login me password pw # note\r\n",
    "machine b.test login me password \"p w\"\nmachine api.example.test login al password p1\n# note\n\
     machine h.test login zed password p2\n",
    "machine api.example.test login al password p1\nmacdef init\nls\n\nmachine h.test login zed password p2\n",
];

/// A file before and after an export or a migration.
pub(crate) struct Change {
    before: Vec<u8>,
    after: Vec<u8>,
    /// Whether the file has a new entry for [`CHANGED`], and the readers that keyrc says will not
    /// read it.
    new: Option<Vec<&'static str>>,
    /// The readers that keyrc says will lose the entry for [`KEPT`].
    losing: Vec<&'static str>,
}

/// Exports to and migrates each file of the lists.
pub(crate) fn changes() -> Vec<Change> {
    let exports = EXPORTED_TO.into_iter().map(export);
    exports.chain(MIGRATED.into_iter().map(migrate)).collect()
}

fn export(before: &str) -> Change {
    let document = Document::parse(before.as_bytes().to_vec().into());
    let account = Account {
        host: CHANGED.parse().unwrap(),
        login: NEW_LOGIN.parse().unwrap(),
    };
    let credentials = [(account, SecretString::from(NEW_TOKEN).into())];
    let export = Export::new(&document, &credentials, OnConflict::Skip, &[]).unwrap();
    let step = &export.steps[0];
    assert_eq!(step.action, ExportAction::Add, "in {before:?}");
    let effects = export.side_effects.iter();
    Change {
        before: before.into(),
        new: Some(named_in_notes(step)),
        losing: effects.flat_map(|effect| effect.readers.clone()).collect(),
        after: export.edits.finish().to_vec(),
    }
}

const NEW_LOGIN: &str = "new";
const NEW_TOKEN: &str = "s3cret";

fn named_in_notes(step: &ExportStep) -> Vec<&'static str> {
    let notes = step.notes.iter();
    notes
        .flat_map(|note| match note {
            Note::UnreadBy(names) | Note::NeedsLogin(names) => names.clone(),
            Note::EveryPort(_) | Note::ColonInLogin => Vec::new(),
        })
        .collect()
}

fn migrate(before: &str) -> Change {
    let document = Document::parse(before.as_bytes().to_vec().into());
    let hosts = [CHANGED.parse().unwrap()];
    let plan =
        Candidates::new(&document, &hosts, &[]).decide(&Default::default(), OnConflict::Skip);
    let steps = plan.steps().iter();
    let groups: Vec<&[usize]> = steps
        .filter(|step| step.writes() && step.candidate.keep.is_none())
        .map(|step| &step.candidate.entries[..])
        .collect();
    Change {
        before: before.into(),
        after: Removal::new(&document, &groups).document().bytes().to_vec(),
        new: None,
        losing: Vec::new(),
    }
}

/// The cases of one change: the entry that stays, before and after it, and the new entry.
const CASES: usize = 3;

/// Returns the questions about all changes, [`CASES`] for each.
pub(crate) fn cases(changes: &[Change]) -> Vec<Named> {
    let mut cases = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        for (what, file, host) in [
            ("before", &change.before, KEPT),
            ("after", &change.after, KEPT),
            ("new", &change.after, CHANGED),
        ] {
            let mut case = Case::new(file.clone());
            case.host = host.into();
            let name = format!("changed-{at:02}-{what}");
            cases.push(Named { name, case });
        }
    }
    cases
}

/// Lists the entries that a tool lost and that keyrc did not report.
pub(crate) fn broken(changes: &[Change], first: usize, report: &Report) -> Vec<String> {
    let mut broken = Vec::new();
    for tool in &report.tools {
        let reader = judge::model(tool.name);
        let answers = tool.answers[first..].chunks(CASES);
        for (change, answers) in changes.iter().zip(answers) {
            let [before, after, new] = answers else {
                continue;
            };
            let mut report = |what: &str| {
                let texts =
                    [&change.before, &change.after].map(|text| String::from_utf8_lossy(text));
                broken.push(format!("{} {what}: {answers:?} in {texts:?}", tool.name));
            };
            let had = matches!(before, Observed::Match { .. });
            if had && before != after && !change.losing.contains(&reader.name) {
                report("lost an entry");
            }
            if let Some(named) = &change.new
                && !named.contains(&reader.name)
                && !judge::is(reader, NEW_LOGIN, NEW_TOKEN, new)
            {
                report("does not read the new entry");
            }
        }
    }
    broken
}
