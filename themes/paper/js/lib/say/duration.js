import { plural } from "../t.js";
import { sayKind } from "../text.js";

sayKind("duration", (value) => {
  const [hours, minutes] = [Math.floor(value / 60), value % 60];
  const parts = [hours && plural("said_hours", hours), (minutes || !hours) && plural("said_minutes", minutes)];
  return parts.filter(Boolean).join(" ");
});
