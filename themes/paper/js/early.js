import { wearDiscreet } from "./lib/discreet.js";
import { cover, goDull, hasLeft, mark, turn } from "./lib/cover.js";
import { keepSetting } from "./lib/storage.js";
import { wearTheme } from "./lib/theme.js";

/**
 * What must be settled before anything of the page is seen: its colours, its title, and whether it may be seen at all.
 *
 * Replacing the page that "Leave quickly" was used on does not remove the pages before it. So the tab remembers that its reader
 * left, and a page that Back brings up stays covered and makes way for the dull one, until the reader opens the book afresh.
 */

function wearSettings() {
  wearTheme();
  wearDiscreet();
}

/** @type {string | null} as it was when this page was put away */
let parting = null;

/** A page that was put away, by Back or Forward, is looked at again. */
function awake(left = hasLeft()) {
  if (left) {
    cover();
    goDull();
  } else document.documentElement.style.visibility = "";
}

const [visit] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
if (visit?.type === "back_forward") awake();
else keepSetting("left", null, "tab");
if (!turn()) mark();

// A page is put away covered: what the browser brings back from its memory is not seen before it has asked.
addEventListener("pagehide", () => {
  document.documentElement.style.visibility = "hidden";
  parting = turn();
});
addEventListener("pageshow", ({ persisted }) => persisted && awake(hasLeft() || turn() !== parting));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && awake());

// A sheet is laid out once, alive and with its answers, not moved about before the reader's eyes. Where its scripts are late or
// missing, it is shown as the book has it.
document.documentElement.toggleAttribute("data-waking", true);
setTimeout(() => document.documentElement.removeAttribute("data-waking"), 1000);

wearSettings();
// Another tab changed a setting.
addEventListener("storage", wearSettings);
