import { announce, h, handFile } from "../../js/lib/dom.js";
import { today } from "../../js/lib/calendar.js";
import { day, isDay, plural, t } from "../../js/lib/t.js";
import { Part } from "../../js/elements/part.js";
import { handReminder, reminderWords } from "../../js/lib/reminder.js";
import { textOf } from "../../js/lib/text.js";

/** @typedef {import("../../js/lib/answers.js").Answer} Answer */
/** @typedef {{id: string, date: string, answers: Map<string, Answer>}} Entry */

/** How many entries are listed at first. */
const FIRST = 8;
/** How many letters of answers stand in the list. */
const LINE = 160;

/** A check-in: entries by date, what they come to as lines, and a reminder for the reader's calendar. */
class Checkin extends Part {
  #waiting = 0;
  #listed = "";
  #plotted = "";
  /** @type {typeof import("./trend.js") | null | undefined} what draws lines, once there is something to draw */
  #draws;
  /** Whether all entries are listed. */
  #all = false;
  /** The entry whose deletion is being asked about. */
  #asked = "";
  /** @type {(() => HTMLElement | null | undefined) | null} what gets the focus once it is there */
  #focus = null;

  #fields = /** @type {HTMLElement} */ (this.querySelector(".fields"));
  #begin = this.#button(t("checkin_today"), () => this.#open(this.#free(today())), "first");
  #date = h("input", { type: "date", class: "write short", autocomplete: "off", required: true, change: () => this.#dated() });
  #title = h("p", { class: "entry-title", tabindex: "-1" });
  #editor = h("div", { class: "entry-editor made", hidden: true });
  #list = h("div", { class: "entries made" });
  #trends = h("div", { class: "trends" });

  enhance() {
    const { reminder } = JSON.parse(this.closest("[data-spec]")?.getAttribute("data-spec") ?? "{}");
    this.#editor.append(
      this.#title,
      h("label", { class: "part entry-date" }, `${t("paper_date")} `, this.#date),
      this.#fields,
      h("div", { class: "presses" }, this.#button(t("checkin_done"), () => this.#close(), "first")),
    );
    this.prepend(h("div", { class: "presses made" }, this.#begin), this.#editor, this.#trends, this.#list);
    const says = this.querySelector(".reminder");
    if (reminder && says) {
      const press = this.#button(t("checkin_calendar"), () => this.#calendar());
      const words = h("span", { class: "hint" }, reminderWords(reminder));
      says.after(h("div", { class: "presses made" }, press, words));
      document.addEventListener("sb-discreet", () => (words.textContent = reminderWords(reminder)));
    }
    // On paper the log holds the entries, and blank rows where there is none.
    addEventListener("beforeprint", () => this.#print());
  }

  began() {
    new ResizeObserver(() => this.#later()).observe(this);
  }

  show() {
    if (this.locked) {
      if (this.exercise.entry) this.exercise.entry = "";
      this.#draw();
    } else this.#later();
  }

  /** Draws when the browser has time, so that typing never waits for it. */
  #later() {
    if (this.#waiting) return;
    this.#waiting = 1;
    const idle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ act) => setTimeout(act, 100));
    idle(
      () => {
        this.#waiting = 0;
        this.#draw();
      },
      { timeout: 1000 },
    );
  }

  /** Every entry with an answer, newest first. @returns {Entry[]} */
  #entries() {
    if (this.locked) return [];
    /** @type {Map<string, Entry>} */
    const found = new Map();
    for (const answer of this.exercise.answers) {
      const { entry: time, field } = answer;
      if (!isDay(time.slice(0, 10))) continue;
      const entry = found.get(time) ?? { id: time, date: time.slice(0, 10), answers: new Map() };
      const id = this.exercise.fields.find(({ was }) => was.includes(field))?.field ?? field;
      if (field === "@date") entry.date = isDay(answer.value) ? answer.value : entry.date;
      else entry.answers.set(id, answer);
      found.set(time, entry);
    }
    const number = (/** @type {Entry} */ { id }) => Number(id.slice(11) || 1);
    return [...found.values()]
      .filter((entry) => entry.answers.size > 0)
      .sort((a, b) => b.date.localeCompare(a.date) || b.id.slice(0, 10).localeCompare(a.id.slice(0, 10)) || number(b) - number(a));
  }

  #draw() {
    const entries = this.#entries();
    const { entry: open } = this.exercise;
    this.toggleAttribute("data-shut", this.locked);
    this.#editor.hidden = !open;
    this.#begin.textContent = entries.some(({ id }) => id.startsWith(today())) ? t("checkin_another") : t("checkin_today");
    this.#begin.parentElement?.toggleAttribute("hidden", Boolean(open));
    if (open) {
      const given = this.exercise.get("@date");
      const date = isDay(given) ? given : open.slice(0, 10);
      if (document.activeElement !== this.#date) this.#date.value = date;
      this.#title.textContent = t("checkin_of", { date: day(`${date}T12:00`) });
    } else {
      // Hidden is not gone, and a date is an answer too.
      this.#date.value = this.#title.textContent = "";
    }
    this.#enlist(entries);
    this.#trend(entries);
    this.#focus?.()?.focus();
    this.#focus = null;
  }

  /** @param {Entry[]} entries */
  #enlist(entries) {
    const shown = this.#all ? entries : entries.slice(0, FIRST);
    const lines = shown.map(({ id, date, answers }) => ({ id, date, says: inShort(this.#inOrder(answers)) }));
    const { keep = 0 } = this.exercise.spec ?? {};
    const listed = JSON.stringify([lines, entries.length, this.#asked, this.exercise.entry]);
    if (listed === this.#listed) return;
    this.#listed = listed;
    const old = keep > 0 ? entries.slice(keep) : [];
    const parts = lines.map(({ id, date, says }) => {
      const when = day(`${date}T12:00`);
      const of = (/** @type {string} */ words) => [words, h("span", { class: "unseen" }, `: ${when}`)];
      const asked = this.#asked === id;
      return h(
        "li",
        { "data-entry": id },
        h("p", { class: "entry-when" }, when, id === this.exercise.entry && h("span", { class: "entry-open" }, ` · ${t("checkin_open_now")}`)),
        h("p", { class: "entry-says" }, says),
        asked
          ? h(
              "div",
              { class: "presses", role: "group", "aria-label": t("checkin_sure", { date: when }) },
              h("p", { class: "entry-sure", tabindex: "-1" }, t("checkin_sure", { date: when })),
              this.#button(t("checkin_delete_yes"), () => this.#delete(id)),
              this.#button(t("checkin_delete_no"), () => this.#ask("", id)),
            )
          : h(
              "div",
              { class: "presses" },
              this.#button(of(t("checkin_open")), () => this.#open(id)),
              this.#button(of(t("checkin_delete")), () => this.#ask(id, id)),
            ),
      );
    });
    this.#list.replaceChildren(
      ...(entries.length === 0
        ? []
        : [
            h("p", { class: "entries-title" }, plural("checkin_entries", entries.length)),
            old.length > 0 &&
              h(
                "div",
                { class: "entries-old" },
                h("p", {}, plural("checkin_older", old.length, { keep })),
                h("div", { class: "presses" }, this.#button(t("checkin_export"), () => this.#export(old))),
              ),
            h("ol", { class: "plain" }, ...parts),
            shown.length < entries.length &&
              h("div", { class: "presses" }, this.#button(plural("checkin_all", entries.length), () => this.#showAll())),
          ].filter((part) => part !== false)),
    );
  }

  /**
   * Answers in the order of the fields; those to questions that are gone come last.
   *
   * @param {Map<string, Answer>} answers
   */
  #inOrder(answers) {
    const ids = this.exercise.fields.map(({ field }) => field);
    const place = (/** @type {Answer} */ { field }) => (ids.includes(field) ? ids.indexOf(field) : ids.length);
    return [...answers.values()].filter(({ field }) => !field.startsWith("@")).sort((a, b) => place(a) - place(b));
  }

  /** @param {Entry[]} entries */
  async #trend(entries) {
    const width = Math.round(Math.min(720, this.clientWidth));
    const { plots = [] } = this.exercise.spec;
    const drawn = plots.flatMap((/** @type {import("./trend.js").Plot} */ { of }) => of.map(({ id }) => id));
    const seen = entries.map(({ date, answers }) => ({ date, values: Object.fromEntries(drawn.map((/** @type {string} */ id) => [id, answers.get(id)?.value])) }));
    const plotted = entries.length === 0 ? "" : JSON.stringify([seen, width]);
    if (plotted === this.#plotted || (width === 0 && entries.length > 0)) return;
    this.#plotted = plotted;
    if (plotted) this.#draws ??= await import("./trend.js").catch(() => null);
    // Meanwhile there may be other entries, or none may be seen any more.
    if (plotted !== this.#plotted) return;
    const draws = this.#draws;
    const open = [...this.#trends.querySelectorAll("details")].map((one) => one.open);
    this.#trends.replaceChildren(...(!plotted ? [] : draws ? draws.drawAll(plots, seen, width) : [h("p", {}, t("later_missing"))]));
    this.#trends.querySelectorAll("details").forEach((one, n) => (one.open = open[n] ?? false));
  }

  /**
   * A name for a further entry of a day.
   *
   * @param {string} date
   */
  #free(date) {
    const taken = new Set(this.exercise.answers.map(({ entry }) => entry));
    for (let n = 1; ; n++) {
      const id = n === 1 ? date : `${date}.${n}`;
      if (!taken.has(id)) return id;
    }
  }

  /** @param {string} id */
  #open(id) {
    this.#asked = "";
    this.exercise.entry = id;
    this.#focus = () => this.#title;
    this.#draw();
    this.#editor.scrollIntoView({ block: "nearest" });
  }

  #close() {
    const { entry } = this.exercise;
    this.exercise.entry = "";
    this.#focus = () => this.#row(entry)?.querySelector("button") ?? this.#begin;
    this.#draw();
  }

  /** @param {string} id */
  #row(id) {
    return this.#list.querySelector(`[data-entry="${CSS.escape(id)}"]`);
  }

  #dated() {
    const { entry } = this.exercise;
    if (!entry || !this.#date.value) return;
    const words = { label: t("paper_date") };
    this.exercise.put("@date", this.#date.value === entry.slice(0, 10) ? null : this.#date.value, { kind: "date", words });
    this.#title.textContent = t("checkin_of", { date: day(`${this.#date.value}T12:00`) });
  }

  /**
   * @param {string} asked
   * @param {string} at
   */
  #ask(asked, at) {
    this.#asked = asked;
    this.#focus = () => this.#row(at)?.querySelector(asked ? ".entry-sure" : "button:last-child");
    this.#draw();
  }

  /** @param {string} id */
  async #delete(id) {
    const next = this.#row(id)?.nextElementSibling ?? this.#row(id)?.previousElementSibling;
    const beside = next?.getAttribute("data-entry") ?? "";
    this.#asked = "";
    await this.exercise.clear(({ entry }) => entry === id);
    if (this.exercise.entry === id) this.exercise.entry = "";
    this.#focus = () => this.#row(beside)?.querySelector("button") ?? this.#begin;
    this.#draw();
    announce(t("checkin_deleted"));
  }

  #showAll() {
    this.#all = true;
    this.#focus = () => this.#list.querySelector(`li:nth-child(${FIRST + 1}) button`);
    this.#draw();
  }

  /** @param {Entry[]} entries */
  #export(entries) {
    const text = entries.map(({ date, answers }) => [day(`${date}T12:00`), ...this.#inOrder(answers).map(said)].join("\n")).join("\n\n");
    handFile(`notes-${today()}.txt`, `${text}\n`);
  }

  #calendar() {
    const { every, reminder } = this.exercise.spec;
    handReminder(this.exercise, reminder, { every });
  }

  #print() {
    const body = /** @type {HTMLTableSectionElement} */ (this.querySelector(".log tbody"));
    const entries = this.#entries().reverse();
    const ids = this.exercise.fields.map(({ field }) => field).filter((id) => this.exercise.field(id)?.kind !== "note");
    for (const row of body.querySelectorAll(".made")) row.remove();
    while (body.rows.length < entries.length) {
      const row = /** @type {HTMLElement} */ (body.rows[0].cloneNode(true));
      row.classList.add("made", "answer");
      body.append(row);
    }
    [...body.rows].forEach((row, n) => {
      const entry = entries[n];
      [...row.cells].forEach((cell, at) => {
        const answer = entry?.answers.get(ids[at - 1]);
        cell.textContent = at === 0 && entry ? day(`${entry.date}T12:00`, { dateStyle: "medium" }) : answer ? textOf(answer) : "";
      });
    });
    const empty = () => {
      for (const cell of body.querySelectorAll("td")) cell.textContent = "";
    };
    addEventListener("afterprint", empty, { once: true });
  }

  /**
   * @param {string | (string | Node)[]} words
   * @param {() => void} act
   * @param {string} [more]
   */
  #button(words, act, more = "") {
    return h("button", { type: "button", class: `press ${more}`.trim(), click: act }, ...[words].flat());
  }
}

/** @param {Answer} answer */
const said = (answer) => `${answer.words.label}: ${textOf(answer)}`;

/** The same without the words at the ends of a line, which would take the room of all else. @param {Answer} answer */
const saidShort = (answer) => said(answer.kind === "slider" ? { ...answer, words: { label: answer.words.label } } : answer);

/**
 * The answers of an entry as one short line.
 *
 * @param {Answer[]} answers
 */
function inShort(answers) {
  const text = answers.map(saidShort).join(" · ").replace(/\s+/g, " ");
  return text.length > LINE ? `${text.slice(0, LINE).trimEnd()}…` : text;
}

customElements.define("sb-checkin", Checkin);
