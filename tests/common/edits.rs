//! Edits of a random site: an enum, and for each of its variants how often it is made and from what.
//!
//! In: variants as [`edits`] takes them, in the order of `prop_oneof!`. Out: `enum Edit` and `kinds()`. A variant without
//! a strategy does not compile, and one that changes nothing is found by [`assert_each_changes`].

use proptest::prelude::*;
use proptest::strategy::{Union, ValueTree};
use proptest::test_runner::TestRunner;
use std::fmt::Debug;

/// A variant of the edits of some site.
pub struct Kind<E> {
    pub name: &'static str,
    weight: u32,
    pub strategy: BoxedStrategy<E>,
}

impl<E: Debug> Kind<E> {
    pub fn new(name: &'static str, weight: u32, strategy: impl Strategy<Value = E> + 'static) -> Self {
        Self { name, weight, strategy: strategy.boxed() }
    }
}

/// `enum Edit` with `kinds()`, from lines such as `4 => AddPage(lang: u8 = any::<u8>())`: the weight, the variant, and
/// where each of its values comes from.
macro_rules! edits {
    ($($weight:literal => $name:ident $(($($value:ident: $of:ty = $from:expr),+))?,)+) => {
        /// An edit. Numbers mean something whatever they are.
        #[derive(Clone, Debug)]
        pub enum Edit {
            $($name $(($($of),+))?,)+
        }

        /// Every variant with its strategy.
        pub fn kinds() -> Vec<$crate::common::edits::Kind<Edit>> {
            vec![$({
                let strategy = (Just(()), $($($from),+)?);
                let edit = |(_, $($($value),+)?)| Edit::$name $(($($value),+))?;
                $crate::common::edits::Kind::new(stringify!($name), $weight, strategy.prop_map(edit))
            }),+]
        }
    };
}
pub(crate) use edits;

/// Any of them, as often as their weights say.
pub fn any_of<E: Debug + 'static>(kinds: Vec<Kind<E>>) -> Union<BoxedStrategy<E>> {
    Union::new_weighted(kinds.into_iter().map(|kind| (kind.weight, kind.strategy)).collect())
}

/// Tries edits of each kind, until one of them has changed something.
pub fn assert_each_changes<E: Debug>(kinds: Vec<Kind<E>>, changes: impl Fn(&mut TestRunner, &E) -> bool) {
    let mut runner = TestRunner::deterministic();
    for Kind { name, strategy, .. } in kinds {
        let mut tries =
            (0..200).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect::<Vec<_>>().into_iter();
        assert!(tries.any(|edit| changes(&mut runner, &edit)), "no edit `{name}` has changed a build");
    }
}
