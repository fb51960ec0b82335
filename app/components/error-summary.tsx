import { Icon } from "#app/components/icons.tsx";

type Wrong = {
  id: string | null;
  /** The field's name, where the text does not say which is meant: three equal links help nobody. */
  label?: string;
  text: string;
};

/** At the top of a form that was refused: what is wrong, each a link to its field. Takes the focus on loading. */
export function ErrorSummary({ errors }: { errors: Wrong[] }) {
  if (errors.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noAutofocus: after a refused form the first thing to read is why (WCAG technique G83)
    <div className="alert wrong" role="alert" tabIndex={-1} autoFocus>
      <Icon name="notice" size={22} />
      <div>
        <h2 className="text-lg leading-snug tracking-normal">
          {errors.length === 1
            ? "One thing needs your attention"
            : `${errors.length} things need your attention`}
        </h2>
        <ul className="pt-1">
          {errors.map(({ id, label, text }) => (
            <li key={`${id} ${text}`}>
              {id ? <a href={`#${id}`}>{label ?? text}</a> : text}
              {label && `: ${text}`}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
