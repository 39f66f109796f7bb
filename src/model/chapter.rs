//! Chapters, as they were found in Markdown.

use std::ops::Range;

use crate::diag::{FileId, Span};
use crate::tree::Text;

/// What a page of text is in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `content/index.md`.
    Welcome,
    /// The `index.md` of a folder.
    Part,
    /// Any other file.
    Chapter,
    /// `content/colophon.md`.
    Colophon,
}

/// One page of text.
#[derive(Clone, Debug)]
pub struct Chapter {
    /// The file.
    pub file: FileId,
    /// Its path relative to the book.
    pub path: String,
    /// What it is.
    pub role: Role,
    /// The address of its page.
    pub address: String,
    /// The title from front matter or the first heading.
    pub title: String,
    /// One or two sentences for lists.
    pub summary: Option<String>,
    /// Minutes to read, measured from its words unless set.
    pub minutes: u32,
    /// Left out unless drafts are asked for.
    pub draft: bool,
    /// `reader`, `helper`.
    pub audience: &'static str,
    /// The theme's drawing for a part.
    pub motif: Option<Text>,
    /// The part it stands in, as an index into the book's pages.
    pub part: Option<usize>,
    /// Number among the chapters, or among the parts, from 1.
    pub number: usize,
    /// The bytes of the Markdown after front matter.
    pub body: Range<usize>,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Which of them says the page's title, and is not shown again in the text.
    pub title_at: Option<usize>,
    /// Links and pictures, to be resolved when the whole book is known.
    pub links: Vec<Link>,
    /// Exercises it places.
    pub placed: Vec<Text>,
    /// What was meant to place something and does not, as it was typed; it was told.
    pub misplaced: Vec<String>,
    /// Words of running text.
    pub words: usize,
    /// The grade level of the running text, by [`crate::markdown::grade`]; it says nothing of texts that are not English.
    pub grade: f64,
    /// Where the helplines are placed.
    pub helplines: Vec<Span>,
    /// Whether the author wrote HTML in it.
    pub html: bool,
    /// The language of its text, where that is not the book's: nobody has translated it yet.
    pub lang: Option<String>,
}

/// A heading that can be linked to.
#[derive(Debug, Clone)]
pub struct Heading {
    /// Its anchor.
    pub id: String,
    /// 1 to 6.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A link or picture.
#[derive(Debug, Clone)]
pub struct Link {
    /// As written.
    pub dest: String,
    /// Where.
    pub span: Span,
    /// A picture.
    pub image: bool,
}
