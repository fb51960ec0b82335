import { DeskPage } from "#app/components/desk.tsx";
import { Flash } from "#app/components/flash.tsx";
import { Icon } from "#app/components/icons.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import { ServiceFacts } from "#app/components/service-facts.tsx";
import { ownWord } from "#app/domain/own.ts";
import { may } from "#app/domain/permissions.ts";
import type { OwnServiceView, ServicesPageView } from "#app/domain/service-views.ts";

/** What was done, in words, and the act that takes it back. */
const DONE: Record<string, { text: (title: string) => string; undo: string }> = {
  hidden: { text: (title) => `“${title}” is hidden. Who has its link can still book.`, undo: "show" },
  shown: { text: (title) => `“${title}” is on your booking page.`, undo: "hide" },
  archived: {
    text: (title) => `“${title}” is archived. Nobody can book it; bookings that exist stay.`,
    undo: "restore",
  },
  restored: { text: (title) => `“${title}” is back.`, undo: "archive" },
};

/** All services in the order of the booking page, each with what can be done to it. */
export function ServicesPage(view: ServicesPageView) {
  const { desk, services, archived, just } = view;
  const base = `/dashboard/${desk.username}/services`;
  const may_write = may(desk.role, "services:write");
  const touched = just && [...services, ...archived].find(({ id }) => id === just.id);
  const done = ownWord(DONE, just?.code);
  return (
    <DeskPage desk={desk} current="services">
      {touched && done && (
        <Flash
          text={done.text(touched.title)}
          undo={may_write ? { action: `${base}/${touched.id}/${done.undo}` } : null}
        />
      )}
      <div className="svc-head">
        <div className="grid gap-2">
          <h1 className="text-2xl">Services</h1>
          <p className="text-soft">What people can book, in the order of your booking page.</p>
        </div>
        {may_write && (
          <a href={`${base}/new`} className="btn main">
            New service
          </a>
        )}
      </div>
      {services.length === 0 ? (
        <div className="sheet svc-none">
          <h2 className="text-lg">Nothing can be booked yet</h2>
          <p className="text-soft">
            A service is what somebody books: a lesson, a session, a class. It has a length, a place, maybe a
            price. {may_write ? "Start from what is usual in your trade, then change what you like." : ""}
          </p>
          {may_write && (
            <p>
              <a href={`${base}/new`} className="btn">
                Add your first service
              </a>
            </p>
          )}
        </div>
      ) : (
        <section aria-labelledby="bookable">
          <h2 id="bookable" className="hide">
            What can be booked
          </h2>
          <ol className="svc-list">
            {services.map((service, index) => (
              <Card
                key={service.id}
                service={service}
                view={view}
                is_first={index === 0}
                is_last={index === services.length - 1}
              />
            ))}
          </ol>
        </section>
      )}
      {archived.length > 0 && (
        <section aria-labelledby="archived" className="grid gap-4 pt-10">
          <div className="grid gap-1">
            <h2 id="archived" className="text-xl">
              Archived
            </h2>
            <p className="text-soft">
              Nobody can book these. Bookings that were made of them stay as they are.
            </p>
          </div>
          <ul className="svc-list">
            {archived.map((service) => (
              <Card key={service.id} service={service} view={view} is_first is_last />
            ))}
          </ul>
        </section>
      )}
    </DeskPage>
  );
}

type CardProps = { service: OwnServiceView; view: ServicesPageView; is_first: boolean; is_last: boolean };

function Card({ service, view: { desk, provider }, is_first, is_last }: CardProps) {
  const base = `/dashboard/${desk.username}/services/${service.id}`;
  const may_write = may(desk.role, "services:write");
  return (
    <li className="sheet svc-card" id={`s-${service.id}`}>
      <div className="grid min-w-0 content-start gap-2">
        <h3 className="text-lg">
          <a href={base}>{service.title}</a>
        </h3>
        {service.is_hidden && !service.is_archived && (
          <p className="svc-state">Hidden: only people with the link can book it</p>
        )}
        <ServiceFacts service={service} provider={provider} />
        {!service.is_archived && (
          <p>
            <a href={`/book/${desk.username}/${service.slug}`} className="svc-public">
              <Icon name="out" size={16} /> See its public page
              <span className="hide"> of {service.title}</span>
            </a>
          </p>
        )}
      </div>
      {may_write && (
        <div className="svc-acts">
          {!service.is_archived && (!is_first || !is_last) && (
            <PostForm action={`${base}/move`}>
              <Order to="up" title={service.title} off={is_first} />
              <Order to="down" title={service.title} off={is_last} />
            </PostForm>
          )}
          <Act action={`${base}/copy`} label="Copy" title={service.title} />
          {service.is_archived ? (
            <Act action={`${base}/restore`} label="Restore" title={service.title} />
          ) : (
            <>
              {service.is_hidden ? (
                <Act action={`${base}/show`} label="Show" next="Hide" title={service.title} />
              ) : (
                <Act action={`${base}/hide`} label="Hide" next="Show" title={service.title} />
              )}
              <Act action={`${base}/archive`} label="Archive" title={service.title} />
            </>
          )}
        </div>
      )}
    </li>
  );
}

type OrderProps = { to: "up" | "down"; title: string; off: boolean };

const Order = ({ to, title, off }: OrderProps) => (
  <button type="submit" className="btn" name="direction" value={to} disabled={off}>
    {to === "up" ? "Up" : "Down"}
    <span className="hide"> {title}</span>
  </button>
);

/** `next`: of a toggle, what it says when it was pressed (app/client/toggles.ts). */
type ActProps = { action: string; label: string; next?: string; title: string };

const Act = ({ action, label, next, title }: ActProps) => (
  <PostForm action={action}>
    <button type="submit" className="btn">
      <span data-next={next}>{label}</span>
      <span className="hide"> {title}</span>
    </button>
  </PostForm>
);
