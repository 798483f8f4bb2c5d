//! The `keyrc` program: [`keyrc::cli`], with an allocator that zeroes freed memory.

use std::alloc::System;
use std::process::ExitCode;

use zeroizing_alloc::ZeroAlloc;

/// Libraries leave copies of secrets in buffers that they do not zero.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    keyrc::cli::main()
}
