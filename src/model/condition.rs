//! Conditions of `show_if`: parsed, said in words, and searched for one that can never hold.

use crate::diag::{Diagnostic, Span};
use crate::tree::Text;

mod possible;
mod tokens;

use tokens::{Token, tokens};

crate::codes! {
    CONDITION_SYNTAX Error "SB0601" "a condition that cannot be read"
        "Conditions are made of field ids, numbers and choice ids with `==`, `!=`, `<`, `<=`, `>`, `>=`, joined by `and`, `or`, `not`, and of `has(field, choice)`, `answered(field)` and `score(id)`."
}

/// A parsed condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// As written.
    pub source: Text,
    /// What it says.
    pub expr: Expr,
}

/// What a condition compares.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operand {
    /// A field's answer.
    Field(String),
    /// A score.
    Score(String),
}

/// A condition as a tree.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// Both hold.
    And(Box<Expr>, Box<Expr>),
    /// One holds.
    Or(Box<Expr>, Box<Expr>),
    /// It does not hold.
    Not(Box<Expr>),
    /// A comparison with a number.
    Number { left: Operand, op: Op, right: f64, span: Span },
    /// A comparison with a choice's id.
    Choice { field: String, op: Op, choice: String, span: Span },
    /// One of the choices made.
    Has { field: String, choice: String, span: Span },
    /// There is an answer.
    Answered { field: String, span: Span },
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the operators")]
pub enum Op {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

impl Op {
    fn negated(self) -> Self {
        match self {
            Self::Eq => Self::Ne,
            Self::Ne => Self::Eq,
            Self::Lt => Self::Ge,
            Self::Le => Self::Gt,
            Self::Gt => Self::Le,
            Self::Ge => Self::Lt,
        }
    }
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// A diagnostic at the place where it stops being one.
    pub fn parse(source: Text) -> Result<Self, Box<Diagnostic>> {
        let tokens = tokens(&source)?;
        let mut parser = Parser { tokens: &tokens, at: 0, whole: source.span, comparisons: 0 };
        let expr = parser.or(0)?;
        if let Some((_, span)) = parser.peek() {
            return Err(syntax(*span, "the condition should end here", "join two conditions with `and` or `or`"));
        }
        Ok(Self { source, expr })
    }
}

impl Expr {
    /// Calls `visit` with each comparison.
    pub fn atoms<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        match self {
            Self::And(a, b) | Self::Or(a, b) => {
                a.atoms(visit);
                b.atoms(visit);
            }
            Self::Not(a) => a.atoms(visit),
            atom => visit(atom),
        }
    }

    /// The field whose answer a comparison looks at.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Number { left: Operand::Field(f), .. } => Some(f),
            Self::Choice { field, .. } | Self::Has { field, .. } | Self::Answered { field, .. } => Some(field),
            _ => None,
        }
    }
}

fn syntax(span: Span, message: &str, help: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(CONDITION_SYNTAX, span, message).help(help))
}

struct Parser<'t> {
    tokens: &'t [(Token, Span)],
    at: usize,
    whole: Span,
    comparisons: usize,
}

/// Levels of brackets and `not`: more is a mistake.
const DEEPEST: usize = 32;
/// Comparisons in one condition: the tree of a longer one would be deeper than a thread's stack.
const MOST: usize = 64;

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t (Token, Span)> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<&'t (Token, Span)> {
        self.at += 1;
        self.tokens.get(self.at - 1)
    }

    fn end(&self) -> Span {
        self.tokens.last().map_or(self.whole, |(_, s)| Span { start: s.end, ..*s })
    }

    fn word(&mut self, word: &str) -> bool {
        let is = matches!(self.peek(), Some((Token::Name(n), _)) if n == word);
        self.at += usize::from(is);
        is
    }

    fn or(&mut self, depth: usize) -> Result<Expr, Box<Diagnostic>> {
        let mut left = self.and(depth)?;
        while self.word("or") {
            left = Expr::Or(Box::new(left), Box::new(self.and(depth)?));
        }
        Ok(left)
    }

    fn and(&mut self, depth: usize) -> Result<Expr, Box<Diagnostic>> {
        let mut left = self.not(depth)?;
        while self.word("and") {
            left = Expr::And(Box::new(left), Box::new(self.not(depth)?));
        }
        Ok(left)
    }

    fn not(&mut self, depth: usize) -> Result<Expr, Box<Diagnostic>> {
        if depth > DEEPEST {
            return Err(syntax(self.whole, "too many brackets", "say it in a shorter way"));
        }
        if self.word("not") {
            return Ok(Expr::Not(Box::new(self.not(depth + 1)?)));
        }
        if matches!(self.peek(), Some((Token::Open, _))) {
            self.at += 1;
            let inner = self.or(depth + 1)?;
            self.expect(&Token::Close, "a bracket is not closed", "add `)`")?;
            return Ok(inner);
        }
        self.atom()
    }

    fn expect(&mut self, token: &Token, message: &str, help: &str) -> Result<Span, Box<Diagnostic>> {
        match self.next() {
            Some((t, span)) if t == token => Ok(*span),
            Some((_, span)) => Err(syntax(*span, message, help)),
            None => Err(syntax(self.end(), message, help)),
        }
    }

    fn name(&mut self) -> Result<(String, Span), Box<Diagnostic>> {
        match self.next() {
            Some((Token::Name(n), span)) => Ok((n.clone(), *span)),
            Some((_, span)) => Err(syntax(*span, "an id is expected here", "name a field or a choice by its id")),
            None => Err(syntax(self.end(), "the condition stops too early", "name a field, such as `steady < 5`")),
        }
    }

    fn atom(&mut self) -> Result<Expr, Box<Diagnostic>> {
        let (name, span) = self.name()?;
        self.comparisons += 1;
        if self.comparisons > MOST {
            return Err(syntax(self.whole, "a condition of very many parts", "say it in a shorter way"));
        }
        let called = matches!(self.peek(), Some((Token::Open, _)));
        let left = if called {
            self.at += 1;
            let (first, _) = self.name()?;
            match name.as_str() {
                "has" => {
                    self.expect(&Token::Comma, "`has` takes a field and a choice", "write `has(field, choice)`")?;
                    let (choice, _) = self.name()?;
                    if let Some((Token::Comma, span)) = self.peek() {
                        let help = format!("join two with `or`: `has({first}, {choice}) or has({first}, ...)`");
                        return Err(syntax(*span, "`has` takes one choice", &help));
                    }
                    let close = self.expect(&Token::Close, "a bracket is not closed", "add `)`")?;
                    return Ok(Expr::Has { field: first, choice, span: Span { end: close.end, ..span } });
                }
                "answered" => {
                    if let Some((Token::Comma, span)) = self.peek() {
                        let help = format!("join two with `and`: `answered({first}) and answered(...)`");
                        return Err(syntax(*span, "`answered` takes one field", &help));
                    }
                    let close = self.expect(&Token::Close, "a bracket is not closed", "add `)`")?;
                    return Ok(Expr::Answered { field: first, span: Span { end: close.end, ..span } });
                }
                "score" => {
                    self.expect(&Token::Close, "a bracket is not closed", "add `)`")?;
                    Operand::Score(first)
                }
                _ => {
                    return Err(Box::new(
                        Diagnostic::new(CONDITION_SYNTAX, span, format!("unknown function `{name}`"))
                            .suggest(&name, ["has", "answered", "score"]),
                    ));
                }
            }
        } else {
            Operand::Field(name.clone())
        };
        let op = match self.next() {
            Some((Token::Op(op), _)) => *op,
            Some((Token::Name(_), s)) if ["has", "answered", "score"].contains(&name.as_str()) => {
                let help = if name == "has" {
                    "write `has(field, choice)`".to_owned()
                } else {
                    format!("write `{name}(field)`")
                };
                return Err(syntax(*s, &format!("brackets belong after `{name}`"), &help));
            }
            Some((Token::Name(word), s)) if ["is", "equals", "equal"].contains(&word.as_str()) => {
                return Err(syntax(*s, &format!("`{word}` compares nothing"), "write `==`"));
            }
            Some((_, s)) => return Err(syntax(*s, "a comparison is expected here", "use ==, !=, <, <=, > or >=")),
            None => {
                return Err(syntax(
                    self.end(),
                    format!("`{name}` is compared with nothing").as_str(),
                    "write `answered(field)`, or compare it: `field == choice`",
                ));
            }
        };
        match self.next() {
            Some((Token::Number(n), s)) => Ok(Expr::Number { left, op, right: *n, span: Span { end: s.end, ..span } }),
            Some((Token::Name(choice), s)) => match (left, op) {
                (Operand::Field(field), Op::Eq | Op::Ne) => {
                    Ok(Expr::Choice { field, op, choice: choice.clone(), span: Span { end: s.end, ..span } })
                }
                _ => Err(syntax(*s, "a number is expected here", "compare choices with == or != only")),
            },
            Some((_, s)) => Err(syntax(
                *s,
                "a number or a choice's id is expected here",
                "write `steady < 5` or `short_of == quiet`",
            )),
            None => Err(syntax(self.end(), "the condition stops too early", "add a number or a choice's id")),
        }
    }
}
