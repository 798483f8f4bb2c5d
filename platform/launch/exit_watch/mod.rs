//! Waits for another process to end.

cfg_if::cfg_if! {
    if #[cfg(target_os = "linux")] {
        mod pidfd;
        pub(super) use pidfd::ExitWatch;
    } else {
        mod kqueue;
        pub(super) use kqueue::ExitWatch;
    }
}
