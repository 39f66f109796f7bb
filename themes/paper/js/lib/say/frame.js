import { readable, sayKind } from "../text.js";

// Every second part is the id of a blank.
sayKind("frame", (value, { parts = [] }) =>
  parts.map((part, at) => (at % 2 ? (value[part] ? readable(value[part]) : "…") : part)).join(""),
);
