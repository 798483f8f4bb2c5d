//! The program: an allocator that zeroes what it frees, and [`keyrc::cli`].

use std::alloc::System;
use std::process::ExitCode;

use zeroizing_alloc::ZeroAlloc;

/// The buffers of the libraries below hold secrets too, and do not zero them.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    keyrc::cli::main()
}
