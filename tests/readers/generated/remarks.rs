//! Comments and macros: those of files written by hand, and hostile ones.

use super::random::Random;

/// Lines between entries.
pub(crate) fn comment(random: &mut Random, host: &str) -> Vec<u8> {
    let word = *random.pick(&["work", "old", "github", "TODO", "keyrc:begin"]);
    let words = *random.pick(&[
        "my work server",
        "old creds here",
        "the one and only",
        "expires in may",
        "see wiki page 7",
    ]);
    let text = match random.below(26) {
        0 | 1 => format!("# {word}\n"),
        2 | 3 => format!("\n# {word}\n"),
        4 => format!("#{word}\n"),
        5 => format!("\n#{word}\n"),
        6 => format!("# {words}\n"),
        7 => format!("\n# {words}\n"),
        8 => format!("#{words}\n"),
        9 => "#\n".into(),
        10 => format!("  # {word}\n"),
        11 => format!("  # {words}\n"),
        12 => format!("\t#{word}\n"),
        13 => format!("#----------\n# {word}\n#----------\n"),
        14 => format!("# machine {host} login evil password evil\n"),
        15 => format!("#machine {host} login evil password evil\n"),
        16 => format!("# old: machine {host} login evil password evil\n"),
        17 => format!("#machine {host}\n#  login evil\n#  password evil\n"),
        18 => format!("# machine {host}\n# login evil\n# password evil\n"),
        23 => format!("#machine {host}\n#login evil\n#password evil\n"),
        24 => format!("#default login evil password evil # {host}\n"),
        19 => "# don't use this one\n".into(),
        20 => "# the \"old\" one\n".into(),
        21 => "# a \" quote\n".into(),
        22 => "# the default is below\n".into(),
        _ => "# gr\u{fc}n\n".into(),
    };
    text.into_bytes()
}

/// A line inside an entry, or the end of a line.
pub(crate) fn aside(random: &mut Random) -> &'static str {
    const ASIDES: [&str; 10] = [
        "# a comment",
        "#comment",
        "#",
        "# two more words",
        "# password evil",
        "#password evil",
        "# login evil password evil",
        "# it's",
        "# \"quoted\"",
        "#two words",
    ];
    ASIDES[random.below(ASIDES.len())]
}

/// A macro, with or without its end.
pub(crate) fn macro_lines(random: &mut Random, host: &str) -> Vec<u8> {
    let name = *random.pick(&["init", "init", "upload", "machine", ""]);
    let body = match random.below(8) {
        0 | 1 => "cd /pub\nbin\n".to_owned(),
        2 => format!("machine {host} login evil password evil\n"),
        3 => "default login evil password evil\n".into(),
        4 => "ls \"open\n".into(),
        5 => "  quote site umask 022\n# not a comment\n".into(),
        6 => String::new(),
        _ => format!("cd /pub\nmachine {host}\n  login evil\n  password evil\n"),
    };
    let end = *random.pick(&["\n", "\n", "\n", "\n", "", "   \n", "\n\n", "\t\n"]);
    format!("macdef {name}\n{body}{end}").into_bytes()
}
