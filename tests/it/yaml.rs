//! Our YAML reader against serde_yaml: what the one writes the other reads, and both read the shipped book the same.

use proptest::prelude::*;
use serde_yaml::Value as Theirs;
use stepbook::diag::{Diags, FileId};
use stepbook::tree::{Node, Value as Ours};
use stepbook::yaml::parse;

use crate::support::root;

fn read(text: &str) -> Result<Node, String> {
    let mut diags = Diags::new();
    let node = parse(text, FileId(0), 0, &mut diags);
    let said: Vec<&str> = diags.iter().map(|d| d.message.as_str()).collect();
    match node {
        Some(node) if said.is_empty() => Ok(node),
        _ => Err(said.join("; ")),
    }
}

/// Where the two differ first.
fn differ(ours: &Node, theirs: &Theirs, at: &str) -> Option<String> {
    let no = |what: &str| Some(format!("{at}: {what}: {:?} and {theirs:?}", ours.value));
    match (&ours.value, theirs) {
        (_, Theirs::Null) => {
            if ours.is_null() {
                None
            } else {
                no("null")
            }
        }
        (_, Theirs::Bool(b)) => {
            if ours.truth() == Some(*b) {
                None
            } else {
                no("truth")
            }
        }
        (_, Theirs::Number(n)) => {
            if ours.number() == n.as_f64() {
                None
            } else {
                no("number")
            }
        }
        (Ours::Scalar { text, .. }, Theirs::String(s)) => {
            if text != s {
                no("text")
            } else if ours.number().is_some() || ours.truth().is_some() || ours.is_null() {
                no("a text taken for something else")
            } else {
                None
            }
        }
        (Ours::List(a), Theirs::Sequence(b)) => {
            if a.len() == b.len() {
                a.iter().zip(b).enumerate().find_map(|(n, (a, b))| differ(a, b, &format!("{at}[{n}]")))
            } else {
                no("length")
            }
        }
        (Ours::Map(a), Theirs::Mapping(b)) => {
            if a.len() != b.len() {
                return no("length");
            }
            a.iter().zip(b).find_map(|(entry, (key, value))| {
                let key = key
                    .as_str()
                    .map(str::to_owned)
                    .unwrap_or_else(|| serde_yaml::to_string(key).unwrap_or_default().trim_end().to_owned());
                if entry.key == key {
                    differ(&entry.value, value, &format!("{at}.{key}"))
                } else {
                    Some(format!("{at}: key {:?} and {key:?}", entry.key))
                }
            })
        }
        _ => no("shape"),
    }
}

/// Every span lies in the text, and a plain word is the text of its span.
fn spans(node: &Node, text: &str) {
    let bytes = node.span.bytes();
    let slice = text.get(bytes.clone()).unwrap_or_else(|| panic!("{bytes:?} is no place in {text:?}"));
    match &node.value {
        Ours::Scalar { text: word, plain: true } if !word.contains([' ', '\n']) && !word.is_empty() => {
            assert_eq!(slice, word)
        }
        Ours::Scalar { .. } => {}
        Ours::List(items) => items.iter().for_each(|n| spans(n, text)),
        Ours::Map(entries) => entries.iter().for_each(|e| {
            assert!(text.get(e.key_span.bytes()).is_some(), "{:?}", e.key_span);
            spans(&e.value, text);
        }),
    }
}

/// Texts of every sort, without the three signs that YAML 1.1, which serde_yaml writes, takes for ends of lines and YAML 1.2
/// does not.
fn words() -> impl Strategy<Value = String> {
    any_words().prop_map(|text| text.replace(['\u{85}', '\u{2028}', '\u{2029}'], ""))
}

fn any_words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z_]{1,12}",
        "\\PC{0,24}",
        "[ -~\n\té\u{1f600}\u{5d0}]{0,40}",
        prop::sample::select(vec![
            "",
            " ",
            "~",
            "null",
            "true",
            "no",
            "on",
            "1",
            "1.5",
            "0x10",
            "1e5",
            ".inf",
            "- a",
            "a: b",
            "# c",
            "&a",
            "*a",
            "!x",
            "|",
            ">",
            "{",
            "[x]",
            "'",
            "\"",
            "%",
            "@",
            "`",
            "---",
            "...",
            "\n",
            "a\n\nb\n",
            "  lead",
            "trail  ",
            "a\tb",
            "2026-05-02",
            "18:00",
            "\u{feff}"
        ])
        .prop_map(str::to_owned),
    ]
}

fn values() -> impl Strategy<Value = Theirs> {
    let leaf = prop_oneof![
        Just(Theirs::Null),
        any::<bool>().prop_map(Theirs::Bool),
        any::<i32>().prop_map(|n| Theirs::Number(n.into())),
        (-1e9..1e9_f64).prop_map(|n| Theirs::Number(n.into())),
        words().prop_map(Theirs::String),
    ];
    leaf.prop_recursive(5, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Theirs::Sequence),
            prop::collection::btree_map("[a-z][a-z0-9_]{0,9}", inner, 0..6)
                .prop_map(|map| Theirs::Mapping(map.into_iter().map(|(k, v)| (Theirs::String(k), v)).collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_serde_writes_is_read_back(value in values()) {
        let text = serde_yaml::to_string(&value).unwrap();
        let node = read(&text).map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
        if let Some(difference) = differ(&node, &value, "") {
            prop_assert!(false, "{difference}\n{text}");
        }
        spans(&node, &text);
    }

    #[test]
    fn an_offset_moves_every_place(value in values(), offset in 0..10_000_usize) {
        let text = serde_yaml::to_string(&value).unwrap();
        let here = parse(&text, FileId(0), 0, &mut Diags::new());
        let there = parse(&text, FileId(0), offset, &mut Diags::new());
        prop_assert_eq!(here.map(|n| n.span.start as usize + offset), there.map(|n| n.span.start as usize));
    }
}

#[test]
fn the_shipped_files_are_read_as_serde_reads_them() {
    let mut count = 0;
    for folder in ["content", "src/scaffold/book/content", "themes"] {
        for entry in walkdir::WalkDir::new(root().join(folder))
            .into_iter()
            .map(Result::unwrap)
            .filter(|e| e.path().extension().is_some_and(|x| x == "yaml"))
        {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let theirs: Theirs =
                serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", entry.path().display()));
            let ours = read(&text).unwrap_or_else(|e| panic!("{}: {e}", entry.path().display()));
            assert_eq!(differ(&ours, &theirs, ""), None, "{}", entry.path().display());
            spans(&ours, &text);
            count += 1;
        }
    }
    assert!(count > 20, "only {count} files");
}

#[test]
fn styles_of_text() {
    for text in [
        "a: |\n  one\n  two\n",
        "a: >\n  one\n  two\n\n  three\n",
        "a: |-\n  one\n\n",
        "a: |+\n  one\n\n",
        "a: |2\n    one\n",
        "a: \"x\\ny\\u00e9\\x41\"\n",
        "a: 'it''s'\n",
        "a: one\n  two\n",
        "a: \"one\n  two\"\n",
        "a: b # c\n",
        "a: b#c\n",
        "a:\n- b\n- c\n",
        "a: [b, c,]\n",
        "a: {b: c, d: }\n",
        "? a\n: b\n",
        "\"a b\": c\n",
        "a: &x b\nc: *x\n",
        "# only\n",
        "---\na: b\n",
        "---\na: b\n...\n",
        "a: b\r\nc: d\r\n",
        "a: http://x.y/z\n",
        "a: x:y\n",
        "é: ü\n",
    ] {
        let theirs: Theirs = serde_yaml::from_str(text).unwrap();
        let ours = read(text).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        if theirs.is_null() {
            assert_eq!(ours.map().map(<[_]>::len), Some(0), "{text:?}");
        } else {
            assert_eq!(differ(&ours, &theirs, ""), None, "{text:?}");
        }
    }
}
