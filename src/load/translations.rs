//! The book in another language: the source's trees with a translator's words laid over them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::{chapters, exercises, extras, packets};
use crate::diag::{Diagnostic, Diags, FileId, Span};
use crate::kinds::{EXERCISE_PARAMS, EXERCISES, Fields, NO_WORDS, Overlay};
use crate::model::translation::{Side, Stamps, Translation, split};
use crate::model::{Book, Config, Exercise, Language, Role};
use crate::source::Sources;
use crate::tree::{Node, Param, Text, Ty, Value, need};

crate::codes! {
    OTHER_NUMBER Error "SB1306" "a translated helpline with another number"
        "A wrong number can cost more than a missing word. Wherever a helpline's text has digits, its translation has the same ones in the same order."
    UNDECLARED Error "SB1301" "a translation into a language that book.toml does not name"
        "`01-start.es.md` holds the Spanish words of `01-start.md`. For that `book.toml` has a table `[translations.es]`. Add it, or give the file another name."
}

/// The files that hold words in other languages; they are no chapters or exercises of their own.
pub struct Sides(BTreeSet<FileId>);

impl Sides {
    /// Finds them by their names, and reports those of a language that is not declared.
    pub fn find(config: &Config, sources: &Sources, diags: &mut Diags) -> Self {
        let mut found = BTreeSet::new();
        for (file, source) in sources.under("content/") {
            let Some((stem, tag, ext)) = split(&source.path) else { continue };
            if config.translations.iter().any(|t| t.tag == tag) {
                found.insert(file);
            } else if sources.file(&format!("{stem}.{ext}")).is_some() {
                found.insert(file);
                // What is wrong with the settings, or with this language there, was told where it stands.
                if config.may_name(tag) {
                    continue;
                }
                let near = config.translations.iter().find(|t| t.tag.eq_ignore_ascii_case(tag));
                let help = near.map_or_else(
                    || format!("add `[translations.{tag}]` to book.toml, or give the file another name"),
                    |near| format!("rename it to `{}.{}.{ext}`", stem.rsplit('/').next().unwrap_or(stem), near.tag),
                );
                let message = format!("book.toml does not name the language `{tag}`");
                diags.push(Diagnostic::new(UNDECLARED, Span::new(file, 0..0), message).help(help));
            }
        }
        Self(found)
    }

    /// Whether a file is one of them.
    #[must_use]
    pub fn holds(&self, file: FileId) -> bool {
        self.0.contains(&file)
    }
}

/// What translating needs at hand.
struct Desk<'a> {
    language: &'a Language,
    of: &'a Book,
    sources: &'a Sources,
    report: RefCell<Diags>,
    sides: Vec<Side>,
}

/// Makes the book in another language.
pub fn read(language: &Language, of: &Book, sources: &Sources) -> (Book, Diags) {
    let config = Config {
        language: language.tag.clone(),
        direction: language.direction,
        title: language.title.clone().unwrap_or_else(|| of.config.title.clone()),
        subtitle: language.subtitle.clone().or_else(|| of.config.subtitle.clone()),
        description: language.description.clone().or_else(|| of.config.description.clone()),
        ..of.config.clone()
    };
    let mut book = Book {
        config,
        kinds: of.kinds.clone(),
        assets: of.assets.clone(),
        unread: of.unread.clone(),
        drafts: of.drafts.clone(),
        ..Book::default()
    };
    let mut desk = Desk { language, of, sources, report: RefCell::new(Diags::new()), sides: Vec::new() };
    let placed_otherwise = desk.pages(&mut book);
    let shown = desk.shown(&book);
    for exercise in of.exercises.iter().filter(|x| shown.contains(&x.id)) {
        book.exercises.extend(desk.exercise(exercise));
    }
    exercises::arrange(&mut book, sources, &mut Diags::new());
    desk.helplines(&mut book);
    desk.feelings(&mut book);
    desk.packets(&mut book);
    let (strays, unused) = desk.leftovers();
    let left_out = |path: &str| !book.index.page.contains_key(path);
    let anchors = |p: &crate::model::Chapter| p.headings.iter().map(|h| h.id.clone()).collect();
    let pages: BTreeMap<_, _> = of
        .pages
        .iter()
        .filter(|p| left_out(&p.path))
        .map(|p| (p.path.clone(), (p.address.clone(), anchors(p))))
        .collect();
    let exercises = of
        .exercises
        .iter()
        .filter(|x| book.exercise(&x.id).is_none())
        .map(|x| (x.id.clone(), x.all_fields().map(|f| f.id.value.clone()).collect()))
        .collect();
    let safety =
        of.pages.iter().find(|p| !p.helplines.is_empty() && p.role == Role::Chapter).filter(|p| left_out(&p.path));
    book.translation = Some(Translation {
        language: of.config.language.clone(),
        direction: of.config.direction,
        sides: desk.sides,
        pages,
        exercises,
        safety: safety.map(|p| p.address.clone()),
        placed_otherwise,
        unused,
        strays,
    });
    (book, desk.report.into_inner())
}

impl Desk<'_> {
    /// The file with the words of a file in this language, and whether it is there and cannot be read, which was told.
    fn side_file(&self, path: &str) -> (String, Option<FileId>, bool) {
        let side = self.language.side_of(path);
        let file = self.sources.file(&side);
        let read = file.filter(|file| self.sources.is_read(*file));
        (side, read, file != read)
    }

    /// The pages it covers, with the same addresses and numbers as in the source.
    fn pages(&mut self, book: &mut Book) -> Vec<(FileId, String)> {
        let mut otherwise = Vec::new();
        let mut places = BTreeMap::new();
        for (at, source) in self.of.pages.iter().enumerate() {
            let covered = self.language.covers(&source.path);
            // Every language has a first page, and the credits.
            if !covered && !matches!(source.role, Role::Welcome | Role::Colophon) {
                continue;
            }
            let (path, file, mut broken) = self.side_file(&source.path);
            let mark = self.report.borrow().mark();
            let made = chapters::translated(source, file, self.sources, &self.report);
            let mut page = made.page;
            page.lang = page.lang.map(|_| self.of.config.language.clone());
            page.part = source.part.and_then(|p| places.get(&p).copied());
            broken |= self.report.borrow().erred_since(mark);
            if file.is_some() || covered {
                let stamps = Stamps::Whole { written: made.stamp, now: made.print };
                self.sides.push(Side { source: source.file, path, file, words: made.words, stamps, broken });
            }
            let names = |p: &crate::model::Chapter| p.placed.iter().map(|t| t.value.clone()).collect::<BTreeSet<_>>();
            let (here, there) = (names(&page), names(source));
            if let Some(file) = file
                && let Some(name) = there.symmetric_difference(&here).next()
            {
                let verb = if there.contains(name) { "lacks" } else { "adds" };
                otherwise.push((file, format!("the translation {verb} `{{{{exercise {name}}}}}`")));
            }
            places.insert(at, book.pages.len());
            book.index.page.insert(page.path.clone(), book.pages.len());
            for placed in &page.placed {
                book.index.placed.entry(placed.value.clone()).or_default().push(book.pages.len());
            }
            book.pages.push(page);
        }
        otherwise
    }

    /// The exercises of these pages, those that nobody places but somebody translated, and the guards of all of them.
    fn shown(&self, book: &Book) -> BTreeSet<String> {
        let all = self.language.chapters.is_empty();
        let mut shown: BTreeSet<String> = book.index.placed.keys().cloned().collect();
        for exercise in self.of.exercises.iter().filter(|x| self.of.home(&x.id).is_none()) {
            let (_, side, _) = self.side_file(&self.sources.get(exercise.file).path);
            if all || side.is_some() {
                shown.insert(exercise.id.clone());
            }
        }
        let pairs = self.of.exercises.iter().filter(|x| shown.contains(&x.id) && x.kind.for_two());
        let guards: Vec<String> = pairs.flat_map(|x| x.spec.links()).map(|t| t.value).collect();
        shown.extend(guards);
        shown.extend(self.of.config.guard.iter().map(|t| t.value.clone()));
        shown
    }

    fn exercise(&mut self, source: &Exercise) -> Option<Exercise> {
        let text = self.sources.get(source.file);
        let fields = [need("fields", Ty::Fields, "its questions")];
        let kind = EXERCISES.iter().find(|k| k.name() == source.kind.name())?;
        let own: &[Param] = if kind.fields() == Fields::Needed { &fields } else { &[] };
        let (node, side) = self.overlay(source.file, &[EXERCISE_PARAMS, own, kind.params()])?;
        let mut made = exercises::made(&node, source.file, text, &self.of.kinds, &self.report)?;
        if side.words.iter().all(|w| w.own.is_none()) {
            made.lang = Some(self.of.config.language.clone());
        }
        // A translation is often longer; how many pages it fills is no question of its author's.
        if made.is_too_long(self.of) {
            made.pages = made.needs(self.of);
        }
        self.sides.push(side);
        Some(made)
    }

    /// Lines are known by their names, which stay; and a number stays whatever stands around it.
    fn helplines(&mut self, book: &mut Book) {
        for source in &self.of.helplines {
            let Some((node, side)) = self.overlay(source.file, &[extras::COUNTRY]) else { continue };
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            for word in &side.words {
                if let Some(own) = word.own.as_ref().filter(|own| digits(&own.value) != digits(&word.source.value)) {
                    self.report.borrow_mut().push(
                        Diagnostic::new(OTHER_NUMBER, own.span, "this has other numbers than the source")
                            .also(word.source.span, "the source")
                            .help("write the same digits in the same order"),
                    );
                }
            }
            let made = extras::country(&node, source.file, &self.report);
            let lang = side.words.iter().all(|w| w.own.is_none()).then(|| self.of.config.language.clone());
            book.helplines.extend(made.map(|country| crate::model::book::Country { lang, ..country }));
            self.sides.push(side);
        }
        // By their names in this language: in the order of the source a reader would look in vain.
        book.helplines.sort_by_cached_key(|country| crate::model::id::folded(&country.country));
    }

    fn feelings(&mut self, book: &mut Book) {
        let source = extras::feelings_file(self.sources).filter(|_| !self.of.feelings.is_empty());
        let Some((node, side)) = source.and_then(|f| self.overlay(f, &[extras::FEELINGS])) else { return };
        self.sides.push(side);
        (book.feelings, book.retired_feelings) = extras::feelings(&node, &self.report);
    }

    fn packets(&mut self, book: &mut Book) {
        let mut made = Vec::new();
        for source in &self.of.packets {
            let here: Vec<Text> = source.sheets.iter().filter(|t| book.exercise(&t.value).is_some()).cloned().collect();
            if here.is_empty() {
                continue;
            }
            let Some((node, side)) = self.overlay(source.file, &[packets::PACKET]) else { continue };
            self.sides.push(side);
            let path = &self.sources.get(source.file).path;
            if let Some(packet) = packets::packet(&node, source.file, path, self.of, &self.report) {
                made.push(crate::model::book::Packet { sheets: here, ..packet });
            }
        }
        book.packets = made;
    }

    /// A file's tree with the translator's words in it.
    fn overlay(&self, file: FileId, params: &[&[Param]]) -> Option<(Node, Side)> {
        let source = self.sources.get(file);
        let node = crate::yaml::block(&source.text, file, 0, &mut Diags::new())?;
        let (path, side, mut broken) = self.side_file(&source.path);
        let mark = self.report.borrow().mark();
        let own = side.and_then(|f| crate::yaml::block(&self.sources.get(f).text, f, 0, &mut self.report.borrow_mut()));
        let (own, prints) = own.map_or((None, BTreeMap::new()), |node| {
            let (node, prints) = stamps(node, &self.report);
            (Some(node), prints)
        });
        let mut overlay = Overlay::new(&self.of.kinds, &self.report);
        let made = overlay.block(&node, own.as_ref(), params, "", None);
        let words = overlay.finish();
        broken |= self.report.borrow().erred_since(mark);
        Some((made, Side { source: file, path, file: side, words, stamps: Stamps::Each(prints), broken }))
    }

    /// Side files that none of the above was: of no file or of one without words, and of chapters that are left out.
    fn leftovers(&self) -> (Vec<(FileId, String)>, Vec<FileId>) {
        let used: BTreeSet<FileId> = self.sides.iter().filter_map(|s| s.file).collect();
        let (mut strays, mut unused) = (Vec::new(), Vec::new());
        for (file, source) in self.sources.under("content/").filter(|(file, _)| !used.contains(file)) {
            let Some(path) = self.language.source_of(&source.path) else { continue };
            let known = self.of.index.page.contains_key(&path)
                || self.of.exercises.iter().any(|x| self.sources.get(x.file).path == path)
                || path.starts_with("content/packets/");
            match self.sources.file(&path) {
                None => strays.push((file, format!("there is no `{path}`"))),
                Some(_) if known => unused.push(file),
                // A draft, or a file with mistakes of its own.
                Some(_) => {}
            }
        }
        (strays, unused)
    }
}

/// Takes `of:` out of a side file's tree: what each word was made from.
fn stamps(node: Node, report: &RefCell<Diags>) -> (Node, BTreeMap<String, Text>) {
    let mut prints = BTreeMap::new();
    let Node { value: Value::Map(mut entries), span } = node else { return (node, prints) };
    if let Some(at) = entries.iter().position(|e| e.key == "of") {
        let of = entries.remove(at);
        match of.value.map() {
            Some(map) => {
                prints.extend(map.iter().filter_map(|e| {
                    Some((e.key.clone(), Text { value: e.value.text()?.to_owned(), span: e.key_span }))
                }))
            }
            None if of.value.is_null() => {}
            None => report.borrow_mut().push(
                Diagnostic::new(NO_WORDS, of.value.span, "`of` is written by `stepbook translate`, and is a map")
                    .help("take it out; `stepbook translate` writes it again"),
            ),
        }
    }
    (Node { value: Value::Map(entries), span }, prints)
}
