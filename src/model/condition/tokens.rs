//! A condition cut into words, numbers and signs.

use super::{Op, syntax};
use crate::diag::{Diagnostic, Span};
use crate::tree::Text;

/// A part of a condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Name(String),
    Number(f64),
    Op(Op),
    Open,
    Close,
    Comma,
}

/// The parts of a condition with their places; what is none is told with what was meant.
pub(super) fn tokens(source: &Text) -> Result<Vec<(Token, Span)>, Box<Diagnostic>> {
    let text = source.value.as_str();
    // A quoted text starts one byte later than its span.
    let shift = usize::from(source.span.bytes().len() == text.len() + 2);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        let span = |len: usize| source.span.part(at + shift..at + shift + len);
        let (token, len) = if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if let Some(word) = ["AND", "And", "OR", "Or", "NOT", "Not"].into_iter().find(|word| {
            rest.strip_prefix(word)
                .is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
        }) {
            let help = format!("write `{}`", word.to_lowercase());
            return Err(syntax(span(word.len()), &format!("`{word}` is written in small letters"), &help));
        } else if first.is_ascii_alphabetic() {
            let len = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            (Token::Name(rest.get(..len).unwrap_or("").to_owned()), len)
        } else if first.is_ascii_digit() || first == '-' {
            let len = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| !c.is_ascii_digit() && *c != '.')
                .map_or(rest.len(), |(n, _)| n);
            let number = rest.get(..len).and_then(|n| n.parse().ok());
            let after = rest.get(len..).and_then(|after| after.strip_prefix(','));
            if after.is_some_and(|after| after.starts_with(|c: char| c.is_ascii_digit())) {
                return Err(syntax(span(len + 1), "a comma ends a number", "write it with a point, such as `3.5`"));
            }
            (
                Token::Number(
                    number.ok_or_else(|| syntax(span(len), "this is not a number", "write a number like `5`"))?,
                ),
                len,
            )
        } else {
            let others =
                [("=<", "<="), ("=>", ">="), ("<>", "!="), ("\u{2264}", "<="), ("\u{2265}", ">="), ("\u{2260}", "!=")];
            if let Some((typed, right)) = others.iter().find(|(typed, _)| rest.starts_with(typed)) {
                return Err(syntax(
                    span(typed.len()),
                    &format!("`{typed}` compares nothing"),
                    &format!("write `{right}`"),
                ));
            }
            let two = [("==", Op::Eq), ("!=", Op::Ne), ("<=", Op::Le), (">=", Op::Ge)];
            if let Some((word, op)) = two.iter().find(|(w, _)| rest.starts_with(w)) {
                (Token::Op(*op), word.len())
            } else {
                match first {
                    '<' => (Token::Op(Op::Lt), 1),
                    '>' => (Token::Op(Op::Gt), 1),
                    '(' => (Token::Open, 1),
                    ')' => (Token::Close, 1),
                    ',' => (Token::Comma, 1),
                    '=' => return Err(syntax(span(1), "one `=` compares nothing", "write `==`")),
                    '&' | '|' => return Err(syntax(span(1), "conditions are joined by words", "write `and` or `or`")),
                    '!' => return Err(syntax(span(1), "what does not hold is said by a word", "write `not`")),
                    '\'' | '"' | '\u{2018}'..='\u{201f}' => {
                        let help = "leave the quotes out: a choice is named by its id, as in `short_of == quiet`";
                        return Err(syntax(span(first.len_utf8()), "nothing is quoted inside a condition", help));
                    }
                    '.' => {
                        let help = "name the field alone, without its exercise";
                        return Err(syntax(span(1), "a condition looks at fields of its own exercise", help));
                    }
                    other => {
                        return Err(syntax(
                            span(other.len_utf8()),
                            "a sign that has no meaning in a condition",
                            "leave it out",
                        ));
                    }
                }
            }
        };
        out.push((token, span(len)));
        at += len;
    }
    Ok(out)
}
