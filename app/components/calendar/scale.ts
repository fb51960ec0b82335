/**
 * Minutes as class names. Inline styles are refused by the Content-Security-Policy and a class for each minute would be
 * thousands, so a number is written digit by digit: hours, tens, ones (app/styles/calendar-scale.css reads them).
 */

const digits = (minutes: number): string => {
  const whole = Math.max(0, Math.round(minutes));
  return `ch${Math.floor(whole / 60)} cq${Math.floor((whole % 60) / 10)} cr${whole % 10}`;
};

/** So many minutes below the top of the part of the day on show. */
export const at = (minutes: number): string => `calat ${digits(minutes)}`;

/** So many minutes high. */
export const long = (minutes: number): string => `callong ${digits(minutes)}`;
