import { Field } from "../../js/lib/field.js";
import { h, seen, svg } from "../../js/lib/dom.js";
import { t } from "../../js/lib/t.js";

/**
 * The outline: a place, its shape, and whether it has a twin on the other side. Drawn about the line x = 50; where two places meet
 * they share a line.
 *
 * @type {[string, string, boolean?][]}
 */
const BOTH = [
  ["arms", "M23 59C19 66 17 78 16 90C15 100 13 112 11 122L19 124C22 114 25 102 26 92C28 82 30 74 31 66Z", true],
  ["hands", "M11 122L19 124C21 132 20 142 15 144C9 144 7 132 11 122Z", true],
  ["legs", "M28 132C36 136 44 136 50 136L50 146C50 156 48 168 47 176C47 188 46 200 45 211L35 211C35 200 33 188 32 176C29 162 27 146 28 132Z", true],
  ["feet", "M35 211L45 211C45 214 47 217 46 220C44 223 29 224 28 220C28 216 34 215 35 211Z", true],
];
const HIPS = "M32 114C38 117 62 117 68 114C70 120 72 126 72 132C64 136 56 136 50 136C44 136 36 136 28 132C28 126 30 120 32 114Z";
/** @type {[string, string, boolean?][]} */
const FRONT = [
  ...BOTH,
  ["hips", HIPS],
  ["belly", "M33 92C38 95 62 95 67 92C65 101 66 108 68 114C62 117 38 117 32 114C34 108 35 101 33 92Z"],
  ["chest", "M31 66C38 61 62 61 69 66C69 76 68 84 67 92C62 95 38 95 33 92C32 84 31 76 31 66Z"],
  ["shoulders", "M44 46C48 49 52 49 56 46C60 52 72 52 77 59L69 66C62 61 38 61 31 66L23 59C28 52 40 52 44 46Z"],
  ["throat", "M44 34C48 38 52 38 56 34L56 46C52 49 48 49 44 46Z"],
  ["head", "M37 22C35 -2 65 -2 63 22C58 25 42 25 37 22Z"],
  ["jaw", "M37 22C42 25 58 25 63 22C62 32 56 38 50 38C44 38 38 32 37 22Z"],
];
/** @type {[string, string, boolean?][]} */
const BEHIND = [
  ...BOTH,
  ["hips", HIPS],
  ["back", "M31 66C38 61 62 61 69 66C69 76 68 84 67 92C65 101 66 108 68 114C62 117 38 117 32 114C34 108 35 101 33 92C32 84 31 76 31 66Z"],
  ["shoulders", "M44 34C48 38 52 38 56 34L56 46C60 52 72 52 77 59L69 66C62 61 38 61 31 66L23 59C28 52 40 52 44 46Z"],
  ["head", "M37 22C35 -2 65 -2 63 22C62 32 56 38 50 38C44 38 38 32 37 22Z"],
];

/** @param {[string, string, boolean?]} place */
const shapes = ([, shape, twin]) => [
  svg("path", { d: shape }),
  ...(twin ? [svg("path", { d: shape, transform: "matrix(-1 0 0 1 100 0)" })] : []),
];

/** An outline to press where it is felt. The list beside it does the same, and is what screen readers and keys use. */
class Body extends Field {
  #boxes = /** @type {HTMLInputElement[]} */ ([...this.querySelectorAll("input[name]")]);

  enhance() {
    const figure = (/** @type {typeof FRONT} */ places, /** @type {string} */ words, /** @type {number} */ x) =>
      svg(
        "g",
        { transform: `translate(${x} 6)` },
        // The edge of all of them, of which only the outer half is left to be seen.
        svg("g", { class: "edge" }, ...places.flatMap(shapes)),
        ...places.map((place) => this.#part(place)),
        svg("text", { x: 50, y: 240, "font-size": 10, "text-anchor": "middle" }, words),
      );
    const outline = svg(
      "svg",
      { class: "outline made", viewBox: "0 0 200 252", "aria-hidden": "true", focusable: "false" },
      figure(FRONT, t("body_front"), 0),
      figure(BEHIND, t("body_behind"), 100),
    );
    const words = this.querySelector(".words");
    const both = h("div", { class: "felt" });
    words?.before(both);
    both.append(outline, ...(words ? [words] : []));
    outline.addEventListener("click", (event) => {
      const place = /** @type {Element} */ (event.target).closest("[data-place]")?.getAttribute("data-place");
      this.#boxes.find((box) => box.value === place)?.click();
    });
  }

  /** @param {[string, string, boolean?]} place */
  #part(place) {
    const box = this.#boxes.find((one) => one.value === place[0]);
    const part = svg("g", box ? { "data-place": place[0] } : {}, ...shapes(place));
    if (box) part.append(svg("title", {}, seen(box.closest("label"))));
    return part;
  }

  refresh() {
    super.refresh();
    for (const part of this.querySelectorAll("[data-place]")) {
      const box = this.#boxes.find((one) => one.value === part.getAttribute("data-place"));
      part.classList.toggle("felt-here", !!box?.checked);
      part.classList.toggle("waits", !!box?.disabled);
    }
  }
}
customElements.define("sb-body", Body);
