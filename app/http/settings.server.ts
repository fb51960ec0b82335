import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect } from "@remix-run/node";
import type { z } from "zod";
import type { FormValues } from "#app/components/form-state.ts";
import type { SettingsAnswer, SettingsFormView } from "#app/components/settings.tsx";
import { ACCENT_PRESETS } from "#app/domain/colours.ts";
import { shownWords } from "#app/domain/conflicts.ts";
import { readSettings, saveSettings } from "#app/domain/settings.server.ts";
import { MAX_LINKS, type SettingsSection, type SettingsValues, wordsOf } from "#app/domain/settings.ts";
import { type Desk, requireMember } from "#app/http/desk.server.ts";
import { param, readForm } from "#app/http/guarded.server.ts";
import { privateForm } from "#app/http/public.server.ts";
import type { HttpArgs } from "#app/http/session.server.ts";
import { chosenTheirs } from "#app/http/versioned.server.ts";
import type { TenantTx } from "#db/transaction.ts";

/** What every form of the settings shows, in the caller's snapshot. */
export async function viewSettings(
  tx: TenantTx,
  { view, provider_context: { provider } }: Desk,
  section: SettingsSection,
  request: Request,
): Promise<SettingsFormView> {
  const settings = await readSettings(tx, provider);
  return {
    desk: view,
    version: provider.version,
    shown: JSON.stringify(wordsOf(section, settings)),
    values: formValues(settings),
    saved: param(request, "just") === "saved",
  };
}

const formValues = (settings: SettingsValues): FormValues => ({
  name: settings.name,
  headline: settings.headline,
  about: settings.about,
  phone: settings.phone ?? "",
  email: settings.email ?? "",
  notice: settings.notice,
  shows_contact: settings.shows_contact ? "yes" : undefined,
  listed: settings.listed ? "yes" : undefined,
  ...Object.fromEntries(
    settings.links.slice(0, MAX_LINKS).flatMap(({ label, url }, index) => [
      [`link_label_${index + 1}`, label],
      [`link_url_${index + 1}`, url],
    ]),
  ),
  choice: choiceOf(settings.accent),
  own: settings.accent ?? undefined,
  time_zone: settings.time_zone,
  move_hours: "yes",
  week_starts_on: String(settings.week_starts_on),
  hour_cycle: settings.hour_cycle ?? "usual",
  locale: settings.locale,
  currency: settings.currency,
});

const choiceOf = (accent: string | null): string => {
  if (accent === null) return "none";
  return ACCENT_PRESETS.some((preset) => preset.accent === accent) ? accent : "own";
};

type Submitted = {
  version: number;
  shown: string;
  move_hours?: boolean;
  values: Partial<SettingsValues>;
};

/** What a form of the settings leads to: itself with what is wrong (422) or what others changed (409), or "saved". */
export async function saveForm(args: HttpArgs, section: SettingsSection, schema: z.ZodType<Submitted>) {
  const desk = await requireMember(args, "settings:write");
  return saveFields(args.request, desk, await readForm(args.request), section, schema);
}

/** saveForm, when the form has been read already. */
export async function saveFields(
  request: Request,
  { provider_context }: Desk,
  form: FormData,
  section: SettingsSection,
  schema: z.ZodType<Submitted>,
) {
  const submission = parseWithZod(form, { schema });
  const answer = (status: number, conflict: SettingsAnswer["conflict"]) =>
    data({ lastResult: submission.reply(), conflict } satisfies SettingsAnswer, {
      status,
      headers: privateForm,
    });
  if (submission.status !== "success") return answer(422, null);
  const { shown, ...rest } = submission.value;
  const outcome = await saveSettings(provider_context, {
    ...rest,
    section,
    shown: shownWords(shown),
    theirs: chosenTheirs(form),
  });
  if (!outcome.ok) return answer(409, { ...outcome, shown: JSON.stringify(outcome.shown) });
  // To the page that sent it, by its own name.
  throw redirect(`${new URL(request.url).pathname.replace(/\.data$/, "")}?just=saved`, 303);
}
