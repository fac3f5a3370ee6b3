//! The VFS itself: C functions around those of SQLite's own.
//!
//! The one file with unsafe code: a VFS is a table of C functions that get raw pointers, and rusqlite offers no safe way to
//! write one. What it relies on: SQLite calls a file's functions only between its `xOpen` and its `xClose`, with a block of
//! `szOsFile` bytes that it allocated. In that block stands our [`Handle`], and right behind it the file of the real VFS.
#![allow(unsafe_code)]

use super::kept::Kept;
use super::{Tracked, close, forget, locked, track};
use rusqlite::ffi;
use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr::{null, null_mut};
use std::sync::{Arc, Mutex, Once};

const C_NAME: &CStr = c"carrel-power";

#[repr(C)]
struct Handle {
    base: ffi::sqlite3_file,
    /// From `Arc::into_raw`, given back in `xClose`; null for a nameless file, which no cut can leave behind.
    tracked: *const Mutex<Kept>,
}

/// Registers the VFS; after the first time nothing more happens.
pub fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: the default VFS lives as long as the process, and so does the leaked copy that is registered here. The
        // copied functions find in `pAppData` what they find in their own.
        let code = unsafe {
            let own = ffi::sqlite3_vfs_find(null());
            assert!(!own.is_null(), "SQLite has a VFS of its own");
            let mut vfs = Box::new(*own);
            vfs.zName = C_NAME.as_ptr();
            vfs.pNext = null_mut();
            vfs.szOsFile += size_of::<Handle>() as c_int;
            vfs.xOpen = Some(open);
            vfs.xDelete = Some(delete);
            ffi::sqlite3_vfs_register(Box::leak(vfs), 0)
        };
        assert_eq!(code, ffi::SQLITE_OK, "the VFS is registered");
    });
}

/// The file of the real VFS.
unsafe fn real(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: see the top of this file.
    unsafe { file.cast::<u8>().add(size_of::<Handle>()).cast() }
}

unsafe fn tracked<'a>(file: *mut ffi::sqlite3_file) -> Option<&'a Mutex<Kept>> {
    // SAFETY: the handle is ours, and its Arc is held until `xClose`.
    unsafe { (*file.cast::<Handle>()).tracked.as_ref() }
}

/// Was the power cut since this handle was opened?
unsafe fn is_dead(file: *mut ffi::sqlite3_file) -> bool {
    // SAFETY: as above.
    unsafe { tracked(file) }.is_some_and(|kept| locked(kept).dead)
}

/// Calls the real file's function of that name.
macro_rules! call {
    ($file:ident.$method:ident($($arg:expr),*)) => {{
        // SAFETY: the real file was opened, so it has its functions; SQLite gave us the arguments for them.
        unsafe {
            let real = real($file);
            match (*(*real).pMethods).$method {
                Some(function) => function(real, $($arg),*),
                None => ffi::SQLITE_IOERR,
            }
        }
    }};
}

/// Functions that hand over what they get; those with a code answer with it once the handle is dead.
macro_rules! hand_over {
    ($($name:ident: $method:ident($($arg:ident: $kind:ty),*) $(or $code:ident)?;)*) => {$(
        unsafe extern "C" fn $name(file: *mut ffi::sqlite3_file, $($arg: $kind),*) -> c_int {
            // SAFETY: the handle is open.
            $(if unsafe { is_dead(file) } { return ffi::$code; })?
            call!(file.$method($($arg),*))
        }
    )*};
}

hand_over! {
    read: xRead(to: *mut c_void, amount: c_int, at: i64) or SQLITE_IOERR_READ;
    file_size: xFileSize(size: *mut i64) or SQLITE_IOERR_FSTAT;
    lock: xLock(level: c_int) or SQLITE_IOERR_LOCK;
    unlock: xUnlock(level: c_int);
    check_reserved_lock: xCheckReservedLock(result: *mut c_int) or SQLITE_IOERR_CHECKRESERVEDLOCK;
    file_control: xFileControl(what: c_int, argument: *mut c_void);
    sector_size: xSectorSize();
    device_characteristics: xDeviceCharacteristics();
    shm_map: xShmMap(page: c_int, size: c_int, extend: c_int, to: *mut *mut c_void) or SQLITE_IOERR_SHMMAP;
    shm_unmap: xShmUnmap(and_delete: c_int);
}

unsafe extern "C" fn shm_lock(file: *mut ffi::sqlite3_file, offset: c_int, n: c_int, flags: c_int) -> c_int {
    // Letting go must work, or the handle could not be closed.
    // SAFETY: the handle is open.
    if flags & ffi::SQLITE_SHM_LOCK != 0 && unsafe { is_dead(file) } {
        return ffi::SQLITE_IOERR_SHMLOCK;
    }
    call!(file.xShmLock(offset, n, flags))
}

unsafe extern "C" fn shm_barrier(file: *mut ffi::sqlite3_file) {
    // SAFETY: the handle is open.
    unsafe {
        let real = real(file);
        if let Some(barrier) = (*(*real).pMethods).xShmBarrier {
            barrier(real);
        }
    }
}

/// Version 2: no memory-mapped reading and writing, which would go past us.
static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close_file),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

unsafe fn path_of<'a>(name: *const c_char) -> &'a Path {
    // SAFETY: SQLite passes a string that ends with a zero and outlives the call.
    Path::new(OsStr::from_bytes(unsafe { CStr::from_ptr(name) }.to_bytes()))
}

unsafe extern "C" fn open(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: the block holds our handle and the real file behind it; the real VFS opens its own part.
    unsafe {
        let handle = file.cast::<Handle>();
        (*handle).base.pMethods = null();
        (*handle).tracked = null();
        let own = ffi::sqlite3_vfs_find(null());
        let Some(open) = (*own).xOpen else { return ffi::SQLITE_CANTOPEN };
        let code = open(own, name, real(file), flags, out_flags);
        if code == ffi::SQLITE_OK {
            if !name.is_null() {
                (*handle).tracked = Arc::into_raw(track(path_of(name)));
            }
            (*handle).base.pMethods = &raw const METHODS;
        }
        code
    }
}

unsafe extern "C" fn close_file(file: *mut ffi::sqlite3_file) -> c_int {
    let code = call!(file.xClose());
    // SAFETY: the pointer came from `Arc::into_raw` in `open` and is given back once.
    unsafe {
        let handle = file.cast::<Handle>();
        if !(*handle).tracked.is_null() {
            let tracked: Tracked = Arc::from_raw((*handle).tracked);
            (*handle).tracked = null();
            close(&tracked);
        }
    }
    code
}

unsafe extern "C" fn delete(_vfs: *mut ffi::sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    // SAFETY: the name is a string of SQLite's; the real VFS gets what we got.
    unsafe {
        let own = ffi::sqlite3_vfs_find(null());
        let Some(delete) = (*own).xDelete else { return ffi::SQLITE_IOERR_DELETE };
        let code = delete(own, name, sync_folder);
        if code == ffi::SQLITE_OK {
            forget(path_of(name));
        }
        code
    }
}

/// What stands in the real file from `at`, at most `amount` bytes; and the file's length.
fn standing(file: *mut ffi::sqlite3_file, at: i64, amount: usize) -> Result<(Vec<u8>, usize), c_int> {
    let mut length: i64 = 0;
    match call!(file.xFileSize(&raw mut length)) {
        ffi::SQLITE_OK => {}
        code => return Err(code),
    }
    let there = usize::try_from(length - at).unwrap_or(0).min(amount);
    let mut bytes = vec![0; there];
    if there > 0 {
        match call!(file.xRead(bytes.as_mut_ptr().cast(), there as c_int, at)) {
            ffi::SQLITE_OK => {}
            code => return Err(code),
        }
    }
    Ok((bytes, length as usize))
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, amount: c_int, at: i64) -> c_int {
    // SAFETY: the handle is open.
    let Some(kept) = (unsafe { tracked(file) }) else { return call!(file.xWrite(from, amount, at)) };
    // Held while the real file changes, so that a cut falls before or after it.
    let mut kept = locked(kept);
    if kept.dead {
        return ffi::SQLITE_IOERR_WRITE;
    }
    // SAFETY: SQLite wants these bytes written.
    let new = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), amount as usize) }.to_vec();
    let (old, length) = match standing(file, at, new.len()) {
        Ok(standing) => standing,
        Err(code) => return code,
    };
    // Remembered before it is tried: a write that fails may have happened in part.
    kept.wrote(at as usize, old, new, length);
    call!(file.xWrite(from, amount, at))
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    // SAFETY: the handle is open.
    let Some(kept) = (unsafe { tracked(file) }) else { return call!(file.xTruncate(size)) };
    let mut kept = locked(kept);
    if kept.dead {
        return ffi::SQLITE_IOERR_TRUNCATE;
    }
    let tail = match standing(file, size, usize::MAX) {
        Ok((tail, _)) => tail,
        Err(code) => return code,
    };
    let code = call!(file.xTruncate(size));
    if code == ffi::SQLITE_OK {
        kept.truncated(tail, size as usize);
    }
    code
}

/// The real disk is not asked to sync: only cuts of our own making count here, and they know what was synced. This makes
/// thousands of databases cheap.
unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: the handle is open.
    let Some(kept) = (unsafe { tracked(file) }) else { return call!(file.xSync(flags)) };
    let mut kept = locked(kept);
    if kept.dead {
        return ffi::SQLITE_IOERR_FSYNC;
    }
    kept.synced();
    ffi::SQLITE_OK
}
