//! Where the sites of the audiences go: each beside the others, since what lies in a folder is published with it.
//!
//! In: the settings. Out: the folder of each site, and which of them lies in another one.

use super::{Config, Misfit};
use crate::url::steps;

/// What stands between the steps of a path, on any system.
const SEPARATORS: [char; 2] = ['/', '\\'];

/// Whose site: an audience's, or everybody's.
type Whose<'a> = Option<&'a str>;

impl Config {
    fn own_output(&self, audience: &str) -> Option<&str> {
        self.audiences.get(audience)?.as_ref()?.output_dir.as_deref()
    }

    /// The folder of the site for an audience, or of the site for everybody, as the settings name it.
    pub fn output_of(&self, audience: Option<&str>) -> &str {
        audience.and_then(|audience| self.own_output(audience)).unwrap_or(&self.output_dir)
    }

    /// The folders in which the sites of other audiences are, if they have their own.
    pub fn outputs_of_others(&self) -> impl Iterator<Item = (&str, &str)> {
        let others = self.audiences.keys().filter(|name| self.audience.as_ref() != Some(*name));
        others.filter_map(|name| Some((name.as_str(), self.own_output(name)?)))
    }

    /// A site that goes into the folder of another one, as a problem of the settings.
    pub(super) fn nested_outputs(&self) -> Option<Misfit> {
        let (inner, outer) = self.nested()?;
        let at = |path: &[&str]| path.iter().map(|step| (*step).to_owned()).collect();
        let whose = |name: Option<&str>| name.map_or("everybody".to_owned(), |name| format!("`{name}`"));
        let (in_it, around) = (self.output_of(inner), self.output_of(outer));
        let message = format!(
            "the site for {} goes to `{in_it}`, which lies in `{around}`, the folder of the site for {}",
            whose(inner),
            whose(outer)
        );
        let named = [inner, outer].into_iter().flatten().find(|name| self.own_output(name).is_some());
        let way = named.map_or(at(&["output_dir"]), |name| at(&["audiences", name, "output_dir"]));
        Some((way, message, "give each a folder beside the others: `output_dir: public-client`".to_owned()))
    }

    /// A site that goes into the folder of another one, and is published with it: two audiences, or the site for
    /// everybody in that of one.
    fn nested(&self) -> Option<(Whose<'_>, Whose<'_>)> {
        let names: Vec<Whose<'_>> = self.audiences.keys().map(|name| Some(name.as_str())).chain([None]).collect();
        let pairs = names.iter().flat_map(|inner| names.iter().map(move |outer| (*inner, *outer)));
        pairs.filter(|(_, outer)| outer.is_some()).find(|(inner, outer)| {
            let (inner, outer) = (plain(self.output_of(*inner)), plain(self.output_of(*outer)));
            inner.0 == outer.0 && inner.1.len() > outer.1.len() && inner.1.starts_with(&outer.1)
        })
    }
}

/// The steps of a folder, and whether they begin at the root of the disk.
fn plain(folder: &str) -> (bool, Vec<&str>) {
    (folder.starts_with(SEPARATORS), steps(folder.split(SEPARATORS)))
}
