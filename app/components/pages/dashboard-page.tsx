import { Avatar } from "#app/components/avatar.tsx";
import { Page } from "#app/components/page.tsx";

type Props = { providers: { username: string; name: string }[] };

/** Whose desk? */
export function DashboardPage({ providers }: Props) {
  return (
    <Page width="reading">
      <div className="grid gap-6 pt-6">
        <div className="grid gap-2">
          <h1 className="text-3xl">Choose a desk</h1>
          <p className="text-lg text-soft">Each provider has a day of their own. Nobody sees another’s.</p>
        </div>
        {providers.length === 0 ? (
          <p className="sheet p-6 text-soft">There is no provider on this installation yet.</p>
        ) : (
          <ul className="grid gap-3">
            {providers.map(({ username, name }) => (
              <li key={username} className="sheet card">
                <p className="flex items-center gap-4">
                  <Avatar provider={{ name, photo_path: null }} />
                  <a className="cover min-w-0 font-semibold" href={`/dashboard/${username}`}>
                    {name}
                  </a>
                </p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Page>
  );
}
