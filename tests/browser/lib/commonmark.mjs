// Where this tool means to differ from CommonMark 0.31.2, by the numbers of the specification's examples.

/** Books that are not built, by the code of the finding. */
export const refusals = {
  // Scripts and styles in a chapter: the page's policy would block them.
  SB0420: [170, 172, 173, 176, 178],
  // Paths in the author's own HTML, which would lead nowhere.
  SB0422: [21, 31, 159, 162, 187, 344, 475, 476, 477, 615, 617, 630, 631, 642, 643],
  // Tags that do not end: a browser would drop them with all that follows.
  SB0423: [156, 157, 158],
  // A reference to an address that is not given: the specification shows the brackets.
  SB0411: [545, 569, 571],
  // Links to files whose names work on some systems only, to a heading that is not there, and to nothing.
  SB0430: [200, 202, 485, 486, 487, 500, 501, 502, 567],
  // Schemes other than web, mail and phone.
  SB0438: [596, 598, 599, 601],
  // A link without words, which nobody sees or hears.
  SB0440: [484],
};

/** Pages that say something else, by the reason. */
export const differences = {
  // The author's own HTML is made smaller, and what is wrong in it is mended there instead of in each browser.
  'a link or another tag that is not closed ends with its paragraph; a browser would go on with it in the next': [
    494, 613, 614, 616,
  ],
  'an end tag alone makes no empty paragraph': [148],
  'an element that is not closed in a quotation takes in what follows': [174],
  'a comment goes on to its first end, also one that a browser takes for empty': [626],
};
