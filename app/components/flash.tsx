import { Icon } from "#app/components/icons.tsx";
import { PostForm } from "#app/components/post-form.tsx";

type Props = {
  /** What has just been done, in one sentence. */
  text: string;
  /** The form that takes it back, where that can be done: its address and what it needs to know. */
  undo?: { action: string; fields?: Record<string, string | number> } | null;
};

/** Said once, after a redirect (`?just=…`); with script the address forgets it (app/client/turbo.ts). */
export function Flash({ text, undo }: Props) {
  return (
    <div className="alert good ask mb-6" role="status">
      <Icon name="check" size={22} />
      <div>
        <p className="font-semibold">{text}</p>
      </div>
      {undo && (
        <PostForm action={undo.action}>
          {Object.entries(undo.fields ?? {}).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button type="submit" className="btn">
            Undo
          </button>
        </PostForm>
      )}
    </div>
  );
}
