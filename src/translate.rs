//! What `stepbook translate` writes: a place for each word, and a note of what each was made from. Words are never touched.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Diags, FileId, Span};
use crate::model::Language;
use crate::model::translation::{Side, Stamps, Translation, Word, print};
use crate::source::Sources;
use crate::tree::{Entry, Node};

mod noted;

use noted::{Refusal, noted};

crate::codes! {
    NOT_NOTED Error "SB1315" "a translation in which no note can be written"
        "`stepbook translate` notes at the end of a file what each word was made from. It leaves a file alone where it could not do so without touching the translator's words. Begin each key at the start of a line of its own, without braces around the whole, and let the file end with the last of its words."
}

/// What is known of one file, and its text where that is to be written.
#[derive(Debug)]
pub struct Told {
    /// The file with the translation.
    pub path: String,
    /// Its text, when it is another one than before.
    pub text: Option<String>,
    /// Whether there was none before.
    pub made: bool,
    /// How many notes were written.
    pub noted: usize,
    /// Places of words that are missing.
    pub missing: Vec<String>,
    /// Places of words whose source has changed, and that nobody has looked at since.
    pub changed: Vec<String>,
}

/// Plans what is written for a language; `only` names files, all of them when it is empty. A file that cannot be written without
/// touching its words is reported.
pub fn plan(
    language: &Language,
    translation: &Translation,
    sources: &Sources,
    only: &[String],
    reviewed: bool,
    diags: &mut Diags,
) -> Vec<Told> {
    let wanted = |side: &&Side| only.is_empty() || only.iter().any(|typed| means(typed, side, sources));
    translation.sides.iter().filter(wanted).filter_map(|side| one(language, side, sources, reviewed, diags)).collect()
}

/// What was typed for a file and means none that is translated.
#[must_use]
pub fn strangers(translation: &Translation, sources: &Sources, only: &[String]) -> Vec<String> {
    let strange = |typed: &&String| !translation.sides.iter().any(|side| means(typed, side, sources));
    only.iter().filter(strange).cloned().collect()
}

/// Whether a path, as it was typed, is that of a translation or of its source.
fn means(typed: &str, side: &Side, sources: &Sources) -> bool {
    let typed = typed.replace('\\', "/");
    [&side.path, &sources.get(side.source).path]
        .iter()
        .any(|path| typed.strip_suffix(path.as_str()).is_some_and(|before| before.is_empty() || before.ends_with('/')))
}

fn one(language: &Language, side: &Side, sources: &Sources, reviewed: bool, diags: &mut Diags) -> Option<Told> {
    let missing = side.missing().map(|w| w.path.clone()).collect();
    let Some(file) = side.file else {
        let text = skeleton(language, side, sources)?;
        return Some(Told {
            path: side.path.clone(),
            text: Some(text),
            made: true,
            noted: 0,
            missing,
            changed: Vec::new(),
        });
    };
    let changed = if reviewed { Vec::new() } else { side.changed().map(|w| w.path.clone()).collect() };
    let (text, noted) = match &side.stamps {
        Stamps::Whole { written, now } => {
            let own = side.words.iter().any(|w| w.path == "text" && w.own.is_some());
            let stale = own && written.as_ref().is_none_or(|t| reviewed && t.value != *now);
            (stale.then(|| noted_chapter(&sources.get(file).text, now)), usize::from(stale))
        }
        Stamps::Each(prints) => {
            let (text, noted) = noted_tree(side, file, prints, sources, reviewed)?;
            (Some(text), noted)
        }
    };
    let (text, noted) = match text {
        Some(Err(refusal)) => {
            let place = Span::new(file, refusal.at);
            diags.push(Diagnostic::new(NOT_NOTED, place, refusal.message).help(refusal.help));
            (None, 0)
        }
        Some(Ok(text)) => (Some(text), noted),
        None => (None, 0),
    };
    let text = text.filter(|t| *t != sources.get(file).text);
    Some(Told { path: side.path.clone(), text, made: false, noted, missing, changed })
}

/// The file with the notes it should have, and how many of them are new; `None` when it cannot be read.
fn noted_tree(
    side: &Side,
    file: FileId,
    prints: &BTreeMap<String, crate::tree::Text>,
    sources: &Sources,
    reviewed: bool,
) -> Option<(Result<String, Refusal>, usize)> {
    let mut found = Diags::new();
    let text = &sources.get(file).text;
    crate::yaml::parse(text, file, 0, &mut found).filter(|node| !found.has_errors() && node.map().is_some())?;
    let mut new = 0;
    let mut lines = String::new();
    for word in side.words.iter().filter(|w| w.own.is_some()) {
        let now = print(&word.source.value);
        let note = match prints.get(&word.path) {
            Some(old) if old.value == now || !reviewed => old.value.clone(),
            _ => {
                new += 1;
                now
            }
        };
        lines.push_str(&format!("  {}: {note}\n", key(&word.path)));
    }
    // Where every note is there already, the file is as it should be, however it is written.
    let same = prints.len() == side.words.iter().filter(|w| w.own.is_some()).count();
    if new == 0 && same {
        return Some((Ok(text.clone()), 0));
    }
    let of = if lines.is_empty() { String::new() } else { format!("of: {HEAD}\n{lines}") };
    Some((noted(text, &of), new))
}

const HEAD: &str = "# what each text was made from; `stepbook translate` writes this";

/// A chapter with the print of its source in front matter.
fn noted_chapter(text: &str, now: &str) -> Result<String, Refusal> {
    let of = format!("of: {now}\n");
    let mut lines = text.split_inclusive('\n');
    let opens = lines.next().filter(|first| first.trim_end() == "---");
    let Some(opens) = opens else {
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        return Ok([&["---\n", &of, "---\n\n"].concat().replace('\n', end), text].concat());
    };
    let front: String = lines.take_while(|line| line.trim_end() != "---").collect();
    let rest = text.get(opens.len() + front.len()..).unwrap_or("");
    let front = noted(&front, &of)
        .map_err(|refusal| Refusal { at: refusal.at.start + opens.len()..refusal.at.end + opens.len(), ..refusal })?;
    Ok([opens, &front, rest].concat())
}

/// A file to be filled in: above each empty place stands what the source says.
fn skeleton(language: &Language, side: &Side, sources: &Sources) -> Option<String> {
    let source = sources.get(side.source);
    let name = source.path.rsplit('/').next().unwrap_or(&source.path);
    if let Stamps::Whole { .. } = side.stamps {
        let body = side.words.iter().find(|w| w.path == "text").map_or("", |w| w.source.value.as_str());
        let mut out = format!(
            "---\n# {name} in the language `{}`; write after the colons, and below in place of the text\n",
            language.tag
        );
        for word in side.words.iter().filter(|w| w.path != "text") {
            out.push_str(&comment(&word.source.value, ""));
            out.push_str(&format!("{}:\n", word.path));
        }
        return Some(format!("{out}---\n{body}"));
    }
    let node = crate::yaml::parse(&source.text, side.source, 0, &mut Diags::new())?;
    let words: BTreeMap<&str, &Word> = side.words.iter().filter(|w| w.speaks()).map(|w| (w.path.as_str(), w)).collect();
    let mut above = BTreeSet::new();
    for path in words.keys() {
        above.extend(path.match_indices('.').filter_map(|(at, _)| path.get(..at)));
    }
    let mut writer = Writer { words, above, out: String::new() };
    writer.out =
        format!("# {name} in the language `{}`: write after each colon what the line above says.\n", language.tag);
    writer.block(node.map()?, "", "");
    Some(writer.out)
}

struct Writer<'a> {
    words: BTreeMap<&'a str, &'a Word>,
    /// Paths with words below them.
    above: BTreeSet<&'a str>,
    out: String,
}

impl Writer<'_> {
    fn block(&mut self, entries: &[Entry], path: &str, indent: &str) {
        for entry in entries {
            let path = join(path, &entry.key);
            if let Some(word) = self.words.get(path.as_str()) {
                self.out.push_str(&comment(&word.source.value, indent));
                self.out.push_str(&format!("{indent}{}:\n", key(&entry.key)));
            } else if self.above.contains(path.as_str()) {
                self.out.push_str(&format!("{indent}{}:\n", key(&entry.key)));
                let deeper = [indent, "  "].concat();
                match (entry.value.map(), entry.value.list()) {
                    (Some(inner), _) => self.block(inner, &path, &deeper),
                    (_, Some(items)) => self.list(items, &path, &deeper),
                    _ => {}
                }
            }
        }
        self.implied(entries, path, indent);
    }

    /// Words that the source leaves to an id.
    fn implied(&mut self, entries: &[Entry], path: &str, indent: &str) {
        let own = |p: &&str| {
            let last = p.strip_prefix(path).and_then(|p| p.strip_prefix('.'));
            last.is_some_and(|k| !k.contains('.') && !entries.iter().any(|e| e.key == k))
        };
        let lines: Vec<String> = self
            .words
            .iter()
            .filter(|(p, _)| !path.is_empty() && own(p))
            .map(|(p, w)| {
                let name = p.rsplit('.').next().unwrap_or(p);
                format!("{}{indent}{}:\n", comment(&w.source.value, indent), key(name))
            })
            .collect();
        self.out.extend(lines);
    }

    fn list(&mut self, items: &[Node], path: &str, indent: &str) {
        for (n, item) in items.iter().enumerate() {
            let entries = item.map().unwrap_or(&[]);
            let mark = entries.iter().find(|e| ["id", "name"].contains(&e.key.as_str()));
            let id = mark.and_then(|e| Some((e.key.as_str(), e.value.text()?)));
            let by_id =
                id.map(|(mark, id)| (mark, id, join(path, id))).filter(|(.., p)| self.above.contains(p.as_str()));
            let deeper = [indent, "  "].concat();
            if let Some((mark, id, path)) = by_id {
                self.out.push_str(&format!("{indent}- {mark}: {}\n", key(id)));
                self.block(entries, &path, &deeper);
                continue;
            }
            let path = join(path, &(n + 1).to_string());
            if let Some(word) = self.words.get(path.as_str()) {
                self.out.push_str(&comment(&word.source.value, indent));
                self.out.push_str(&format!("{indent}-\n"));
            } else if id.is_none() {
                // Items without ids are matched by their order, so that even one without words keeps its place.
                self.out.push_str(&format!("{indent}-\n"));
                self.block(entries, &path, &deeper);
            }
        }
    }
}

fn comment(text: &str, indent: &str) -> String {
    text.lines().map(|line| format!("{indent}# {line}").trim_end().to_owned() + "\n").collect()
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A key as YAML writes it: words that mean something to other readers stand in quotes.
fn key(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !["on", "off", "yes", "no", "y", "n", "true", "false", "null"].contains(&name);
    if plain { name.to_owned() } else { serde_json::Value::from(name).to_string() }
}
