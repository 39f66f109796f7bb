/**
 * @typedef {any[]} Condition as the build writes it: the operator first, then a field's id and what it is compared with.
 * @typedef {{value: (field: string) => any, score: (id: string) => number | null}} Answers
 */

/**
 * Whether a condition holds. A comparison with something that is not answered does not.
 *
 * @param {Condition} condition
 * @param {Answers} answers
 * @returns {boolean}
 */
export function holds([op, ...rest], answers) {
  if (op === "and") return rest.every((part) => holds(part, answers));
  if (op === "or") return rest.some((part) => holds(part, answers));
  if (op === "not") return !holds(rest[0], answers);
  if (op === "answered") return isAnswered(answers.value(rest[0]));
  if (op === "has") return chosen(answers.value(rest[0])).includes(rest[1]);
  const [left, right] = rest;
  if (Array.isArray(left)) return compare(op, answers.score(left[1]), right);
  const value = answers.value(left);
  if (typeof right === "number") return compare(op, typeof value === "number" ? value : null, right);
  const same = chosen(value).includes(right);
  return op === "==" ? same : isAnswered(value) && !same;
}

/**
 * @param {string} op
 * @param {number | null} left
 * @param {number} right
 */
function compare(op, left, right) {
  if (left === null) return false;
  if (op === "<") return left < right;
  if (op === "<=") return left <= right;
  if (op === ">") return left > right;
  if (op === ">=") return left >= right;
  return op === "==" ? left === right : left !== right;
}

/**
 * Whether there is an answer: not nothing, not an empty text, list or form.
 *
 * @param {any} value
 * @returns {boolean}
 */
export function isAnswered(value) {
  if (value === null || value === undefined || value === "" || value === false) return false;
  if (Array.isArray(value)) return value.some(isAnswered);
  if (typeof value === "object") return Object.values(value).some(isAnswered);
  return true;
}

/**
 * The ids of what was chosen; one's own words count as `other`.
 *
 * @param {any} value
 * @returns {string[]}
 */
export function chosen(value) {
  return (Array.isArray(value) ? value : [value]).map((one) =>
    one && typeof one === "object" && "other" in one ? "other" : one,
  );
}
