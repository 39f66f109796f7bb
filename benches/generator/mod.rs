//! Books of any size, for measuring: the same number of chapters gives the same bytes on every machine.
//!
//! A chapter has 600 words with headings, a list, a quotation and links, and one worksheet of eight fields;
//! every fifty chapters stand in a part of their own.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

const CHAPTERS_IN_A_PART: usize = 50;
const WORDS_IN_A_CHAPTER: usize = 600;

/// Writes a book of `chapters` chapters below `dir`, which is made when it is not there.
///
/// # Errors
/// Whatever the disk refuses.
pub fn write_book(dir: &Path, chapters: usize) -> io::Result<()> {
    let content = dir.join("content");
    let exercises = content.join("exercises");
    fs::create_dir_all(&exercises)?;
    fs::write(dir.join("book.toml"), "[book]\ntitle = \"A book to measure\"\nlicence = \"CC BY 4.0\"\n")?;
    fs::write(content.join("index.md"), welcome(chapters))?;
    for number in 1..=chapters {
        let folder = content.join(part_folder(number));
        if (number - 1).is_multiple_of(CHAPTERS_IN_A_PART) {
            fs::create_dir_all(&folder)?;
            fs::write(folder.join("index.md"), part(number))?;
        }
        let mut dice = Dice::new(number);
        fs::write(folder.join(chapter_file(number)), chapter(number, chapters, &mut dice))?;
        fs::write(exercises.join(format!("sheet-{number:05}.yaml")), worksheet(number, &mut dice))?;
    }
    Ok(())
}

fn part_number(chapter: usize) -> usize {
    (chapter - 1) / CHAPTERS_IN_A_PART + 1
}

fn part_folder(chapter: usize) -> String {
    let part = part_number(chapter);
    format!("{part:03}-part-{part}")
}

fn chapter_file(number: usize) -> String {
    format!("{number:05}-chapter-{number}.md")
}

fn link(to: usize) -> String {
    format!("../{}/{}", part_folder(to), chapter_file(to))
}

fn welcome(chapters: usize) -> String {
    format!(
        "---\ntitle: A book to measure\nsummary: It has {chapters} chapters and nothing to say.\n---\n\n\
         For learning. Not therapy, not a diagnosis.\n"
    )
}

fn part(first: usize) -> String {
    let part = part_number(first);
    format!(
        "---\ntitle: Part {part}\nsummary: What part {part} is about.\n---\n\n\
         A few words to open part {part}. The first step is [here]({}).\n",
        chapter_file(first)
    )
}

fn chapter(number: usize, chapters: usize, dice: &mut Dice) -> String {
    let mut text = format!(
        "---\ntitle: Chapter {number}, {}\nsummary: {}\nminutes: {}\n---\n\n",
        dice.one_of(THINGS),
        plain_sentence(dice),
        4 + dice.below(5)
    );
    let mut words = 0;
    let mut say = |block: &str| {
        words += block.split_whitespace().count();
        text.push_str(block);
        text.push_str("\n\n");
        words < WORDS_IN_A_CHAPTER
    };
    for section in 1.. {
        say(&format!("## {section}. On {}", dice.one_of(THINGS)));
        let more = say(&paragraph(dice, 5));
        if !more {
            break;
        }
        let aside = match section {
            1 => format!(
                "Read on in [the next one]({}), or look at [a distant one]({}).",
                link(number % chapters + 1),
                link(dice.below(chapters) + 1)
            ),
            2 => [(); 4].map(|()| format!("- {}", sentence(dice))).join("\n"),
            3 => format!("> {}", sentence(dice)),
            _ => sentence(dice),
        };
        say(&aside);
        if !say(&paragraph(dice, 3)) {
            break;
        }
    }
    let _ = writeln!(text, "{{{{exercise sheet-{number:05}}}}}");
    text
}

fn worksheet(number: usize, dice: &mut Dice) -> String {
    let mut thing = || dice.one_of(THINGS);
    format!(
        r#"format: 1
id: sheet-{number:05}
kind: worksheet
title: Sheet {number}, {}
intro: Take your time. Leave out what does not fit.
minutes: 10
print: {{pages: 2}}
fields:
  - {{id: name, type: text, label: A word for {}}}
  - {{id: worry, type: long_text, label: What {} means to me, print: {{lines: 4}}}}
  - id: short_of
    type: choice
    label: What am I short of?
    other: true
    choices: {{quiet: Quiet, rest: Rest, friends: Time with friends, own_thing: A thing of my own}}
  - {{id: steady, type: slider, label: "How steady do I feel?", min: 0, max: 10, ends: [Stirred up, Settled]}}
  - id: now
    type: grid
    label: Right now
    scale: {{not_yet: Not yet, partly: Partly, mostly: Mostly}}
    rows: {{slow_breath: My breathing is slow, one_thing: I can name one thing, hear_no: I could hear a no}}
  - id: request
    type: frame
    label: Say it in one breath
    text: "I like {{warm}}. I would love {{amount}} so that I can {{purpose}}."
    blanks: {{warm: {{}}, amount: {{type: duration}}, purpose: {{}}}}
  - id: tries
    type: table
    label: What I have tried with {}
    rows: {{start: 2, max: 8}}
    columns:
      - {{id: said, type: text, label: What I said}}
      - {{id: went, type: text, label: How it went}}
  - {{id: day, type: date, label: When I will try {}}}
"#,
        thing(),
        thing(),
        thing(),
        thing(),
        thing(),
    )
}

fn paragraph(dice: &mut Dice, sentences: usize) -> String {
    let all: Vec<String> = (0..sentences).map(|_| sentence(dice)).collect();
    all.join(" ")
}

fn plain_sentence(dice: &mut Dice) -> String {
    format!("{} {} {} {}.", dice.one_of(PEOPLE), dice.one_of(DEEDS), dice.one_of(THINGS), dice.one_of(TIMES))
}

fn sentence(dice: &mut Dice) -> String {
    let (who, does) = (dice.one_of(PEOPLE), dice.one_of(DEEDS));
    let (thing, when) = (dice.one_of(THINGS), dice.one_of(TIMES));
    match dice.below(4) {
        0 => plain_sentence(dice),
        1 => format!("{who} *{does}* {thing}, and then {} rests {when}.", dice.one_of(PEOPLE).to_lowercase()),
        2 => format!("When {thing} comes {when}, {} waits.", who.to_lowercase()),
        _ => format!("{who} {does} **{thing}** and asks for {} {when}.", dice.one_of(THINGS)),
    }
}

const PEOPLE: &[&str] = &["A friend", "My partner", "Somebody", "The other one", "A good neighbour", "One of us"];
const DEEDS: &[&str] =
    &["likes", "keeps", "shares", "remembers", "puts away", "talks about", "makes room for", "writes down"];
const THINGS: &[&str] = &[
    "a quiet morning",
    "the long walk",
    "a pot of tea",
    "an open door",
    "the garden chair",
    "a slow answer",
    "one kind word",
    "the late train",
    "a small plan",
    "the old song",
    "a warm coat",
    "the empty table",
];
const TIMES: &[&str] = &[
    "on Sunday",
    "after dinner",
    "before work",
    "in the evening",
    "once a week",
    "by the window",
    "when it rains",
    "for an hour",
];

/// A tiny random generator (splitmix64), seeded by the chapter's number, so that chapters do not depend on each other.
struct Dice(u64);

impl Dice {
    fn new(seed: usize) -> Self {
        Self(u64::try_from(seed).unwrap_or_default())
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from((mixed ^ (mixed >> 31)) % limit).unwrap_or_default()
    }

    fn one_of(&mut self, words: &'static [&'static str]) -> &'static str {
        words.get(self.below(words.len())).copied().unwrap_or_default()
    }
}
