import { Field } from "../../js/lib/field.js";
import { seen, svg } from "../../js/lib/dom.js";

/** An outline to press where it is felt. The list beside it does the same, and is what screen readers and keys use. */
class Body extends Field {
  #boxes = /** @type {HTMLInputElement[]} */ ([...this.querySelectorAll("input[name]")]);

  enhance() {
    const outline = /** @type {Element} */ (this.querySelector(".outline"));
    for (const figure of outline.querySelectorAll(".figure")) {
      // The edge of all places, of which only the outer half is left to be seen.
      figure.prepend(svg("g", { class: "edge" }, ...[...figure.querySelectorAll("path")].map((path) => path.cloneNode())));
    }
    for (const part of outline.querySelectorAll("[data-place]")) {
      const box = this.#box(part);
      if (box) part.append(svg("title", {}, seen(box.closest("label"))));
      else part.removeAttribute("data-place");
    }
    outline.parentElement?.removeAttribute("hidden");
    outline.addEventListener("click", (event) => {
      const place = /** @type {Element} */ (event.target).closest("[data-place]");
      if (place) this.#box(place)?.click();
    });
  }

  /** What ticks a place in the list; some books leave places out. @param {Element} place */
  #box(place) {
    return this.#boxes.find((box) => box.value === place.getAttribute("data-place"));
  }

  refresh() {
    super.refresh();
    for (const part of this.querySelectorAll("[data-place]")) {
      const box = this.#box(part);
      part.classList.toggle("felt-here", !!box?.checked);
      part.classList.toggle("waits", !!box?.disabled);
    }
  }
}
customElements.define("sb-body", Body);
