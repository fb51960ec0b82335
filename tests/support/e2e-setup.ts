/** Playwright's global setup: one Daybook for the run. The workers inherit where it is. */
import { startDaybook } from "#tests/support/e2e-server.ts";

export default async function setup(): Promise<() => Promise<void>> {
  const { url, superuserUrl, appSecret, stop } = await startDaybook();
  process.env.DAYBOOK_E2E_URL = url;
  process.env.DAYBOOK_E2E_DATABASE = superuserUrl;
  process.env.DAYBOOK_E2E_SECRET = appSecret;
  return stop;
}
