import { described, Notes } from "#app/components/field.tsx";
import type { FieldState } from "#app/components/form-state.ts";
import { Icon } from "#app/components/icons.tsx";
import type { UsernameCheckView } from "#app/domain/views.ts";

type Props = {
  state: FieldState;
  /** What stands before it in the link, e.g. "book.example.org/book/". */
  prefix: string;
  /** What the check of just now said; null while nobody asked. */
  check: UsernameCheckView | null;
  /** Where an alternative leads when it is chosen without script: the same form with it. */
  hrefOf: (username: string) => string;
};

/**
 * A name for the link, with an answer beside it whether it can be had. The button asks for that without script;
 * public/setup.js asks while one types and puts the same answer in the same place.
 */
export function UsernameField({ state, prefix, check, hrefOf }: Props) {
  const notes = described(state, "help");
  return (
    <div className="field" data-check="/welcome/username-check">
      <label htmlFor={state.id}>Your link</label>
      <Notes state={state} help="This is what you share. Short is good." />
      <div className="linkline">
        <span className="input" aria-hidden="true">
          {prefix}
        </span>
        <input
          className="input"
          id={state.id}
          name={state.name}
          defaultValue={state.value}
          required
          maxLength={60}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          autoComplete="off"
          {...notes}
        />
        <button type="submit" className="btn" formMethod="get" formNoValidate>
          Is it free?
        </button>
      </div>
      <div className="answer" role="status" data-answer>
        {check && <Answer check={check} hrefOf={hrefOf} said={state.errors.length > 0} />}
      </div>
    </div>
  );
}

function Answer({
  check,
  hrefOf,
  said,
}: {
  check: UsernameCheckView;
  hrefOf: Props["hrefOf"];
  /** The error above says already why not. */
  said: boolean;
}) {
  if (check.is_free)
    return (
      <p className="free">
        <Icon name="check" size={18} />
        <span>“{check.username}” is free.</span>
      </p>
    );
  return (
    <>
      {!said && (
        <p className="wrong">
          <Icon name="notice" size={18} />
          <span>{check.problem}</span>
        </p>
      )}
      {check.alternatives.length > 0 && (
        <p className="flex flex-wrap items-center gap-2">
          <span className="text-sm text-soft">Free:</span>
          {check.alternatives.map((one) => (
            <a key={one} className="step" href={hrefOf(one)}>
              {one}
            </a>
          ))}
        </p>
      )}
    </>
  );
}
