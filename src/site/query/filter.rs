//! Whether a filter holds for a page.
//!
//! In: a page, a filter. Out: yes or no. Texts are compared as names are: without regard to case, and ё is е. A list
//! equals a value if one of its items does; a text has a part if the part stands in it.

use super::{Data, Key, Value};
use crate::page::data_blocks::filter::{Expr, Function, Kind, Op};
use crate::site::Id;
use crate::url::fold;
use std::cmp::Ordering;

impl<'a> Data<'a> {
    /// Whether a filter holds for a page.
    pub fn holds(self, id: Id, filter: &'a Expr) -> bool {
        match &filter.kind {
            Kind::Or(parts) => parts.iter().any(|part| self.holds(id, part)),
            Kind::And(parts) => parts.iter().all(|part| self.holds(id, part)),
            Kind::Not(inner) => !self.holds(id, inner),
            Kind::Test(left, op, right) => self.test(&self.evaluate(id, left), *op, &self.evaluate(id, right)),
            _ => truth(&self.evaluate(id, filter)),
        }
    }

    fn evaluate(self, id: Id, expr: &'a Expr) -> Value<'a> {
        match &expr.kind {
            Kind::Text(text) => Value::Text(text.into()),
            Kind::Number(number) => Value::Number(*number),
            Kind::Flag(flag) => Value::Flag(*flag),
            Kind::List(items) => Value::List(items.iter().map(|item| self.evaluate(id, item)).collect()),
            Kind::Field(path) => self.value(id, path),
            Kind::Call(function, values) => self.call(id, *function, values),
            Kind::Or(_) | Kind::And(_) | Kind::Not(_) | Kind::Test(..) => Value::Flag(self.holds(id, expr)),
        }
    }

    fn call(self, id: Id, function: Function, values: &'a [Expr]) -> Value<'a> {
        let values: Vec<Value<'a>> = values.iter().map(|value| self.evaluate(id, value)).collect();
        let begins = |by: fn(&str, &str) -> bool| {
            let [whole, part] = values.as_slice() else { return false };
            any(whole, &|one| match (self.text(one), self.text(part)) {
                (Some(whole), Some(part)) => by(&fold(whole), &fold(part)),
                _ => false,
            })
        };
        match function {
            Function::Has => Value::Flag(values.iter().all(|value| !value.is_empty())),
            Function::Empty => Value::Flag(values.iter().all(Value::is_empty)),
            Function::Count => Value::Number(values.iter().map(count).sum::<usize>() as f64),
            Function::StartsWith => Value::Flag(begins(|whole, part| whole.starts_with(part))),
            Function::EndsWith => Value::Flag(begins(|whole, part| whole.ends_with(part))),
        }
    }

    fn test(self, left: &Value<'a>, op: Op, right: &Value<'a>) -> bool {
        match op {
            Op::Equal => self.equal(left, right),
            Op::Unequal => !self.equal(left, right),
            Op::Contains => self.contains(left, right),
            Op::In => self.contains(right, left),
            Op::Less => self.ordered(left, right, &[Ordering::Less]),
            Op::AtMost => self.ordered(left, right, &[Ordering::Less, Ordering::Equal]),
            Op::More => self.ordered(left, right, &[Ordering::Greater]),
            Op::AtLeast => self.ordered(left, right, &[Ordering::Greater, Ordering::Equal]),
        }
    }

    fn equal(self, left: &Value<'a>, right: &Value<'a>) -> bool {
        match (left, right) {
            (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.equal(a, b)),
            (Value::List(items), one) | (one, Value::List(items)) => items.iter().any(|item| self.equal(item, one)),
            (Value::Text(a), Value::Text(b)) => same(a, b),
            (Value::Page(id), Value::Text(name)) | (Value::Text(name), Value::Page(id)) => self.is_called(*id, name),
            (a, b) => a == b,
        }
    }

    fn contains(self, whole: &Value<'a>, part: &Value<'a>) -> bool {
        match (whole, part) {
            (Value::List(_), Value::List(parts)) => parts.iter().any(|part| self.equal(whole, part)),
            (Value::List(_), part) => self.equal(whole, part),
            (Value::Text(whole), Value::Text(part)) => fold(whole).contains(&fold(part)),
            (whole, part) => self.equal(whole, part),
        }
    }

    fn ordered(self, left: &Value<'a>, right: &Value<'a>, wanted: &[Ordering]) -> bool {
        any(left, &|left| {
            let keys = (self.key_of(left, None), self.key_of(right, None));
            let alike = matches!(keys, (Key::Number(_), Key::Number(_)) | (Key::Text(_), Key::Text(_)));
            alike && keys.0.partial_cmp(&keys.1).is_some_and(|order| wanted.contains(&order))
        })
    }

    fn text<'v>(self, value: &'v Value<'a>) -> Option<&'v str>
    where
        'a: 'v,
    {
        match value {
            Value::Text(text) => Some(text),
            Value::Page(id) => Some(&self.site.entries[*id].page.outline.title),
            _ => None,
        }
    }
}

/// Whether two texts are one to a reader.
pub(super) fn same(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() { a.trim().eq_ignore_ascii_case(b.trim()) } else { fold(a) == fold(b) }
}

fn any(value: &Value<'_>, holds: &dyn Fn(&Value<'_>) -> bool) -> bool {
    match value {
        Value::List(items) => items.iter().any(holds),
        one => holds(one),
    }
}

fn count(value: &Value<'_>) -> usize {
    match value {
        Value::List(items) => items.len(),
        one => usize::from(!one.is_empty()),
    }
}

fn truth(value: &Value<'_>) -> bool {
    match value {
        Value::Flag(flag) => *flag,
        Value::Number(number) => *number != 0.0,
        other => !other.is_empty(),
    }
}
