/** Whether this page may use the browser's cryptography; not in pages from plain `http:` sites. */
export function canSeal() {
  return typeof crypto !== "undefined" && crypto.subtle !== undefined;
}
