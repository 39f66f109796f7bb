import { day, t } from "../t.js";
import { isTime } from "./half.js";

/** When a half was sealed, in words. @param {string} when what is kept may come from a backup, and then be no time */
export const moment = (when) => (isTime(when) ? day(when, { dateStyle: "long", timeStyle: "short" }) : "–");

/** That the other sealed more than once; empty otherwise. @param {import("../../../kinds/pair/pair.js").Theirs} theirs */
export function sealedAnew({ half, before }) {
  const all = [...new Set([...before, ...half.earlier])].sort();
  return all.length > 0 ? t("pair_theirs_anew", { dates: all.map(moment).join("; ") }) : "";
}
