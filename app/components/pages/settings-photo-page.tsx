import { Avatar } from "#app/components/avatar.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { Notes } from "#app/components/field.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { SettingsPage } from "#app/components/settings.tsx";
import { may } from "#app/domain/permissions.ts";
import type { DeskView } from "#app/domain/views.ts";

type Props = { desk: DeskView; done: string | null; error?: string };

/** The photo on the public page: to change it, and to take it away. */
export function SettingsPhotoPage({ desk, done, error }: Props) {
  const errors = error ? [error] : [];
  const state = {
    name: "photo",
    id: "photo",
    helpId: "photo-help",
    errorId: "photo-error",
    value: "",
    values: [],
    errors,
  };
  const has_photo = desk.photo_path !== null;
  return (
    <SettingsPage
      desk={desk}
      part="photo"
      title="Photo"
      lead="A face, or the sign of your practice: people see it beside your name."
      done={error ? null : done}
    >
      <ErrorSummary errors={errors.map((text) => ({ id: "photo", text }))} />
      <section className="sheet group" aria-label="Photo">
        <div className="flex flex-wrap items-center gap-5">
          <Avatar provider={desk} large />
          <p className="min-w-0 flex-1 basis-48 text-soft">
            {has_photo
              ? "This is on your public page now."
              : "No photo yet: your initials stand in its place."}
          </p>
        </div>
        {may(desk.role, "settings:write") && (
          <PostForm
            action={`/dashboard/${desk.username}/settings/photo`}
            encType="multipart/form-data"
            className="grid gap-4"
          >
            <div className="field">
              <label htmlFor="photo">{has_photo ? "Another picture" : "Picture"}</label>
              <Notes
                state={state}
                help="JPEG, PNG or WebP, up to 10 MB. A square is cut out of it. Where and when it was taken is removed."
              />
              <input
                className="input"
                type="file"
                id="photo"
                name="photo"
                accept="image/jpeg,image/png,image/webp"
                required
                aria-describedby={error ? "photo-help photo-error" : "photo-help"}
                aria-invalid={error ? true : undefined}
              />
            </div>
            <p className="grid gap-3 sm:flex">
              <button type="submit" className="btn main">
                Use this picture
              </button>
              {has_photo && (
                <a className="btn danger" href={`/dashboard/${desk.username}/settings/photo/removal`}>
                  Remove the photo
                </a>
              )}
            </p>
          </PostForm>
        )}
      </section>
    </SettingsPage>
  );
}

/** Asks once more before the photo is gone. */
export function PhotoRemovalPage({ desk }: { desk: DeskView }) {
  const back = `/dashboard/${desk.username}/settings/photo`;
  return (
    <SettingsPage desk={desk} part="photo" title="Remove the photo?">
      <section className="sheet group" aria-label="Photo">
        <div className="flex flex-wrap items-center gap-5">
          <Avatar provider={desk} large />
          <p className="min-w-0 flex-1 basis-48 text-soft">
            Your initials take its place, and the file is deleted. You can choose another picture at any time.
          </p>
        </div>
        {may(desk.role, "settings:write") && (
          <PostForm action={`${back}/removal`} className="flex flex-wrap gap-3">
            <button type="submit" className="btn danger">
              Remove the photo
            </button>
            <a className="btn" href={back}>
              Keep it
            </a>
          </PostForm>
        )}
      </section>
    </SettingsPage>
  );
}
