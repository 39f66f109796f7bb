//! Exercises and fields; what is particular to a kind is behind [`ExerciseSpec`] and [`FieldSpec`].

use serde_json::Value;

use super::plot::Plot;
use super::{Book, Condition, ViewContext};
use crate::diag::{Diags, FileId, Span};
use crate::kinds::{ExerciseKind, FieldKindRef};
use crate::tree::Text;

/// One YAML file.
pub struct Exercise {
    /// Kebab-case, equal to the file's name.
    pub id: String,
    /// Where the id stands.
    pub id_span: Span,
    /// The file.
    pub file: FileId,
    /// Its kind.
    pub kind: &'static dyn ExerciseKind,
    /// Its title.
    pub title: Text,
    /// Markdown before the fields.
    pub intro: Option<Text>,
    /// Markdown after them.
    pub outro: Option<Text>,
    /// Markdown for helpers.
    pub helper: Option<Text>,
    /// Minutes it takes, as the author says.
    pub minutes: Option<u32>,
    /// Printed pages it may fill, 1 unless set.
    pub pages: u32,
    /// Where `print.pages` stands, or the title.
    pub pages_span: Span,
    /// Whether its fields print as a card for a wallet.
    pub card: bool,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What its kind adds.
    pub spec: Box<dyn ExerciseSpec>,
    /// Ids it had before.
    pub was: Vec<Text>,
    /// Ids of fields, choices and parts that are gone for good.
    pub retired: Vec<Text>,
    /// Raised when points or limits change on purpose.
    pub rescored: Option<u32>,
    /// The language of its words, where that is not the book's: nobody has translated it yet.
    pub lang: Option<String>,
    /// Whether all of it could be read. What could not is not judged by, since what was meant is not known.
    pub whole: bool,
    /// Ids of fields that were left out because of mistakes, which were reported: what refers to them is right.
    pub lost: Vec<String>,
}

impl Exercise {
    /// Its texts in which links work.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        let around = [&self.intro, &self.outro, &self.helper].into_iter().flatten();
        around.chain(self.all_fields().flat_map(|field| field.spec.texts()))
    }

    /// The exercises that it leads to or shows something of, beside the links in its texts.
    #[must_use]
    pub fn leads_to(&self) -> Vec<String> {
        let shown = self.all_fields().filter_map(|field| field.spec.shows());
        let shown = shown.map(|of| of.value.split('#').next().unwrap_or(&of.value).to_owned());
        self.spec.links().into_iter().map(|link| link.value).chain(shown).collect()
    }

    /// All its fields, those of an agreement too.
    pub fn all_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(self.spec.more_fields())
    }

    /// A field by its id.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.all_fields().find(|f| f.id.value == id)
    }

    /// Whether there is a field of this id that was left out because of its own mistakes.
    #[must_use]
    pub fn has_lost(&self, id: &str) -> bool {
        self.lost.iter().any(|lost| lost == id)
    }

    /// The address of its sheet.
    #[must_use]
    pub fn sheet(&self) -> String {
        format!("sheets/{}.html", self.id)
    }

    /// Minutes it takes: the author's word, or the sum over its parts.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a sum of minutes is small and positive"
    )]
    pub fn takes(&self) -> u32 {
        self.minutes.unwrap_or_else(|| {
            let fields: f32 = self.all_fields().map(|f| f.spec.minutes()).sum();
            (fields + self.spec.minutes()).ceil().max(1.0) as u32
        })
    }
}

impl std::fmt::Debug for Exercise {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exercise").field("id", &self.id).field("kind", &self.kind.name()).finish_non_exhaustive()
    }
}

/// One question.
pub struct Field {
    /// Snake case, unique in the exercise.
    pub id: Text,
    /// Its kind.
    pub kind: FieldKindRef,
    /// The question.
    pub label: Option<Text>,
    /// A line of help.
    pub hint: Option<Text>,
    /// Shown only when this holds.
    pub show_if: Option<Condition>,
    /// `ask`, `never`; in a pair only.
    pub share: Option<Text>,
    /// `overlap`, `range`, `side_by_side`; in a pair only.
    pub compare: Option<Text>,
    /// Ruled lines on paper, when the author says so.
    pub lines: Option<u32>,
    /// A word in the empty control.
    pub placeholder: Option<String>,
    /// Longest answer in letters.
    pub max_length: Option<u32>,
    /// Ids it had before.
    pub was: Vec<Text>,
    /// Old words and new words mean the same.
    pub same_meaning: bool,
    /// What its kind adds.
    pub spec: Box<dyn FieldSpec>,
    /// The whole block.
    pub span: Span,
    /// Whether all of it could be read. What could not is not judged by, since what was meant is not known.
    pub whole: bool,
}

impl Field {
    /// Ruled lines on paper.
    #[must_use]
    pub fn ruled(&self) -> u32 {
        self.lines.unwrap_or_else(|| self.spec.lines())
    }
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Field").field("id", &self.id.value).field("kind", &self.kind.name()).finish_non_exhaustive()
    }
}

/// What an answer is, for conditions, scores and the lock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// Nothing is answered here.
    Nothing,
    /// Words.
    Text,
    /// A number between bounds.
    Number(f64, f64),
    /// One of the choices.
    One,
    /// Any of the choices.
    Many,
    /// Rows, orders and other shapes that conditions cannot compare.
    Shape,
}

/// One option, row, step, item or region.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its id.
    pub id: String,
    /// Where the id stands.
    pub span: Span,
    /// Its words.
    pub label: String,
    /// What it adds to a score.
    pub points: Option<f64>,
    /// Ids it had before.
    pub was: Vec<Text>,
}

impl Choice {
    /// One that adds nothing to a score and was never called anything else.
    #[must_use]
    pub fn new(id: Text, label: String) -> Self {
        Self { id: id.value, span: id.span, label, points: None, was: Vec::new() }
    }

    /// With the ids it had before.
    #[must_use]
    pub fn once(self, was: Vec<Text>) -> Self {
        Self { was, ..self }
    }

    /// What it is called now, then what it was called before.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.id.as_str()).chain(self.was.iter().map(|t| t.value.as_str()))
    }
}

/// What an answer of a kind of exercise refers to: a scene, a card, a band.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its id, below that of what it stands in: `door/go_on`.
    pub id: String,
    /// Its words.
    pub label: String,
    /// What it was called before.
    pub was: Vec<String>,
    /// Where the id stands.
    pub span: Span,
}

impl Part {
    /// A part that stands alone.
    #[must_use]
    pub fn of(choice: &Choice) -> Self {
        let was = choice.was.iter().map(|t| t.value.clone()).collect();
        Self { id: choice.id.clone(), label: choice.label.clone(), was, span: choice.span }
    }

    /// A part inside another, whose own names count as well.
    #[must_use]
    pub fn within(outer: &Choice, choice: &Choice) -> Self {
        let mut names = outer.names().flat_map(|a| choice.names().map(move |b| [a, "/", b].concat()));
        let id = names.next().unwrap_or_default();
        Self { id, label: choice.label.clone(), was: names.collect(), span: choice.span }
    }
}

/// The id of an answer in one's own words, beside the choices of a field.
pub const OTHER: &str = "other";

/// What a field's kind adds to a field.
pub trait FieldSpec: std::fmt::Debug + Send + Sync {
    /// What is answered.
    fn answer(&self) -> Answer;
    /// The ids an answer is made of, for `has(...)`, `==` and the lock.
    fn choices(&self) -> Vec<&Choice> {
        Vec::new()
    }
    /// The ids that an answer is kept by, each with a value of its own: rows, items, blanks, columns.
    fn keys(&self) -> Vec<&Choice> {
        Vec::new()
    }
    /// The ids that a condition can name; those of [`FieldSpec::choices`], unless the book holds them elsewhere.
    fn options<'b>(&'b self, _book: &'b Book) -> Vec<&'b Choice> {
        self.choices()
    }
    /// Whether it has a line for another answer, which is kept and named in conditions as [`OTHER`].
    fn has_other(&self) -> bool {
        false
    }
    /// The least and most it adds to a score; `None` when it cannot be scored.
    fn points(&self) -> Option<(f64, f64)> {
        None
    }
    /// Whether all that it can add to a score is whole.
    fn scores_whole(&self) -> bool {
        let whole = |n: f64| n.fract() == 0.0;
        self.choices().into_iter().filter_map(|c| c.points).all(whole)
            && self.points().is_none_or(|(low, high)| whole(low) && whole(high))
    }
    /// The ends that a trend is drawn between; `None` where its limits say nothing of what is usual, so that the answers decide.
    fn ends(&self) -> Option<(f64, f64)> {
        self.points()
    }
    /// Whether the author is asked how many lines it prints, who knows best how much there is to write.
    fn asks_for_lines(&self) -> bool {
        false
    }
    /// Whether its choices stand side by side to pick from, and are a search when there are very many.
    fn picks(&self) -> bool {
        false
    }
    /// Whether two answers have a stretch between them that can be shown.
    fn has_range(&self) -> bool {
        matches!(self.answer(), Answer::Number(..))
    }
    /// Whether its answer names a day, which a calendar can hold.
    fn is_day(&self) -> bool {
        false
    }
    /// How many blanks it counts when a score asks for blanks.
    fn blanks(&self) -> usize {
        1
    }
    /// What its template gets as `k`.
    fn view(&self, cx: &ViewContext<'_>, field: &Field) -> Value;
    /// Words a reader sees beside label and hint.
    fn words(&self) -> Vec<&str> {
        Vec::new()
    }
    /// Ruled lines on paper unless the author says how many.
    fn lines(&self) -> u32 {
        0
    }
    /// Millimetres on paper beside label, hint and ruled lines.
    fn height(&self) -> f32 {
        6.0
    }
    /// The same, where the book's own lists decide it.
    fn height_in(&self, _book: &Book) -> f32 {
        self.height()
    }
    /// Minutes it takes.
    fn minutes(&self) -> f32 {
        0.5
    }
    /// Its texts in Markdown, which take what an exercise's intro takes.
    fn texts(&self) -> Vec<&Text> {
        Vec::new()
    }
    /// What it shows of another exercise, as `exercise-id#field_id`.
    fn shows(&self) -> Option<&Text> {
        None
    }
    /// Whether its HTML holds addresses, and so differs from page to page.
    fn has_links(&self) -> bool {
        false
    }
    /// Rules that need the whole book.
    fn check(&self, _field: &Field, _exercise: &Exercise, _book: &Book, _diags: &mut Diags) {}
}

/// By which of its names something goes: its id, or one of those it had before.
pub type Named<'a> = dyn Fn(&str, &[Text]) -> String + 'a;

/// What an exercise's kind adds to an exercise.
pub trait ExerciseSpec: Send + Sync {
    /// What its template gets as `k`.
    fn view(&self, cx: &ViewContext<'_>, exercise: &Exercise) -> Value;
    /// What its script needs to know beside the HTML; `Null` when that is nothing.
    fn script(&self, _exercise: &Exercise) -> Value {
        Value::Null
    }
    /// Its answers over time, as lines, for its own page and the page of all the reader's answers.
    fn plots<'e>(&'e self, _exercise: &'e Exercise) -> Vec<Plot<'e>> {
        Vec::new()
    }
    /// Rules that need the whole exercise or book.
    fn check(&self, _exercise: &Exercise, _book: &Book, _diags: &mut Diags) {}
    /// Further fields, in an order that stays.
    fn more_fields(&self) -> &[Field] {
        &[]
    }
    /// What its answers refer to beside fields: turns, scenes, picks, cards, scores, bands.
    fn parts(&self) -> Vec<Part> {
        Vec::new()
    }
    /// Names of its own that answers are kept under, such as `@rewrite.yours`, each with those it had before.
    fn kept(&self) -> Vec<(String, Vec<String>)> {
        Vec::new()
    }
    /// Scores with points and band limits, as text that the lock compares; `named` gives the name that an id goes by there.
    fn scoring(&self, _exercise: &Exercise, _named: &Named<'_>) -> Vec<(String, String)> {
        Vec::new()
    }
    /// The least and most a score can come to, unless it cannot be worked out.
    fn score_range(&self, _exercise: &Exercise, _score: &str) -> Option<(f64, f64)> {
        None
    }
    /// Words a reader sees.
    fn words(&self) -> Vec<&str> {
        Vec::new()
    }
    /// Millimetres on paper beside title, intro and fields.
    fn height(&self, _exercise: &Exercise, _book: &Book) -> f32 {
        0.0
    }
    /// Whether a reader writes into it beside its fields.
    fn written(&self) -> bool {
        false
    }
    /// Whether what it shows of other exercises is there, and is what it should be.
    fn is_measurable(&self, _book: &Book) -> bool {
        true
    }
    /// Whether its fields are on paper as they are on the screen.
    fn prints_fields(&self) -> bool {
        true
    }
    /// Minutes beside those of its fields.
    fn minutes(&self) -> f32 {
        1.0
    }
    /// Links to exercises, each with its place.
    fn links(&self) -> Vec<Text> {
        Vec::new()
    }
}
