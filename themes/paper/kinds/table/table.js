import { describe, moveTo, tool } from "../../js/lib/aids.js";
import { Field } from "../../js/lib/field.js";
import { announce, h, seen } from "../../js/lib/dom.js";
import { plural, t } from "../../js/lib/t.js";

/** Rows that the reader adds, moves and removes. Kept are those with something in them. */
class Table extends Field {
  #body = /** @type {HTMLTableSectionElement} */ (this.querySelector("tbody"));
  #columns = [...this.querySelectorAll("thead th:not(.row-number)")].map(seen);
  #start = this.#body.rows.length;
  #max = Number(/** @type {HTMLElement} */ (this.querySelector("table")).dataset.max);
  #blank = this.#body.rows[0];
  /** So that no two rows ever have the same ids. */
  #made = this.#start;
  /** @type {{row: HTMLTableRowElement, at: number} | null} what was removed last */
  #gone = null;
  #add = h("button", { type: "button", class: "small made" }, t("row_add"));
  #arrange = h("button", { type: "button", class: "small made", "aria-pressed": "false" }, t("rows_arrange"));
  #undo = h("button", { type: "button", class: "small made", hidden: true });
  #full = h("p", { class: "how made", id: `${this.querySelector("fieldset")?.id}--full`, hidden: true }, plural("rows_most", this.#max));

  enhance() {
    const table = /** @type {HTMLTableElement} */ (this.querySelector("table"));
    table.tHead?.rows[0].append(h("th", { class: "row-tools made", scope: "col" }, h("span", { class: "unseen" }, t("rows_arrange"))));
    // Cells are narrow: what is written there goes on in a further line.
    for (const input of this.#body.querySelectorAll("input[type=text]")) {
      const area = h("textarea", { rows: 1 });
      for (const { name, value } of input.attributes) if (name !== "type") area.setAttribute(name, value);
      input.replaceWith(area);
    }
    this.#blank = /** @type {HTMLTableRowElement} */ (this.#body.rows[0].cloneNode(true));
    for (const row of this.#body.rows) this.#equip(row);
    table.after(h("p", { class: "beside made" }, this.#add, this.#arrange, this.#undo), this.#full);
    describe(this.#add, this.#full);
    this.#add.addEventListener("click", () => this.#addRow());
    this.#undo.addEventListener("click", () => this.#bringBack());
    this.#arrange.addEventListener("click", () => {
      this.#arrange.setAttribute("aria-pressed", String(table.toggleAttribute("data-arranging")));
    });
  }

  /** @param {HTMLTableRowElement} row */
  #equip(row) {
    const cell = h("td", { class: "row-tools made" });
    for (const what of /** @type {const} */ (["up", "down", "remove"])) {
      const button = tool(what);
      const step = { up: -1, down: 1, remove: 0 }[what];
      button.addEventListener("click", () => (step ? this.#move(row, step) : this.#remove(row)));
      cell.append(button);
    }
    row.append(cell);
  }

  #newRow() {
    const row = /** @type {HTMLTableRowElement} */ (this.#blank.cloneNode(true));
    this.#made += 1;
    for (const cell of cellsOf(row)) cell.name = cell.id = cell.id.replace(/\d+$/, String(this.#made));
    this.#equip(row);
    return row;
  }

  #addRow() {
    if (this.#body.rows.length >= this.#max) return announce(this.#full.textContent ?? "");
    this.#body.append(this.#newRow());
    this.refresh();
    this.#focus(this.#body.rows.length - 1, ".write");
  }

  /**
   * @param {HTMLTableRowElement} row
   * @param {number} step
   */
  #move(row, step) {
    const count = this.#body.rows.length;
    if (moveTo(row, row.sectionRowIndex + step)) this.changed();
    announce(t("row_place", { n: row.sectionRowIndex + 1, of: count }));
  }

  /** @param {HTMLTableRowElement} row */
  #remove(row) {
    const at = row.sectionRowIndex;
    const empty = !this.#read(row);
    if (this.#body.rows.length === 1) row.before(this.#newRow());
    row.remove();
    if (!empty) this.#gone = { row, at };
    this.changed();
    this.#focus(Math.min(at, this.#body.rows.length - 1), ".remove");
    announce(t("row_removed", { n: at + 1 }));
  }

  #bringBack() {
    if (!this.#gone) return;
    const { row, at } = this.#gone;
    const before = this.#body.rows[at];
    if (before) before.before(row);
    else this.#body.append(row);
    this.#gone = null;
    this.changed();
    this.#focus(at, ".write");
    announce(t("row_back", { n: at + 1 }));
  }

  /**
   * @param {number} at
   * @param {string} what
   */
  #focus(at, what) {
    /** @type {HTMLElement | null} */ (this.#body.rows[at]?.querySelector(what))?.focus();
  }

  /** @param {HTMLTableRowElement} row */
  #read(row) {
    const cells = cellsOf(row).map((cell) => [columnOf(cell), cell.value]);
    const filled = cells.filter(([, text]) => text.trim() !== "");
    return filled.length > 0 ? Object.fromEntries(filled) : null;
  }

  get value() {
    const rows = [...this.#body.rows].map((row) => this.#read(row)).filter((row) => row !== null);
    return rows.length > 0 ? rows : null;
  }

  set value(value) {
    const rows = Array.isArray(value) ? value : [];
    this.#gone = null;
    const body = this.#body;
    while (body.rows.length > Math.max(this.#start, rows.length)) body.rows[body.rows.length - 1].remove();
    while (body.rows.length < Math.max(this.#start, rows.length)) body.append(this.#newRow());
    [...body.rows].forEach((row, at) => {
      for (const cell of cellsOf(row)) cell.value = String(rows[at]?.[columnOf(cell)] ?? "");
    });
    this.refresh();
  }

  refresh() {
    super.refresh();
    const rows = [...this.#body.rows];
    rows.forEach((row, at) => {
      const n = at + 1;
      row.cells[0].textContent = String(n);
      cellsOf(row).forEach((cell, column) => cell.setAttribute("aria-label", `${this.#columns[column]}, ${n}`));
      const [up, down, remove] = row.querySelectorAll(".tool");
      up.setAttribute("aria-label", t("row_up", { n }));
      up.setAttribute("aria-disabled", String(at === 0));
      down.setAttribute("aria-label", t("row_down", { n }));
      down.setAttribute("aria-disabled", String(n === rows.length));
      remove.setAttribute("aria-label", t("row_remove", { n }));
    });
    const full = rows.length >= this.#max;
    this.#add.setAttribute("aria-disabled", String(full));
    this.#full.hidden = !full;
    this.#undo.hidden = !this.#gone;
    this.#undo.textContent = this.#gone ? t("row_undo", { n: this.#gone.at + 1 }) : "";
  }

  words() {
    const cells = cellsOf(this.#body.rows[0]);
    return { ...super.words(), rows: Object.fromEntries(cells.map((cell, at) => [columnOf(cell), this.#columns[at]])) };
  }
}

/** @param {Element} row */
const cellsOf = (row) => [.../** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll(".write"))];

/** @param {HTMLInputElement} cell */
const columnOf = (cell) => cell.name.slice(cell.name.lastIndexOf("--") + 2).replace(/-\d+$/, "");

customElements.define("sb-table", Table);
