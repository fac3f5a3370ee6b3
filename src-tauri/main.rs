//! The program that opens the window: everything else is in the library beside it.

// No console window behind ours on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    carrel_shell::run()
}
