import { sayKind } from "../text.js";

sayKind("rank", (value, { options = {} }) =>
  value.map((/** @type {string} */ id, /** @type {number} */ at) => `${at + 1}. ${options[id] ?? id}`).join("\n"),
);
