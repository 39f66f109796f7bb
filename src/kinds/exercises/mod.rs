//! The kinds of exercises, one file each.

use super::ExerciseKind;
use crate::model::Part;

pub mod cards;
pub mod check;
pub mod checkin;
pub mod example;
pub mod pair;
pub mod practice;
pub mod worksheet;

crate::codes! {
    BANDS_GAP Error "SB0301" "bands that overlap, leave a gap or miss the total"
        "The bands of a score go from its least to its most without a gap. Each says how far it reaches with `upto`; the limits rise, and the last one is the highest total."
    NOT_SCORED Error "SB0302" "a score over a field that has no points"
        "A score adds up grids, scales and choices whose steps have `points`, and numbers and sliders. Give the steps points, or take the field out of the sum."
    BLANKS_TOO_MANY Error "SB0303" "more blanks allowed than there are questions"
        "With as many blanks as questions, a band would be shown for an empty sheet. Allow fewer."
    BAND_HIDDEN Advice "SB0304" "a score counts a field that may be hidden"
        "A field with `show_if` can be hidden, and then its points are missing. Count only fields that are always shown, or allow a blank for it."
    NO_WAY_HERE Error "SB0310" "a scene that cannot be reached"
        "No pick leads to this scene from the start. Lead a pick here with `go:`, or remove the scene."
    NO_WAY_OUT Error "SB0311" "a scene from which no end can be reached"
        "Every way through a practice has to come to an end. Add a pick that goes on, or make the scene an end with `end: true` and `says:`."
    END_AND_PICKS Error "SB0312" "an end that goes on"
        "A scene either ends (`end: true`, `says:`) or has `lines` and `picks`. Remove one of the two."
    NO_END Error "SB0313" "a practice without an end"
        "At least one scene needs `end: true` and `says:`."
    UNUSED_MARK Advice "SB0314" "a mark, skill or group that nothing uses"
        "Marks show afterwards what each choice showed, skills what a line does well, groups what a card is about. Use it, or remove it."
    UNUSED_PERSON Advice "SB0320" "a person who says nothing"
        "The person is listed and never speaks. Remove the line, or give them one."
    WORD_NOT_THERE Error "SB0321" "a note on a word that is not in the line"
        "`at_word` has to stand in the line's words exactly, so that the mark can be drawn under it."
    REWRITE_OF_NOTHING Error "SB0322" "a rewrite of a turn that is not there"
        "`rewrite:` names the id of an earlier turn that somebody says."
    NO_GUARD Error "SB0330" "a pair exercise without a guard"
        "Before two people do an exercise together, each reads a few lines alone: it may not be safe to. Name an exercise with `guard:`, or one for the whole book under `[safety]` in book.toml."
    GUARD_ASKS Error "SB0331" "a guard that asks for answers"
        "A guard is read, never filled in, scored or stored. It is a worksheet that holds only `note` fields."
    SHARE_OUTSIDE_PAIR Error "SB0332" "`share` or `compare` outside a pair"
        "Only the fields of a `pair` exercise can be shared. Remove the key, or make the exercise a pair."
    COMPARE_MISFIT Error "SB0333" "answers that cannot be compared in this way"
        "`overlap` is for choices and feelings, `range` for numbers, sliders and lengths of time; `side_by_side` suits every field. A field that is never shared cannot be compared."
    NOTHING_SHARED Advice "SB0334" "a pair in which nothing can be shared"
        "No field has `share: ask`, so the two sheets never meet. Let at least one be shared, or make it a worksheet."
    PLOT_MISFIT Error "SB0340" "a plot of something that has no number"
        "Plots show numbers, sliders and scales with points. Take the field out of `of`."
    FEW_CARDS Error "SB0350" "a deck without cards"
        "Add cards: `cards: [{id: first_walk, says: ...}]`."
}

/// Adds the names that parts had before, each with what it is called now, to what a script is told.
pub(crate) fn with_earlier(spec: serde_json::Value, parts: impl IntoIterator<Item = Part>) -> serde_json::Value {
    let pairs = |p: Part| p.was.into_iter().map(move |old| (old, serde_json::Value::from(p.id.clone())));
    let was: serde_json::Map<String, serde_json::Value> = parts.into_iter().flat_map(pairs).collect();
    match (spec, was.is_empty()) {
        (spec, true) => spec,
        (serde_json::Value::Object(mut map), false) => {
            map.insert("was".to_owned(), was.into());
            map.into()
        }
        (_, false) => serde_json::json!({ "was": was }),
    }
}

/// Every kind of exercise, in the order of the guide.
pub const ALL: &[&dyn ExerciseKind] =
    &[&worksheet::Kind, &check::Kind, &example::Kind, &practice::Kind, &checkin::Kind, &pair::Kind, &cards::Kind];
