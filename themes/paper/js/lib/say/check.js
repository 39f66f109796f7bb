import { t } from "../t.js";
import { sayKind } from "../text.js";

// A result of a day: each score with its band.
sayKind("check", (value, words) =>
  Object.entries(value.scores ?? {})
    .map(([id, one]) =>
      [words.rows?.[id] ?? id, t("check_points", { n: one.points, of: one.total }), one.title, one.says]
        .filter(Boolean)
        .join(". "),
    )
    .join("\n"),
);
