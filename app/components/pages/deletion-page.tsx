import type { SubmissionResult } from "@conform-to/react";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { fieldState, otherErrors } from "#app/components/form-state.ts";
import { PostForm } from "#app/components/post-form.tsx";
import { SettingsPage } from "#app/components/settings.tsx";
import type { DeskView } from "#app/domain/views.ts";
import { dayOf, formatFullDay } from "#app/i18n/format.ts";

type Props = {
  desk: DeskView;
  /** Bookings that stand and lie ahead. */
  upcoming: number;
  lastResult?: SubmissionResult<string[]> | null;
};

/** Asks for the name, so that nobody does this by a slip; afterwards says until when it can be taken back. */
export function DeletionPage({ desk, upcoming, lastResult }: Props) {
  return (
    <SettingsPage
      desk={desk}
      part="deletion"
      title={desk.deletes_at === null ? `Delete ${desk.name}?` : `${desk.name} is about to be deleted`}
    >
      {desk.deletes_at === null ? (
        <Ask desk={desk} upcoming={upcoming} lastResult={lastResult} />
      ) : (
        <Planned desk={desk} deletes_at={desk.deletes_at} upcoming={upcoming} />
      )}
    </SettingsPage>
  );
}

function Ask({ desk, upcoming, lastResult }: Props) {
  const name = fieldState("name", lastResult);
  const errors = [
    ...name.errors.map((text) => ({ id: name.id, text })),
    ...otherErrors(lastResult, ["name"]).map((text) => ({ id: null, text })),
  ];
  return (
    <>
      <ErrorSummary errors={errors} />
      <div className="sheet grid gap-6 p-5 sm:p-8">
        <div className="grid gap-3">
          <p>
            The booking page closes at once. After 14 days everything is gone for good: bookings, customers,
            services, hours, photos and the history. Until then any owner can keep it.
          </p>
          <Upcoming upcoming={upcoming} />
          <p>
            <a href={`/dashboard/${desk.username}/settings/export`}>Download your data</a> first, if you may
            need it.
          </p>
        </div>
        <PostForm
          action={`/dashboard/${desk.username}/settings/deletion`}
          className="grid gap-5 border-t pt-6"
        >
          <TextField
            state={name}
            label={`Type “${desk.name}” to confirm`}
            required
            autoComplete="off"
            maxLength={200}
          />
          <p className="grid gap-3 sm:flex">
            <button type="submit" className="btn danger">
              Delete {desk.name}
            </button>
            <a className="btn" href={`/dashboard/${desk.username}/settings`}>
              Keep it
            </a>
          </p>
        </PostForm>
      </div>
    </>
  );
}

function Planned({ desk, deletes_at, upcoming }: { desk: DeskView; deletes_at: number; upcoming: number }) {
  return (
    <div className="sheet grid gap-6 p-5 sm:p-8">
      <div className="grid gap-3">
        <p>
          The booking page is closed. On {formatFullDay(dayOf(deletes_at, desk.time_zone))} all of its data
          will be gone for good. Every owner was told by mail.
        </p>
        <Upcoming upcoming={upcoming} />
        <p>
          <a href={`/dashboard/${desk.username}/settings/export`}>Download your data</a> while it is there.
        </p>
      </div>
      <PostForm action={`/dashboard/${desk.username}/settings/deletion/undo`}>
        <button type="submit" className="btn main">
          Keep {desk.name}
        </button>
      </PostForm>
    </div>
  );
}

const Upcoming = ({ upcoming }: { upcoming: number }) =>
  upcoming > 0 && (
    <p>
      <strong className="font-semibold">
        {upcoming === 1 ? "One booking lies" : `${upcoming} bookings lie`} ahead.
      </strong>{" "}
      Nobody is told by this: cancel what will not take place, so that your customers know.
    </p>
  );
