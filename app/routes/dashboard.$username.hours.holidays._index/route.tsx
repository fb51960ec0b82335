import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { HolidaysPage } from "#app/components/pages/holidays-page.tsx";
import { switchOnHolidays } from "#app/domain/holidays.server.ts";
import { SwitchOnHolidaysInput } from "#app/domain/holidays.ts";
import type { HolidayConflict } from "#app/domain/holidays-views.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { holidaysPath, viewHolidayConflict, viewHolidays } from "#app/http/holidays.server.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) =>
    data(await viewHolidays(tx, desk, args.request), { headers: privateForm }),
  ),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "schedules:write");
  const submission = parseWithZod(await readForm(args.request), { schema: SwitchOnHolidaysInput });
  const answer = (status: number, error: string, conflict: HolidayConflict | null, closed: string[]) =>
    data({ error, conflict, closed }, { status, headers: privateForm });
  if (submission.status !== "success") return answer(422, "Choose a country first.", null, []);
  const sent = submission.value;
  const outcome = await switchOnHolidays(desk.provider_context, sent);
  if (!outcome.ok && outcome.reason === "unknown_place")
    return answer(422, "We don’t know that country or region. Choose one from the list.", null, []);
  if (!outcome.ok) return answer(409, "", await viewHolidayConflict(outcome.current), [...sent.closed]);
  throw redirect(`${holidaysPath(desk)}?just=on`, 303);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Public holidays · Hours");

export default function Holidays() {
  return <HolidaysPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
