import { DeskPage } from "#app/components/desk.tsx";
import { Flash } from "#app/components/flash.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { ServiceExample } from "#app/components/services/example.tsx";
import { ServiceFields } from "#app/components/services/fields.tsx";
import { type VersionedAnswer, VersionedForm } from "#app/components/versioned-form.tsx";
import { ownWord } from "#app/domain/own.ts";
import { may } from "#app/domain/permissions.ts";
import type { ExampleView, ServiceFormView } from "#app/domain/service-views.ts";
import { reminderRows } from "#app/domain/services/reminders.ts";
import { lengthRows, SERVICE_LABELS } from "#app/domain/services.ts";
import type { ServiceView } from "#app/domain/views.ts";

const LABELS: Record<string, string> = {
  ...SERVICE_LABELS,
  ...Object.fromEntries(
    lengthRows.flatMap((n) => [
      [`length_${n}`, `Length ${n}`],
      [`price_${n}`, `Price of length ${n}`],
    ]),
  ),
  ...Object.fromEntries(reminderRows.map((n) => [`reminder_${n}`, `Reminder ${n}`])),
};

const DONE: Record<string, string> = {
  created: "Your draft is made. Nobody sees it yet: change what you like, then show it.",
  copied: "Your copy is made, as a hidden draft.",
  saved: "Saved. Bookings that exist keep what was promised.",
};

type Props = ServiceFormView & {
  answer?: VersionedAnswer | null;
  /** What customers would see of the form as typed; null while nobody asked. */
  tried?: { example: ExampleView | null; service: ServiceView | null } | null;
};

/** Everything about one service, with what customers see of it beside. */
export function ServiceFormPage({ answer, tried = null, ...view }: Props) {
  const { desk, service, just } = view;
  const services = `/dashboard/${desk.username}/services`;
  const base = `${services}/${service.id}`;
  const may_write = may(desk.role, "services:write");
  const done = answer ? undefined : ownWord(DONE, just);
  return (
    <DeskPage desk={desk} current="services">
      {done && <Flash text={done} />}
      <div className="grid gap-2 pb-8">
        <p>
          <a href={services}>All services</a>
        </p>
        <h1 className="text-2xl">{service.title}</h1>
        <p className="text-soft">
          {service.is_archived
            ? "Archived: nobody can book it."
            : service.is_hidden
              ? "Hidden: not on your booking page. Who has the link can book it."
              : "On your booking page."}
        </p>
        <div className="svc-buttons svc-quiet pt-2">
          <a href={`${base}/questions`} className="btn">
            Questions you ask
          </a>
          {may_write && (
            <PostForm action={`${base}/${visibility(service)}`}>
              <button type="submit" className="btn">
                {service.is_archived
                  ? "Restore it"
                  : service.is_hidden
                    ? "Show it on your page"
                    : "Hide it from your page"}
              </button>
            </PostForm>
          )}
          {!service.is_archived && (
            <a href={`/book/${desk.username}/${service.slug}`} className="btn">
              Its public page
            </a>
          )}
        </div>
        {!may_write && (
          <p className="sheet p-5 text-soft">
            Your role is viewer: you can read this. An owner or a manager can change it.
          </p>
        )}
      </div>
      <div className="svc-columns">
        <div className="grid min-w-0 content-start gap-6">
          <VersionedForm
            id="service"
            action={base}
            example={may_write ? `${base}/example` : undefined}
            view={view}
            answer={answer}
            labels={LABELS}
            may_write={may_write}
            others="Somebody else saved this service meanwhile"
          >
            {(state) => <ServiceFields state={state} view={view} />}
          </VersionedForm>
        </div>
        <aside className="svc-aside" aria-labelledby="example-title">
          <ServiceExample
            service={tried ? tried.service : service}
            example={tried ? tried.example : view.example}
            provider={view.provider}
          />
          {may_write && (
            <p>
              <button
                type="submit"
                className="btn"
                form="service"
                formAction={`${base}/example`}
                formNoValidate
                data-turbo="false"
              >
                Show what customers see
              </button>
            </p>
          )}
        </aside>
      </div>
    </DeskPage>
  );
}

const visibility = ({ is_archived, is_hidden }: ServiceFormView["service"]) =>
  is_archived ? "restore" : is_hidden ? "show" : "hide";
