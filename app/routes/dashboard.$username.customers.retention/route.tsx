import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import {
  CustomerRetentionPage,
  type RetentionAnswer,
} from "#app/components/pages/customer-retention-page.tsx";
import { changeRetention } from "#app/domain/customers/retention.server.ts";
import { RetentionInput, ruleWord } from "#app/domain/retention.ts";
import { viewRetention } from "#app/http/customer-acts.server.ts";
import { customersPath } from "#app/http/customers.server.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(await viewRetention(tx, desk, args.request), { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "customers:write");
  const submission = parseWithZod(await readForm(args.request), { schema: RetentionInput });
  const answer = (status: number, conflict: string | null) =>
    data({ lastResult: submission.reply(), conflict } satisfies RetentionAnswer, {
      status,
      headers: privateForm,
    });
  if (submission.status !== "success") return answer(422, null);
  const outcome = await changeRetention(desk.provider_context, submission.value);
  if (!outcome.ok) return answer(409, ruleWord(outcome.now));
  throw redirect(`${customersPath(desk)}/retention?just=saved`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("How long customers stay");

export default function Retention() {
  return (
    <CustomerRetentionPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />
  );
}
