import { FormFrame, type View } from "#app/components/hours/form-frame.tsx";
import { PostForm } from "#app/components/post-form.tsx";

/** Before a schedule goes, or why it cannot. */
export function ScheduleRemovalPage({ refusal, ...view }: View & { refusal: string | null }) {
  const { name } = view.schedule;
  return (
    <FormFrame view={view} title={`Delete “${name}”?`}>
      {refusal ? (
        <p className="sheet p-6">{refusal}</p>
      ) : (
        <PostForm className="sheet grid gap-5 p-6">
          <p>
            Its week, its dates and time off that is only for these hours go with it. No service follows them,
            and bookings stay as they are. This cannot be taken back.
          </p>
          <p className="flex flex-wrap gap-3">
            <button type="submit" className="btn main">
              Delete
            </button>
            <a className="btn" href={`/dashboard/${view.desk.username}/hours`}>
              Keep it
            </a>
          </p>
        </PostForm>
      )}
    </FormFrame>
  );
}
