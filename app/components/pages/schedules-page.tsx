import type { SubmissionResult } from "@conform-to/react";
import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { TextField } from "#app/components/field.tsx";
import { Flash } from "#app/components/flash.tsx";
import { fieldState, otherErrors } from "#app/components/form-state.ts";
import { WeekDrawing, WeekLetters } from "#app/components/hours/week-drawing.tsx";
import { HoursNav } from "#app/components/hours-nav.tsx";
import { ZoneOptions } from "#app/components/picker/zone-form.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { Choice } from "#app/components/settings-fields.tsx";
import { ownWord } from "#app/domain/own.ts";
import { may } from "#app/domain/permissions.ts";
import type { SchedulesView, ScheduleView } from "#app/domain/schedule-views.ts";
import { weeksOf, weekTitle } from "#app/domain/week-editor.ts";
import { zoneName } from "#app/i18n/format.ts";

const DONE: Record<string, string> = {
  deleted: "Deleted.",
  default: "These are the default hours now.",
};

type Props = SchedulesView & { answer?: { lastResult: SubmissionResult<string[]> } | null };

/** Every set of hours that the provider has, and a form for another. */
export function SchedulesPage({ desk, schedules, just, answer, ...frame }: Props) {
  const lastResult = answer?.lastResult;
  const done = ownWord(DONE, just);
  const values = { time_zone: desk.time_zone };
  const state = (name: string) => fieldState(name, lastResult, lastResult ? {} : values);
  const errors = [
    ...otherErrors(lastResult, ["name", "time_zone"]).map((text) => ({ id: null, text })),
    ...["name", "time_zone"].flatMap((name) => state(name).errors.map((text) => ({ id: name, text }))),
  ];
  const may_write = may(desk.role, "schedules:write");
  return (
    <DeskPage desk={desk} current="hours">
      <HoursNav username={desk.username} current="schedules" />
      {done && !answer && <Flash text={done} />}
      <div className="grid gap-8">
        <div className="grid max-w-reading gap-2">
          <h1 className="text-2xl">Hours</h1>
          <p className="text-soft">
            When you can be booked. Each service follows one set of hours; most people need one, some keep
            another for evenings, a second place or a season.
          </p>
        </div>
        {schedules.length === 0 && (
          <p className="sheet p-6">
            You have no hours yet, so nobody can book.{" "}
            {may_write ? "Give them a name below: they start as Monday to Friday, 9 to 5." : ""}
          </p>
        )}
        <ul className="schedules">
          {schedules.map((schedule) => (
            <Schedule key={schedule.id} schedule={schedule} {...{ ...frame, desk, may_write }} />
          ))}
        </ul>
        {may_write && (
          <section className="grid max-w-reading gap-4" aria-labelledby="another">
            <h2 id="another" className="text-xl">
              {schedules.length === 0 ? "Your hours" : "Other hours"}
            </h2>
            <ErrorSummary errors={errors} />
            <PostForm className="sheet grid gap-5 p-6">
              <TextField
                state={state("name")}
                label="Name"
                help="Only you see it, as in “Evenings” or “Room in Mitte”."
                required
                maxLength={80}
              />
              <Choice state={state("time_zone")} label="Whose clock they follow">
                <ZoneOptions zone={state("time_zone").value || desk.time_zone} />
              </Choice>
              <p>
                <button type="submit" className="btn main">
                  Add hours
                </button>
              </p>
            </PostForm>
          </section>
        )}
      </div>
    </DeskPage>
  );
}

type ScheduleProps = Pick<SchedulesView, "desk" | "week_starts_on"> & {
  schedule: ScheduleView;
  may_write: boolean;
};

function Schedule({ schedule, desk, week_starts_on, may_write }: ScheduleProps) {
  const here = `/dashboard/${desk.username}/hours/${schedule.id}`;
  const alternates = schedule.alternates_from !== null;
  const { name } = schedule;
  return (
    <li className="sheet schedule">
      <div className="grid min-w-0 gap-1">
        <h2 className="text-xl">
          <a href={here}>{name}</a>
        </h2>
        {schedule.is_default && <p className="mark">Default</p>}
        <p className="text-sm text-soft">
          On {zoneName(schedule.time_zone)}
          {schedule.time_zone !== desk.time_zone && (
            <strong>, not on yours ({zoneName(desk.time_zone)})</strong>
          )}
        </p>
        <p className="text-sm text-soft">{usedBy(schedule.services)}</p>
      </div>
      <div className={alternates ? "drawnweeks two" : "drawnweeks"}>
        {weeksOf(alternates).map((week) => (
          <figure key={week}>
            <WeekLetters week_starts_on={week_starts_on} />
            <WeekDrawing
              rows={schedule.weekly_hours}
              week={week}
              week_starts_on={week_starts_on}
              label={`${name}, ${weekTitle(week).toLowerCase()}`}
            />
            {alternates && <figcaption>{weekTitle(week)}</figcaption>}
          </figure>
        ))}
      </div>
      <div className="acts">
        <a className="btn" href={here}>
          {may_write ? "Change" : "Look"}
          <span className="hide"> {name}</span>
        </a>
        {may_write && (
          <>
            <Act action={`${here}/copy`} label="Copy" of={name} />
            {!schedule.is_default && <Act action={`${here}/default`} label="Make default" of={name} />}
            {!schedule.is_default && (
              <a className="btn" href={`${here}/removal`}>
                Delete<span className="hide"> {name}</span>
              </a>
            )}
          </>
        )}
      </div>
    </li>
  );
}

const Act = ({ action, label, of }: { action: string; label: string; of: string }) => (
  <PostForm action={action}>
    <button type="submit" className="btn">
      {label}
      <span className="hide"> {of}</span>
    </button>
  </PostForm>
);

const usedBy = (services: string[]): string => {
  if (services.length === 0) return "No service follows them.";
  const more = services.length > 3 ? ` and ${services.length - 3} more` : "";
  return `For ${services.slice(0, 3).join(", ")}${more}`;
};
