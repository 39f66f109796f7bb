import { h, svg } from "../../js/lib/dom.js";
import { day, plural, t } from "../../js/lib/t.js";

/**
 * @typedef {object} Series
 * @property {string} label
 * @property {(number | null)[]} values one for each entry, oldest first; `null` where it was not answered
 * @property {[number, number] | null} ends its lowest and highest possible value, where they are known
 */

/**
 * @typedef {object} Plot what the build says of lines that are drawn together
 * @property {number} last how many entries are drawn
 * @property {number} min_points how many answers make a line
 * @property {{id: string, label: string | null, ends: [number | null, number | null] | null, points: Record<string, number>}[]} of the lines; `points` of what can be chosen, by all ids it had
 *
 * @typedef {{date: string, values: Record<string, any>}} Seen an entry's date, as `2026-11-24`, and its answers
 */

const NAMES = "ABCDEFGH";
const MARK = 5;

/**
 * Every plot of a check-in.
 *
 * @param {Plot[]} plots
 * @param {Seen[]} entries newest first
 * @param {number} width to draw to, in pixels
 */
export function drawAll(plots, entries, width) {
  return plots.map(({ of, last, min_points }) => {
    const shown = entries.slice(0, last).reverse();
    const series = of.map(({ id, label, ends, points }) => ({
      label: label ?? id,
      ends: /** @type {[number, number] | null} */ (ends?.every((end) => end !== null) ? ends : null),
      values: shown.map(({ values }) => asNumber(values[id], points)),
    }));
    return plot(series, shown.map(({ date }) => date), min_points, width);
  });
}

/**
 * An answer as a number; what was chosen counts its points.
 *
 * @param {any} value
 * @param {Record<string, number>} points
 * @returns {number | null}
 */
function asNumber(value, points) {
  if (typeof value === "number") return value;
  const on = [value].flat().filter((id) => typeof id === "string" && Object.hasOwn(points, id));
  return on.length > 0 ? on.reduce((sum, id) => sum + points[id], 0) : null;
}

/**
 * A plot: what the lines are, the lines, the same as a table, and the same in a sentence each.
 *
 * @param {Series[]} all
 * @param {string[]} dates of the entries, as `2026-11-24`
 * @param {number} least how many answers make a line
 * @param {number} width to draw to, in pixels
 */
function plot(all, dates, least, width) {
  const answered = (/** @type {Series} */ series) => series.values.filter((value) => value !== null).length;
  const lines = all.filter((series) => answered(series) >= least);
  const sentences = all.map((series) => h("p", { class: "trend-says" }, sentence(series, least - answered(series), dates.length)));
  if (lines.length === 0) return h("div", { class: "trend made" }, ...sentences);
  const key = lines.map((series, n) =>
    h("li", {}, svg("svg", { class: `line-${n % 3}`, viewBox: "0 0 44 20", width: 44, height: 20, "aria-hidden": "true" }, line("M2 10H42"), mark(n, 22, 10)), h("span", {}, h("b", {}, NAMES[n]), ` ${series.label}`)),
  );
  const table = h(
    "details",
    { class: "trend-table" },
    h("summary", {}, t("trend_table")),
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ...[t("paper_date"), ...all.map(({ label }) => label)].map((words) => h("th", { scope: "col" }, words)))),
      h(
        "tbody",
        {},
        ...dates.map((date, at) =>
          h("tr", {}, h("th", { scope: "row" }, short(date, true)), ...all.map(({ values }) => h("td", {}, String(values[at] ?? "–")))),
        ),
      ),
    ),
  );
  return h("figure", { class: "trend made answer" }, h("ul", { class: "trend-key plain" }, ...key), drawn(lines, dates, width), h("figcaption", {}, ...sentences), table);
}

/**
 * @param {Series} series
 * @param {number} missing how many answers it is short of a line
 * @param {number} of how many entries are looked at
 */
function sentence({ label, values }, missing, of) {
  if (missing > 0) return t("trend_more", { label, more: plural("trend_checkins", missing) });
  const known = values.filter((value) => value !== null);
  const [first, last] = [known[0], known[known.length - 1]];
  const more = { n: of, label, first, last, low: Math.min(...known), high: Math.max(...known) };
  return `${first === last ? t("trend_same", more) : t("trend_went", more)} ${t("trend_span", more)}`;
}

/**
 * @param {string} date
 * @param {boolean} [year]
 */
function short(date, year = false) {
  return day(`${date}T12:00`, { day: "numeric", month: "short", ...(year && { year: "numeric" }) });
}

/** @param {string} d */
const line = (d) => svg("path", { class: "trend-line", d });

/**
 * A mark on a line; each line has a shape of its own.
 *
 * @param {number} n
 * @param {number} x
 * @param {number} y
 */
function mark(n, x, y) {
  const [left, top, size] = [x - MARK, y - MARK, MARK * 2];
  if (n % 3 === 0) return svg("circle", { class: "trend-mark", cx: x, cy: y, r: MARK });
  if (n % 3 === 1) return svg("rect", { class: "trend-mark", x: left, y: top, width: size, height: size });
  return svg("path", { class: "trend-mark", d: `M${x} ${top}l${MARK} ${size}h${-size}z` });
}

/**
 * @param {Series[]} lines
 * @param {string[]} dates
 * @param {number} width
 */
function drawn(lines, dates, width) {
  const [top, bottom, start, end] = [14, 30, 32, 30];
  const height = Math.round(Math.min(260, Math.max(180, width * 0.4)));
  const known = lines.flatMap(({ values, ends }) => [...values.filter((value) => value !== null), ...(ends ?? [])]);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (/** @type {number} */ at) => start + MARK + ((width - start - end - MARK * 2) * at) / Math.max(1, dates.length - 1);
  const y = (/** @type {number} */ value) => height - bottom - ((height - top - bottom) * (value - low)) / (high - low || 1);

  const middle = (low + high) / 2;
  const levels = [...new Set([low, Number.isInteger(middle) ? middle : low, high])].map((value) =>
    svg("g", {}, svg("path", { class: "trend-level", d: `M${start} ${y(value)}H${width - end}` }), svg("text", { x: start - 8, y: y(value), dy: "0.35em", "text-anchor": "end" }, String(value))),
  );

  // As many dates as have room, the last one always.
  const step = Math.max(1, Math.ceil((dates.length - 1) / Math.max(1, Math.floor((width - start - end) / 90))));
  const under = dates.flatMap((date, at) => {
    const fromLast = dates.length - 1 - at;
    if (fromLast % step !== 0) return [];
    const anchor = fromLast === 0 ? "end" : at === 0 ? "start" : "middle";
    return [
      svg("path", { class: "trend-level", d: `M${x(at)} ${height - bottom}v6` }),
      svg("text", { x: fromLast === 0 ? x(at) + MARK : at === 0 ? x(at) - MARK : x(at), y: height - 6, "text-anchor": anchor }, short(date)),
    ];
  });

  /** @type {number[]} */
  const taken = [];
  const groups = lines.map(({ values }, n) => {
    const points = values.flatMap((value, at) => (value === null ? [] : [{ at, x: x(at), y: y(value) }]));
    // A line only joins entries that follow each other.
    const d = points.map((point, i) => `${points[i - 1]?.at === point.at - 1 ? "L" : "M"}${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join("");
    const last = points[points.length - 1];
    let name = last.y;
    while (taken.some((other) => Math.abs(other - name) < 16)) name += name > height / 2 ? -16 : 16;
    taken.push(name);
    return svg(
      "g",
      { class: `line-${n % 3}` },
      line(d),
      ...points.map((point) => mark(n, point.x, point.y)),
      svg("text", { class: "trend-name", x: last.x + MARK + 6, y: name, dy: "0.35em" }, NAMES[n]),
    );
  });

  const label = t("trend_drawn", { lines: lines.map((series) => series.label).join(", ") });
  return svg("svg", { class: "trend-drawn", role: "img", "aria-label": label, viewBox: `0 0 ${width} ${height}`, width, height }, ...levels, ...under, ...groups);
}
