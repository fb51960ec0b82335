import { LongTextField, Notes, TextField } from "#app/components/field.tsx";
import type { FieldState } from "#app/components/form-state.ts";
import {
  type SettingsAnswer,
  SettingsForm,
  type SettingsFormView,
  SettingsPage,
} from "#app/components/settings.tsx";
import { Tick } from "#app/components/settings-fields.tsx";
import { MAX_LINKS } from "#app/domain/settings.ts";

const ROWS = Array.from({ length: MAX_LINKS }, (_, index) => index + 1);

const LABELS: Record<string, string> = {
  name: "Name",
  headline: "In one line",
  about: "About",
  phone: "Phone",
  email: "E-mail",
  links: "Links",
  ...Object.fromEntries(
    ROWS.flatMap((n) => [
      [`link_label_${n}`, `Name of link ${n}`],
      [`link_url_${n}`, `Address of link ${n}`],
    ]),
  ),
  notice: "Notice",
  shows_contact: "Phone and e-mail on the public page",
  listed: "Search engines",
};

/** Who the provider is, and what the public page says. */
export function SettingsProfilePage({
  answer,
  ...view
}: SettingsFormView & { answer?: SettingsAnswer | null }) {
  return (
    <SettingsPage
      desk={view.desk}
      part="profile"
      title="Profile"
      lead="What people read before they book with you."
      done={view.saved && !answer ? "Saved. Your public page shows it already." : null}
    >
      <SettingsForm view={view} answer={answer} labels={LABELS}>
        {(state) => (
          <>
            <fieldset className="sheet group">
              <legend>Who you are</legend>
              <TextField
                state={state("name")}
                label="Name"
                required
                maxLength={120}
                autoComplete="organization"
              />
              <TextField
                state={state("headline")}
                label="In one line"
                help="Below your name, as in “German lessons in Berlin and online”."
                maxLength={160}
              />
              <LongTextField
                state={state("about")}
                label="About"
                help="A few sentences. An empty line begins a new paragraph."
                maxLength={4000}
              />
            </fieldset>
            <fieldset className="sheet group">
              <legend>How to reach you</legend>
              <TextField state={state("phone")} label="Phone" type="tel" autoComplete="tel" maxLength={40} />
              <TextField
                state={state("email")}
                label="E-mail"
                help="Answers to the mails that customers get come here."
                type="email"
                autoComplete="email"
                maxLength={254}
              />
              <Tick
                state={state("shows_contact")}
                label="Show phone and e-mail on the public page"
                help="Who has booked sees them in any case, on the booking’s own page and in mails."
              />
            </fieldset>
            <fieldset className="sheet group">
              <legend>Links</legend>
              <p className="text-sm text-soft">
                Up to {MAX_LINKS}: your website, a map, where people find you. Empty rows are left out.
              </p>
              {ROWS.map((n) => (
                <LinkRow key={n} n={n} label={state(`link_label_${n}`)} url={state(`link_url_${n}`)} />
              ))}
            </fieldset>
            <fieldset className="sheet group">
              <legend>On the public page</legend>
              <LongTextField
                state={state("notice")}
                label="Notice"
                help="Shown at the top for everybody who comes to book, as in “Closed from 24 December to 2 January”."
                maxLength={500}
              />
              <Tick
                state={state("listed")}
                label="Search engines may list my page"
                help="It then stands in this installation’s sitemap and on its front page too. Without the tick people need your link."
              />
            </fieldset>
          </>
        )}
      </SettingsForm>
    </SettingsPage>
  );
}

function LinkRow({ n, label, url }: { n: number; label: FieldState; url: FieldState }) {
  const wrong = [...label.errors, ...url.errors].length > 0;
  return (
    <div className="field">
      {wrong && <Notes state={{ ...url, errors: [...label.errors, ...url.errors] }} />}
      <div className="namedlink">
        <input
          className="input"
          id={label.id}
          name={label.name}
          aria-label={`Name of link ${n}`}
          placeholder="Name"
          maxLength={60}
          defaultValue={label.value}
          aria-invalid={label.errors.length > 0 || undefined}
        />
        <input
          className="input"
          id={url.id}
          name={url.name}
          type="text"
          inputMode="url"
          aria-label={`Address of link ${n}`}
          placeholder="https://"
          maxLength={500}
          defaultValue={url.value}
          aria-invalid={url.errors.length > 0 || undefined}
          aria-describedby={wrong ? url.errorId : undefined}
        />
      </div>
    </div>
  );
}
