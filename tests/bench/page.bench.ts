/** The service page, beside a bare Remix page that answers as many bytes. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import autocannon from "autocannon";
import { type Child, startChild } from "./machine.ts";
import { interleaved, type Row } from "./measure.ts";
import { SERVICE_SLUG } from "./slots.ts";

/** As a browser asks; compressing is a part of both sides. */
const HEADERS = { "Accept-Encoding": "gzip, deflate, br", Accept: "text/html" };

type Options = { rounds: number; seconds: number; folder: string };

export async function pageRows(web: Child, { rounds, seconds, folder }: Options): Promise<Row[]> {
  const address = `http://127.0.0.1:${web.port}/book/filled-1/${SERVICE_SLUG}`;
  const body = await bodyOf(address);
  const file = path.join(folder, "bare-body.html");
  writeFileSync(file, body);
  const bare = await startChild("tests/bench/bare-remix.ts", { BARE_BODY_FILE: file }, folder);
  try {
    const bareAddress = `http://127.0.0.1:${bare.port}/`;
    const bytes = await bytesOf(address);
    const bareBytes = await bytesOf(bareAddress);
    if (Math.abs(bytes / bareBytes - 1) > 0.1)
      throw new Error(`The bare page has ${bareBytes} bytes, the service page ${bytes}.`);
    const rows: Row[] = [];
    for (const connections of [1, 8]) {
      const result = await interleaved(
        rounds,
        () => rate(address, connections, seconds),
        () => rate(bareAddress, connections, seconds),
      );
      rows.push({
        case: `service page, ${connections} connection${connections === 1 ? "" : "s"}`,
        unit: "pages/s",
        ...result,
        better: "higher",
        against: `a bare Remix page of ${(bareBytes / 1000).toFixed(0)} KB: no loader, no database, HTML ready-made`,
      });
    }
    return rows;
  } finally {
    await bare.stop();
  }
}

/** What stands between <body> and </body> of the real page. */
const bodyOf = async (address: string): Promise<string> => {
  const html = await textOf(address);
  return html.slice(html.indexOf("<body>") + 6, html.lastIndexOf("</body>"));
};
const bytesOf = async (address: string) => Buffer.byteLength(await textOf(address));

const textOf = async (address: string): Promise<string> => {
  const response = await fetch(address);
  if (response.status !== 200) throw new Error(`${address} was answered with ${response.status}`);
  return response.text();
};

/** Answers per second; any that is not 2xx ends the benchmark. */
const rate = async (url: string, connections: number, seconds: number): Promise<number> => {
  const result = await autocannon({ url, connections, duration: seconds, headers: HEADERS });
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0) throw new Error(`${failed} of the answers of ${url} were none.`);
  return result.requests.total / result.duration;
};
