import { readable, sayKind } from "../text.js";

sayKind("sign", (value, { rows = {} }) =>
  Object.entries(value)
    .map(([who, { name = "", date = "" }]) => `${rows[who] ?? who}: ${[name, readable(date)].filter(Boolean).join(", ")}`)
    .join("\n"),
);
