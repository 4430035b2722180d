//! Quickwit: a document a line, and a description of the index that is the same for every site but for its name.

use crate::config::{Config, RemoteEngine};

/// What the index is called if the configuration names none.
const NAME: &str = "docent";

/// The description of the index, as `quickwit index create --index-config` and `POST /api/v1/indexes` take it. It is
/// called as the search of the site asks for it, if that is one name.
pub(super) fn index(config: &Config) -> String {
    let remote = config.remote().filter(|remote| remote.engine == RemoteEngine::Quickwit);
    let names = remote.map_or_else(Vec::new, |remote| remote.index);
    let name = match names.as_slice() {
        [name] if !name.contains('*') => name,
        _ => NAME,
    };
    include_str!("quickwit.yaml").replace("index_id: docent", &format!("index_id: {name}"))
}
