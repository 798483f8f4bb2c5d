//! TOML. toml_edit keeps comments, spacing and order, so the difference of the texts is the change.

use toml_edit::{DocumentMut, Item, Table};

use crate::setup::format::Unreadable;
use crate::setup::splice::{Splice, difference};

/// Parses a text.
///
/// # Errors
/// [`Unreadable`] where it is not TOML.
pub fn parse(text: &str) -> Result<DocumentMut, Unreadable> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        let at = error.span().map_or(0, |span| span.start);
        Unreadable::at(text, at, "not TOML")
    })
}

/// The path of tables and a key, and its new value.
pub type Change<'p> = (&'p [&'p str], toml_edit::Value);

/// Sets the values at some paths of tables and keys. Creates the tables on the paths.
///
/// # Errors
/// [`Unreadable`] if the text is not TOML, or something else than a table is on a path.
pub fn set(text: &str, values: &[Change<'_>]) -> Result<Vec<Splice>, Unreadable> {
    // One splice for each value excludes the text between the values, which may contain secrets.
    let mut groups: Vec<(Vec<Change<'_>>, Splice)> = Vec::new();
    for value in values {
        let change = difference(text, &with(text, std::slice::from_ref(value))?);
        groups.extend(change.map(|splice| (vec![value.clone()], splice)));
    }
    groups.sort_by_key(|(_, splice)| splice.range.start);
    let mut splices: Vec<Splice> = Vec::new();
    let mut last: Vec<Change<'_>> = Vec::new();
    for (group, splice) in groups {
        // Values that are inserted at the same place need one splice.
        if splices
            .last()
            .is_some_and(|before| splice.range.start <= before.range.end)
        {
            splices.pop();
            last.extend(group);
        } else {
            last = group;
        }
        splices.extend(difference(text, &with(text, &last)?));
    }
    Ok(splices)
}

/// Returns the text with other values.
fn with(text: &str, values: &[Change<'_>]) -> Result<String, Unreadable> {
    let is_windows = text.contains("\r\n");
    let old = text.replace("\r\n", "\n");
    let mut document = parse(&old)?;
    // toml_edit ends the last line.
    let is_open = !old.is_empty() && !old.ends_with('\n');
    let written = |document: &DocumentMut| {
        let mut text = document.to_string();
        if is_open && text.ends_with('\n') {
            text.pop();
        }
        text
    };
    if written(&document) != old || (is_windows && old.replace('\n', "\r\n") != text) {
        let problem = "keyrc cannot keep the layout of this TOML";
        return Err(Unreadable::at(text, 0, problem));
    }
    for (path, value) in values {
        set_one(&mut document, path, value)
            .ok_or_else(|| Unreadable::at(text, 0, format!("`{}` is not a table", path[0])))?;
    }
    let new = written(&document);
    Ok(match is_windows {
        true => new.replace('\n', "\r\n"),
        false => new,
    })
}

fn set_one(document: &mut DocumentMut, path: &[&str], value: &toml_edit::Value) -> Option<()> {
    let (name, tables) = path.split_last()?;
    let mut table: &mut dyn toml_edit::TableLike = document.as_table_mut();
    for name in tables {
        let item = table.entry(name).or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        table = item.as_table_like_mut()?;
    }
    let is_same = table
        .get(name)
        .is_some_and(|old| old.as_value().is_some_and(|old| plain(old) == plain(value)));
    if is_same {
        return Some(());
    }
    match table.get_mut(name) {
        Some(Item::Value(old)) => {
            let mut value = value.clone();
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        _ => _ = table.insert(name, Item::Value(value.clone())),
    }
    Some(())
}

/// A value without its spacing and comments.
fn plain(value: &toml_edit::Value) -> String {
    let mut value = value.clone();
    if let Some(array) = value.as_array_mut() {
        array.fmt();
    }
    value.decorated("", "").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::{apply, undo};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let value: toml_edit::Value = ["keyrc", "x"].into_iter().collect();
        let changes = [(&["registries", "a", "provider"][..], value)];
        let splices = set(text, &changes).expect("valid");
        let (new, undos) = apply(text, &splices);
        assert_eq!(new, expected);
        assert_eq!(set(&new, &changes).expect("valid"), []);
        assert_eq!(undo(&new, &undos).as_deref(), Ok(text));
    }

    #[test]
    fn a_splice_has_no_text_between_the_values() {
        let text = "[registries.x]\nindex = \"i\"\n[registries.y]\ntoken = \"S3cret\"\n\
                    [registries.z]\nindex = \"i\"\n";
        let value = || toml_edit::Value::from("keyrc");
        let values = [
            (&["registries", "x", "provider"][..], value()),
            (&["registries", "z", "provider"][..], value()),
            (&["registry", "provider"][..], value()),
        ];
        let (new, undos) = apply(text, &set(text, &values).expect("valid"));
        assert!(undos.iter().all(|undo| !undo.inserted.contains("S3cret")));
        assert!(undos.iter().all(|undo| !undo.removed.contains("S3cret")));
        assert_eq!(set(&new, &values).expect("valid"), []);
        assert_eq!(undo(&new, &undos).as_deref(), Ok(text));
    }

    #[test]
    fn a_value_is_added_to_its_table() {
        let value = "provider = [\"keyrc\", \"x\"]";
        check("", &format!("[registries.a]\n{value}\n"));
        check(
            "# c\r\n[registries.a]\r\nindex  =  'i' # d\r\n\r\n[net]\r\n",
            &format!("# c\r\n[registries.a]\r\nindex  =  'i' # d\r\n{value}\r\n\r\n[net]\r\n"),
        );
        check(
            "[registries]\na = { index = \"i\" }",
            &format!("[registries]\na = {{ index = \"i\" , {value} }}"),
        );
        check(
            "[registries.a]\nprovider =  'old'  # c\n",
            "[registries.a]\nprovider =  [\"keyrc\", \"x\"]  # c\n",
        );
        check(
            "[x]\n\ty = 1",
            &format!("[x]\n\ty = 1\n\n[registries.a]\n{value}"),
        );
    }
}
