/**
 * A browser in words, "Firefox on Windows", from what it says of itself. Enough to recognise one's own devices; browsers
 * that hide behind another's name are called by that name, and one that says nothing known is "An unknown browser".
 * The order counts: nearly all of them claim to be Safari, and most of those to be Chrome.
 */
const BROWSERS: [RegExp, string][] = [
  [/\bEdgA?(?:iOS)?\/|\bEdg\//, "Edge"],
  [/\bOPR\/|\bOPT\//, "Opera"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bDuckDuckGo\/|\bDdg\//, "DuckDuckGo"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bHeadlessChrome\//, "Headless Chrome"],
  [/\bChrome\/|\bCriOS\/|\bChromium\//, "Chrome"],
  [/\bVersion\/[\d.]+.*\bSafari\//, "Safari"],
  [/^curl\//, "curl"],
];

const SYSTEMS: [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

const named = (list: [RegExp, string][], text: string) => list.find(([pattern]) => pattern.test(text))?.[1];

/** @param user_agent the header's text; anything at all */
export function describeDevice(user_agent: string): string {
  const browser = named(BROWSERS, user_agent);
  const system = named(SYSTEMS, user_agent);
  if (!browser) return system ? `A browser on ${system}` : "An unknown browser";
  return system ? `${browser} on ${system}` : browser;
}
