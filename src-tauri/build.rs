fn main() {
    tauri_build::try_build(
        tauri_build::Attributes::new().capabilities_path_pattern("src-tauri/capabilities/*.json"),
    )
    .unwrap_or_else(|error| {
        eprintln!("{error:#}");
        std::process::exit(1)
    });
}
