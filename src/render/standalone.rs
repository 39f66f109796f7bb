//! Sheets that stand alone: an exercise as one file with its style and scripts inside, to be sent to somebody and opened from disk.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Maker;
use super::exercise::{Made, Setting, html};
use super::view::needed;
use crate::diag::Diagnostic;
use crate::media::media_type;
use crate::model::Exercise;
use crate::site::{Body, Output, Site};

crate::codes! {
    NO_ADDRESS Error "SB1009" "sheets that stand alone need the book's address"
        "A sheet that is sent to somebody links back to the book: to the chapter on safety, to helplines, to the page it came from. So `--standalone` needs `base_url` under `[site]` in book.toml, or `--base-url`."
}

/// Plans one file for each exercise.
pub fn plan<'a>(maker: &'a Maker<'a>, site: &mut Site<'a>) {
    for exercise in &maker.book.exercises {
        let path = ["standalone/", &exercise.id, ".html"].concat();
        site.plan(
            vec![path.clone()],
            Box::new(move || Ok(vec![Output { path: path.clone(), body: Body::Page(page(maker, exercise)?) }])),
        );
    }
}

/// A script inside the page.
#[derive(Serialize)]
struct Inline {
    text: String,
    early: bool,
}

fn page(maker: &Maker<'_>, exercise: &Exercise) -> Result<String, Box<Diagnostic>> {
    let root = maker.base_url.as_deref().unwrap_or("");
    let mut context = maker.shell_at(root, &exercise.sheet(), &exercise.title.value, None, "sheet");
    let inline = scripts(maker, exercise);
    let style = &whole(maker);
    let hashes: Vec<String> = inline.iter().map(|script| hash(&script.text)).collect();
    let csp = [
        "default-src 'none'; style-src ",
        &hash(style),
        "; script-src ",
        &hashes.join(" "),
        "; img-src data: blob:; font-src data:; form-action 'none'; base-uri 'none'",
    ]
    .concat();
    context.insert("csp", &csp);
    context.insert("foot", &super::packet::foot(maker, exercise));
    context.insert("style", style);
    context.insert("inline_scripts", &inline);
    context.insert("title", &exercise.title.value);
    let made = Made::default();
    context.insert_value(
        "exercise_html",
        tera::Value::safe_string(&html(maker, exercise, Setting { root, level: 1, made: &made })?),
    );
    maker.theme.render("templates/standalone.html", &context)
}

/// The scripts of an exercise: of those that hold several kinds its own alone, and what they load later.
fn scripts(maker: &Maker<'_>, exercise: &Exercise) -> Vec<Inline> {
    let exercises = [exercise];
    let needed = needed(&exercises);
    let mut texts: Vec<(&str, &str)> = Vec::new();
    for script in maker.scripts.iter().filter(|script| needed(script, None)) {
        let pieces = script.pieces.iter().filter(|(kind, _)| needed(script, Some(kind)));
        texts.extend(pieces.map(|(_, text)| (script.name.as_str(), text.as_str())));
        if script.pieces.is_empty() {
            texts.push((&script.name, &script.text));
        }
    }
    // After what they take from, and before whoever asks for them; that may be another of them.
    let at = texts.iter().position(|(name, _)| *name == "work").map_or(texts.len(), |at| at + 1);
    for script in maker.scripts.iter().filter(|script| script.name.starts_with("later-")).rev() {
        let file = script.address.rsplit('/').next().unwrap_or_default();
        if texts.iter().any(|(_, text)| text.contains(file)) {
            texts.insert(at, (&script.name, &script.text));
        }
    }
    // Inside a page these letters would end the script; escaped, a string says the same.
    let inline =
        |(name, text): (&str, &str)| Inline { text: text.replace("</script", "<\\/script"), early: name == "early" };
    texts.into_iter().map(inline).collect()
}

/// The theme's styles with the fonts and pictures that they show inside.
fn whole(maker: &Maker<'_>) -> String {
    let mut style = maker.theme.css.clone();
    for (path, address) in &maker.theme.published {
        let named = ["url(", address.rsplit('/').next().unwrap_or(address)].concat();
        if style.contains(&named)
            && let Some(Ok(bytes)) = maker.theme.files.get(path).map(crate::source::Asset::bytes)
        {
            let data = ["url(data:", &media_type(path), ";base64,", &BASE64_STANDARD.encode(&bytes)].concat();
            style = style.replace(&named, &data);
        }
    }
    style
}

/// What a security policy names an inline style or script by.
fn hash(text: &str) -> String {
    ["'sha256-", &BASE64_STANDARD.encode(Sha256::digest(text.as_bytes())), "'"].concat()
}
