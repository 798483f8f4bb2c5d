//! One file for each family of systems, with the functions that the other modules describe.

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
