//! The answers of a helper: bytes with secrets, in buffers that leave no copies.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::secret::{MAX_SECRET, concat};

/// The answer of a helper.
#[derive(Default)]
pub struct Reply {
    /// The bytes for standard output.
    pub output: Zeroizing<Vec<u8>>,
    /// A message for standard error; empty for none.
    pub message: String,
    /// The exit code.
    pub code: u8,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("message", &self.message)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

impl Reply {
    pub(super) fn of(output: impl Into<Vec<u8>>) -> Self {
        Self {
            output: Zeroizing::new(output.into()),
            ..Self::default()
        }
    }

    /// An answer that contains a secret.
    pub(super) fn secret(parts: &[&[u8]]) -> Self {
        Self {
            output: concat(parts),
            ..Self::default()
        }
    }

    /// An answer in JSON, on one line.
    pub(super) fn json(value: &impl Serialize) -> Self {
        let mut output = Zeroizing::new(Vec::with_capacity(JSON));
        // Cannot fail: the values are text and numbers.
        let _ = serde_json::to_writer(&mut *output, value);
        output.push(b'\n');
        Self {
            output,
            ..Self::default()
        }
    }

    pub(super) fn failed(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 1,
            ..Self::default()
        }
    }
}

/// Room for an answer in JSON with the longest secret: a buffer that grows leaves copies.
const JSON: usize = 2 * MAX_SECRET + 4096;

#[expect(
    clippy::disallowed_methods,
    reason = "the program that calls the helper gets it"
)]
pub(super) fn expose(secret: &SecretString) -> &[u8] {
    secret.expose_secret().as_bytes()
}

/// As [`expose`], as text for JSON.
#[expect(
    clippy::disallowed_methods,
    reason = "the program that calls the helper gets it"
)]
pub(super) fn text(secret: &SecretString) -> &str {
    secret.expose_secret()
}
