// Findings are gathered and told all at once, as the tool itself does.

const SHOWN = 60;

/** Fails with the list, one finding a line, when there is any. */
export function none(findings) {
  if (findings.length === 0) return;
  const more = findings.length > SHOWN ? [`... and ${findings.length - SHOWN} more`] : [];
  const error = new Error([`${findings.length} to mend`, ...findings.slice(0, SHOWN), ...more].join('\n'));
  // The list says where to look; where this check lives would only push it off the screen.
  error.stack = error.message;
  throw error;
}
