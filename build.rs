//! The default theme is embedded: a change of it must rebuild docent.

fn main() {
    println!("cargo:rerun-if-changed=themes/default");
}
