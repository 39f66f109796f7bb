import { Field } from "../../js/lib/field.js";
import { announce, h, seen } from "../../js/lib/dom.js";
import { t } from "../../js/lib/t.js";

/**
 * Things to put into places. The radio buttons of each are what is answered with; where there is room, each thing lies in the
 * column of its place, can be dragged to another, and shows its buttons when it is pressed or has the focus.
 */
class Sort extends Field {
  #rows = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(".row")]);
  /** @type {HTMLElement[]} one above each column; the first is for what has no place yet */
  #heads = [];
  #board = h("div", { class: "board" });

  connectedCallback() {
    super.connectedCallback();
    for (const row of this.#rows) {
      const [steps, clear] = row.querySelectorAll(".steps, .clear");
      if (clear && !row.querySelector(".places")) row.append(h("div", { class: "places" }, clear, steps));
    }
  }

  enhance() {
    const buckets = [...this.#rows[0].querySelectorAll("label")].map(seen);
    // More columns than this would leave none of them room for a word.
    if (buckets.length > 3) return;
    const board = this.#board;
    this.#rows[0].before(h("p", { class: "how made" }, t("sort_move")), board);
    this.#heads = [t("sort_none"), ...buckets].map((words, at) => {
      const head = h("p", { class: "bucket made", "aria-hidden": "true" }, words);
      const column = h("span", { class: "bucket-ground made", "aria-hidden": "true" });
      for (const part of [column, head]) part.style.gridColumn = `${at + 1} / ${at + 2}`;
      board.append(column, head);
      return head;
    });
    board.style.setProperty("--columns", String(this.#heads.length));
    board.append(...this.#rows);
    board.addEventListener("pointerdown", (event) => this.#press(event));
    // A press on a label would take the focus off the card, and the card would put its buttons away before they are chosen.
    board.addEventListener("mousedown", (event) => {
      if (/** @type {Element} */ (event.target).closest(".places label")) event.preventDefault();
    });
  }

  /** @param {HTMLElement} row */
  #radios(row) {
    return [.../** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll("input"))];
  }

  /** @param {PointerEvent} event */
  #press(event) {
    const target = /** @type {Element} */ (event.target);
    const row = /** @type {HTMLElement | null} */ (target.closest(".row"));
    if (!row || event.button !== 0 || target.closest(".places") || getComputedStyle(this.#board).display !== "grid") return;
    event.preventDefault();
    const done = new AbortController();
    const options = { signal: done.signal };
    let over = -1;
    const light = (/** @type {number} */ column) => {
      over = column;
      this.#heads.forEach((head, at) => head.classList.toggle("over", at === column));
    };
    this.#board.addEventListener(
      "pointermove",
      ({ clientX, clientY, pointerId }) => {
        const [x, y] = [clientX - event.clientX, clientY - event.clientY];
        if (over < 0 && Math.hypot(x, y) < 8) return;
        this.#board.setPointerCapture(pointerId);
        row.classList.add("lifted");
        row.style.translate = `${x}px ${y}px`;
        light(
          this.#heads.findIndex((head) => {
            const { left, right } = head.getBoundingClientRect();
            return clientX >= left && clientX <= right;
          }),
        );
      },
      options,
    );
    const end = (/** @type {boolean} */ keep) => {
      const moved = row.classList.contains("lifted");
      done.abort();
      row.classList.remove("lifted");
      row.style.translate = "";
      const radios = this.#radios(row);
      if (!moved && keep) (radios.find((radio) => radio.checked) ?? radios[0]).focus();
      if (moved && keep && over >= 0) {
        radios.forEach((radio, at) => (radio.checked = at === over - 1));
        this.changed();
        announce(`${seen(row.querySelector(".row-words"))}: ${seenHead(this.#heads[over])}`);
      }
      light(-1);
    };
    addEventListener("pointerup", () => end(true), options);
    addEventListener("pointercancel", () => end(false), options);
  }

  refresh() {
    super.refresh();
    for (const row of this.#rows) {
      row.style.gridColumn = String(this.#radios(row).findIndex((radio) => radio.checked) + 2);
    }
  }
}

/** @param {Element} head */
const seenHead = (head) => head.textContent ?? "";
customElements.define("sb-sort", Sort);
