//! Lines and blocks that moved to the left or to the right.

use super::{Line, Slip};

/// A line that does not stand under those it belongs to; `below` are the lines after it.
pub(super) fn askew(line: Line<'_>, above: &[Line<'_>], below: &[Line<'_>]) -> Option<Slip> {
    // What belongs together stands near, and a file may have a hundred thousand lines.
    let (above, below) = (above.get(..above.len().min(1_000))?, below.get(..below.len().min(20))?);
    let indent = line.indent();
    let (own, _) = line.inner();
    let item = line.is_item();
    let key = if item { None } else { Some(line.key()?.1) };
    // The blocks it can be in, from the inside out, by their columns and their last keys.
    let mut around: Vec<(usize, &str)> = Vec::new();
    for over in above.iter().filter(|l| !item || l.is_item()) {
        let Some((column, name)) = (if item { Some((over.indent(), "")) } else { over.key() }) else { continue };
        if around.last().is_none_or(|(inner, _)| column < *inner) {
            around.push((column, name));
        }
    }
    if around.iter().any(|(column, _)| *column == indent) {
        return None;
    }
    // Keys that moved with it.
    let moved: Vec<&str> = std::iter::once(&line)
        .chain(below.iter().take_while(|l| l.indent() >= own && !l.is_item() || l.is_blank()))
        .filter_map(|l| l.key().filter(|(column, _)| *column == own))
        .map(|(_, key)| key)
        .collect();
    // An item that is begun on the line above is not done.
    let begun = above.first().filter(|l| !item && l.is_item()).and_then(|l| Some(l.key()?.0));
    let fits = |column: usize| {
        let inner = if item { column + own - indent } else { column };
        let keys = || above.iter().filter_map(|l| l.key()).filter(move |(at, _)| *at == inner).map(|(_, key)| key);
        moved.iter().filter(|key| keys().any(|k| k == **key)).count()
    };
    // A key stands once in its block, which begins with the item or ends with a line further out.
    let taken = |column: usize| {
        for over in above.iter().take_while(|l| l.inner().0 >= column) {
            let at_column = over.key().filter(|(at, _)| *at == column).map(|(_, key)| key);
            if at_column.is_some() && at_column == key {
                return true;
            }
            if at_column.is_some() && over.is_item() {
                return false;
            }
        }
        false
    };
    let (column, over) = around.into_iter().filter(|(column, _)| !taken(*column)).min_by_key(|(column, _)| {
        (begun != Some(*column), std::cmp::Reverse(fits(*column)), column.abs_diff(indent))
    })?;
    let spaces = match column {
        0 => "no space".to_owned(),
        1 => "1 space".to_owned(),
        n => format!("{n} spaces"),
    };
    let (what, under) = key.map_or_else(
        || ("this hyphen".to_owned(), "the hyphen above".to_owned()),
        |key| (format!("`{key}`"), format!("`{over}`")),
    );
    let together = if moved.len() > 1 { ", and what belongs to it likewise" } else { "" };
    let bytes = if indent == 0 { line.letter(0) } else { line.bytes(0..indent) };
    let help = format!("put {spaces} before it, so that it stands under {under}{together}");
    Some(Slip::new(bytes, format!("{what} is not in line with what it belongs to"), help))
}
