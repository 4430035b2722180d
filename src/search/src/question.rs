//! A question for an engine that is none of ours: what was typed, read as our own engine reads it.
//!
//! In: a [`Query`], the stemmers of the site. Out: JSON: words and phrases, each with the stems that an index may hold for
//! each of its parts; filters. Whoever asks the other engine puts it into that engine's language.

use crate::json::{list, string};
use crate::query::{Asked, Filter, Query};
use crate::stem::Stems;
use crate::text;

/// The question as JSON.
pub fn json(query: &Query, stems: &Stems) -> String {
    let mut out = String::from("{\"words\":");
    list(&mut out, &query.words, |out, asked| word(out, asked, stems));
    out.push_str(",\"filters\":");
    list(&mut out, &query.filters, filter);
    out.push('}');
    out
}

fn word(out: &mut String, asked: &Asked, stems: &Stems) {
    out.push_str("{\"text\":");
    string(out, &asked.text);
    flag(out, ",\"phrase\":", asked.phrase);
    flag(out, ",\"not\":", asked.not);
    flag(out, ",\"last\":", asked.last);
    out.push_str(",\"stems\":");
    list(out, text::row(&asked.text), |out, token| {
        list(out, stems.query(&token.term), |out, stem| string(out, &stem));
    });
    out.push('}');
}

fn filter(out: &mut String, filter: &Filter) {
    out.push_str("{\"key\":");
    string(out, filter.key.name());
    out.push_str(",\"value\":");
    string(out, &filter.value);
    flag(out, ",\"not\":", filter.not);
    out.push('}');
}

fn flag(out: &mut String, name: &str, is: bool) {
    out.push_str(name);
    out.push_str(if is { "true" } else { "false" });
}

#[cfg(test)]
mod tests {
    use super::json;
    use crate::query::parse;
    use crate::stem::Stems;

    fn read(typed: &str) -> String {
        json(&parse(typed), &Stems::new(&["en".to_owned(), "ru".to_owned()]))
    }

    #[test]
    fn words_phrases_and_what_must_not_be_there_are_told_apart() {
        assert_eq!(
            read("клиентов \"key accounts\" -Roles"),
            "{\"words\":[\
             {\"text\":\"клиентов\",\"phrase\":false,\"not\":false,\"last\":false,\"stems\":[[\"клиент\"]]},\
             {\"text\":\"key accounts\",\"phrase\":true,\"not\":false,\"last\":false,\"stems\":[[\"key\"],[\"account\"]]},\
             {\"text\":\"Roles\",\"phrase\":false,\"not\":true,\"last\":true,\"stems\":[[\"role\"]]}],\"filters\":[]}"
        );
    }

    #[test]
    fn filters_are_read_and_quotes_cannot_leave_their_text() {
        assert_eq!(
            read("type:role -tag:\"a b\" x\\\"y"),
            "{\"words\":[{\"text\":\"x\\\\\\\"y\",\"phrase\":false,\"not\":false,\"last\":true,\
             \"stems\":[[\"x\"],[\"y\"]]}],\"filters\":[{\"key\":\"type\",\"value\":\"role\",\"not\":false},\
             {\"key\":\"tag\",\"value\":\"a b\",\"not\":true}]}"
        );
    }

    #[test]
    fn nothing_asked_is_nothing_said() {
        assert_eq!(read("   "), "{\"words\":[],\"filters\":[]}");
    }
}
