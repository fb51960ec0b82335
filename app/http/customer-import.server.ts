import { parseFormData } from "@remix-run/form-data-parser";
import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import type { ImportAnswer } from "#app/components/pages/customer-import-page.tsx";
import { type ImportPlan, readCustomers } from "#app/domain/customer-import.ts";
import { importCustomers, planHash, previewImport } from "#app/domain/customers/import.server.ts";
import { customersPath } from "#app/http/customers.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { problem } from "#app/http/guarded.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import { reading } from "#db/transaction.ts";

/** A list of 5,000 people is half a megabyte. */
const MAX_BYTES = 2_000_000;
/** The file, or the text, and the frame around it. */
const MAX_BODY_BYTES = 2 * MAX_BYTES + 50_000;

type Sent = { ok: true; text: string; seen: string } | { ok: false; status: 413 | 422; error: string };

const TOO_LARGE = "This is larger than 2 MB. Please import it in parts.";

/** UTF-8, or what spreadsheets write besides: UTF-16 with its mark, else Windows' Western letters. */
const decode = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
};

/** The list that the form brings: a file, else the text. @throws a 400 page when it cannot be read */
async function readList(request: Request): Promise<Sent> {
  if (Number(request.headers.get("Content-Length")) > MAX_BODY_BYTES)
    return { ok: false, status: 413, error: TOO_LARGE };
  let file: Uint8Array | null = null;
  const limits = {
    ...{ maxFiles: 1, maxParts: 6, maxHeaderSize: 4_000 },
    ...{ maxFileSize: MAX_BYTES, maxTotalSize: MAX_BODY_BYTES },
  };
  try {
    const form = await parseFormData(request, limits, async (upload) => {
      if (upload.fieldName === "file") file = new Uint8Array(await upload.arrayBuffer());
    });
    const field = (name: string) => {
      const value = form.get(name);
      return typeof value === "string" ? value : "";
    };
    const bytes = file as Uint8Array | null;
    const text = bytes && bytes.byteLength > 0 ? decode(bytes) : field("text");
    if (text.trim() === "") return { ok: false, status: 422, error: "Choose a file, or paste your list." };
    return { ok: true, text, seen: field("seen") };
  } catch (error) {
    if (error instanceof Error && /^Max(FileSize|TotalSize)ExceededError$/.test(error.name))
      return { ok: false, status: 413, error: TOO_LARGE };
    throw problem(400, { title: "We couldn't read that form", text: "Please go back and send it again." });
  }
}

/** How many of those who are added, and who change, are shown. */
const [MAX_ADDED, MAX_UPDATED] = [20, 100];

const answer = (status: number, body: Partial<ImportAnswer>) =>
  data({ error: null, result: null, text: "", ...body } satisfies ImportAnswer, {
    status,
    headers: privateForm,
  });

const resultOf = (plan: ImportPlan, ignored: string[], is_stale: boolean): ImportAnswer["result"] => ({
  added: plan.added.length,
  updated: plan.updated.length,
  same: plan.same,
  bad: plan.bad,
  ignored,
  is_stale,
  seen: planHash(plan),
  first_added: plan.added
    .slice(0, MAX_ADDED)
    .map(({ line, values: { name, email } }) => ({ line, name, email })),
  changes: plan.updated
    .slice(0, MAX_UPDATED)
    .map(({ line, values: { name }, changes }) => ({ line, name, changes })),
});

/** Says what a list would do, line by line; nothing is written. */
export async function checkList(args: ActionFunctionArgs) {
  const desk = await requireMember(args, "customers:write");
  const sent = await readList(args.request);
  if (!sent.ok) return answer(sent.status, { error: sent.error });
  const file = readCustomers(sent.text);
  if (!file.ok) return answer(422, { error: file.reason, text: sent.text });
  const plan = await reading(desk.provider_context.provider.id, (tx) => previewImport(tx, file));
  return answer(200, { result: resultOf(plan, file.ignored, false), text: sent.text });
}

/** Imports a list that was looked at: it is read and judged once more, and must do what was on show. */
export async function runList(args: ActionFunctionArgs) {
  const desk = await requireMember(args, "customers:write");
  const sent = await readList(args.request);
  if (!sent.ok) return answer(sent.status, { error: sent.error });
  const file = readCustomers(sent.text);
  if (!file.ok) return answer(422, { error: file.reason, text: sent.text });
  const outcome = await importCustomers(desk.provider_context, file, sent.seen);
  if (!outcome.ok)
    return answer(409, { result: resultOf(outcome.plan, file.ignored, true), text: sent.text });
  const { added, updated } = outcome;
  throw redirect(`${customersPath(desk)}?just=imported&added=${added}&updated=${updated}`, 303);
}
