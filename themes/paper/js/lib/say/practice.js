import { sayKind } from "../text.js";

// A way through, line by line; the endings that were seen.
sayKind("practice", (value, words) =>
  [value].flat().flatMap((one) => words.options?.[one] ?? []).join("\n"),
);
