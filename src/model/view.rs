//! What the kinds make their views with.

use serde_json::Value;

use super::{Book, Choice, Field};

/// What views are made with.
pub struct ViewContext<'a> {
    /// The whole book.
    pub book: &'a Book,
    /// Goes before an address to make it relative to the page: empty or `../`.
    pub root: &'a str,
    /// Makes HTML of one line of Markdown.
    pub inline: &'a (dyn Fn(&str) -> String + Sync),
    /// One line of Markdown without its marks.
    pub unmarked: &'a (dyn Fn(&str) -> String + Sync),
    /// Gives plain words the quotation marks and dashes of print.
    pub set: &'a (dyn Fn(&str) -> String + Sync),
    /// Makes HTML of Markdown.
    pub block: &'a (dyn Fn(&str) -> String + Sync),
    /// Looks an interface string up.
    pub string: &'a (dyn Fn(&str) -> String + Sync),
    /// The address of the page on safety, relative to this one.
    pub safety: Option<String>,
    /// The exercise's id.
    pub exercise: &'a str,
    /// Renders a field, for kinds that have fields of their own.
    pub field: &'a dyn Fn(&Field) -> String,
}

impl ViewContext<'_> {
    /// The HTML id of a part of a field.
    #[must_use]
    pub fn html_id(&self, field: &str, part: &str) -> String {
        if part.is_empty() {
            format!("{}--{field}", self.exercise)
        } else {
            format!("{}--{field}--{part}", self.exercise)
        }
    }

    /// The address of an exercise's sheet, or of a field on it.
    #[must_use]
    pub fn sheet(&self, link: &str) -> String {
        let id = link.split('#').next().unwrap_or(link);
        // A sheet that this language leaves out is the source's.
        let up = if self.book.leaves_out(id) { "../" } else { "" };
        match link.split_once('#') {
            Some((id, field)) => format!("{}{up}sheets/{id}.html#{id}--{field}", self.root),
            None => format!("{}{up}sheets/{link}.html", self.root),
        }
    }

    /// Options as every template gets them.
    #[must_use]
    pub fn options<'c>(&self, field: &str, choices: impl IntoIterator<Item = &'c Choice>) -> Vec<Value> {
        choices
            .into_iter()
            .map(|c| {
                serde_json::json!({
                    "id": c.id, "html_id": self.html_id(field, &c.id), "name": self.html_id(field, &c.id),
                    "label": c.label, "points": c.points,
                })
            })
            .collect()
    }
}
