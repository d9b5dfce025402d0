//! Checks the configuration and the capability file, and embeds the built user interface.

fn main() {
    // Tauri refuses to compile without this folder; a window without an interface says so itself.
    let built = std::path::Path::new("../ui/dist");
    if !built.exists()
        && let Err(problem) = std::fs::create_dir_all(built)
    {
        println!("cargo::warning=ui/dist cannot be made: {problem}");
    }
    // A newly built page brings files of new names, which the compiler alone would not notice.
    println!("cargo::rerun-if-changed=../ui/dist");
    tauri_build::build();
}
