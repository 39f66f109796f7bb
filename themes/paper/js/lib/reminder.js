import { calendarFile } from "./calendar.js";
import { isDiscreet } from "./discreet.js";
import { handFile } from "./dom.js";
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
 * @param {Omit<Parameters<typeof calendarFile>[0], "uid" | "title">} when
 */
export function handReminder(exercise, reminder, when) {
  const uid = exercise.get("@calendar", "") ?? `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
  exercise.put("@calendar", uid, { entry: "" });
  const title = neutral(reminder) ? t("calendar_reminder") : reminder.title;
  handFile("reminder.ics", calendarFile({ uid, title, ...when }, new Date()), "text/calendar;charset=utf-8");
}
