import { DeskPage } from "#app/components/desk.tsx";
import { described, Notes } from "#app/components/field.tsx";
import { Flash } from "#app/components/flash.tsx";
import type { FieldState } from "#app/components/form-state.ts";
import { Plain } from "#app/components/services/fields.tsx";
import { Choice, Tick } from "#app/components/settings-fields.tsx";
import { type VersionedAnswer, VersionedForm } from "#app/components/versioned-form.tsx";
import { may } from "#app/domain/permissions.ts";
import { MAX_QUESTIONS, QUESTION_KINDS, questionRows } from "#app/domain/questions.ts";
import type { QuestionsPageView } from "#app/domain/service-views.ts";

const LABELS: Record<string, string> = {
  questions: "The questions",
  ...Object.fromEntries(
    questionRows.flatMap((n) => [
      [`order_${n}`, `Place of question ${n}`],
      [`label_${n}`, `Question ${n}`],
      [`kind_${n}`, `Answer to question ${n}`],
      [`options_${n}`, `List of question ${n}`],
      [`help_${n}`, `Help of question ${n}`],
    ]),
  ),
};

type State = (name: string) => FieldState;

/** What the booking form of a service asks beyond name and e-mail. */
export function ServiceQuestionsPage({
  answer,
  ...view
}: QuestionsPageView & { answer?: VersionedAnswer | null }) {
  const { desk, service, just } = view;
  const may_write = may(desk.role, "services:write");
  const base = `/dashboard/${desk.username}/services/${service.id}`;
  return (
    <DeskPage desk={desk} current="services" width="form">
      {just === "saved" && !answer && <Flash text="Saved. The booking form asks this from now on." />}
      <div className="grid gap-2 pb-6">
        <p>
          <a href={base}>{service.title}</a>
        </p>
        <h1 className="text-2xl">Questions you ask</h1>
        <p className="text-soft">
          Beside name and e-mail. Answers that people gave stay in their bookings, with the question as it
          was.
        </p>
      </div>
      <div className="grid gap-6">
        <VersionedForm
          view={view}
          answer={answer}
          labels={LABELS}
          may_write={may_write}
          others="Somebody else saved these questions meanwhile"
        >
          {(state) => rowsOf(state, may_write).map((n) => <Question key={n} n={n} state={state} />)}
        </VersionedForm>
      </div>
    </DeskPage>
  );
}

/** Those that hold something, and two empty ones for who may write; saving makes room for the next. */
const rowsOf = (state: State, may_write: boolean) => {
  const filled = questionRows.filter((n) =>
    ["id", "label", "options", "help"].some((part) => state(`${part}_${n}`).value),
  );
  return questionRows.slice(0, Math.min(MAX_QUESTIONS, (filled.at(-1) ?? 0) + (may_write ? 2 : 0)));
};

function Question({ n, state }: { n: number; state: State }) {
  const id = state(`id_${n}`).value;
  const options = state(`options_${n}`);
  const kind = state(`kind_${n}`);
  const help = "One a line. For the two kinds with a list.";
  return (
    <fieldset className="sheet group">
      <legend>{id ? `Question ${n}` : `Question ${n} (new)`}</legend>
      {id && <input type="hidden" name={`id_${n}`} value={id} />}
      <Plain state={state(`label_${n}`)} label="Question" />
      <div className="svc-pair">
        <Choice state={{ ...kind, value: kind.value || "text" }} label="Answer">
          {Object.entries(QUESTION_KINDS).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Choice>
        <Plain
          state={{ ...state(`order_${n}`), value: state(`order_${n}`).value || String(n) }}
          label="Place in the form"
          inputMode="numeric"
        />
      </div>
      <div className="field">
        <label htmlFor={options.id}>List to choose from</label>
        <Notes state={options} help={help} />
        <textarea
          className="input"
          id={options.id}
          name={options.name}
          rows={3}
          defaultValue={options.value}
          {...described(options, help)}
        />
      </div>
      <Plain state={state(`help_${n}`)} label="Help under the question" />
      <Tick state={state(`required_${n}`)} label="It must be answered" />
      {id && <Tick state={state(`remove_${n}`)} label="Remove this question" />}
    </fieldset>
  );
}
