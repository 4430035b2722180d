//! Rows of words by their stems, so that of a thousand names that begin alike only those are looked at that go on as
//! the text does.
//!
//! In: for each word of a row the stems that it may have. Out: the numbers of the rows that a text's stems spell out.

use std::collections::HashMap;

/// The rows, as a tree: each word leads from one node to the next.
#[derive(Debug)]
pub(super) struct Trie {
    /// The root first.
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    /// Where a stem leads: words of several stems may share one.
    next: HashMap<String, Vec<usize>>,
    /// The node of each set of stems.
    known: HashMap<Vec<String>, usize>,
    /// Numbers of the rows that end here.
    rows: Vec<usize>,
}

impl Default for Trie {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

impl Trie {
    /// Whether there are no rows.
    pub(super) fn is_empty(&self) -> bool {
        self.nodes.len() == 1
    }

    /// Adds a row, by the stems of each of its words.
    pub(super) fn add<'a>(&mut self, words: impl Iterator<Item = &'a [String]>, row: usize) {
        let end = words.fold(0, |node, stems| self.step(node, stems));
        self.nodes[end].rows.push(row);
    }

    fn step(&mut self, node: usize, stems: &[String]) -> usize {
        if let Some(next) = self.nodes[node].known.get(stems) {
            return *next;
        }
        let next = self.nodes.len();
        self.nodes.push(Node::default());
        self.nodes[node].known.insert(stems.to_vec(), next);
        for stem in stems {
            let leads = self.nodes[node].next.entry(stem.clone()).or_default();
            // A word may have one stem twice.
            if leads.last() != Some(&next) {
                leads.push(next);
            }
        }
        next
    }

    /// Whether a row begins with this stem.
    pub(super) fn begins(&self, stem: &str) -> bool {
        self.nodes[0].next.contains_key(stem)
    }

    /// The rows that a text's stems spell out, the shortest first.
    pub(super) fn rows<S: AsRef<str>>(&self, stems: impl Iterator<Item = S>) -> Vec<usize> {
        let (mut rows, mut here) = (Vec::new(), vec![0]);
        for stem in stems {
            let leads = here.iter().filter_map(|node: &usize| self.nodes[*node].next.get(stem.as_ref()));
            here = leads.flatten().copied().collect();
            if here.is_empty() {
                break;
            }
            rows.extend(here.iter().flat_map(|node| &self.nodes[*node].rows));
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trie(rows: &[&[&[&str]]]) -> Trie {
        let mut trie = Trie::default();
        for (number, row) in rows.iter().enumerate() {
            let row: Vec<Vec<String>> =
                row.iter().map(|stems| stems.iter().map(|stem| (*stem).to_owned()).collect()).collect();
            trie.add(row.iter().map(Vec::as_slice), number);
        }
        trie
    }

    #[test]
    fn rows_are_found_from_the_shortest_to_the_longest_and_words_may_share_stems() {
        let trie = trie(&[&[&["a"], &["b", "c"]], &[&["a"]], &[&["a"], &["c", "d"], &["e"]]]);
        assert_eq!(trie.rows(["a", "c", "e"].iter()), [1, 0, 2]);
        assert_eq!(trie.rows(["a", "b", "e"].iter()), [1, 0]);
        assert_eq!(trie.rows(["b"].iter()), [0; 0]);
        assert!(trie.begins("a") && !trie.begins("b") && !trie.is_empty() && Trie::default().is_empty());
    }
}
