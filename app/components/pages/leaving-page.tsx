import { Page } from "#app/components/page.tsx";

/** Seen for a moment, on the way to an identity provider; with a link for who has told the browser not to be led. */
export function LeavingPage({ label, href }: { label: string; href: string }) {
  return (
    <Page width="reading">
      <div className="grid justify-items-start gap-5 pt-[8vh]">
        <h1 className="text-3xl">On to {label}</h1>
        <p className="text-lg text-soft">You sign in there, and then you are back here.</p>
        <p className="flex flex-wrap gap-3 pt-2">
          <a className="btn main" href={href} rel="noreferrer">
            Continue to {label}
          </a>
          <a className="btn" href="/sign-in">
            Back to sign-in
          </a>
        </p>
      </div>
    </Page>
  );
}
