//! Line breaks, spaces, encodings and sizes.

use crate::readers::Row;
use crate::readers::rows::{QUOTE_KEEPERS, line, lines, row};

pub(crate) fn layout() -> Vec<Row> {
    [lines_and_encodings(), mixed_line_ends(), sizes()]
        .into_iter()
        .flatten()
        .collect()
}

fn lines_and_encodings() -> Vec<Row> {
    let other = "machine other.test login al password x1\n";
    let windows = lines("s3cret").replace('\n', "\r\n");
    vec![
        row(windows.as_str())
            .is("-", "netrc-parser tnftp inetutils")
            .rest("bob:s3cret"),
        row(format!(
            "machine other.test login al password x1\r\n\r\n{windows}"
        ))
        .is("ERR", "curl-8.16")
        .is("-", "netrc-parser tnftp inetutils")
        .rest("bob:s3cret"),
        row(lines("s3cret").replace('\n', "\r"))
            .is("ERR", "curl-8.23")
            .is("-", "netrc-parser tnftp inetutils")
            .rest("bob:s3cret"),
        row("machine\th.test\n\tlogin\tbob\n\tpassword\ts3cret\n").rest("bob:s3cret"),
        row(format!("\u{FEFF}{}", line("s3cret")))
            .is("bob:s3cret", "netrc-parser emacs")
            .is("ERR", "curl-8.16 python requests bazel aria2 aria2-ftp")
            .rest("-"),
        // requests sends Latin-1.
        row(lines("päss"))
            .is("bob:p", "curl-8.16")
            .is("bob:p\u{FFFD}ss", "requests")
            .rest("bob:päss"),
        row(lines("\"p漢\""))
            .is("UNSENDABLE", "requests")
            .is("bob:p漢", "python uv wget curl-7.88"),
        row(lines("\"pä ss\""))
            .is("bob:\"pä", QUOTE_KEEPERS)
            .is("bob:p\u{FFFD} ss", "requests")
            .is("bob:", "netrc-parser")
            .is("ERR", "bazel")
            .rest("bob:pä ss"),
        row(format!(
            "machine other.test login al password p\u{e4}ss\n{}",
            line("s3cret")
        ))
        .is("ERR", "curl-8.16")
        .rest("bob:s3cret"),
        row(b"machine h.test\n  login bob\n  password p\xE9ss\n".as_slice())
            .is("ERR", "python requests netrc-gem")
            .is("bob:péss", "emacs")
            .is("bob:p", "curl-8.16")
            .rest("bob:p\u{FFFD}ss"),
        row(line("s3cret").trim_end()).rest("bob:s3cret"),
        row("machine\nh.test\nlogin\nbob\npassword\ns3cret\n")
            .is("-", "wget2 go netrc-parser")
            .rest("bob:s3cret"),
        row(format!("{} {}", other.trim_end(), line("s3cret")))
            .is("-", "netrc-parser")
            .rest("bob:s3cret"),
        row("machine h.test  \n  login bob  \n  password s3cret  \n")
            .is("-", "netrc-parser")
            .rest("bob:s3cret"),
        row("machine h.test\n\n  login bob\n\n  password s3cret\n")
            .is("-", "netrc-parser")
            .rest("bob:s3cret"),
    ]
}

/// Files with mixed line ends. If any line ends with a line feed alone, Emacs does not convert the
/// line ends.
fn mixed_line_ends() -> Vec<Row> {
    let other = "machine other.test\n  login al\n  password x1\n";
    let entry = lines("s3cret");
    let windows = |text: &str| text.replace('\n', "\r\n");
    let mac = |text: &str| text.replace('\n', "\r");
    let (windows_entry, mac_entry) = (windows(&entry), mac(&entry));
    let one_line = line("s3cret");
    let found = |file: String| row(file).is("bob:s3cret", "emacs");
    let lost = |file: String| row(file).is("-", "emacs");
    vec![
        found(windows(other) + &entry),
        lost(other.to_owned() + &windows_entry),
        lost(windows_entry.clone() + other),
        found(entry.clone() + &windows(other)),
        lost(windows_entry.clone() + "# x\n"),
        lost("# x\n".to_owned() + &windows_entry),
        lost(windows_entry.clone() + "\n"),
        lost("\n".to_owned() + &windows_entry),
        lost("# p\u{e4}\r\n".to_owned() + &windows_entry + "\n"),
        found(windows_entry.clone() + "# x\r"),
        found("# x\r".to_owned() + &windows_entry),
        found(windows_entry.clone() + "machine other.test"),
        lost(mac(other) + &entry),
        lost(other.to_owned() + &mac_entry),
        lost(mac(other) + &windows_entry),
        lost(windows(other) + &mac_entry),
        row(windows(&one_line) + other).is("bob:s3cret\n", "emacs"),
        row(other.to_owned() + &windows(&one_line)).is("bob:s3cret\n", "emacs"),
        row("machine h.test login bob\r\n  password s3cret\n").is("bob\r:s3cret", "emacs"),
        row("machine h.test\n  login bob\r\n  password s3cret\n").is("bob\r:s3cret", "emacs"),
        lost("machine h.test\r\n  login bob\n  password s3cret\n".to_owned()),
        row(windows(&entry).replace('\r', " \r") + "machine other.test\n").is("ERR", "emacs"),
        row("machine h.test login bob password \"s3\r\ncret\"\n").is("bob:s3\ncret", "emacs"),
        row("machine h.test login bob password \"s3\rcret\"\r\n").is("bob:s3\ncret", "emacs"),
    ]
}

fn sizes() -> Vec<Row> {
    let other = "machine other.test login al password x1\n";
    let long = |length: usize| lines(&"x".repeat(length));
    let cut = format!("bob:{}", "x".repeat(255));
    let whole = |length: usize| format!("bob:{}", "x".repeat(length));
    vec![
        row(long(99)).rest(&whole(99)),
        row(long(100)).is("-", "tnftp").rest(&whole(100)),
        row(long(256))
            .is("-", "tnftp")
            .is(&cut, "lftp")
            .rest(&whole(256)),
        row(long(4096))
            .is("-", "tnftp")
            .is(&cut, "lftp")
            .is("bob:", "curl-7.88 git")
            .is("ERR", "curl-8.16 curl-8.23")
            .rest(&whole(4096)),
        row(long(8192))
            .is("-", "tnftp inetutils")
            .is(&cut, "lftp")
            .is("bob:", "curl-7.88 git")
            .is("ERR", "curl-8.16 curl-8.23")
            .rest(&whole(8192)),
        row(long(70_000))
            .is("bob:", "curl-7.88 curl-8.16 git buf")
            .is("ERR", "curl-8.23"),
        row(format!("#{}\n{}", "x".repeat(20_000), lines("s3cret")))
            .is("-", "curl-8.16 tnftp inetutils")
            .is("ERR", "curl-8.23")
            .rest("bob:s3cret"),
        row(other.repeat(3600) + &lines("s3cret"))
            .is("ERR", "curl-8.16 curl-8.23")
            .rest("bob:s3cret"),
        row(format!(
            "machine other.test login al password {}\n{}",
            "x".repeat(300),
            lines("s3cret")
        ))
        .is("-", "tnftp")
        .rest("bob:s3cret"),
    ]
}
