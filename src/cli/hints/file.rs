//! Hints for files that keyrc does not read or replace.

use std::path::Path;

use keyrc_platform::file::FileError;

use crate::file_fault::FileFault;
use crate::setup::Refusal;
use crate::text::{path_argument, shown};
use crate::tool_fault::ToolFault;

/// Returns the hint for `fault`, if there is one.
pub(super) fn hint_of_file(fault: &FileFault) -> Option<String> {
    let (path, error) = match fault {
        FileFault::Exposed { path, .. } => return Some(let_only_owner_access(path)),
        FileFault::Foreign { path } => {
            return Some(format!(
                "see its owner with `ls -l {}`",
                path_argument(path)
            ));
        }
        FileFault::Failed { path, error } => (path, error),
    };
    let is_netrc = !path.ends_with("config.toml");
    Some(match error {
        FileError::NotAFile | FileError::TooLarge { .. } if !is_netrc => return None,
        FileError::TooLarge { limit } => {
            let larger = limit.saturating_mul(16);
            format!(
                "if {} is the right file, raise the limit with `--max-size {larger}`",
                shown(path)
            )
        }
        FileError::NotAFile => {
            "name a regular file with `--file PATH`; read a pipe with `--file -`".into()
        }
        FileError::NotALink => {
            let path = path_argument(path);
            format!("move it away with `mv {path} {path}.old`")
        }
        FileError::Dangling => format!(
            "remove the link with `rm {}`, or create its target",
            path_argument(path)
        ),
        FileError::Busy { .. } => {
            "run the same command again when the other process is done".into()
        }
        FileError::BadLock { lock } => {
            let lock = path_argument(lock);
            format!("move it away with `mv {lock} {lock}.old`")
        }
        FileError::OpenFolder { folder } => {
            format!(
                "run `chmod go-w {}`, or move the file to a folder of your own",
                path_argument(folder)
            )
        }
        FileError::Silent { .. } => {
            "write to it, name a file, or wait longer with `KEYRC_TIMEOUT=60`".into()
        }
        FileError::Changed => "run the same command again".into(),
        FileError::ForeignLink | FileError::Unsynced { .. } | FileError::Io { .. } => return None,
    })
}

/// Returns the hint for a file that other users can access.
pub(crate) fn let_only_owner_access(path: &Path) -> String {
    format!("run `chmod 600 {}`", path_argument(path))
}

/// Returns the hint for a tool that was not configured or restored.
pub(super) fn hint_of_tool_fault(fault: &ToolFault) -> Option<String> {
    Some(match fault {
        ToolFault::File(fault) => return hint_of_vault_file(fault),
        ToolFault::Refused(Refusal::Unreadable { .. }) => {
            "correct that line, and run the same command again".to_owned()
        }
        ToolFault::Refused(Refusal::Impossible { instead, .. }) => instead.clone(),
        ToolFault::Changed { tool, .. } => {
            format!("remove those lines by hand, then run `keyrc unsetup {tool} --forget`")
        }
        ToolFault::BadRecord { path } => {
            let path = path_argument(path);
            format!("move it away with `mv {path} {path}.old`, and edit the files by hand")
        }
    })
}

/// Returns the hint for a file of the vault, or for an identity file.
///
/// No option names the file of a vault or its size limit, and an identity file may be a folder such
/// as `~/.ssh`.
pub(super) fn hint_of_vault_file(fault: &FileFault) -> Option<String> {
    match fault {
        FileFault::Failed {
            path,
            error: FileError::NotAFile,
        } if path.ends_with("vault.age") => {
            let path = path_argument(path);
            Some(format!("move it away with `mv {path} {path}.old`"))
        }
        FileFault::Failed {
            error: FileError::NotAFile | FileError::TooLarge { .. },
            ..
        } => None,
        _ => hint_of_file(fault),
    }
}
