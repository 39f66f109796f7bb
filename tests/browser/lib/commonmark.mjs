// Where this tool means to differ from CommonMark 0.31.2, by the numbers of the specification's examples.

/** Books that are not built, by the code of the finding. */
export const refusals = {
  // Scripts and styles in a chapter: the page's policy would block them.
  SB0420: [170, 172, 173, 176, 178],
  // Links to files whose names work on some systems only, and to a heading that is not there.
  SB0430: [202, 500, 501, 502],
  // Schemes other than web, mail and phone.
  SB0438: [596, 598, 599, 601],
};

/** Pages that say something else, by the reason. */
export const differences = {
  'a link to a chapter leads to its page': [484],
  'an empty link leads to the page it stands on, and names it': [200, 485, 486, 487, 567],
};
