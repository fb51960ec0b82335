/** Characters that RFC 5545 has no place for in a text; a tab and the end of a line are fine. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]/g;

/** Ends of a line that only some programs take for one: to those, half a text would be a line of the file. */
const OTHER_LINE_ENDS = /[\u0085\u2028\u2029]/g;

/** Anybody's text as it may stand in a calendar; commas and the like are escaped by who writes the file. */
export const calendarText = (text: string): string =>
  text.replace(OTHER_LINE_ENDS, "\n").replace(CONTROLS, "").toWellFormed();
