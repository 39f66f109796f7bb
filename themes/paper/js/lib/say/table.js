import { readable, sayKind } from "../text.js";

sayKind("table", (value, { rows = {} }) =>
  value
    .map((/** @type {Record<string, string>} */ row) =>
      Object.entries(row)
        .map(([column, text]) => `${rows[column] ?? column}: ${readable(text)}`)
        .join("; "),
    )
    .join("\n"),
);
