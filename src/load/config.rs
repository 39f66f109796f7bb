//! `book.toml`.

use std::cell::RefCell;

use crate::diag::{Diagnostic, Diags, Span};
use crate::model::config::{Config, Practice, ThemeName, is_base, is_web};
use crate::model::translation::{direction, is_tag, mended_tag};
use crate::model::{Language, id};
use crate::source::Sources;
use crate::tree::{
    MISSING_KEY, Node, Param, TOML_SYNTAX, Table, Text, Ty, UNKNOWN_KEY, WRONG_TYPE, from_toml, need, opt,
};

mod slip;

crate::codes! {
    BAD_URL Error "SB0121" "a web address that cannot be used"
        "Addresses of sites start with `https://` or `http://`."
    BAD_PATH Error "SB0122" "a folder outside the book"
        "`out` is a folder below the book, such as `site`. To publish elsewhere use `--out`."
    BAD_LANGUAGE Error "SB0123" "a language tag that cannot be read"
        "Languages are written as short tags, such as `en`, `de` or `pt-BR`."
    OWN_LANGUAGE Error "SB0125" "a translation into the book's own language"
        "`[translations.es]` names a language that the book is translated into. The one it is written in is `language` under `[book]`."
    BAD_PACK Error "SB0124" "a name of another shape"
        "The id of a book and the pack, which is the name of a fork, are written in small letters, digits and hyphens, such as `riverside`. They go before the ids of answers and never change once readers have answered."
}

/// What `book.toml` takes: tables with their keys.
pub const PARAMS: &[Param] = &[
    need("book", Ty::Block(BOOK), "what the book is"),
    opt("site", Ty::Block(SITE), "where it is published"),
    opt("practice", Ty::Block(PRACTICE), "whose copy it is"),
    opt("safety", Ty::Block(SAFETY), "leaving quickly and guards"),
    opt("print", Ty::Block(PRINT), "paper"),
    opt("translations", Ty::BlockMap(TRANSLATION), "languages it is translated into, by their tags"),
];
const BOOK: &[Param] = &[
    need("title", Ty::Text, "its title"),
    opt("subtitle", Ty::Text, "a line under it"),
    opt("language", Ty::Text, "a tag such as `en`"),
    opt("direction", Ty::OneOf(&["ltr", "rtl"]), "the direction of its script"),
    opt("authors", Ty::Texts, "who wrote it"),
    opt("licence", Ty::Text, "the licence of the text"),
    opt("description", Ty::Text, "a sentence for cards and search engines"),
    opt("source", Ty::Text, "the credit for what it grew from"),
    opt("id", Ty::Text, "the book's name among stored answers; stays when the title changes"),
    opt("pack", Ty::Text, "a fork's name"),
    opt("version", Ty::Text, "the edition, printed on each sheet"),
];
const SITE: &[Param] = &[
    opt("base_url", Ty::Text, "where it will be published"),
    opt("theme", Ty::Text, "the theme's name"),
    opt("out", Ty::Text, "the folder to write"),
];
const PRACTICE: &[Param] = &[
    opt("name", Ty::Text, "its name"),
    opt("address", Ty::Text, "its address, on one line"),
    opt("phone", Ty::Text, "its phone number"),
    opt("web", Ty::Text, "its site"),
    opt("logo", Ty::Text, "a picture under `content/`"),
];
const SAFETY: &[Param] = &[
    opt("exit_url", Ty::Text, "where \"Leave quickly\" goes"),
    opt("guard", Ty::Id, "a guard for pair exercises that name none"),
    opt("allow_old_helplines", Ty::Bool, "let a build through whose helplines were checked over a year ago"),
];
const PRINT: &[Param] =
    &[opt("paper", Ty::OneOf(&["a4", "letter"]), "the paper"), opt("large", Ty::Bool, "large print")];

const TRANSLATION: &[Param] = &[
    opt("title", Ty::Text, "the book's title"),
    opt("subtitle", Ty::Text, "a line under it"),
    opt("description", Ty::Text, "a sentence for cards and search engines"),
    opt("direction", Ty::OneOf(&["ltr", "rtl"]), "the direction of its script"),
    opt("chapters", Ty::Texts, "files it covers, such as `index.md` or `10-start/**`; all unless set"),
];

/// A site that is dull, quick and known everywhere: what GOV.UK's pattern asks of an exit page.
const EXIT: &str = "https://www.wikipedia.org/";

/// Reads the settings; without a `book.toml` they are all defaults.
pub fn read(sources: &Sources, diags: &mut Diags) -> Config {
    let mut config = Config {
        language: "en".into(),
        direction: "ltr",
        out: "site".into(),
        exit_url: EXIT.into(),
        theme: ThemeName { name: "paper".into(), span: None },
        ..Config::default()
    };
    let Some(file) = sources.file("book.toml").filter(|file| sources.is_read(*file)) else { return config };
    let text = &sources.get(file).text;
    let root = match from_toml(text, file) {
        Ok(root) => root,
        Err((at, error)) => {
            let (message, help, bytes) = slip::slip(text, at, &error);
            diags.push(Diagnostic::new(TOML_SYNTAX, Span::new(file, bytes), message).help(help));
            return config;
        }
    };
    let report = RefCell::new(Diags::new());
    fill(&mut config, &root, &report);
    config.whole = !report.borrow().has_errors();
    diags.append(report.into_inner());
    config
}

fn fill(config: &mut Config, root: &Node, report: &RefCell<Diags>) {
    let found = RefCell::new(Diags::new());
    let Some(top) = Table::open(root, "book.toml", &[PARAMS], &found) else { return };
    let table =
        |key: &str, params: &'static [Param]| Table::open(top.node(key)?, format!("[{key}]"), &[params], &found);
    let value = |t: Option<Text>| t.map(|t| t.value);
    if let Some(book) = table("book", BOOK) {
        config.title = value(book.text("title")).unwrap_or_default();
        config.subtitle = value(book.text("subtitle"));
        if let Some(language) = book.text("language") {
            tag(&language.value, language.span, &found);
            config.direction = direction(&language.value);
            config.language = language.value;
        }
        config.direction = book.word("direction", &["ltr", "rtl"]).unwrap_or(config.direction);
        config.authors = book.texts("authors").into_iter().map(|t| t.value).collect();
        config.version = value(book.text("version"));
        config.licence = value(book.text("licence"));
        config.description = value(book.text("description"));
        config.source = value(book.text("source"));
        let name = |key: &str, what: &str, fits: fn(&str) -> bool| {
            let name = book.text(key)?;
            if !fits(&name.value) {
                let mended = id::mend(&name.value, '-');
                let help = if id::is_exercise(&mended) {
                    format!("write `{mended}`")
                } else {
                    "use 3 to 40 small letters, digits and hyphens, a letter first, such as `riverside`".to_owned()
                };
                let message = format!("`{}` cannot be {what}", name.value);
                book.say(Diagnostic::new(BAD_PACK, name.span, message).help(help));
            }
            Some(name)
        };
        config.pack = name("pack", "a pack's name", id::is_exercise);
        // What a title makes can be written out as it is, so that the title may change after all.
        let named = name("id", "a book's id", |id| id::is_exercise(id) || !id.is_empty() && id::slug(id) == id);
        config.named = named.as_ref().map(|id| id.span).or(book.text("title").map(|title| title.span));
        config.id = named.map_or_else(|| id::slug(&config.title), |id| id.value);
    }
    if let Some(site) = table("site", SITE) {
        config.base_url = url(&site, "base_url").filter(|u| {
            let fine = is_base(u);
            if !fine && let Some(node) = site.node("base_url") {
                let message = "an address to publish at has no `?` and no `#`";
                site.say(Diagnostic::new(BAD_URL, node.span, message).help("leave out what begins there"));
            }
            fine
        });
        config.base_url = config.base_url.take().map(|u| if u.ends_with('/') { u } else { u + "/" });
        if let Some(theme) = site.text("theme") {
            config.theme = ThemeName { name: theme.value, span: Some(theme.span) };
        }
        if let Some(out) = site.text("out") {
            let first = out.value.trim_start_matches("./").split(['/', '\\']).next().unwrap_or("");
            let inside = !["content", "themes"].contains(&first)
                && !out.value.starts_with(['/', '\\'])
                && !out.value.contains("..")
                && !out.value.contains(':')
                && out.value != ".";
            if !inside {
                let message = match first {
                    "content" | "themes" => {
                        format!("`{}` is part of the book, and the site would become so too", out.value)
                    }
                    _ => format!("`{}` is not a folder below the book", out.value),
                };
                let help = "write `out = \"site\"`, or use `--out` to publish elsewhere";
                site.say(Diagnostic::new(BAD_PATH, out.span, message).help(help));
            }
            if inside {
                config.out = out.value;
            }
        }
    }
    if let Some(practice) = table("practice", PRACTICE) {
        config.practice = Some(Practice {
            name: value(practice.text("name")),
            address: value(practice.text("address")),
            phone: value(practice.text("phone")),
            web: url(&practice, "web"),
            logo: practice.text("logo"),
        });
    }
    if let Some(safety) = table("safety", SAFETY) {
        config.exit_url = url(&safety, "exit_url").unwrap_or_else(|| EXIT.to_owned());
        config.guard = safety.text("guard");
        config.allow_old_helplines = safety.truth("allow_old_helplines");
    }
    if let Some(print) = table("print", PRINT) {
        config.paper = print.word("paper", &["a4", "letter"]);
        config.large = print.truth("large");
    }
    (config.translations, config.refused_languages) = translations(&top, &config.language, &found);
    let found = found.into_inner();
    if found.iter().any(|d| d.code == UNKNOWN_KEY && named(d) == "translations") {
        config.refused_languages = None;
    }
    // Keys of `[book]` at the top lack one line above them, and are one mistake.
    let strays =
        |d: &Diagnostic| d.code == UNKNOWN_KEY && d.message.ends_with("in book.toml") && home(named(d)) == Some("book");
    let mut stray = false;
    for finding in found.iter() {
        let again = strays(finding) && std::mem::replace(&mut stray, true);
        let headless = finding.code == MISSING_KEY && named(finding) == "book" && found.iter().any(strays);
        if !(again || headless) {
            report.borrow_mut().push(in_toml(finding.clone()));
        }
    }
}

/// The tables of the book's settings, each with its keys.
const TABLES: &[(&str, &[Param])] =
    &[("book", BOOK), ("site", SITE), ("practice", PRACTICE), ("safety", SAFETY), ("print", PRINT)];

/// The first name that a finding speaks of.
fn named(finding: &Diagnostic) -> &str {
    finding.message.split('`').nth(1).unwrap_or_default()
}

/// The table that a key belongs to.
fn home(key: &str) -> Option<&'static str> {
    TABLES.iter().find(|(_, params)| params.iter().any(|p| p.key == key)).map(|(table, _)| *table)
}

/// A finding with the way out as it is written in TOML; a key in the wrong table is told which is the right one.
fn in_toml(finding: Diagnostic) -> Diagnostic {
    let key = named(&finding).to_owned();
    let table = finding.message.strip_prefix('[').and_then(|rest| rest.split(']').next()).map(str::to_owned);
    let language =
        "write `[translations.es]` with the tag of the language, on a line of its own, and below it `title = \"...\"`";
    if finding.code == MISSING_KEY {
        return match key.as_str() {
            "book" => finding.help("write `[book]` on a line of its own, and below it `title = \"The title\"`"),
            key => {
                let help = format!("write `{key} = \"...\"` below `[book]`");
                finding.help(help)
            }
        };
    }
    if finding.code == UNKNOWN_KEY {
        return match home(&key) {
            Some(table) => finding.help(format!("it belongs below a line `[{table}]`")),
            None if key == "translations" => finding.help(language),
            None if PARAMS.iter().any(|p| p.key == key) => {
                finding.help(format!("write `[{key}]` on a line of its own, and its keys below it"))
            }
            None => finding,
        };
    }
    if finding.code != WRONG_TYPE {
        return finding;
    }
    let block = finding.message.contains("needs a block of keys");
    match table {
        Some(table) if block && table.starts_with("translations") => finding.help(language),
        Some(table) if block => finding.help(format!("write `[{table}]` on a line of its own, and its keys below it")),
        _ if key == "translations" => finding.help(language),
        _ if finding.message.contains("needs a text,") => finding.help(format!("write `{key} = \"...\"`")),
        _ if finding.message.contains("needs texts") || finding.message.contains("needs a list") => {
            finding.help(format!("write `{key} = [\"...\", \"...\"]`"))
        }
        _ => {
            let help = finding.help.as_deref().unwrap_or("").replace(&format!("`{key}: "), &format!("`{key} = "));
            finding.help(help)
        }
    }
}

/// Whether a word is a language tag as it is usually written; anything else is reported.
fn tag(word: &str, span: Span, report: &RefCell<Diags>) -> bool {
    let usual = mended_tag(word);
    let fine = is_tag(word) && usual.as_deref() == Some(word);
    if !fine {
        let help = usual
            .map_or_else(|| "write a tag such as `en`, `de` or `pt-BR`".to_owned(), |usual| format!("write `{usual}`"));
        let message = format!("`{word}` is no language tag");
        report.borrow_mut().push(Diagnostic::new(BAD_LANGUAGE, span, message).help(help));
    }
    fine
}

/// The languages under `[translations]`, and the tags of those that were refused, where all of them are known.
fn translations(top: &Table<'_>, own: &str, report: &RefCell<Diags>) -> (Vec<Language>, Option<Vec<String>>) {
    let mut out = Vec::new();
    let lost = top.mistyped("translations") || top.node("translations").is_some_and(|node| node.map().is_none());
    let mut refused = (!lost).then(Vec::new);
    for entry in top.entries("translations") {
        let what = format!("[translations.{}]", entry.key);
        let table = Table::open(&entry.value, what, &[TRANSLATION], report);
        let Some(table) = table.filter(|_| tag(&entry.key, entry.key_span, report)) else {
            match (mended_tag(&entry.key), &mut refused) {
                (Some(meant), Some(refused)) => refused.push(meant),
                _ => refused = None,
            }
            continue;
        };
        if entry.key.eq_ignore_ascii_case(own) {
            table.say(
                Diagnostic::new(
                    OWN_LANGUAGE,
                    entry.key_span,
                    format!("`{own}` is the language the book is written in"),
                )
                .help("name the language it is translated into, such as `[translations.es]`"),
            );
        }
        let text = |key: &str| table.text(key).map(|t| t.value);
        out.push(Language {
            tag: entry.key.clone(),
            span: entry.key_span,
            direction: table.word("direction", &["ltr", "rtl"]).unwrap_or(direction(&entry.key)),
            title: text("title"),
            subtitle: text("subtitle"),
            description: text("description"),
            chapters: table.texts("chapters"),
        });
    }
    (out, refused)
}

fn url(table: &Table<'_>, key: &str) -> Option<String> {
    let text = table.text(key)?;
    if !is_web(&text.value) {
        table.say(
            Diagnostic::new(BAD_URL, text.span, format!("`{}` is no web address", text.value))
                .help("write it in full, such as `https://example.org/`"),
        );
        return None;
    }
    Some(text.value)
}
