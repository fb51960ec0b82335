import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { SettingsAppearancePage } from "#app/components/pages/settings-appearance-page.tsx";
import { OWN_ACCENT } from "#app/domain/colours.ts";
import { AppearanceInput } from "#app/domain/settings.ts";
import { readingDesk, requireMember } from "#app/http/desk.server.ts";
import { guarded, readForm } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privateForm } from "#app/http/public.server.ts";
import { saveFields, viewSettings } from "#app/http/settings.server.ts";

export const loader = guarded((args: LoaderFunctionArgs) =>
  readingDesk(args, "desk:read", async (tx, desk) => {
    const view = await viewSettings(tx, desk, "appearance", args.request);
    return data({ ...view, sample: desk.provider_context.provider.accent }, { headers: privateForm });
  }),
);

export const action = guarded(async (args: ActionFunctionArgs) => {
  const desk = await requireMember(args, "settings:write");
  const form = await readForm(args.request);
  const submission = parseWithZod(form, { schema: AppearanceInput });
  // "Show the chosen colour": the same page with other samples; nothing is written.
  if (form.has("look") && submission.status === "success")
    return data(
      { lastResult: submission.reply(), conflict: null, sample: submission.value.values.accent },
      { headers: privateForm },
    );
  const answered = await saveFields(args.request, desk, form, "appearance", AppearanceInput);
  return data({ ...answered.data, sample: undefined }, answered.init ?? undefined);
});

export const headers = passHeaders;

export const meta = () => privateMeta("Appearance · Settings");

export default function Appearance() {
  const { sample: saved, ...view } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const looked = answer?.sample;
  const sample = (looked === undefined ? saved : looked) ?? OWN_ACCENT;
  const looking = looked !== undefined && looked !== saved;
  return <SettingsAppearancePage {...view} answer={answer} sample={sample} looking={looking} />;
}
