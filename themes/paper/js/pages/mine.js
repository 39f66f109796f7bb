import { keptWords } from "../elements/kept.js";
import { Vault } from "../elements/vault.js";
import { Answered, arrange } from "../lib/answered.js";
import { keyOf } from "../lib/answers.js";
import { act, askFirst } from "../lib/ask.js";
import { checkRows, MOST_BYTES, planMerge, readBackup } from "../lib/backup.js";
import { toBase64 } from "../lib/base64.js";
import { announce, h, handFile } from "../lib/dom.js";
import { asData, asText, entryName, fileOf } from "../lib/export.js";
import { fileName } from "../lib/file_name.js";
import { group, latest } from "../lib/groups.js";
import { placeOf, sortAnswers } from "../lib/match.js";
import { askToKeep, forgetBook, isKept, keepSetting, setting } from "../lib/storage.js";
import { bookStore } from "../lib/store.js";
import { day, isDay, plural, t } from "../lib/t.js";

/** @typedef {import("../lib/answers.js").Answer} Answer */
/** @typedef {{id: string, was: string[], fields: {id: string, was: string[]}[], line: HTMLElement, title: string, href: string, chapter: HTMLElement}} Sheet */

/** @param {string | undefined} ids */
const split = (ids) => (ids ?? "").split(" ").filter(Boolean);

/** A part of the page with a heading. @param {string} id @param {string} title @param {...(Node | string)} children */
function section(id, title, ...children) {
  return h("section", { "aria-labelledby": id, class: "mine-chapter made" }, h("h2", { id }, title), ...children);
}

/** The page "My workbook": all that is kept, in one place. */
class Mine extends HTMLElement {
  /** @type {Sheet[]} */
  #sheets = [];
  #where = h("div", { class: "mine-where made" });
  #stopped = h("p", { class: "mine-stopped made" });
  #old = h("div", {});
  #earlier = section("mine-earlier", t("mine_earlier"), h("p", {}, t("mine_earlier_words")), this.#old);
  #files = h("p", { class: "acts" });
  #outcome = h("div", { class: "mine-outcome" });
  /** What stands in the page, by the sheet's id. @type {Map<string, Answered>} */
  #folded = new Map();
  /** The answers of each chapter. @type {Map<HTMLElement, Answer[]>} */
  #chapters = new Map();
  #last = h("p", { class: "kept" });
  #keep = h("p", { class: "kept" });

  connectedCallback() {
    for (const line of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-exercise]"))) {
      const link = line.querySelector("a");
      this.#sheets.push({
        id: line.dataset.exercise ?? "",
        was: split(line.dataset.was),
        // A field may carry its earlier names: `now=before,earlier`.
        fields: split(line.dataset.fields).map((field) => {
          const [id, was = ""] = field.split("=");
          return { id, was: was.split(",").filter(Boolean) };
        }),
        line,
        title: link?.textContent ?? "",
        href: link?.getAttribute("href") ?? "",
        chapter: /** @type {HTMLElement} */ (line.closest(".mine-chapter")),
      });
    }
    this.#build();
    const store = bookStore();
    for (const type of ["answers", "place", "lock"]) store.addEventListener(type, () => this.#show());
    store.ready.then(() => this.#show());
  }

  #build() {
    const store = bookStore();
    const { book = "", pack = "" } = document.body.dataset;
    const choose = h("input", { type: "file", id: "mine-file", accept: ".json,application/json", class: "write" });
    choose.addEventListener("change", async () => {
      const [file] = choose.files ?? [];
      if (!file) return;
      if (file.size > MOST_BYTES) this.#say(t("back_huge"));
      else await this.#read(await file.text(), { book, pack });
      choose.value = "";
    });
    const wipes = h("p", { class: "acts" });
    wipes.append(
      act(t("wipe"), () =>
        askFirst(wipes, `${t("wipe_words")} ${t("for_good")}`, t("wipe"), async () => {
          try {
            await store.removeAll();
          } finally {
            keepSetting(`${store.book}:backup`, null);
            await forgetBook();
            this.#show();
          }
          return t("wiped");
        }),
      ),
    );
    const nosave = act("", async () => {
      await store.keepIn(store.reason === "chosen" ? "device" : "memory");
      announce(store.reason === "chosen" ? t("kept_chosen") : t("kept_open"));
    });
    const name = () => (nosave.textContent = store.reason === "chosen" ? t("kept_again") : t("nosave"));
    store.addEventListener("place", name);
    store.ready.then(name);
    const parts = [
      section(
        "mine-backup",
        t("back_title"),
        h("p", {}, t("back_intro")),
        this.#last,
        this.#files,
        h("label", { for: "mine-file", class: "label" }, t("back_choose")),
        choose,
        this.#outcome,
        this.#keep,
      ),
      section("mine-vault", t("vault_title"), document.createElement("sb-vault")),
      section("mine-nosave", t("nosave_title"), h("p", {}, t("nosave_words")), h("p", { class: "acts" }, nosave)),
      section("mine-wipe", t("wipe_title"), h("p", {}, t("wipe_intro")), wipes),
    ];
    this.append(this.#earlier, ...parts);
    // They stand below all sheets, and whoever wants to lock or delete should not have to look for it.
    const links = parts.flatMap((part) => [...part.querySelectorAll("h2")]).map((title) => h("li", {}, h("a", { href: `#${title.id}` }, title.textContent)));
    this.prepend(this.#where, this.#stopped, h("nav", { class: "jump made", "aria-label": t("on_this_page") }, h("ul", { class: "plain" }, ...links)));
  }

  #show() {
    const store = bookStore();
    const focus = this.#where.contains(document.activeElement);
    this.#where.replaceChildren(...keptWords(store, "mine-unlock"));
    // A file without answers would pass for a backup of them.
    if (store.place === "memory" && store.rows().length === 0) this.#where.querySelector("button")?.remove();
    if (focus) /** @type {HTMLElement | null} */ (this.#where.querySelector("input, button"))?.focus();
    // While locked nothing of the answers is in the page, not even which sheets are begun.
    const { sheets, earlier } = sortAnswers(this.#sheets, store.locked ? [] : store.rows());
    /** @type {{sheet: Sheet, time: number} | null} */
    let last = null;
    /** @type {Map<HTMLElement, Answer[]>} */
    const chapters = new Map();
    for (const [sheet, answers] of sheets) {
      const time = latest(answers);
      if (time > (last?.time ?? 0)) last = { sheet, time };
      const folded = this.#answered(sheet.id, sheet.title, answers);
      if (!folded.element.isConnected) sheet.line.append(folded.element);
      if (sheet.line.dataset.plots) this.#trends(sheet, folded, answers);
      group(chapters, sheet.chapter, answers);
    }
    this.#chapters = chapters;
    for (const chapter of new Set(this.#sheets.map((sheet) => sheet.chapter))) {
      const saves = chapter.querySelector(":scope > .chapter-files");
      if (!chapters.has(chapter)) saves?.remove();
      else if (!saves) chapter.append(this.#saves(chapter));
    }
    this.#stop(last, store.place === "memory" ? t("mine_unshown") : store.locked || earlier.length > 0 ? "" : t("mine_empty"));
    this.#showEarlier(earlier);
    this.#unfold([...sheets.keys()].map(({ id }) => id));
    this.#showBackup([...[...sheets.values()].flat(), ...earlier]);
    if (!store.locked) return;
    this.#outcome.replaceChildren();
    // Its yes would hand out a file without answers.
    this.#files.parentElement?.querySelector(":scope > .ask-first")?.remove();
  }

  /**
   * Where the reader stopped; the link stays the same, so that it keeps the focus.
   *
   * @param {{sheet: Sheet, time: number} | null} last
   * @param {string} otherwise what is said where there is no such place
   */
  #stop(last, otherwise) {
    if (!last) return this.#stopped.replaceChildren(otherwise);
    const { href, title } = last.sheet;
    const link = this.#stopped.querySelector("a") ?? h("a");
    link.setAttribute("href", href);
    link.textContent = title;
    if (!link.isConnected) this.#stopped.replaceChildren(t("mine_stopped"), " ", link, "");
    /** @type {Node} */ (this.#stopped.lastChild).textContent = ` (${day(last.time)})`;
  }

  /**
   * Takes away what has no answers any more.
   *
   * @param {string[]} ids of sheets that have some
   */
  #unfold(ids) {
    for (const [id, { element }] of this.#folded) {
      if (ids.includes(id) || element.parentElement === this.#old) continue;
      const held = element.contains(document.activeElement);
      const line = element.parentElement;
      element.remove();
      this.#folded.delete(id);
      if (held) line?.querySelector("a")?.focus();
    }
  }

  /**
   * Answers of one sheet, folded away: what stands there already, with the answers of now.
   *
   * @param {string} id
   * @param {string} title
   * @param {Answer[]} answers
   */
  #answered(id, title, answers) {
    const folded = this.#folded.get(id) ?? new Answered(title, (answers) => this.#alike(answers));
    this.#folded.set(id, folded);
    folded.show(answers);
    return folded;
  }

  /**
   * A chapter's answers as files, below its sheets.
   *
   * @param {HTMLElement} chapter
   */
  #saves(chapter) {
    const title = chapter.querySelector("h2")?.textContent ?? "";
    const name = chapter.querySelector("h2 a")?.getAttribute("href")?.replace(/^.*\/|\.html$/g, "") ?? "chapter";
    const answers = () => this.#chapters.get(chapter) ?? [];
    const hidden = h("span", { class: "unseen" }, `: ${title}`);
    const text = act(t("save_text"), () => handFile(`${fileName(name)}.txt`, asText(answers())));
    const data = act(t("save_data"), () => handFile(`${fileName(name)}.json`, asData(answers()), "application/json"));
    text.append(hidden);
    data.append(hidden.cloneNode(true));
    return h("p", { class: "acts chapter-files made" }, text, data);
  }

  /**
   * How a check-in has gone, as the lines that its own page draws.
   *
   * @param {Sheet} sheet
   * @param {Answered} folded
   * @param {Answer[]} answers
   */
  async #trends({ line }, folded, answers) {
    /** @type {Map<string, import("../../kinds/checkin/trend.js").Seen>} */
    const entries = new Map();
    for (const answer of answers) {
      const { entry, value } = answer;
      const date = entry.slice(0, 10);
      if (!isDay(date)) continue;
      const seen = entries.get(entry) ?? { date, values: {} };
      const id = placeOf(this.#sheets, answer)?.field.id ?? answer.field;
      if (id !== "@date") seen.values[id] = value;
      else if (isDay(value)) seen.date = value;
      entries.set(entry, seen);
    }
    const newestFirst = [...entries].sort(([a, one], [b, other]) => other.date.localeCompare(one.date) || b.localeCompare(a)).map(([, seen]) => seen);
    const drawn = JSON.stringify(newestFirst);
    if (drawn === folded.drawn) return;
    folded.drawn = drawn;
    const draws = newestFirst.length > 0 && (await import("../../kinds/checkin/trend.js").catch(() => null));
    // Meanwhile there may be other answers, or none may be seen any more.
    const { element } = folded;
    if (drawn !== folded.drawn || !element.isConnected) return;
    for (const old of element.querySelectorAll(":scope > .trend")) old.remove();
    if (draws) element.firstElementChild?.after(...draws.drawAll(JSON.parse(line.dataset.plots ?? "[]"), newestFirst, Math.round(Math.min(720, element.clientWidth))));
    else folded.drawn = "";
  }

  /**
   * Which rows go with some answers: those they have under earlier names too, or one of them would come back in its place.
   *
   * @param {Answer[]} answers
   * @returns {(row: Answer) => boolean}
   */
  #alike(answers) {
    const name = (/** @type {Answer} */ row) => {
      const { exercise, field } = placeOf(this.#sheets, row) ?? { exercise: { id: row.exercise }, field: { id: row.field } };
      return keyOf({ exercise: exercise.id, entry: row.entry, field: field.id });
    };
    const names = new Set(answers.map(name));
    return (row) => names.has(name(row));
  }

  /** @param {Answer[]} answers */
  #showEarlier(answers) {
    this.#earlier.hidden = answers.length === 0;
    /** @type {Map<string, Answer[]>} */
    const groups = new Map();
    for (const answer of answers) group(groups, answer.words.title || answer.exercise, [answer]);
    const all = [...groups].map(([title, some]) => this.#answered(`earlier:${title}`, title, some));
    arrange(this.#old, all.flatMap(({ heading, element }) => [heading, element]));
  }

  /** @param {Answer[]} all */
  #showBackup(all) {
    const store = bookStore();
    const name = `${store.book}:backup`;
    const dated = () => {
      const last = Number(setting(name));
      this.#last.textContent = last ? t("back_last", { date: day(last) }) : t("back_never");
    };
    const save = (/** @type {string} */ text) => {
      handFile(`${fileName("backup")}.json`, text, "application/json");
      keepSetting(name, String(Date.now()));
      dated();
      announce(t("back_done"));
    };
    dated();
    const focus = [...this.#files.children].findIndex((one) => one === document.activeElement);
    if (store.vault) {
      const plain = act(t("back_plain"), () =>
        askFirst(this.#files, t("back_plain_words"), t("back_plain"), async () => {
          save(asData(store.rows()));
          return t("back_done");
        }),
      );
      const sealed = act(t("back_sealed"), async () => {
        const { keys, lockbox } = store;
        // As they are now: it may be locked before all is loaded.
        const all = store.rows();
        if (!keys || !lockbox) return;
        const { sealValue } = await import("../lib/seal.js");
        const { salt, rounds, box, mark } = lockbox;
        const rows = toBase64(await sealValue(keys, all));
        save(fileOf({ sealed: { salt: toBase64(salt), rounds, box: toBase64(box), mark, rows } }));
      });
      this.#files.replaceChildren(sealed, plain);
    } else {
      this.#files.replaceChildren(act(t("back_save"), () => save(asData(store.rows()))));
    }
    this.#files.append(act(t("back_text"), () => handFile(`${fileName("answers")}.txt`, asText(all))));
    // In memory is not all there is on the device.
    for (const button of this.#files.querySelectorAll("button")) button.toggleAttribute("disabled", store.locked || store.place === "memory");
    /** @type {HTMLElement | undefined} */ ([...this.#files.querySelectorAll("button")][focus])?.focus();
    this.#showKeeping();
  }

  /** Whether the browser promised not to clear what is kept. */
  async #showKeeping() {
    if (this.#keep.hasChildNodes()) return;
    const ask = act(t("keep_ask"), async () => {
      this.#keep.textContent = (await askToKeep()) ? t("keep_yes") : t("keep_no");
      announce(this.#keep.textContent);
    });
    if (await isKept()) this.#keep.replaceChildren(t("keep_yes"));
    else this.#keep.replaceChildren(h("span", {}, t("keep_week")), " ", ask);
  }

  /** @param {...(Node | string)} words */
  #say(...words) {
    this.#outcome.replaceChildren(
      h("div", { class: "trouble" }, ...words.map((one) => (typeof one === "string" ? h("p", {}, one) : one))),
    );
    announce(this.#outcome.querySelector("p")?.textContent ?? "");
  }

  /**
   * @param {string} text
   * @param {{book: string, pack: string}} here
   */
  async #read(text, here) {
    if (bookStore().locked) return this.#say(t("back_locked"));
    const read = readBackup(text, here);
    if ("problem" in read) {
      const { problem, at = "" } = read;
      if (problem === "huge") return this.#say(t("back_huge"));
      if (problem === "broken") return this.#say(t("back_broken"));
      if (problem === "foreign") return this.#say(t("back_foreign"));
      if (problem === "version") return this.#say(t("back_version"));
      if (problem === "other") return this.#say(t("back_other", { book: at }));
      return this.#say(at ? t("back_damaged_at", { n: at }) : t("back_damaged"));
    }
    if ("rows" in read) return this.#plan(read.rows);
    const wrong = h("p", { class: "wrong", id: "mine-sealed-wrong" });
    const input = h("input", {
      id: "mine-sealed",
      type: "password",
      class: "write short",
      autocomplete: "off",
      required: true,
      "aria-describedby": wrong.id,
    });
    const submit = async (/** @type {Event} */ event) => {
      event.preventDefault();
      const seal = await import("../lib/seal.js").catch(() => null);
      if (!seal) return this.#say(t("later_missing"));
      const keys = await seal.openLockbox(read.lockbox, input.value);
      input.value = "";
      if (!keys) {
        wrong.textContent = t("vault_wrong");
        input.setAttribute("aria-invalid", "true");
        announce(t("vault_wrong"));
        return input.focus();
      }
      const rows = checkRows(await seal.openValue(keys, read.box).catch(() => null));
      if (typeof rows === "number") this.#say(t("back_damaged"));
      else this.#plan(rows);
    };
    this.#say(
      t("back_is_sealed"),
      h(
        "form",
        { class: "unlock", submit },
        h("label", { for: input.id, class: "label" }, t("vault_passphrase")),
        h("p", { class: "acts" }, input, h("button", { type: "submit", class: "act" }, t("back_open"))),
        wrong,
      ),
    );
    input.focus();
  }

  /** @param {Answer[]} rows */
  #plan(rows) {
    const store = bookStore();
    const { fresh, newer, older, same } = planMerge(rows, (row) => store.row(row), Date.now());
    const counts = [
      fresh.length > 0 && plural("back_fresh", fresh.length),
      newer.length > 0 && plural("back_newer", newer.length),
      older.length > 0 && plural("back_older", older.length),
      same.length > 0 && plural("back_same", same.length),
    ].filter(Boolean);
    const list = (/** @type {string} */ title, /** @type {Answer[]} */ some) => {
      if (some.length === 0) return "";
      const lines = some.slice(0, 500).map((row) => {
        const { title: sheet = "", label } = row.words;
        const entry = row.entry ? ` · ${entryName(row.entry)}` : "";
        const gone = row.value === null ? ` ${t("back_taken")}` : "";
        return h("li", {}, `${sheet}${entry}: ${label || row.field}${gone} (${day(row.time)})`);
      });
      return h("details", {}, h("summary", {}, title), h("ul", {}, ...lines));
    };
    const lists = [
      list(t("back_list_fresh"), fresh),
      list(t("back_list_newer"), newer),
      list(t("back_list_older"), older),
    ].filter((one) => one !== "");
    const words = counts.length > 0 ? `${counts.join(", ")}.` : t("back_empty");
    if (fresh.length + newer.length === 0) return this.#say(`${words} ${t("back_nothing")}`, ...lists);
    const take = act(t("back_take"), async () => {
      const n = store.merge([...fresh, ...newer]);
      await store.flush();
      this.#say(store.place === "device" ? plural("back_taken_in", n) : `${plural("back_taken_in", n)} ${t("kept_still")}`);
      /** @type {HTMLElement | null} */ (this.#files.querySelector("button"))?.focus();
    });
    const no = act(t("back_leave"), () => {
      this.#outcome.replaceChildren();
      announce(t("back_left"));
      /** @type {HTMLElement | null} */ (this.querySelector("#mine-file"))?.focus();
    });
    this.#say(words, ...lists, h("p", { class: "acts" }, take, no));
    take.focus();
  }
}

customElements.define("sb-vault", Vault);
customElements.define("sb-mine", Mine);
