/**
 * A moment by the reader's own clock, as a date control writes it: `2026-11-24T18:00`.
 *
 * @param {Date} date
 */
export function localTime(date) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const day = [String(date.getFullYear()).padStart(4, "0"), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The day that it is here, as `2026-11-24`. */
export const today = () => localTime(new Date()).slice(0, 10);
