import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { Flash } from "#app/components/flash.tsx";
import { OverrideList } from "#app/components/hours/override-list.tsx";
import { WeekDrawing, WeekLetters } from "#app/components/hours/week-drawing.tsx";
import { CopyDay, WeekFields } from "#app/components/hours/week-fields.tsx";
import { HoursNav } from "#app/components/hours-nav.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { ConflictChoices } from "#app/components/versioned-form.tsx";
import type { Conflict } from "#app/domain/conflicts.ts";
import { ownWord } from "#app/domain/own.ts";
import { may } from "#app/domain/permissions.ts";
import type { EditorView } from "#app/domain/schedule-views.ts";
import { weekdayName } from "#app/domain/setup/hours.ts";
import { editorValues, type Typed, weekInWords, weeksOf, weekTitle } from "#app/domain/week-editor.ts";
import { zoneName } from "#app/i18n/format.ts";
import { formatWeek } from "#app/i18n/hours.ts";

/** What the form of a week was answered with, when it did not lead on: what was typed, and what stands in the way. */
export type EditorAnswer = {
  values: Typed;
  errors: Record<string, string[]>;
  conflict: { conflicts: Conflict[]; version: number; shown: string } | null;
};

const DONE: Record<string, string> = {
  saved: "Saved.",
  created: "These hours are new. Change them as you like; no service follows them yet.",
  copied: "This is the copy. Give it another name, and change what differs.",
  renamed: "Saved.",
  alternation: "That is how your weeks run now.",
  date: "Saved.",
  restored: "It is back.",
  removed: "The week’s hours count again on that day.",
};

const dayLabel = (field: string): string => {
  const [, week, weekday] = /^w(\d)_(\d)$/.exec(field) ?? [];
  return weekdayName(Number(weekday)) + (week === "0" ? "" : ` in ${weekTitle(Number(week)).toLowerCase()}`);
};

/** One set of hours: its week or two weeks to change, and the dates with other hours. */
export function SchedulePage({ answer, ...view }: EditorView & { answer?: EditorAnswer | null }) {
  const { desk, schedule, just } = view;
  const may_write = may(desk.role, "schedules:write");
  const base = `/dashboard/${desk.username}/hours`;
  const here = `${base}/${schedule.id}`;
  const undo = view.undo && { action: `${here}/override`, fields: view.undo };
  return (
    <DeskPage desk={desk} current="hours">
      <HoursNav username={desk.username} current="schedules" />
      {ownWord(DONE, just) && !answer && <Flash text={doneWords(view)} undo={may_write ? undo : null} />}
      {!answer && view.outside !== null && view.outside > 0 && (
        <p className="sheet mb-6 p-5">
          <strong>
            {view.outside} coming {view.outside === 1 ? "booking lies" : "bookings lie"} outside these hours.
          </strong>{" "}
          They stay as they are: what was promised is kept.{" "}
          <a href={`/dashboard/${desk.username}/calendar`}>See the calendar</a>
        </p>
      )}
      <div className="grid gap-8 pt-2">
        <div className="grid gap-2">
          <p className="text-sm">
            <a href={base}>All hours</a>
          </p>
          <h1 className="text-2xl">{schedule.name}</h1>
          <p className="text-soft">
            {schedule.time_zone === desk.time_zone ? (
              <>On your clock, {zoneName(schedule.time_zone)}.</>
            ) : (
              <strong>
                These hours are on {zoneName(schedule.time_zone)}, not on your clock (
                {zoneName(desk.time_zone)}
                ).
              </strong>
            )}{" "}
            {schedule.services.length > 0
              ? `For ${schedule.services.slice(0, 5).join(", ")}${schedule.services.length > 5 ? " and more" : ""}.`
              : "No service follows them."}
          </p>
          {may_write && (
            <p className="flex flex-wrap gap-3 pt-1">
              <a className="btn" href={`${here}/details`}>
                Name and time zone
              </a>
              <a className="btn" href={`${here}/alternation`}>
                {schedule.alternates_from ? "Weeks A and B" : "Every other week different?"}
              </a>
            </p>
          )}
        </div>
        {view.weeks.length > 0 && <Turns view={view} />}
        {may_write ? <WeekForm view={view} answer={answer} /> : <ReadOnly view={view} />}
        <OverrideList view={view} here={here} may_write={may_write} />
      </div>
    </DeskPage>
  );
}

const doneWords = ({ just, merged }: EditorView): string =>
  (ownWord(DONE, just) ?? "") + (merged ? ` Hours that overlap or touch were joined to one: ${merged}.` : "");

/** Whose week it is now, and which come. */
function Turns({ view }: { view: EditorView }) {
  const letter = (turn: 1 | 2) => (turn === 1 ? "A" : "B");
  return (
    <section className="grid gap-2" aria-labelledby="turns">
      <h2 id="turns" className="text-lg">
        This is week {letter(view.weeks[0]!.turn)}
      </h2>
      <ul className="turns">
        {view.weeks.map(({ monday, turn, is_now }) => (
          <li key={monday} className={turn === 1 ? "turn a" : "turn"}>
            <strong>{letter(turn)}</strong> {formatWeek(monday, view.locale)}
            {is_now && " (now)"}
          </li>
        ))}
      </ul>
    </section>
  );
}

function WeekForm({ view, answer }: { view: EditorView; answer?: EditorAnswer | null }) {
  const { schedule, week_starts_on } = view;
  const alternates = schedule.alternates_from !== null;
  const values = answer?.values ?? editorValues(schedule.weekly_hours);
  const errors = answer?.errors ?? {};
  const shown = JSON.stringify(weekInWords(schedule.weekly_hours, alternates));
  const conflict = answer?.conflict;
  // A refused form goes on from what it had shown, or it would overwrite what others saved since.
  const kept = (name: string, now: string | number) => String(values[name] ?? now);
  return (
    <PostForm className="grid gap-6">
      {/* Enter in a field sends with the form's first button: that must be this one, not one that adds a row. */}
      <button type="submit" className="hide" tabIndex={-1} aria-hidden="true">
        Save
      </button>
      <ErrorSummary
        errors={Object.entries(errors).flatMap(([id, texts]) => texts.map((text) => ({ id, text })))}
      />
      {conflict && (
        <ConflictChoices
          others="Somebody else saved these hours meanwhile"
          conflicts={conflict.conflicts}
          labelOf={dayLabel}
        />
      )}
      <input
        type="hidden"
        name="version"
        defaultValue={conflict?.version ?? kept("version", schedule.version)}
      />
      <input type="hidden" name="shown" defaultValue={conflict?.shown ?? kept("shown", shown)} />
      {alternates && <input type="hidden" name="alternates" defaultValue="yes" />}
      <div className={alternates ? "editweeks two" : "editweeks"}>
        {weeksOf(alternates).map((week) => (
          <WeekFields
            key={week}
            {...{ week, week_starts_on, values, errors }}
            note={view.weeks[0]?.turn === week ? "now" : null}
          />
        ))}
      </div>
      <CopyDay {...{ alternates, week_starts_on }} />
      <p className="flex flex-wrap items-center gap-4">
        <button type="submit" className="btn main">
          {conflict ? "Save my choice" : "Save the hours"}
        </button>
        <span className="text-sm text-soft">
          A day without hours is closed. An end of 00:00 is the midnight after it.
        </span>
      </p>
    </PostForm>
  );
}

function ReadOnly({ view }: { view: EditorView }) {
  const { schedule, week_starts_on } = view;
  const alternates = schedule.alternates_from !== null;
  const words = weekInWords(schedule.weekly_hours, alternates);
  return (
    <div className={alternates ? "editweeks two" : "editweeks"}>
      {weeksOf(alternates).map((week) => (
        <figure key={week} className="sheet grid gap-3 p-6">
          <figcaption className="font-semibold">{weekTitle(week)}</figcaption>
          <WeekLetters week_starts_on={week_starts_on} />
          <WeekDrawing rows={schedule.weekly_hours} {...{ week, week_starts_on }} label={weekTitle(week)} />
          <ul>
            {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
              <li key={weekday}>
                {weekdayName(weekday)}: {words[`w${week}_${weekday}`]}
              </li>
            ))}
          </ul>
        </figure>
      ))}
    </div>
  );
}
