//! Where the sites of the audiences go: each beside the others, since what lies in a folder is published with it.
//!
//! In: the settings. Out: the folder of each site, and which of them lies in another one.

use super::{Config, Misfit};

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
            let (inner, outer) = (plain_path(self.output_of(*inner)), plain_path(self.output_of(*outer)));
            inner.len() > outer.len() && inner.starts_with(&outer)
        })
    }
}

/// The steps of a path, without `.` and `..`.
fn plain_path(path: &str) -> Vec<&str> {
    let mut steps: Vec<&str> = Vec::new();
    for step in
        path.split(['/', '\\']).enumerate().filter(|(at, step)| *at == 0 || !step.is_empty()).map(|(_, step)| step)
    {
        match step {
            "." => {}
            ".." if steps.last().is_some_and(|last| *last != ".." && !last.is_empty()) => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps
}
