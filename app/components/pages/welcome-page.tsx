import type { SubmissionResult } from "@conform-to/react";
import { Avatar } from "#app/components/avatar.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { described, Notes, TextField } from "#app/components/field.tsx";
import { type FormValues, fieldState, otherErrors } from "#app/components/form-state.ts";
import { Icon } from "#app/components/icons.tsx";
import { ZoneOptions } from "#app/components/picker/zone-form.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { SetupButtons, SetupFrame } from "#app/components/setup/setup-frame.tsx";
import { UsernameField } from "#app/components/setup/username-field.tsx";
import type { PersonView, SetupView, UsernameCheckView } from "#app/domain/views.ts";
import { PRESENT_NAMES } from "#app/domain/zones.ts";

type Props = {
  person: PersonView;
  setup: SetupView;
  values: FormValues;
  /** The zone is a guess: with script the browser's own is chosen in its place. */
  zone_is_guess: boolean;
  /** The link without the name at its end, e.g. "book.example.org/book/". */
  prefix: string;
  check: UsernameCheckView | null;
  /** A page that was begun and not finished. */
  unfinished?: { username: string; name: string } | null;
  lastResult?: SubmissionResult<string[]> | null;
};

/** "Who you are": the first of the three forms, and the same again when one comes back to it. */
export function WelcomePage({ person, setup, values, check, prefix, lastResult, ...view }: Props) {
  // What was emptied is not in the result at all: then the proposal must not come back.
  const state = (name: string) => fieldState(name, lastResult, lastResult ? {} : values);
  const is_new = setup.username === null;
  const shown = ["name", ...(is_new ? ["username"] : []), "time_zone"];
  const errors = [
    ...otherErrors(lastResult, shown).map((text) => ({ id: null, text })),
    ...shown.flatMap((name) => state(name).errors.map((text) => ({ id: name, text }))),
  ];
  const zone = state("time_zone");
  const hrefOf = (username: string) =>
    `/welcome?${new URLSearchParams({ name: state("name").value, username, time_zone: zone.value })}`;
  return (
    <SetupFrame
      person={person}
      setup={setup}
      current="profile"
      title={is_new ? "Who are you?" : "Who you are"}
      lead={
        is_new
          ? "Three short forms, and your booking page is live. Everything can be changed later."
          : "Your name and your clock. Customers see the name at the top of your page."
      }
    >
      {view.unfinished && (
        <div className="alert good">
          <Icon name="arrow" size={22} />
          <p>
            You have begun a page for {view.unfinished.name} already.{" "}
            <a href={`/dashboard/${view.unfinished.username}/setup`}>Go on with it</a>
          </p>
        </div>
      )}
      <ErrorSummary errors={errors} />
      <div className="grid gap-10 lg:grid-cols-[minmax(0,38rem)_minmax(0,1fr)]">
        <PostForm className="sheet grid max-w-reading gap-6 p-5 sm:p-8">
          {/* Enter in a field sends the form, and does not ask whether the name is free. */}
          <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
          <TextField
            state={state("name")}
            label="Your name, or your business’s"
            required
            autoComplete="name"
            maxLength={120}
          />
          {is_new ? (
            <UsernameField state={state("username")} prefix={prefix} check={check} hrefOf={hrefOf} />
          ) : (
            <p className="grid gap-1">
              <span className="font-semibold">Your link</span>
              <span className="text-soft">
                {prefix}
                <strong className="text-ink">{setup.username}</strong>
              </span>
              <a
                className="inline-flex min-h-11 items-center text-sm"
                href={`/dashboard/${setup.username}/settings`}
              >
                Change it in the settings
              </a>
            </p>
          )}
          <div className="field">
            <label htmlFor={zone.id}>Your time zone</label>
            <Notes state={zone} help="Your hours are hours on this clock. Customers see their own." />
            <select
              className="input"
              id={zone.id}
              name={zone.name}
              defaultValue={zone.value}
              data-guess={view.zone_is_guess ? JSON.stringify(PRESENT_NAMES) : undefined}
              {...described(zone, "help")}
            >
              <ZoneOptions zone={zone.value} />
            </select>
          </div>
          <SetupButtons label={is_new ? "Continue" : "Save and continue"} username={setup.username} />
        </PostForm>
        <MockPage name={state("name").value} link={prefix + (setup.username ?? state("username").value)} />
      </div>
      <script src="/setup.js" defer />
    </SetupFrame>
  );
}

/** The page that is about to be: a drawing, with no words that are not in the form. */
function MockPage({ name, link }: { name: string; link: string }) {
  return (
    <div className="mockpage sheet" aria-hidden="true">
      <Avatar provider={{ name: name || "?", photo_path: null }} large />
      <p className="mockname" data-mock="name">
        {name}
      </p>
      <p className="mocklink" data-mock="link">
        {link}
      </p>
      <i />
      <i />
      <i />
    </div>
  );
}
