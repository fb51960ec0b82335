import { Notes } from "#app/components/field.tsx";
import {
  type SettingsAnswer,
  SettingsForm,
  type SettingsFormView,
  SettingsPage,
} from "#app/components/settings.tsx";
import { ACCENT_PRESETS, isAdjusted, OWN_ACCENT, samplePath, themeOf } from "#app/domain/colours.ts";
import { may } from "#app/domain/permissions.ts";

export type AppearanceView = SettingsFormView & {
  /** The colour that the samples show: the saved one, or one that is only looked at. */
  sample: string;
  /** The samples show what is not saved yet. */
  looking: boolean;
};

const LABELS = { accent: "Accent colour", choice: "Accent colour", own: "Your own colour" };

/** The accent colour of the public pages, with a sample in both themes. */
export function SettingsAppearancePage({
  answer,
  ...view
}: AppearanceView & { answer?: SettingsAnswer | null }) {
  const { desk, sample, looking } = view;
  return (
    <SettingsPage
      desk={desk}
      part="appearance"
      title="Appearance"
      lead="The colour of links, buttons and free times on your public pages."
      done={view.saved && !answer ? "Saved. Your public pages have this colour now." : null}
    >
      <SettingsForm view={view} answer={answer} labels={LABELS}>
        {(state) => (
          <>
            <fieldset className="sheet group" id="choice">
              <legend>Colour</legend>
              <div className="grid gap-4">
                <Notes state={state("choice")} />
                <div className="colours">
                  <Colour value="none" accent={OWN_ACCENT} label="Daybook" chosen={state("choice").value} />
                  {ACCENT_PRESETS.map(({ accent, label }) => (
                    <Colour
                      key={accent}
                      value={accent}
                      accent={accent}
                      label={label}
                      chosen={state("choice").value}
                    />
                  ))}
                </div>
                <div className="field">
                  <div className="flex flex-wrap items-center gap-3">
                    <label className="option">
                      <input
                        type="radio"
                        name="choice"
                        value="own"
                        defaultChecked={state("choice").value === "own"}
                      />
                      <span>Another one</span>
                    </label>
                    <input
                      className="input"
                      type="color"
                      id="own"
                      name="own"
                      aria-label="Your own colour"
                      defaultValue={/^#[0-9a-f]{6}$/i.test(state("own").value) ? state("own").value : sample}
                    />
                  </div>
                  <Notes state={state("own")} />
                </div>
              </div>
            </fieldset>
            <section className="grid gap-4" aria-labelledby="sample">
              {/* In the body, where it holds for the samples below; a page's own styles need no inline text. */}
              <link rel="stylesheet" href={samplePath(sample)} data-sample="" />
              <div className="flex flex-wrap items-center justify-between gap-3">
                <h2 id="sample" className="text-lg">
                  {looking ? "Preview, not saved yet" : "How it looks"}
                </h2>
                {may(desk.role, "settings:write") && (
                  // Answered with the same page and no redirect, which Turbo does not take.
                  <button type="submit" name="look" value="yes" className="btn" data-turbo="false">
                    Show the chosen colour
                  </button>
                )}
              </div>
              <div className="grid gap-4 sm:grid-cols-2">
                <Sample scheme="light" name={desk.name} />
                <Sample scheme="dark" name={desk.name} />
              </div>
              <Adjusted accent={sample} />
            </section>
          </>
        )}
      </SettingsForm>
    </SettingsPage>
  );
}

type ColourProps = { value: string; accent: string; label: string; chosen: string };

function Colour({ value, accent, label, chosen }: ColourProps) {
  return (
    <label className="option">
      <input
        type="radio"
        name="choice"
        value={value}
        data-accent={accent}
        defaultChecked={chosen === value}
      />
      <svg width={24} height={24} viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="12" fill={accent} />
      </svg>
      <span>{label}</span>
    </label>
  );
}

/** Nothing here can be pressed: it shows what is on the public page. */
function Sample({ scheme, name }: { scheme: "light" | "dark"; name: string }) {
  return (
    <div className={`sample ${scheme}`}>
      <p className="eyebrow">{scheme === "light" ? "On light screens" : "On dark screens"}</p>
      <div className="sheet">
        <p>
          <strong className="font-semibold">{name}</strong> <span className="chip">Free</span>
        </p>
        <p>
          Times in <span className="word">another zone</span>
        </p>
        <p>
          <span className="btn main w-full">Book this time</span>
        </p>
      </div>
    </div>
  );
}

/** What became of the colour, said in words. */
function Adjusted({ accent }: { accent: string }) {
  const { light, dark } = themeOf(accent);
  return (
    <p className="text-sm text-soft">
      {isAdjusted(accent) ? (
        <>
          <strong>Your colour is too light for text on a light page</strong>, so light screens show it a
          little darker ({light.accent} in place of {accent}): everybody can read it then. Dark screens show{" "}
          {dark.accent}.
        </>
      ) : (
        <>
          It can be read well on light screens as it is. Dark screens show a lighter tone of it ({dark.accent}
          ), for the same reason.
        </>
      )}
    </p>
  );
}
