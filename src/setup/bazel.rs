//! Bazel: `--credential_helper` in `~/.bazelrc`, and a script. Source: "Command-Line Reference" and
//! "bazelrc" in Bazel's documentation.

use std::path::PathBuf;

use crate::setup::script::script;
use crate::setup::{Hosts, Plan, Reach, Refusal, Request, Splice, Surroundings, Tool};

pub(super) const TOOL: Tool = Tool {
    name: "bazel",
    programs: &["bazel", "bazelisk"],
    reach: Reach::Hosts,
    files,
    plan,
};

fn files(surroundings: &Surroundings) -> Vec<PathBuf> {
    vec![surroundings.home.join(".bazelrc")]
}

fn plan(request: &Request<'_>) -> Result<Plan, Refusal> {
    let (path, text) = request.file();
    let (script, content) = script(request.surroundings, "keyrc-bazel", "helper bazel \"$@\"")?;
    let helper = script.to_string_lossy().into_owned();
    let mut patterns: Vec<String> = Vec::new();
    if matches!(request.hosts, Hosts::All) {
        patterns.push("--credential_helper=".to_owned());
    }
    for endpoint in request.endpoints() {
        // Bazel compares only names, without ports.
        let pattern = format!("--credential_helper={}=", endpoint.host().name());
        if !patterns.contains(&pattern) && endpoint.host().service().is_none() {
            patterns.push(pattern);
        }
    }
    let mut plan = Plan::default();
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut lines = String::new();
    for pattern in &patterns {
        let word = format!("{pattern}{helper}");
        let quoted = quoted(&word);
        let last = helpers(text, pattern).next_back();
        if last.is_some_and(|line| line.ends_with(&quoted)) {
            continue;
        }
        if let Some(line) = last {
            plan.notes
                .push(format!("the helper in `{line}` is not asked any more"));
        }
        lines += &format!("common {quoted}{line_end}");
    }
    if !lines.is_empty() {
        let splice = Splice::insert(text.len(), break_before(text, line_end) + &lines);
        plan.edit(path, vec![splice]);
    }
    plan.scripts.push((script, content));
    Ok(plan)
}

/// The lines with a helper for a pattern. The last one counts.
fn helpers<'t>(text: &'t str, pattern: &str) -> impl DoubleEndedIterator<Item = &'t str> {
    let lines = text.lines().map(str::trim);
    lines.filter(move |line| {
        let mut words = line.split_whitespace();
        let is_helper = |word: &str| {
            let value = word.trim_start_matches(['\'', '"']).strip_prefix(pattern);
            // Without a host, the value is a path.
            value.is_some_and(|value| !pattern.ends_with("helper=") || !value.contains('='))
        };
        !line.starts_with('#') && words.any(is_helper)
    })
}

/// The line breaks that end the last line. A backslash at its end would continue it.
fn break_before(text: &str, line_end: &str) -> String {
    let is_open = !text.is_empty() && !text.ends_with('\n');
    let last = text.strip_suffix('\n').unwrap_or(text);
    let last = last.strip_suffix('\r').unwrap_or(last);
    let count = usize::from(is_open) + usize::from(last.ends_with('\\'));
    line_end.repeat(count)
}

/// A word as Bazel reads it back.
fn quoted(word: &str) -> String {
    if word.contains([' ', '\t', '\'', '"', '\\', '#']) {
        format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        word.to_owned()
    }
}
