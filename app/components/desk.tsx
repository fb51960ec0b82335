import type { ReactNode } from "react";
import { AccountMenu } from "#app/components/account-menu.tsx";
import { Avatar } from "#app/components/avatar.tsx";
import { DeskPlaces, type DeskSection } from "#app/components/desk-places.tsx";
import { Icon } from "#app/components/icons.tsx";
import { Frame } from "#app/components/page.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { DeskView } from "#app/domain/views.ts";
import { dayOf, formatDay } from "#app/i18n/format.ts";

export type { DeskSection };

type Props = {
  desk: DeskView;
  /** Which entry of the navigation this page belongs to. */
  current: DeskSection;
  children: ReactNode;
  /** How wide the page's own part runs; the header is as wide everywhere, so that nothing jumps between pages. */
  width?: "page" | "form" | "reading";
  /** False on the page that says itself that the provider will be deleted. */
  notice?: boolean;
};

const ROLES: Record<DeskView["role"], string> = {
  owner: "Owner",
  manager: "Manager",
  viewer: "Viewer: you can read everything, and change nothing",
};

const WIDTHS = { page: "", form: "max-w-form", reading: "max-w-reading" };

/** Every page of a provider's dashboard: whose desk it is, where one can go, who is signed in. */
export function DeskPage({ desk, current, children, width = "page", notice = true }: Props) {
  return (
    <Frame wrap="wrap" header={<DeskHeader desk={desk} current={current} />}>
      {notice && desk.deletes_at !== null && <DeletionNotice desk={desk} deletes_at={desk.deletes_at} />}
      <div className={WIDTHS[width]}>{children}</div>
    </Frame>
  );
}

function DeskHeader({ desk, current }: Pick<Props, "desk" | "current">) {
  return (
    <header className="deskhead">
      <div className="wrap">
        <div className="flex items-center justify-between gap-3 pt-3 pb-3 md:pb-1">
          <div className="flex min-w-0 items-center gap-3">
            <Avatar provider={desk} />
            <p className="min-w-0 leading-snug">
              <strong className="block font-semibold">{desk.name}</strong>
              <span className="block text-sm text-soft">{ROLES[desk.role]}</span>
            </p>
          </div>
          <div className="flex flex-none items-center gap-1">
            {/* For who has a keyboard and a script (app/client/palette.ts): a rule of the stylesheet asks for both. */}
            <button type="button" className="goto" data-palette="" aria-haspopup="dialog">
              Go to… <kbd>Ctrl K</kbd>
            </button>
            <a href={`/book/${desk.username}`} className="viewpage" aria-label="View your booking page">
              <Icon name="out" size={18} />
              <span>View your booking page</span>
            </a>
            <AccountMenu person={desk} />
          </div>
        </div>
        <DeskPlaces desk={desk} current={current} />
      </div>
    </header>
  );
}

/** For the days between "delete" and the end: everything is still there, and an owner can keep it. */
function DeletionNotice({ desk, deletes_at }: { desk: DeskView; deletes_at: number }) {
  return (
    <section className="alert ask mb-6" aria-labelledby="deletes">
      <Icon name="notice" size={22} />
      <div>
        <h2 id="deletes" className="text-lg leading-snug tracking-normal">
          {desk.name} will be deleted on {formatDay(dayOf(deletes_at, desk.time_zone))}
        </h2>
        <p>The booking page is closed. Until that day nothing is lost.</p>
      </div>
      {desk.role === "owner" && (
        <PostForm action={`/dashboard/${desk.username}/settings/deletion/undo`}>
          <button type="submit" className="btn">
            Keep it
          </button>
        </PostForm>
      )}
    </section>
  );
}
