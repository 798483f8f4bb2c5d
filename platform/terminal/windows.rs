//! The console of Windows.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::windows::io::AsRawHandle;
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use windows_sys::Win32::Foundation::HANDLE;
use windows_sys::Win32::System::Console::{
    CONSOLE_MODE, ENABLE_ECHO_INPUT, ENABLE_LINE_INPUT, ENABLE_PROCESSED_INPUT,
    FlushConsoleInputBuffer, GetConsoleMode, ReadConsoleW, SetConsoleCtrlHandler, SetConsoleMode,
    WriteConsoleW,
};
use windows_sys::core::BOOL;
use zeroize::Zeroizing;

use super::Input;
use super::line::Keys;

/// The console, open for reading and for writing.
#[derive(Debug)]
pub(super) struct Device {
    input: File,
    output: File,
}

/// The console's input and its modes before the first question. The handler of Ctrl-C uses it.
static BEFORE: OnceLock<(File, CONSOLE_MODE)> = OnceLock::new();

/// Whether typing is hidden.
static HIDDEN: AtomicBool = AtomicBool::new(false);

/// As long as it lives, Ctrl-C is a byte that is read, and not a signal.
pub(super) struct Asking<'d>(&'d Device);

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        if HIDDEN.load(SeqCst) {
            let _ = self.0.set_hidden(ENABLE_PROCESSED_INPUT);
        }
    }
}

impl Device {
    pub(super) fn open() -> io::Result<Self> {
        let open = |name| OpenOptions::new().read(true).write(true).open(name);
        Ok(Self {
            input: open("CONIN$")?,
            output: open("CONOUT$")?,
        })
    }

    pub(super) fn hide(&self) -> io::Result<()> {
        if BEFORE.get().is_none() {
            let before = (self.input.try_clone()?, mode(&self.input)?);
            BEFORE.get_or_init(|| before);
            // SAFETY: the handler is a static function.
            unsafe { SetConsoleCtrlHandler(Some(on_ctrl_c), 1) };
        }
        HIDDEN.store(true, SeqCst);
        self.set_hidden(0)
    }

    /// Hides typing. `kept` is 0, or the flag of the modes that stays set.
    fn set_hidden(&self, kept: CONSOLE_MODE) -> io::Result<()> {
        let before = match BEFORE.get() {
            Some((_, before)) => *before,
            None => mode(&self.input)?,
        };
        let hidden = before & !(ENABLE_ECHO_INPUT | ENABLE_LINE_INPUT | ENABLE_PROCESSED_INPUT);
        set_mode(&self.input, hidden | kept)
    }

    pub(super) fn discard_input(&self) {
        discard(&self.input);
    }

    pub(super) fn start_asking(&self) -> Asking<'_> {
        Asking(self)
    }

    pub(super) fn keys(&self) -> io::Result<Keys> {
        Ok(Keys::USUAL)
    }

    /// Writes UTF-8. The console would take bytes for text in its own code page.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        let text: Vec<u16> = String::from_utf8_lossy(bytes).encode_utf16().collect();
        let mut rest = &text[..];
        while !rest.is_empty() {
            let length = u32::try_from(rest.len()).unwrap_or(u32::MAX).min(8192);
            let mut written = 0;
            // SAFETY: the handle is open, and `rest` has `length` units or more.
            let done = unsafe {
                WriteConsoleW(
                    handle(&self.output),
                    rest.as_ptr(),
                    length,
                    &mut written,
                    ptr::null(),
                )
            };
            if done == 0 {
                return Err(io::Error::last_os_error());
            }
            rest = &rest[written as usize..];
        }
        Ok(())
    }

    /// Returns `false`: Ctrl-C is a typed byte.
    pub(super) fn was_interrupted(&self) -> bool {
        false
    }

    pub(super) fn read(&self, buffer: &mut [u8]) -> io::Result<Input> {
        // A unit of UTF-16 has up to three bytes in UTF-8. Two units are read for a pair.
        let mut units = Zeroizing::new([0_u16; 2]);
        let mut count = self.read_units(&mut units[..1])?;
        if count == 1 && matches!(units[0], 0xD800..=0xDBFF) {
            count += self.read_units(&mut units[1..])?;
        }
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut filled = 0;
        for decoded in char::decode_utf16(units[..count].iter().copied()) {
            match decoded {
                Ok(character) => {
                    filled += character.encode_utf8(&mut buffer[filled..]).len();
                }
                // Half a pair is not text: have the caller refuse it.
                Err(_) => {
                    buffer[filled] = 0xFF;
                    filled += 1;
                }
            }
        }
        Ok(Input::Bytes(filled))
    }

    fn read_units(&self, units: &mut [u16]) -> io::Result<usize> {
        let length = u32::try_from(units.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        let mut read = 0;
        // SAFETY: the handle is open, and `units` has room for `length` units.
        let done = unsafe {
            ReadConsoleW(
                handle(&self.input),
                units.as_mut_ptr().cast(),
                length,
                &mut read,
                ptr::null(),
            )
        };
        if done == 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(read as usize)
    }
}

pub(super) fn restore() {
    let Some((input, before)) = BEFORE.get() else {
        return;
    };
    if HIDDEN.swap(false, SeqCst) {
        discard(input);
        // Ignore: the console may have been closed.
        let _ = set_mode(input, *before);
    }
}

/// Restores the console, and leaves the rest to the next handler, which ends the process.
unsafe extern "system" fn on_ctrl_c(_event: u32) -> BOOL {
    restore();
    0
}

fn handle(file: &File) -> HANDLE {
    file.as_raw_handle()
}

fn mode(input: &File) -> io::Result<CONSOLE_MODE> {
    let mut mode = 0;
    // SAFETY: the handle is open, and `mode` is written only.
    match unsafe { GetConsoleMode(handle(input), &mut mode) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(mode),
    }
}

fn set_mode(input: &File, mode: CONSOLE_MODE) -> io::Result<()> {
    // SAFETY: the handle is open.
    match unsafe { SetConsoleMode(handle(input), mode) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

fn discard(input: &File) {
    // SAFETY: the handle is open.
    unsafe { FlushConsoleInputBuffer(handle(input)) };
}
