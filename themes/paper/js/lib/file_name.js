import { today } from "./calendar.js";
import { isDiscreet } from "./discreet.js";
import { t } from "./t.js";

/**
 * The name of a file handed to the reader, without its ending: `room-for-two-backup-2026-05-02`, or `notes-2026-05-02` in discreet mode.
 *
 * @param {string} kind what is in it, in a word that a file name can hold
 */
export function fileName(kind) {
  const { book = "book" } = document.body.dataset;
  return isDiscreet() ? `${t("discreet_file")}-${today()}` : `${book}-${kind}-${today()}`;
}
