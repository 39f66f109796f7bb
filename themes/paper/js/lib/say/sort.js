import { sayKind } from "../text.js";

sayKind("sort", (value, { options = {}, rows = {} }) =>
  [...new Set(Object.values(value))]
    .map((bucket) => {
      const items = Object.keys(value).filter((item) => value[item] === bucket);
      return `${options[bucket] ?? bucket}: ${items.map((item) => rows[item] ?? item).join(", ")}`;
    })
    .join("\n"),
);
