import { Alert } from "#app/components/alert.tsx";
import type { WarningView } from "#app/domain/by-hand-views.ts";

/** Which of the provider's own rules a time breaks, before they pass over them. */
export function Warning({ warning, what }: { warning: WarningView; what: string }) {
  return (
    <Alert title="This time is outside your own rules" id="warning">
      <ul className="grid gap-1 pt-1">
        {warning.words.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <p className="pt-2">{what}</p>
    </Alert>
  );
}

/** The button of a form about a time: plain, or the one that passes over what the warning says. */
export function Decide({
  warning,
  plain,
  anyway,
}: {
  warning: WarningView | null;
  plain: string;
  anyway: string;
}) {
  if (!warning)
    return (
      <button type="submit" className="btn main">
        {plain}
      </button>
    );
  return (
    <>
      <input type="hidden" name="confirmed" value={warning.rules} />
      <button type="submit" className="btn main" name="anyway" value="yes">
        {anyway}
      </button>
    </>
  );
}
