import { isDiscreet } from "./discreet.js";
import { announce, handFile } from "./dom.js";
import { t } from "./t.js";

/** @typedef {{title: string, private?: boolean}} Reminder as its author wrote it */

/** Whether an entry in a calendar says nothing of what it is for: the author or the reader wants it so. @param {Reminder} reminder */
const neutral = (reminder) => reminder.private || isDiscreet();

/** What a calendar will show, in words for the reader. @param {Reminder} reminder */
export function reminderWords(reminder) {
  return neutral(reminder) ? t("calendar_private") : t("calendar_says", { title: reminder.title });
}

/**
 * Hands an exercise's calendar entry to the reader. A second one takes the first one's place in the calendar.
 *
 * @param {import("../elements/exercise.js").Exercise} exercise
 * @param {Reminder} reminder
 * @param {Omit<import("./calendar_file.js").Entry, "uid" | "title" | "start"> & {start?: string}} when without a start, when it is next due
 */
export async function handReminder(exercise, reminder, when) {
  const loaded = await import("./calendar_file.js").catch(() => null);
  if (!loaded) return announce(t("later_missing"));
  const uid = exercise.get("@calendar", "") ?? `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  exercise.put("@calendar", uid, { entry: "" });
  const title = neutral(reminder) ? t("calendar_reminder") : reminder.title;
  const now = new Date();
  const start = when.start ?? loaded.nextTime(/** @type {import("./calendar_file.js").Every} */ (when.every), now);
  handFile("reminder.ics", loaded.calendarFile({ uid, title, start, ...when }, now), "text/calendar;charset=utf-8");
}
