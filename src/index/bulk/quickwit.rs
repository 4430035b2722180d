//! Quickwit: a document a line, and a description of the index that is the same for every site.

/// The description of the index, as `quickwit index create --index-config` and `POST /api/v1/indexes` take it.
pub(super) fn index() -> String {
    include_str!("quickwit.yaml").to_owned()
}
