//! Copies the access list and the extended attributes of a file to the one that replaces it.

use std::fs::File;
use std::io;

cfg_if::cfg_if! {
    if #[cfg(target_os = "linux")] {
        use std::ffi::CStr;

        use rustix::fs::{XattrFlags, fgetxattr, flistxattr, fsetxattr};
        use rustix::io::Errno;

        /// Copies them. Skips those that only the system sets, such as a security label.
        pub(super) fn copy(from: &File, to: &File) -> io::Result<()> {
            let mut names = vec![0; 64 << 10];
            let length = match flistxattr(from, &mut names[..]) {
                Ok(length) => length,
                // The file system has none.
                Err(Errno::NOTSUP) => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            for name in names[..length].split_inclusive(|&byte| byte == 0) {
                let Ok(name) = CStr::from_bytes_with_nul(name) else {
                    continue;
                };
                match copy_one(from, to, name) {
                    Err(_) if !belongs_to_user(name) => {}
                    done => done?,
                }
            }
            Ok(())
        }

        fn copy_one(from: &File, to: &File, name: &CStr) -> io::Result<()> {
            let mut value = vec![0; 64 << 10];
            let length = fgetxattr(from, name, &mut value[..])?;
            Ok(fsetxattr(to, name, &value[..length], XattrFlags::empty())?)
        }

        /// Whether a user sets the attribute, and would miss it.
        fn belongs_to_user(name: &CStr) -> bool {
            let name = name.to_bytes();
            name.starts_with(b"user.") || name == b"system.posix_acl_access"
        }
    } else {
        /// Does nothing: keyrc does not know the attributes of this system.
        pub(super) fn copy(_from: &File, _to: &File) -> io::Result<()> {
            Ok(())
        }
    }
}
