import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { InternalNotePage } from "#app/components/pages/internal-note-page.tsx";
import { InternalNoteInput } from "#app/domain/bookings/desk.ts";
import { writeInternalNote } from "#app/domain/bookings.server.ts";
import { requireMember } from "#app/http/desk.server.ts";
import { readingDeskBooking, requireBookingId } from "#app/http/desk-bookings.server.ts";
import { guarded, notFound, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDeskBooking(args, "bookings:write", async (_tx, page) => data(page, { headers: privateForm })),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const { provider_context: context } = await requireMember(args, "bookings:write");
  const id = requireBookingId(args);
  const submission = parseWithZod(await readForm(args.request), { schema: InternalNoteInput });
  const again = (status: number, theirs: string | null) =>
    data({ lastResult: submission.reply(), theirs }, { status, headers: privateForm });
  if (submission.status !== "success") return again(422, null);
  const { shown, internal_note: text } = submission.value;
  const outcome = await writeInternalNote(context, id, { shown, text });
  if (outcome.ok) throw redirect(`/dashboard/${context.provider.username}/bookings/${id}?just=noted`, 303);
  if (outcome.reason === "not_found") throw notFound();
  return again(409, outcome.now);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Note about a booking");

export default function InternalNote() {
  return <InternalNotePage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
