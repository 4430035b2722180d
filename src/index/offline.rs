//! The index for sites that are opened from a disk, where browsers fetch nothing but scripts.
//!
//! In: the files. Out: packs, scripts that hand many files over at once: `docentPack({"name": "base64"})`.

use super::encoding::to_base64;
use super::export::Files;
use docent_search::format::name::File;
use std::collections::BTreeMap;

/// Files that share a pack: shards and pieces by their number, fragments by their page's.
const IN_A_PACK: u32 = 64;

/// Which files each pack holds. Packs are called without `search/`.
pub fn packs(files: &Files) -> BTreeMap<String, Vec<String>> {
    let mut packs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in files.keys() {
        packs.entry(pack(name)).or_default().push(name.clone());
    }
    packs
}

/// The pack of a file: `offline/f3.js`.
fn pack(name: &str) -> String {
    match File::parse(name).map(|(file, _)| file) {
        Ok(File::Shard(n)) => format!("offline/i{}.js", n / IN_A_PACK),
        Ok(File::Positions(n)) => format!("offline/p{}.js", n / IN_A_PACK),
        Ok(File::Vocabulary(n)) => format!("offline/v{}.js", n / IN_A_PACK),
        Ok(File::Related(n)) => format!("offline/r{}.js", n / IN_A_PACK),
        Ok(File::Fragment(page, _)) => format!("offline/f{}.js", page / IN_A_PACK),
        Err(_) => "offline/start.js".to_owned(),
    }
}

/// A pack's text.
pub fn script(files: &Files, names: &[String]) -> String {
    let mut out = "docentPack({".to_owned();
    for (n, name) in names.iter().enumerate() {
        let comma = if n > 0 { ",\n" } else { "\n" };
        out.push_str(&format!("{comma}\"{name}\":\""));
        to_base64(&mut out, files.get(name).map_or(&[][..], |bytes| bytes));
        out.push('"');
    }
    out.push_str("\n});\n");
    out
}
