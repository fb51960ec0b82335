import { Notes } from "#app/components/field.tsx";
import { Icon } from "#app/components/icons.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { SettingsPage } from "#app/components/settings.tsx";
import { may } from "#app/domain/permissions.ts";
import { MAX_USERNAMES, USERNAME_LENGTH } from "#app/domain/usernames.ts";
import type { DeskView } from "#app/domain/views.ts";

export type AddressView = {
  desk: DeskView;
  /** The installation's own address. */
  public_url: string;
  /** Names that led here before, and still do. */
  former: string[];
  proposals: string[];
  /** What was typed to be looked up, and what became of it. */
  asked: { name: string; can_have: boolean; text: string } | null;
  renamed: boolean;
};

/** Under which address the public page is, and how to change it. */
export function SettingsAddressPage({ desk, public_url, former, proposals, asked, renamed }: AddressView) {
  const base = `${public_url.replace(/^https?:\/\//, "")}/book/`;
  const page = `/dashboard/${desk.username}/settings/address`;
  const left = MAX_USERNAMES - former.length - 1;
  const errors = asked && !asked.can_have ? [asked.text] : [];
  const state = {
    name: "name",
    id: "name",
    helpId: "name-help",
    errorId: "name-error",
    value: asked?.name ?? "",
    values: [],
    errors,
  };
  return (
    <SettingsPage
      desk={desk}
      part="address"
      title="Address of your page"
      done={renamed && !asked ? "Your page has its new address. The old one leads there." : null}
    >
      <section className="sheet group" aria-label="Now">
        <p>
          <span className="block text-sm text-soft">People find you at</span>
          <a className="font-semibold" href={`/book/${desk.username}`}>
            {base}
            {desk.username}
          </a>
        </p>
        {former.length > 0 && (
          <div className="text-sm">
            <p className="text-soft">These lead there too, for good:</p>
            <ul>
              {former.map((name) => (
                <li key={name} className="flex flex-wrap items-center gap-x-3">
                  <span className="min-w-0">
                    {base}
                    {name}
                  </span>
                  {may(desk.role, "settings:write") && (
                    <a className="inline-flex min-h-11 items-center" href={`${page}?name=${name}`}>
                      Use it again
                      <span className="hide"> {name}</span>
                    </a>
                  )}
                </li>
              ))}
            </ul>
          </div>
        )}
      </section>
      {may(desk.role, "settings:write") && (
        <section className="sheet group" aria-labelledby="change">
          <h2 id="change" className="text-lg">
            Change it
          </h2>
          <p className="text-soft">
            Every link that you have given away keeps working: the page itself, links in mails that were sent,
            the calendar entries of your customers.{" "}
            {left > 0
              ? `You can choose ${left === 1 ? "one more new name" : `${left} more new names`} in all.`
              : `You have had ${MAX_USERNAMES} names, which is all there are; you can take an earlier one again.`}
          </p>
          <form method="get" action={page} className="field">
            <label htmlFor="name">New address</label>
            <Notes state={state} help="Small letters from a to z, digits and hyphens." />
            <span className="address">
              <span className="min-w-0">{base}</span>
              <input
                className="input"
                id="name"
                name="name"
                required
                maxLength={USERNAME_LENGTH}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                defaultValue={state.value}
                aria-invalid={errors.length > 0 || undefined}
                aria-describedby={errors.length > 0 ? "name-help name-error" : "name-help"}
              />
              <button type="submit" className="btn">
                See if it is free
              </button>
            </span>
          </form>
          {asked?.can_have ? (
            <PostForm action={page} className="grid gap-3" aria-labelledby="offer">
              <input type="hidden" name="from" value={desk.username} />
              <input type="hidden" name="to" value={asked.name} />
              <p id="offer" className="flex gap-2">
                <Icon name="check" />
                <span>{asked.text}</span>
              </p>
              <p>
                <button type="submit" className="btn main">
                  Change to {asked.name}
                </button>
              </p>
            </PostForm>
          ) : (
            left > 0 &&
            proposals.length > 0 && (
              <p className="flex flex-wrap items-center gap-x-4 text-sm text-soft">
                <span>Free now:</span>
                {proposals.map((name) => (
                  <a key={name} className="inline-flex min-h-11 items-center" href={`${page}?name=${name}`}>
                    {name}
                  </a>
                ))}
              </p>
            )
          )}
        </section>
      )}
    </SettingsPage>
  );
}
