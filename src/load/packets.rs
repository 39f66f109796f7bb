//! Packets: sheets that are printed together, `content/packets/<id>.yaml`.

use std::cell::RefCell;

use crate::diag::{Diagnostic, Diags, FileId, Span};
use crate::kinds::DOUBLED_ID;
use crate::load::translations::Sides;
use crate::model::book::Packet;
use crate::model::{Book, id};
use crate::source::Sources;
use crate::tree::{Node, Param, Table, Ty, need, opt};

crate::codes! {
    PACKET_SHEET Error "SB0821" "a packet names a sheet that is not there"
        "`sheets` lists ids of exercises in the order they are printed. The id was mistyped, the exercise was renamed or removed, or only a draft places it, and it is left out with that."
    EMPTY_PACKET Error "SB0822" "a packet without sheets"
        "A packet needs at least one sheet: write ids of exercises under `sheets`."
    SHEET_TWICE Error "SB0823" "a packet with a sheet twice"
        "A packet names each sheet once, in the order they are printed. How many copies of all of them are printed is chosen on the page \"Print sheets\"."
    BAD_PACKET_NAME Error "SB0824" "a packet whose file has a name of another shape"
        "A packet is known by the name of its file: small letters, digits and hyphens, a letter first, such as `first-evening.yaml`."
}

/// The keys of a packet's file.
pub const PACKET: &[Param] = &[
    need("title", Ty::Text, "its title"),
    opt("summary", Ty::Text, "what it is for, in a line"),
    opt("cover", Ty::Text, "a line on its cover"),
    need("sheets", Ty::Ids, "ids of exercises in the order they are printed"),
];

/// Reads every packet, after the exercises are known.
pub fn read(sources: &Sources, sides: &Sides, book: &mut Book, diags: &mut Diags) {
    let report = RefCell::new(Diags::new());
    let mut packets = Vec::new();
    for (file, source) in
        sources.under("content/packets/").filter(|(id, s)| super::is_yaml(&s.path) && !sides.holds(*id))
    {
        let Some(node) = crate::yaml::block(&source.text, file, 0, &mut report.borrow_mut()) else { continue };
        let Some(made) = packet(&node, file, &source.path, book, &report) else { continue };
        let mended = id::mend(&made.id, '-');
        if mended != made.id {
            let end = source.path.rsplit('.').next().unwrap_or("yaml");
            let message = format!("`{}` cannot be a packet's name", made.id);
            let finding = Diagnostic::new(BAD_PACKET_NAME, Span::new(file, 0..0), message);
            report.borrow_mut().push(finding.help(format!("name the file `{mended}.{end}`")));
        }
        if packets.iter().any(|p: &Packet| p.id == made.id) {
            let message = format!("another packet is called `{}`", made.id);
            report
                .borrow_mut()
                .push(Diagnostic::new(DOUBLED_ID, made.title.span, message).help("give this file another name"));
        }
        packets.push(made);
    }
    book.packets = packets;
    diags.append(report.into_inner());
}

/// Reads one packet, which stands at a path.
pub fn packet(node: &Node, file: FileId, path: &str, book: &Book, report: &RefCell<Diags>) -> Option<Packet> {
    let table = Table::open(node, "a packet", &[PACKET], report)?;
    let sheets = table.texts("sheets");
    for sheet in sheets.iter().filter(|s| book.exercise(&s.value).is_none() && !book.is_unread(&s.value)) {
        if let Some(draft) = book.draft_of(&sheet.value) {
            let message = format!("only the draft `{}` places `{}`, and both are left out", draft.path, sheet.value);
            let help = format!("take it out of the packet, or `draft: true` out of `{}`", draft.path);
            table.say(Diagnostic::new(PACKET_SHEET, sheet.span, message).help(help));
            continue;
        }
        let known = book.exercises.iter().map(|x| x.id.as_str());
        table.say(
            Diagnostic::new(PACKET_SHEET, sheet.span, format!("there is no exercise `{}`", sheet.value))
                .help("write the id of an exercise")
                .suggest(id::meant(&sheet.value), known),
        );
    }
    for (at, sheet) in sheets.iter().enumerate() {
        if let Some(first) = sheets.iter().take(at).find(|s| s.value == sheet.value) {
            let message = format!("`{}` is in this packet already", sheet.value);
            let finding = Diagnostic::new(SHEET_TWICE, sheet.span, message).also(first.span, "the first");
            table.say(finding.help("take it out; readers choose how many copies they print"));
        }
    }
    let title = table.text("title")?;
    if table.node("sheets").is_some_and(|n| n.list().is_some_and(<[_]>::is_empty)) {
        table.say(
            Diagnostic::new(EMPTY_PACKET, title.span, format!("`{}` has no sheets", title.value))
                .help("add `sheets: [an-exercise]`"),
        );
    }
    let id = path.rsplit('/').next().and_then(|n| n.rsplit_once('.')).map_or("", |(id, _)| id).to_owned();
    let text = |key: &str| table.text(key).map(|t| t.value);
    Some(Packet { file, id, summary: text("summary"), cover: text("cover"), title, sheets })
}
