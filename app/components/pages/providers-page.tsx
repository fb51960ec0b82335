import { AccountMenu } from "#app/components/account-menu.tsx";
import { Avatar } from "#app/components/avatar.tsx";
import { Page } from "#app/components/page.tsx";
import type { DeskView, PersonView } from "#app/domain/views.ts";

type Provider = Pick<DeskView, "username" | "name" | "photo_path" | "role">;
type Props = { person: PersonView; providers: Provider[] };

const ROLES: Record<DeskView["role"], string> = { owner: "Owner", manager: "Manager", viewer: "Viewer" };

/** For whom does one work? The one used last stands first. */
export function ProvidersPage({ person, providers }: Props) {
  return (
    <Page width="reading" aside={<AccountMenu person={person} />}>
      <div className="grid gap-6 pt-4">
        <div className="grid gap-2">
          <h1 className="text-2xl">Your providers</h1>
          <p className="text-soft">
            {providers.length > 0
              ? "Each has a page, a calendar and bookings of its own. Nobody sees another’s."
              : "You work for nobody yet. Open a booking page of your own, or ask a colleague for an invitation."}
          </p>
        </div>
        {providers.length > 0 && (
          <ul className="grid gap-3">
            {providers.map(({ role, ...provider }) => (
              <li key={provider.username} className="sheet card">
                <p className="flex items-center gap-4">
                  <Avatar provider={provider} />
                  <span className="min-w-0 grow">
                    <a className="cover font-semibold" href={`/dashboard/${provider.username}`}>
                      {provider.name}
                    </a>
                    <span className="block text-sm text-soft">/book/{provider.username}</span>
                  </span>
                  <span className={role === "owner" ? "chip" : "chip plain"}>{ROLES[role]}</span>
                </p>
              </li>
            ))}
          </ul>
        )}
        <p>
          <a className={providers.length > 0 ? "btn" : "btn main"} href="/welcome">
            {providers.length > 0 ? "Add another" : "Open your booking page"}
          </a>
        </p>
      </div>
    </Page>
  );
}
