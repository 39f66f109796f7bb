import { sayKind } from "../text.js";

// A number says little without the words at the ends of its line.
sayKind("slider", (value, { options = {} }) => {
  const ends = Object.entries(options).map(([number, words]) => `${number}: ${words}`);
  return ends.length > 0 ? `${value} (${ends.join(", ")})` : String(value);
});
