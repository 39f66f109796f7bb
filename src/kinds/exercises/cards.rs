//! `cards`: a deck of prompts.

use serde_json::{Value, json};

use super::{FEW_CARDS, UNUSED_MARK};
use crate::diag::Diagnostic;
use crate::kinds::{BAD_REFERENCE, DOUBLED_ID, ExerciseKind, Fields, Kinds, WAS, id_shape, labels};
use crate::model::{Book, Choice, Exercise, ExerciseSpec, Part, ViewContext};
use crate::tree::{Param, Table, Text, Ty, need, opt};

/// The kind.
pub struct Kind;

struct Card {
    choice: Choice,
    hint: Option<String>,
    group: Option<Text>,
}

struct Deck {
    cards: Vec<Card>,
    groups: Vec<Choice>,
}

const CARD: &[Param] = &[
    need("id", Ty::Id, "its id"),
    need("says", Ty::Markdown, "the prompt"),
    opt("hint", Ty::Markdown, "a smaller line"),
    opt("group", Ty::Id, "its group"),
    WAS,
];

impl ExerciseKind for Kind {
    fn name(&self) -> &'static str {
        "cards"
    }

    fn about(&self) -> &'static str {
        "A deck of prompts to talk about."
    }

    fn other_names(&self) -> &'static [&'static str] {
        &["deck", "prompts", "questions"]
    }

    fn spoken(&self) -> bool {
        true
    }

    fn params(&self) -> &'static [Param] {
        const {
            &[
                need("cards", Ty::Blocks(CARD), "the cards"),
                opt("groups", Ty::Labels(crate::kinds::LABEL_PARAMS), "groups: ids with their words"),
            ]
        }
    }

    fn fields(&self) -> Fields {
        Fields::None
    }

    fn read(&self, table: &Table<'_>, _kinds: &Kinds) -> Option<Box<dyn ExerciseSpec>> {
        let groups = labels(table, "groups", 1);
        let mark = table.report().borrow().mark();
        let mut cards: Vec<Card> = Vec::new();
        for node in table.list("cards") {
            let Some(inner) = Table::open(node, "a card", &[CARD], table.report()) else { continue };
            let (Some(id), Some(says)) = (inner.text("id"), inner.text("says")) else { continue };
            id_shape(&id.value, id.span, table.report());
            if let Some(first) = cards.iter().find(|c| c.choice.id == id.value) {
                table.say(
                    Diagnostic::new(DOUBLED_ID, id.span, format!("two cards have the id `{}`", id.value))
                        .also(first.choice.span, "the first")
                        .help("give one another id"),
                );
            }
            let group = inner.text("group");
            if let Some(group) = &group
                && !groups.iter().any(|g| g.id == group.value)
            {
                table.say(
                    Diagnostic::new(BAD_REFERENCE, group.span, format!("there is no group `{}`", group.value))
                        .suggest(&group.value, groups.iter().map(|g| g.id.as_str())),
                );
            }
            cards.push(Card {
                choice: Choice::new(id, says.value).once(inner.texts("was")),
                hint: inner.text("hint").map(|t| t.value),
                group,
            });
        }
        // A card that could not be read, or whose group was mistyped, may be in any of them.
        let judged = if table.report().borrow().erred_since(mark) { &[] } else { groups.as_slice() };
        for group in judged.iter().filter(|g| !cards.iter().any(|c| c.group.as_ref().is_some_and(|t| t.value == g.id)))
        {
            table.say(
                Diagnostic::new(UNUSED_MARK, group.span, format!("no card is in the group `{}`", group.id))
                    .help("put a card into it, or remove it"),
            );
        }
        if cards.is_empty() && table.node("cards").is_some_and(|n| n.list().is_some_and(<[_]>::is_empty)) {
            table.say(
                Diagnostic::new(FEW_CARDS, table.span(), "this deck has no cards")
                    .help("add `- {id: first_walk, says: \"...\"}` under `cards`"),
            );
        }
        Some(Box::new(Deck { cards, groups }))
    }
}

impl ExerciseSpec for Deck {
    fn view(&self, cx: &ViewContext<'_>, _exercise: &Exercise) -> Value {
        let cards: Vec<Value> = self
            .cards
            .iter()
            .map(|card| {
                let group = card.group.as_ref().and_then(|t| self.groups.iter().find(|g| g.id == t.value));
                json!({
                    "id": card.choice.id, "html_id": cx.html_id(&card.choice.id, ""), "says_html": (cx.inline)(&card.choice.label),
                    "hint_html": card.hint.as_deref().map(|h| (cx.inline)(h)), "group": group.map(|g| g.label.as_str()),
                })
            })
            .collect();
        json!({ "cards": cards })
    }

    fn script(&self, _exercise: &Exercise) -> Value {
        super::with_earlier(Value::Null, self.parts())
    }

    fn parts(&self) -> Vec<Part> {
        self.cards.iter().map(|c| Part::of(&c.choice)).collect()
    }

    fn words(&self) -> Vec<&str> {
        self.cards.iter().flat_map(|c| std::iter::once(c.choice.label.as_str()).chain(c.hint.as_deref())).collect()
    }

    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    fn height(&self, _exercise: &Exercise, _book: &Book) -> f32 {
        self.cards.len().div_ceil(2) as f32 * 42.0
    }
}
