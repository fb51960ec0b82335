import { DeskPage } from "#app/components/desk.tsx";
import { ErrorSummary } from "#app/components/error-summary.tsx";
import { OptionsField } from "#app/components/field.tsx";
import { fieldState } from "#app/components/form-state.ts";
import { PostForm } from "#app/components/post-form.tsx";
import { TRADES } from "#app/domain/setup/trades.ts";
import type { DeskView } from "#app/domain/views.ts";
import { formatDuration } from "#app/i18n/format.ts";

/** Where a new service starts: what is usual in a trade, made as a hidden draft to change at leisure. */
export function ServiceNewPage({ desk, error }: { desk: DeskView; error?: string }) {
  const state = { ...fieldState("trade", null), errors: error ? [error] : [] };
  return (
    <DeskPage desk={desk} current="services" width="form">
      <div className="grid gap-6">
        <div className="grid gap-2">
          <h1 className="text-2xl">New service</h1>
          <p className="text-soft">
            Start from what comes closest. It begins as a hidden draft: nobody sees it until you show it.
          </p>
        </div>
        <ErrorSummary errors={error ? [{ id: "trade", text: error }] : []} />
        <PostForm className="grid gap-6">
          <OptionsField
            state={state}
            label="What is it like?"
            required
            options={TRADES.map(({ name, label, title, duration_min, capacity }) => ({
              value: name,
              label,
              note: `${title}, ${formatDuration(duration_min)}${capacity > 1 ? `, up to ${capacity} people` : ""}`,
            }))}
          />
          <p className="svc-buttons">
            <button type="submit" className="btn main">
              Make a draft
            </button>
            <a href={`/dashboard/${desk.username}/services`} className="btn">
              Back to services
            </a>
          </p>
        </PostForm>
      </div>
    </DeskPage>
  );
}
