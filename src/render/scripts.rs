//! A theme's scripts, joined: modules for tools and tests become classic scripts, which also run from a folder on disk.
//!
//! Browsers refuse module scripts on `file:` pages. Our modules only declare things, so they can be joined by a rule
//! that fits on this page: named imports and exports, one name for one thing, no cycles. What does not fit is reported.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Diags, FileId, Span};

mod modules;
use modules::{ASKS, Module, finding, later_name, read};

crate::codes! {
    BAD_SCRIPT Error "SB1007" "a script that cannot be joined"
        "Scripts of a theme are joined into plain ones, because browsers refuse module scripts in pages opened from a folder. Write `import { a, b } from \"./file.js\";` at the start of a line, `export` before a function, class or const, `await import(\"./file.js\")` for what is loaded when it is first used, and give each thing at the top level of the files a name of its own."
    NO_SUCH_STRING Error "SB1008" "a script says a string that is not there"
        "`t(\"key\")` and `plural(\"key\", n)` look interface strings up in `i18n/en.yaml` and the file of the book's language."
}

/// Where all scripts of a page meet: what earlier ones export, and the interface strings they say.
const MEETING: &str = "globalThis[Symbol.for(\"stepbook\")]??={strings:{}}";

/// A classic script.
#[derive(Debug, Clone)]
pub struct Script {
    /// `early`, `shell`, `work`, `later-<folder>-<file>`, `kind-<kind>` or `page-<page>`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Whom a script is for.
#[derive(Clone, Copy)]
enum For {
    /// Later scripts, which take what it exports.
    All,
    /// Itself.
    One,
    /// Whoever asks for it by `await import`.
    Asking,
}

/// What stands for the address of such a script until it has one.
#[must_use]
pub fn placeholder(name: &str) -> String {
    ["{", name, "}"].concat()
}

/// Joins the scripts of a theme. `texts` are its files by path, `strings` the interface strings.
pub fn join(
    texts: &BTreeMap<String, (String, Option<FileId>)>,
    strings: &BTreeMap<String, String>,
    fallback: Span,
    diags: &mut Diags,
) -> Vec<Script> {
    let mut modules = BTreeMap::new();
    for (path, (text, file)) in texts.iter().filter(|(path, _)| path.ends_with(".js") && *path != "js/sw.js") {
        modules.insert(path.as_str(), read(path, text, *file, fallback, diags));
    }
    let (known, later) = (BTreeSet::new(), BTreeMap::new());
    let mut joiner = Joiner { modules: &modules, strings, fallback, known, later, diags };
    let mut out = Vec::new();
    for (name, path) in [("early", "js/early.js"), ("shell", "js/shell.js"), ("work", "js/work.js")] {
        out.extend(joiner.script(name, path, For::All));
    }
    let mut rest = Vec::new();
    for path in modules.keys() {
        let mut parts = path.rsplit('/');
        let stem = parts.next().unwrap_or("").trim_end_matches(".js");
        let folder = parts.next().unwrap_or("");
        let name = match path.split('/').next() {
            Some("kinds") if stem == folder => format!("kind-{stem}"),
            Some("js") if folder == "pages" => format!("page-{stem}"),
            _ => continue,
        };
        rest.extend(joiner.script(&name, path, For::One));
    }
    // In a page that holds its scripts inside, they come in this order.
    out.extend(joiner.asked_for());
    out.extend(rest);
    out
}

struct Joiner<'a, 'd> {
    modules: &'a BTreeMap<&'a str, Module<'a>>,
    strings: &'a BTreeMap<String, String>,
    fallback: Span,
    /// Modules that earlier scripts hold.
    known: BTreeSet<&'a str>,
    /// What is to be loaded later, by its path.
    later: BTreeMap<&'a str, String>,
    diags: &'d mut Diags,
}

impl<'a> Joiner<'a, '_> {
    /// The scripts that are loaded later; whoever asks for another one comes after it, since it says its address.
    fn asked_for(&mut self) -> Vec<Script> {
        let mut left: Vec<(&str, Script)> = Vec::new();
        while let Some((path, name)) =
            self.later.iter().find(|(path, _)| left.iter().all(|(p, _)| p != *path)).map(|(p, n)| (*p, n.clone()))
        {
            let Some(script) = self.script(&name, path, For::Asking) else { break };
            left.push((path, script));
        }
        let mut out = Vec::new();
        loop {
            let waits = |script: &Script| left.iter().any(|(_, other)| script.text.contains(&placeholder(&other.name)));
            let Some(at) = left.iter().position(|(_, script)| !waits(script)) else { break };
            out.push(left.remove(at).1);
        }
        for (path, _) in left {
            let words = "this file is loaded later, and loads another that loads it in turn";
            if let Some(module) = self.modules.get(path) {
                let found = finding(module, 0, module.text.find('\n').unwrap_or(0), self.fallback, words);
                self.diags.push(found.help("move what both need into a third file"));
            }
        }
        out
    }

    /// One script: a module with all that it needs and that no script for all holds.
    fn script(&mut self, name: &str, path: &str, whom: For) -> Option<Script> {
        let mut order = Vec::new();
        let mut taken = BTreeSet::new();
        let root = *self.modules.get(path).map(|m| &m.path)?;
        self.walk(root, &mut Vec::new(), &mut order, &mut taken);
        self.clashes(&order, &taken);
        self.asks(&order);
        let strings = self.said(&order);
        let mut text = format!("(()=>{{\"use strict\";\nconst $book={MEETING};\n");
        if !strings.is_empty() {
            text.push_str("Object.assign($book.strings,");
            text.push_str(&serde_json::to_string(&strings).unwrap_or_default());
            text.push_str(");\n");
        }
        if !taken.is_empty() {
            let names: Vec<&str> = taken.into_iter().collect();
            text.push_str(&format!("const {{{}}}=$book;\n", names.join(",")));
        }
        for module in &order {
            let mut at = 0;
            for (cut, instead) in &module.cuts {
                text.push_str(module.text.get(at..cut.start).unwrap_or(""));
                text.push_str(instead);
                at = cut.end;
            }
            text.push_str(module.text.get(at..).unwrap_or(""));
            text.push('\n');
        }
        let exports = |m: &&Module<'a>| m.names.iter().filter(|n| n.2).map(|n| n.0).collect::<Vec<_>>();
        match whom {
            For::All => {
                let others = || self.modules.values().filter(|other| order.iter().all(|m| m.path != other.path));
                let taken = |path: &str, name: &str| {
                    name == "later" || others().any(|m| m.imports.iter().any(|(p, n)| p == path && n.contains(&name)))
                };
                let exports: Vec<&str> = order
                    .iter()
                    .flat_map(|m| exports(m).into_iter().filter(|name| taken(m.path, name)).collect::<Vec<_>>())
                    .collect();
                text.push_str(&format!("Object.assign($book,{{{}}});\n", exports.join(",")));
                self.known.extend(order.iter().map(|m| m.path));
            }
            For::Asking => {
                let exports = order.last().map(exports).unwrap_or_default().join(",");
                text.push_str(&format!("($book.here??={{}})[\"{name}\"]={{{exports}}};\n"));
            }
            For::One => {}
        }
        text.push_str("})();\n");
        Some(Script { name: name.to_owned(), text })
    }

    /// Puts a module after what it needs.
    fn walk(
        &mut self,
        path: &'a str,
        open: &mut Vec<&'a str>,
        order: &mut Vec<&'a Module<'a>>,
        taken: &mut BTreeSet<&'a str>,
    ) {
        let Some(module) = self.modules.get(path) else { return };
        if order.iter().any(|m| m.path == path) {
            return;
        }
        open.push(path);
        for (from, names) in &module.imports {
            let Some(target) = self.modules.get(from.as_str()) else {
                let known = self.modules.keys().copied();
                let at = module.text.find("import").unwrap_or(0);
                let found = finding(module, at, "import".len(), self.fallback, &format!("there is no `{from}`"));
                self.diags.push(found.suggest(from, known));
                continue;
            };
            for name in names {
                if !target.names.iter().any(|(n, _, exported)| n == name && *exported) {
                    let words = format!("`{from}` does not export `{name}`");
                    let at = module.text.find(name).unwrap_or(0);
                    let exported = target.names.iter().filter(|n| n.2).map(|n| n.0);
                    self.diags.push(finding(module, at, name.len(), self.fallback, &words).suggest(name, exported));
                }
            }
            if self.known.contains(target.path) {
                taken.extend(names.iter().copied());
            } else if open.contains(&target.path) {
                let at = module.text.find("import").unwrap_or(0);
                let words = format!("`{from}` imports this file in turn");
                self.diags.push(
                    finding(module, at, "import".len(), self.fallback, &words)
                        .help("move what both need into a third file"),
                );
            } else {
                self.walk(target.path, open, order, taken);
            }
        }
        open.pop();
        order.push(module);
    }

    /// Notes what modules load later.
    fn asks(&mut self, order: &[&'a Module<'a>]) {
        for module in order {
            for (target, at) in &module.later {
                if let Some((path, _)) = self.modules.get_key_value(target.as_str()) {
                    self.later.insert(path, later_name(path));
                    continue;
                }
                let found = finding(module, *at, ASKS.len(), self.fallback, &format!("there is no `{target}`"));
                self.diags.push(found.suggest(target, self.modules.keys().copied()));
            }
        }
    }

    /// Two modules of one script that declare the same name, or one that declares what another takes from an earlier script.
    fn clashes(&mut self, order: &[&'a Module<'a>], taken: &BTreeSet<&'a str>) {
        let mut seen: BTreeMap<&str, &Module<'_>> = BTreeMap::new();
        for module in order {
            for (name, at, _) in module.names.iter().filter(|n| taken.contains(n.0)) {
                let words = format!("`{name}` is also what a file of the same script imports");
                let found = finding(module, *at, name.len(), self.fallback, &words);
                self.diags.push(found.help("give this one another name"));
            }
        }
        for module in order {
            for (name, at, _) in &module.names {
                if let Some(first) = seen.insert(name, module) {
                    let words = format!("`{name}` is declared in {} too", first.path);
                    self.diags.push(
                        finding(module, *at, name.len(), self.fallback, &words).help("give one of them another name"),
                    );
                }
            }
        }
    }

    /// The interface strings that modules say.
    fn said(&mut self, order: &[&'a Module<'a>]) -> BTreeMap<&'a str, &'a str> {
        let mut out = BTreeMap::new();
        for module in order {
            for (call, many) in [("t(\"", false), ("plural(\"", true)] {
                for (at, _) in module.text.match_indices(call) {
                    let before = module.text.get(..at).and_then(|t| t.chars().next_back());
                    if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$' || c == '.') {
                        continue;
                    }
                    let start = at + call.len();
                    let key = module.text.get(start..).and_then(|t| t.split('"').next()).unwrap_or("");
                    let forms: Vec<_> = if many {
                        let prefix = format!("{key}_");
                        self.strings.iter().filter(|(k, _)| is_form(k, &prefix)).collect()
                    } else {
                        self.strings.get_key_value(key).into_iter().collect()
                    };
                    if forms.is_empty() {
                        let words = format!("there is no string `{key}`");
                        let found = finding(module, start, key.len(), self.fallback, &words);
                        let found = Diagnostic::new(NO_SUCH_STRING, found.place.span, found.message.clone())
                            .help("add it to `i18n/en.yaml`")
                            .suggest(key, self.strings.keys().map(String::as_str));
                        self.diags.push(found);
                    }
                    out.extend(forms.into_iter().map(|(k, v)| (k.as_str(), v.as_str())));
                }
            }
        }
        out
    }
}

/// A word's plural forms, as `Intl.PluralRules` names them.
pub const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Whether a key is one of a word's plural forms.
fn is_form(key: &str, prefix: &str) -> bool {
    let form = key.strip_prefix(prefix);
    form.is_some_and(|f| FORMS.contains(&f))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(files: &[(&str, &str)]) -> (BTreeMap<String, String>, Vec<String>) {
        let file = |(path, text): &(&str, &str)| ((*path).to_owned(), ((*text).to_owned(), Some(FileId(0))));
        let texts = files.iter().map(file).collect();
        let strings =
            [("kept", "Kept"), ("entries_one", "{n} entry"), ("entries_other", "{n} entries"), ("other", "x")];
        let strings = strings.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let mut diags = Diags::new();
        let scripts = join(&texts, &strings, Span::new(FileId(0), 0..0), &mut diags);
        let found = diags.iter().map(|d| format!("{} {}", d.code.id, d.message)).collect();
        (scripts.into_iter().map(|s| (s.name, s.text)).collect(), found)
    }

    #[test]
    fn what_is_needed_comes_first_and_once() {
        let (scripts, found) = joined(&[
            ("js/shell.js", "import { a } from \"./lib/a.js\";\na();\n"),
            ("js/work.js", "import { a } from \"./lib/a.js\";\nimport {\n  b,\n} from \"./lib/b.js\";\nb(a);\n"),
            ("js/lib/a.js", "export function a() {}\n"),
            ("js/lib/b.js", "import { a } from \"./a.js\";\nexport const b = () => a;\n"),
            ("kinds/cards/cards.js", "import { b } from \"../../js/lib/b.js\";\nb();\n"),
            ("js/pages/mine.js", "mine();\n"),
        ]);
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(scripts.keys().collect::<Vec<_>>(), ["kind-cards", "page-mine", "shell", "work"]);
        let shell = &scripts["shell"];
        assert!(shell.contains("function a() {}\n\n\na();"), "{shell}");
        assert!(shell.contains("Object.assign($book,{a});"), "{shell}");
        let work = &scripts["work"];
        assert!(work.contains("const {a}=$book;") && !work.contains("function a"), "{work}");
        assert!(work.find("const b =").unwrap() < work.find("b(a)").unwrap(), "{work}");
        assert!(scripts["kind-cards"].contains("const {b}=$book;"));
        assert!(!scripts["page-mine"].contains("import"));
    }

    #[test]
    fn what_is_loaded_later_is_a_script_of_its_own() {
        let (scripts, found) = joined(&[
            ("js/work.js", "import { later } from \"./lib/later.js\";\nimport { b } from \"./lib/b.js\";\n"),
            ("js/lib/later.js", "export const later = 1;\n"),
            ("js/lib/b.js", "export const b = 1;\n"),
            (
                "kinds/pair/pair.js",
                "/** @type {import(\"./no.js\").No} */\nconst open = async () => (await import(\"./exchange.js\")).give;\n",
            ),
            (
                "kinds/pair/exchange.js",
                "import { b } from \"../../js/lib/b.js\";\nexport const give = () => b + t(\"kept\");\n",
            ),
        ]);
        assert_eq!(found, Vec::<String>::new());
        assert_eq!(scripts.keys().collect::<Vec<_>>(), ["kind-pair", "later-pair-exchange", "work"]);
        let asks = r#"(await $book.later("later-pair-exchange","{later-pair-exchange}")).give;"#;
        let pair = &scripts["kind-pair"];
        assert!(pair.contains(asks) && !pair.contains("Kept"), "{pair}");
        let later = &scripts["later-pair-exchange"];
        assert!(later.contains("const {b}=$book;") && later.contains("\"Kept\""), "{later}");
        assert!(later.contains("($book.here??={})[\"later-pair-exchange\"]={give};"), "{later}");
    }

    #[test]
    fn only_the_strings_that_are_said_travel() {
        let (scripts, found) = joined(&[("js/shell.js", "t(\"kept\");\nplural(\"entries\", 2);\nset(\"other\");\n")]);
        assert_eq!(found, Vec::<String>::new());
        let shell = &scripts["shell"];
        assert!(
            shell.contains(r#"{"entries_one":"{n} entry","entries_other":"{n} entries","kept":"Kept"}"#),
            "{shell}"
        );
    }

    #[test]
    fn what_cannot_be_joined_is_said() {
        for (files, code, words) in [
            (vec![("js/shell.js", "import a from \"./a.js\";\n")], "SB1007", "this import cannot be joined"),
            (vec![("js/shell.js", "export default 1;\n")], "SB1007", "this export cannot be joined"),
            (vec![("js/shell.js", "import { a } from \"./a.js\";\n")], "SB1007", "there is no `js/a.js`"),
            (
                vec![("js/shell.js", "import { a } from \"./a.js\";\n"), ("js/a.js", "export const b = 1;\n")],
                "SB1007",
                "does not export `a`",
            ),
            (
                vec![
                    ("js/shell.js", "import { a } from \"./a.js\";\nexport const b = 1;\n"),
                    ("js/a.js", "import { b } from \"./shell.js\";\nexport const a = 1;\n"),
                ],
                "SB1007",
                "imports this file in turn",
            ),
            (
                vec![
                    ("js/shell.js", "import { a } from \"./a.js\";\nconst c = 1;\n"),
                    ("js/a.js", "const c = 2;\nexport const a = 1;\n"),
                ],
                "SB1007",
                "`c` is declared in js/a.js too",
            ),
            (
                vec![
                    ("js/shell.js", "import { a } from \"./a.js\";\n"),
                    ("js/a.js", "export const a = 1;\n"),
                    ("js/work.js", "import { a } from \"./a.js\";\nimport { b } from \"./b.js\";\n"),
                    ("js/b.js", "export const b = 1;\nconst a = 2;\n"),
                ],
                "SB1007",
                "`a` is also what a file of the same script imports",
            ),
            (vec![("js/shell.js", "await import(\"./a.js\");\n")], "SB1007", "there is no `js/a.js`"),
            (vec![("js/shell.js", "await import(\"a\");\n")], "SB1007", "this import cannot be joined"),
            (
                vec![
                    ("js/shell.js", "await import(\"./a.js\");\n"),
                    ("js/a.js", "await import(\"./b.js\");\n"),
                    ("js/b.js", "await import(\"./a.js\");\n"),
                ],
                "SB1007",
                "loads it in turn",
            ),
            (vec![("js/shell.js", "t(\"keqt\");\n")], "SB1008", "there is no string `keqt`"),
        ] {
            let (_, found) = joined(&files);
            assert!(found.iter().any(|f| f.starts_with(code) && f.contains(words)), "{words}: {found:?}");
        }
    }
}
