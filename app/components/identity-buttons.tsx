import { ProviderMark } from "#app/components/identity-marks.tsx";
import { PostForm } from "#app/components/post-form.tsx";

export type IdentityButton = { key: string; label: string };

type Props = {
  /** From viewIdentityProviders(); without any nothing is drawn. */
  providers: IdentityButton[];
  /** Where to go afterwards, a path of ours. */
  next?: string | null;
};

/** "Continue with …", one for each identity provider that is set up, under the form with a password. */
export function IdentityButtons({ providers, next }: Props) {
  if (providers.length === 0) return null;
  return (
    <section className="identities" aria-label="Other ways to sign in">
      <p className="or">
        <span>or</span>
      </p>
      {providers.map(({ key, label }) => (
        <PostForm key={key} action={`/sign-in/with/${key}`}>
          {next && <input type="hidden" name="next" value={next} />}
          <button type="submit" className="btn">
            <ProviderMark name={key} />
            Continue with {label}
          </button>
        </PostForm>
      ))}
    </section>
  );
}
