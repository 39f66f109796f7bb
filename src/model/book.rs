//! The whole book.

use std::collections::{BTreeMap, BTreeSet};

use super::{Chapter, Config, Exercise, Role, address};
use crate::diag::{FileId, Span};
use crate::kinds::Kinds;
use crate::source::Asset;
use crate::tree::Text;

/// Everything the author wrote, after it was read and before it is checked.
#[derive(Debug, Default)]
pub struct Book {
    /// `book.toml`.
    pub config: Config,
    /// The kinds of fields that its exercises can have.
    pub kinds: Kinds,
    /// Pages of text in reading order.
    pub pages: Vec<Chapter>,
    /// Exercises, sorted by id.
    pub exercises: Vec<Exercise>,
    /// Helplines, sorted by file.
    pub helplines: Vec<Country>,
    /// Packets of sheets, sorted by file.
    pub packets: Vec<Packet>,
    /// Feeling words.
    pub feelings: Vec<FeelingGroup>,
    /// Ids of feeling words that are gone for good.
    pub retired_feelings: Vec<Text>,
    /// Pictures and other files that pages show or link to, by path under `content/`.
    pub assets: BTreeMap<String, Asset>,
    /// Paths of files that none shows or links to, and that are not published.
    pub unlinked: Vec<String>,
    /// Which page an address, path or id belongs to.
    pub index: Index,
    /// Pages that are drafts, where drafts are left out.
    pub drafts: Vec<Chapter>,
    /// Exercises that only drafts lead to, and that are left out with them.
    pub drafted: Vec<Exercise>,
    /// Paths of chapters and exercises that were left out because of mistakes, which were reported: what refers to them is right.
    pub unread: BTreeSet<String>,
    /// For a book in another language: what it was made from.
    pub translation: Option<super::Translation>,
}

/// Look-ups that are made once.
#[derive(Debug, Default)]
pub struct Index {
    /// Page by path relative to the book.
    pub page: BTreeMap<String, usize>,
    /// Exercise by id.
    pub exercise: BTreeMap<String, usize>,
    /// Pages that place an exercise, by its id, in reading order.
    pub placed: BTreeMap<String, Vec<usize>>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Another site, or a mail or phone address.
    Outside,
    /// A page of this book: its index and the anchor.
    Page(usize, Option<String>),
    /// An exercise: its index and the field's id.
    Exercise(usize, Option<String>),
    /// A file beside the chapters.
    Asset(String),
    /// A page or sheet that only the language has that this book was translated from: its address, with the anchor.
    Source(String),
    /// A chapter or an exercise that was left out because of its own mistakes.
    Unread,
    /// A page that is a draft and left out, or an exercise that only this draft leads to: the draft's path.
    Draft(String),
    /// Nothing: the message and the names that were possible.
    Nowhere(String, Vec<String>),
}

/// Sheets that are printed together.
#[derive(Clone, Debug)]
pub struct Packet {
    /// The file.
    pub file: FileId,
    /// Kebab-case, equal to the file's name.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// What it is for, in a line.
    pub summary: Option<String>,
    /// A line on its cover.
    pub cover: Option<String>,
    /// Ids of exercises in the order they are printed.
    pub sheets: Vec<Text>,
}

impl Book {
    /// An exercise by its id.
    #[must_use]
    pub fn exercise(&self, id: &str) -> Option<&Exercise> {
        self.exercises.get(*self.index.exercise.get(id)?)
    }

    /// Whether there is a file for an exercise of this id that was left out because of its own mistakes.
    #[must_use]
    pub fn is_unread(&self, exercise: &str) -> bool {
        let names = [".yaml", ".yml"].map(|ending| ["/", exercise, ending].concat());
        self.unread.iter().any(|path| names.iter().any(|name| path.ends_with(name)))
    }

    /// Whether an exercise is in the book that this one was translated from, and not in this one.
    #[must_use]
    pub fn leaves_out(&self, exercise: &str) -> bool {
        self.translation.as_ref().is_some_and(|t| t.exercises.contains_key(exercise))
    }

    /// The draft that places an exercise which was left out with it.
    #[must_use]
    pub fn draft_of(&self, exercise: &str) -> Option<&Chapter> {
        let here = self.index.exercise.contains_key(exercise) || self.leaves_out(exercise);
        let places = |draft: &&Chapter| draft.placed.iter().any(|placed| placed.value == exercise);
        self.drafts.iter().find(places).filter(|_| !here && !self.is_unread(exercise))
    }

    /// The page of text that first places an exercise.
    #[must_use]
    pub fn home(&self, exercise: &str) -> Option<&Chapter> {
        self.pages.get(*self.index.placed.get(exercise)?.first()?)
    }

    /// Parts and chapters in reading order, without welcome and colophon.
    pub fn reading(&self) -> impl Iterator<Item = (usize, &Chapter)> {
        self.pages.iter().enumerate().filter(|(_, p)| matches!(p.role, Role::Part | Role::Chapter))
    }

    /// The page with a role, for the roles that only one page has.
    #[must_use]
    pub fn page(&self, role: Role) -> Option<&Chapter> {
        self.pages.iter().find(|p| p.role == role)
    }

    /// Where a link leads that is written in the file at a path.
    #[must_use]
    pub fn resolve(&self, from: &str, dest: &str) -> Target {
        if let Some(rest) = dest.strip_prefix("exercise:") {
            let (id, field) = match rest.split_once('#') {
                Some((id, field)) => (id, Some(field)),
                None => (rest, None),
            };
            let Some(&at) = self.index.exercise.get(id) else {
                if self.leaves_out(id) {
                    let anchor = field.map(|f| format!("#{id}--{f}")).unwrap_or_default();
                    return Target::Source(format!("sheets/{id}.html{anchor}"));
                }
                if self.is_unread(id) {
                    return Target::Unread;
                }
                if let Some(draft) = self.draft_of(id) {
                    return Target::Draft(draft.path.clone());
                }
                return Target::Nowhere(
                    format!("there is no exercise `{id}`"),
                    self.index.exercise.keys().cloned().collect(),
                );
            };
            if let (Some(field), Some(exercise)) = (field, self.exercises.get(at))
                && exercise.field(field).is_none()
            {
                if exercise.has_lost(field) {
                    return Target::Unread;
                }
                let known = exercise.all_fields().map(|f| f.id.value.clone()).collect();
                return Target::Nowhere(format!("exercise `{id}` has no field `{field}`"), known);
            }
            return Target::Exercise(at, field.map(str::to_owned));
        }
        let scheme = dest
            .split_once(':')
            .is_some_and(|(s, _)| s.len() > 1 && s.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c)));
        if scheme || dest.starts_with("//") {
            return Target::Outside;
        }
        let (path, anchor) = match dest.split_once('#') {
            Some((path, anchor)) => (path, Some(decode(anchor))),
            None => (dest, None),
        };
        let path = if path.is_empty() { from.to_owned() } else { joined(from, &decode(path)) };
        if let Some(&at) = self.index.page.get(&path) {
            if let (Some(anchor), Some(page)) = (&anchor, self.pages.get(at))
                && !page.headings.iter().any(|h| h.id == *anchor)
            {
                return Target::Nowhere(
                    format!("`{path}` has no heading `#{anchor}`"),
                    page.headings.iter().map(|h| h.id.clone()).collect(),
                );
            }
            // The title's heading is at the top of the page, which needs no anchor.
            let title = self.pages.get(at).and_then(|page| page.headings.get(page.title_at?));
            return Target::Page(at, anchor.filter(|anchor| title.is_none_or(|title| title.id != *anchor)));
        }
        if let Some((address, anchors)) = self.translation.as_ref().and_then(|t| t.pages.get(&path)) {
            return match anchor {
                Some(anchor) if !anchors.contains(&anchor) => {
                    Target::Nowhere(format!("`{path}` has no heading `#{anchor}`"), anchors.clone())
                }
                Some(anchor) => Target::Source([address, "#", &anchor].concat()),
                None => Target::Source(address.clone()),
            };
        }
        if self.assets.contains_key(&path) {
            return Target::Asset(path);
        }
        if self.unread.contains(&path) {
            return Target::Unread;
        }
        if self.drafts.iter().any(|draft| draft.path == path) {
            return Target::Draft(path);
        }
        let known =
            self.index.page.keys().chain(self.assets.keys()).chain(&self.unlinked).map(|k| rejoin(from, k)).collect();
        Target::Nowhere(format!("there is no file `{path}`"), known)
    }
}

/// A link's path joined to the folder of the file it stands in; never leaves the book.
fn joined(from: &str, path: &str) -> String {
    address::beside(if path.starts_with('/') { "content/" } else { from }, path)
}

/// The other way round: how a file of the book is written in a link.
fn rejoin(from: &str, path: &str) -> String {
    let folder: Vec<&str> = from.split('/').collect();
    let folder = folder.get(..folder.len().saturating_sub(1)).unwrap_or(&[]);
    let target: Vec<&str> = path.split('/').collect();
    let shared = folder.iter().zip(&target).take_while(|(a, b)| a == b).count();
    let mut out: Vec<&str> = vec![".."; folder.len() - shared];
    out.extend(target.iter().skip(shared));
    out.join("/")
}

/// What stands in a link, with its letters in one piece, as names of files are.
fn decode(text: &str) -> String {
    super::id::composed(&address::decoded(text).unwrap_or(text.into()))
}

/// One country's helplines.
#[derive(Clone, Debug)]
pub struct Country {
    /// The file.
    pub file: FileId,
    /// Its name.
    pub country: String,
    /// Two letters, ISO 3166-1.
    pub code: Text,
    /// The number for danger now.
    pub emergency: Option<String>,
    /// The day two sources were last compared.
    pub checked: Option<Text>,
    /// Whether there is a day that could not be read, which was reported.
    pub undated: bool,
    /// A line under it.
    pub note: Option<String>,
    /// The lines.
    pub lines: Vec<Helpline>,
    /// The language of its words, where that is not the book's: nobody has translated it yet.
    pub lang: Option<String>,
    /// Its block.
    pub span: Span,
}

/// One helpline.
#[derive(Clone, Debug)]
pub struct Helpline {
    /// Its name.
    pub name: String,
    /// The number to call.
    pub phone: Option<String>,
    /// How to text.
    pub text: Option<String>,
    /// Its site.
    pub web: Option<String>,
    /// When it answers.
    pub hours: Option<String>,
    /// Whom it is for.
    pub for_whom: Option<String>,
    /// Title and address of pages that name the number.
    pub sources: Vec<(String, String)>,
    /// Its block.
    pub span: Span,
}

/// What a phone dials for a number as people write it: digits, after a `+` or a `*` where there is one. `None` for what is not
/// surely one number, since somebody in danger would be put through to another.
#[must_use]
pub fn dialled(text: &str) -> Option<String> {
    const LONGEST: usize = 15;
    let text = text.trim();
    let start = text.get(..1).filter(|first| matches!(*first, "+" | "*")).unwrap_or("");
    let rest = text.get(start.len()..)?;
    let dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2013}');
    let between = |c: char| c.is_whitespace() || c == '.' || dash(c);
    // A dash that stands alone may part two numbers.
    let alone = rest.split_whitespace().any(|part| part.chars().all(dash));
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let one = !alone && rest.chars().all(|c| c.is_ascii_digit() || between(c));
    (one && (1..=LONGEST).contains(&digits.len())).then(|| [start, &digits].concat())
}

/// Feeling words that belong together.
#[derive(Clone, Debug)]
pub struct FeelingGroup {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub label: String,
    /// Its words.
    pub words: Vec<super::Choice>,
}
