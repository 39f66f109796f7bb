//! Helplines, feeling words, and the files beside the chapters.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Diags, FileId, Span};
use crate::kinds::{DOUBLED_ID, labels};
use crate::load::translations::Sides;
use crate::model::Book;
use crate::model::book::{Country, FeelingGroup, Helpline, dialled};
use crate::source::Sources;
use crate::tree::{Node, Param, Table, Text, Ty, need, opt};

crate::codes! {
    ONE_SOURCE Error "SB0801" "a helpline without two sources"
        "A wrong number can cost more than a missing one. Each line names two official pages that agree on it, as `sources: [{title: ..., url: ...}, {title: ..., url: ...}]`."
    NO_CONTACT Error "SB0802" "a helpline that cannot be reached"
        "A helpline needs at least one way to reach it: `phone`, `text` or `web`."
    SAME_COUNTRY Error "SB0804" "two files of helplines for one country"
        "A country has one file, so that a reader finds all its lines together and a link to it leads to them. Put the lines of both into one file, and delete the other."
    BAD_PHONE Error "SB0805" "a phone number that could not be dialled"
        "A number is a link that a phone dials, so `phone` holds one number and nothing else: digits, with blanks, hyphens or dots between them, after a `+` or a `*` where it has one. A second number is a line of its own, and when it answers stands in `hours`."
    BAD_COUNTRY Error "SB0803" "a country code of another shape"
        "Countries are two capital letters by ISO 3166-1, such as `GB`."
}

const LINE: &[Param] = &[
    need("name", Ty::Id, "its name"),
    opt("phone", Ty::Name, "the one number to call, in quotes"),
    opt("text", Ty::Text, "how to text"),
    opt("web", Ty::Name, "its site"),
    opt("hours", Ty::Text, "when it answers"),
    opt("for_whom", Ty::Text, "whom it is for"),
    need("sources", Ty::Blocks(SOURCE), "two official pages that agree on the number"),
];
const SOURCE: &[Param] = &[need("title", Ty::Name, "the page's title"), need("url", Ty::Name, "its address")];
/// The keys of a country's file.
pub const COUNTRY: &[Param] = &[
    need("country", Ty::Text, "its name"),
    need("code", Ty::Name, "two letters, ISO 3166-1"),
    opt("emergency", Ty::Name, "the number for danger now"),
    opt("checked", Ty::Date, "the day the sources were last compared"),
    opt("note", Ty::Text, "a line under it"),
    need("lines", Ty::Blocks(LINE), "the helplines"),
];
const GROUP: &[Param] = &[
    need("label", Ty::Text, "its heading"),
    need("words", Ty::Labels(crate::kinds::LABEL_PARAMS), "ids with their words"),
];
/// Where the list of feelings stands.
const FEELINGS_FILES: [&str; 2] = ["content/words/feelings.yaml", "content/words/feelings.yml"];
/// The keys of the list of feelings.
pub const FEELINGS: &[Param] = &[
    need("groups", Ty::BlockMap(GROUP), "groups of words"),
    opt("retired", Ty::TextOrTexts, "ids of words that are gone for good"),
];

/// The book's list of feelings, where it has one of its own.
pub fn feelings_file(sources: &Sources) -> Option<FileId> {
    FEELINGS_FILES.iter().find_map(|path| sources.file(path))
}

/// Reads helplines and words, and takes the other files over.
pub fn read(sources: &Sources, sides: &Sides, book: &mut Book, diags: &mut Diags) {
    let report = RefCell::new(Diags::new());
    for (file, source) in
        sources.under("content/helplines/").filter(|(id, s)| super::is_yaml(&s.path) && !sides.holds(*id))
    {
        let node = crate::yaml::block(&source.text, file, 0, &mut report.borrow_mut());
        match node.and_then(|node| country(&node, file, &report)) {
            Some(country) => book.helplines.push(country),
            None => drop(book.unread.insert(source.path.clone())),
        }
    }
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for country in &book.helplines {
        if let Some(before) = first.insert(&country.code.value, country.code.span) {
            let message = format!("two files are about `{}`", country.code.value);
            let finding = Diagnostic::new(SAME_COUNTRY, country.code.span, message).also(before, "the other");
            report.borrow_mut().push(finding.help("put the lines of both into one file, and delete the other"));
        }
    }
    if let [Some(_), Some(second)] = FEELINGS_FILES.map(|path| sources.file(path)) {
        let message = "there are two lists of feelings, and this one would not be read";
        let help = format!("put its words into `{}`", FEELINGS_FILES[0]);
        report.borrow_mut().push(Diagnostic::new(crate::source::LEFT_OUT, Span::new(second, 0..0), message).help(help));
    }
    // Read before it is judged, since both report.
    let mark = report.borrow().mark();
    let node = feelings_file(sources)
        .and_then(|file| crate::yaml::block(&sources.get(file).text, file, 0, &mut report.borrow_mut()));
    if let Some(node) = node {
        (book.feelings, book.retired_feelings) = feelings(&node, &report);
    }
    if report.borrow().erred_since(mark) {
        book.unread.extend(FEELINGS_FILES.map(str::to_owned));
    }
    diags.append(report.into_inner());
    book.assets = sources
        .assets()
        .iter()
        .filter(|(path, _)| path.starts_with("content/"))
        .map(|(p, a)| (p.clone(), a.clone()))
        .collect();
}

/// Reads one country's helplines.
pub fn country(node: &Node, file: crate::diag::FileId, report: &RefCell<Diags>) -> Option<Country> {
    let table = Table::open(node, "a country's helplines", &[COUNTRY], report)?;
    let lines = table.items("lines").iter().filter_map(|n| line(n, report)).collect();
    let (country, code) = (table.text("country")?, table.text("code")?);
    let upper = code.value.to_uppercase();
    if code.value != upper || upper == "UK" || upper.len() != 2 || !upper.bytes().all(|b| b.is_ascii_uppercase()) {
        let help = match upper.as_str() {
            // What its web addresses end in is no code of a country.
            "UK" => "write `GB`".to_owned(),
            two if two.len() == 2 => format!("write `{two}`"),
            _ => "write two capital letters, such as `GB`".to_owned(),
        };
        let message = format!("`{}` is no country code", code.value);
        table.say(Diagnostic::new(BAD_COUNTRY, code.span, message).help(help));
    }
    let text = |key: &str| table.text(key).map(|t| t.value);
    let checked = table.date("checked");
    Some(Country {
        file,
        country: country.value,
        code,
        emergency: text("emergency"),
        undated: checked.is_none() && table.entry("checked").is_some(),
        checked,
        note: text("note"),
        lines,
        span: node.span,
        lang: None,
    })
}

/// Reads the list of feelings.
pub fn feelings(node: &Node, report: &RefCell<Diags>) -> (Vec<FeelingGroup>, Vec<Text>) {
    let mut out = Vec::new();
    let Some(table) = Table::open(node, "the list of feelings", &[FEELINGS], report) else {
        return (out, Vec::new());
    };
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for entry in table.entries("groups") {
        crate::kinds::inner_id(entry, report);
        let Some(inner) = Table::open(&entry.value, format!("group `{}`", entry.key), &[GROUP], report) else {
            continue;
        };
        let Some(label) = inner.text("label") else { continue };
        let words = labels(&inner, "words", 1);
        for word in &words {
            if let Some(before) = seen.insert(word.id.clone(), word.span) {
                let message = format!("`{}` is a word of two groups", word.id);
                let finding = Diagnostic::new(DOUBLED_ID, word.span, message).also(before, "the first");
                table.say(finding.help("give one of them another id: an answer is kept by it"));
            }
        }
        out.push(FeelingGroup { id: entry.key.clone(), label: label.value, words });
    }
    (out, table.texts("retired"))
}

/// A web address in full; a shorter one would lead to a page of this book that is not there.
fn web(table: &Table<'_>, key: &str) -> Option<Text> {
    let text = table.text(key)?;
    if crate::model::config::is_web(&text.value) {
        return Some(text);
    }
    let help = format!("write it in full: `https://{}`", text.value.trim_start_matches('/'));
    table.say(
        Diagnostic::new(super::config::BAD_URL, text.span, format!("`{}` is no web address", text.value)).help(help),
    );
    None
}

/// A number that a phone can dial; anything else is reported.
fn phone(table: &Table<'_>) -> Option<String> {
    let text = table.text("phone")?;
    let typed = text.value.trim();
    if dialled(typed).is_none() {
        let help = match without_brackets(typed) {
            Some(number) => format!("write `phone: \"{number}\"`"),
            None if !typed.contains(|c: char| c.is_ascii_digit()) => {
                "write the number in digits, or say in `text` or `web` how to reach it".to_owned()
            }
            None if typed.chars().all(|c| !c.is_alphabetic() || c.is_ascii_uppercase())
                && typed.contains(char::is_alphabetic) =>
            {
                "write it in digits, as the helpline itself gives them; the letters can stand in `name`".to_owned()
            }
            None => {
                "write one number here, in digits; the rest goes into `hours`, or into a line of its own".to_owned()
            }
        };
        let message = format!("`{typed}` could not be dialled");
        table.say(Diagnostic::new(BAD_PHONE, text.span, message).help(help));
    }
    Some(text.value)
}

/// The number that brackets keep from being one. A `0` in brackets is not dialled together with the code of a country.
fn without_brackets(typed: &str) -> Option<String> {
    let abroad = typed.starts_with(['+', '(']) && typed.contains('+') || typed.starts_with("00");
    let kept = if abroad { typed.replace("(0)", " ") } else { typed.to_owned() };
    let number = kept.replace(['(', ')'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    (number != typed && dialled(&number).is_some()).then_some(number)
}

fn line(node: &Node, report: &RefCell<Diags>) -> Option<Helpline> {
    let table = Table::open(node, "a helpline", &[LINE], report)?;
    let text = |key: &str| table.text(key).map(|t| t.value);
    let sources: Vec<(String, String)> = table
        .list("sources")
        .iter()
        .filter_map(|n| {
            let inner = Table::open(n, "a source", &[SOURCE], report)?;
            let (title, url) = (inner.text("title"), web(&inner, "url"));
            Some((title?.value, url?.value))
        })
        .collect();
    let name = table.text("name")?;
    let pages: BTreeSet<&str> = sources.iter().map(|(_, url)| url.trim_end_matches('/')).collect();
    let unread = table.list("sources").len() > sources.len();
    if table.node("sources").is_some() && pages.len() < 2 && !unread {
        table.say(
            Diagnostic::new(ONE_SOURCE, name.span, format!("`{}` names {} of two sources", name.value, pages.len()))
                .help("add a second official page that gives the same number"),
        );
    }
    let line = Helpline {
        name: name.value,
        phone: phone(&table),
        text: text("text"),
        web: web(&table, "web").map(|t| t.value),
        hours: text("hours"),
        for_whom: text("for_whom"),
        sources,
        span: node.span,
    };
    if ["phone", "text", "web"].iter().all(|key| table.entry(key).is_none()) {
        table.say(
            Diagnostic::new(NO_CONTACT, name.span, format!("`{}` cannot be reached", line.name))
                .help("add `phone:`, `text:` or `web:`"),
        );
    }
    Some(line)
}
