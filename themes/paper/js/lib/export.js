import { day, isDay, t } from "./t.js";
import { textOf } from "./text.js";

/** @typedef {import("./answers.js").Answer} Answer */

/**
 * An answer with its question, or nothing for what only a script can read.
 *
 * @param {Answer} answer
 */
export function said(answer) {
  const words = textOf(answer);
  const { label } = answer.words;
  return words && (label || !answer.field.startsWith("@")) ? { label: label || t("your_answer"), words } : null;
}

/**
 * Which time an entry stands for, as people write it.
 *
 * @param {string} entry
 */
export function entryName(entry) {
  const date = entry.slice(0, 10);
  return isDay(date) ? day(`${date}T12:00`) : entry;
}

/**
 * Answers as plain text, in the order they are given in: title, question, answer, date.
 *
 * @param {Answer[]} answers
 */
export function asText(answers) {
  const lines = [];
  let title = "";
  let entry = "";
  for (const answer of answers) {
    const one = said(answer);
    if (!one) continue;
    const head = answer.words.title ?? "";
    if (head !== title) lines.push("", head, "-".repeat(Math.min(head.length, 60)), "");
    if (answer.entry && (answer.entry !== entry || head !== title)) lines.push(`[${entryName(answer.entry)}]`, "");
    title = head;
    entry = answer.entry;
    lines.push(one.label, ...one.words.split("\n").map((line) => `    ${line}`), `    (${day(answer.time)})`, "");
  }
  return `${lines.join("\n").trim()}\n`;
}

/**
 * Answers as data: the same file that a backup is, with each answer said in words beside its value.
 *
 * @param {Answer[]} rows
 */
export function asData(rows) {
  return fileOf({
    rows: rows.map((row) => ({ ...row, text: row.value === null ? "" : textOf(row), date: new Date(row.time).toISOString() })),
  });
}

/**
 * A file of this tool.
 *
 * @param {object} content
 */
export function fileOf(content) {
  const { book = "", pack = "" } = document.body.dataset;
  return `${JSON.stringify({ format: 1, tool: "stepbook", book, pack, made: Date.now(), ...content }, null, 1)}\n`;
}
