//! Migrations are embedded; without this a new .sql file would not be picked up.
fn main() {
    println!("cargo:rerun-if-changed=../../migrations/catalog");
    println!("cargo:rerun-if-changed=../../migrations/learner");
}
