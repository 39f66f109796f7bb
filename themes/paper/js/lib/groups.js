/**
 * Puts something among those of its group. What a backup brings may be a hundred thousand of one.
 *
 * @template K, V
 * @param {Map<K, V[]>} groups
 * @param {K} key
 * @param {V[]} some
 */
export function group(groups, key, some) {
  const all = groups.get(key) ?? [];
  groups.set(key, all);
  for (const one of some) all.push(one);
}

/** When the latest of some answers was written. @param {import("./answers.js").Answer[]} answers */
export const latest = (answers) => answers.reduce((time, answer) => Math.max(time, answer.time), 0);
