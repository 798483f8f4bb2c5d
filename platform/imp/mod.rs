//! Standard streams, the terminal, signals, process hardening and standard folders, in one file per
//! family of systems.

cfg_if::cfg_if! {
    if #[cfg(unix)] {
        mod unix;
        pub(crate) use unix::*;
    } else if #[cfg(windows)] {
        mod windows;
        pub(crate) use windows::*;
    } else {
        compile_error!("keyrc supports Unix-like systems and Windows");
    }
}
