import { data } from "@remix-run/node";
import { LinkPage } from "#app/components/pages/account-link-pages.tsx";
import { guarded } from "#app/http/guarded.server.ts";
import { passHeaders } from "#app/http/headers.ts";
import { privateMeta } from "#app/http/meta.ts";
import { privatePage } from "#app/http/public.server.ts";

/** The same for everybody: who comes here has just been signed out. */
export const loader = guarded(async () => data(null, { headers: privatePage }));

export const headers = passHeaders;

export const meta = () => privateMeta("Your account will be deleted");

export default function DeletionAsked() {
  return (
    <LinkPage title="Your account will be deleted in 14 days">
      <p className="text-lg text-soft">
        You are signed out everywhere. If you change your mind, use the link in the mail that we have just
        sent you, or sign in and keep it.
      </p>
      <p className="flex flex-wrap gap-3">
        <a className="btn" href="/">
          Go to the start page
        </a>
      </p>
    </LinkPage>
  );
}
