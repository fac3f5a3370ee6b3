//! New migrations are picked up by the next build.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations/provider/sqlite");
}
