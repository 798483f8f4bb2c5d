//! Recognizes files in other formats.

use crate::check::stray::StrayKind;
use crate::netrc::Document;

/// The first bytes of some formats.
const STARTS: [(&[u8], StrayKind); 8] = [
    (b"\xFF\xFE", StrayKind::Utf16),
    (b"\xFE\xFF", StrayKind::Utf16),
    (b"{\\rtf", StrayKind::Rtf),
    (b"-----BEGIN ", StrayKind::Encrypted),
    (b"age-encryption.org/", StrayKind::Encrypted),
    (b"\x1F\x8B", StrayKind::Binary),
    (b"PK\x03\x04", StrayKind::Binary),
    (b"SQLite format 3\0", StrayKind::Binary),
];

/// Returns the format of a file that is not a netrc; `None` if it probably is one.
pub(super) fn format(document: &Document) -> Option<StrayKind> {
    let bytes = document.bytes();
    if let Some((_, kind)) = STARTS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(*kind);
    }
    if is_utf16(bytes) {
        return Some(StrayKind::Utf16);
    }
    if document.strays.is_empty() {
        return None;
    }
    let text = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
    let text = text.trim_ascii_start();
    let (&first, rest) = text.split_first()?;
    let second = rest.trim_ascii_start().first();
    match (first, second) {
        (b'{', None | Some(b'"' | b'}')) => Some(StrayKind::Json),
        (b'[', None | Some(b'"' | b'{' | b']')) => Some(StrayKind::Json),
        (b'<', Some(b'?' | b'!' | b'a'..=b'z' | b'A'..=b'Z')) => Some(StrayKind::Markup),
        _ => None,
    }
}

/// Whether every second byte at the start is NUL, and the others are not.
fn is_utf16(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(64) & !1];
    let pairs = start.as_chunks::<2>().0;
    let is_little = pairs.iter().all(|[text, nul]| *text != 0 && *nul == 0);
    let is_big = pairs.iter().all(|[nul, text]| *text != 0 && *nul == 0);
    pairs.len() >= 2 && (is_little || is_big)
}
