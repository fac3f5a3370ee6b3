//! Folders of the programs under test, as files.

use std::path::{Path, PathBuf};

/// Every file below `folder`, in the order of their names; none where there is no such folder.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, kind) = (entry.path(), entry.file_type());
        if kind.is_ok_and(|kind| kind.is_dir()) { found.extend(below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

pub fn copy_folder(from: &Path, to: &Path) {
    copy_folder_but(from, to, &|_| false);
}

/// Leaves out the files whose name says so.
pub fn copy_folder_but(from: &Path, to: &Path, leave_out: &impl Fn(&str) -> bool) {
    std::fs::create_dir_all(to).expect("the folder is made");
    for entry in std::fs::read_dir(from).expect("the folder reads") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("its kind").is_dir() {
            copy_folder_but(&entry.path(), &target, leave_out);
        } else if !entry.file_name().to_str().is_some_and(leave_out) {
            std::fs::copy(entry.path(), target).expect("the file is copied");
        }
    }
}
