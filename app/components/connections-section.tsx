import { ProviderMark } from "#app/components/identity-marks.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { ConnectionsView } from "#app/domain/identities.ts";

/** "Sign in with …" on the account's page: what is connected and what could be. Nothing when nothing is set up. */
export function ConnectionsSection({ connected, available, may_disconnect }: ConnectionsView) {
  if (connected.length + available.length === 0) return null;
  return (
    <section className="grid gap-4" id="identities" aria-labelledby="identities-title">
      <div className="grid gap-1">
        <h2 className="text-xl" id="identities-title">
          Sign in with
        </h2>
        <p className="text-sm text-soft">Each of these signs you in without your password here.</p>
      </div>
      <ul className="sheet connections">
        {connected.map(({ id, key, label, email }) => (
          <li key={id}>
            <ProviderMark name={key} />
            <span className="who">
              <strong className="block">{label}</strong>
              {email && <small className="text-soft">{email}</small>}
            </span>
            {may_disconnect ? (
              <PostForm action={`/account/identities/${id}/removal`}>
                <button type="submit" className="btn" aria-label={`Disconnect ${label}`}>
                  Disconnect
                </button>
              </PostForm>
            ) : (
              <small className="text-soft">Your only way to sign in</small>
            )}
          </li>
        ))}
        {available.map(({ key, label }) => (
          <li key={key}>
            <ProviderMark name={key} />
            <span className="who">
              <strong className="block">{label}</strong>
              <small className="text-soft">Not connected</small>
            </span>
            <PostForm action={`/account/identities/${key}`}>
              <button type="submit" className="btn" aria-label={`Connect ${label}`}>
                Connect
              </button>
            </PostForm>
          </li>
        ))}
      </ul>
    </section>
  );
}
