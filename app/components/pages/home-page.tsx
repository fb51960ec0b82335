import { AccountMenu } from "#app/components/account-menu.tsx";
import { Avatar } from "#app/components/avatar.tsx";
import { Icon, type IconName } from "#app/components/icons.tsx";
import { Page } from "#app/components/page.tsx";
import type { PersonView } from "#app/domain/views.ts";

type Props = {
  providers: { username: string; name: string; headline: string }[];
  /** Who is signed in. */
  person: PersonView | null;
  /** The embedded demo: its people are made up. */
  is_demo: boolean;
  source_url?: string | null;
};

const PROMISES: { icon: IconName; title: string; text: string }[] = [
  {
    icon: "check",
    title: "Never booked twice",
    text: "Two people can want the same time in the same instant. The database itself lets only one have it.",
  },
  {
    icon: "globe",
    title: "The right hour, everywhere",
    text: "You keep your hours, each customer sees their own clock, and the night the clocks change is just a night.",
  },
  {
    icon: "phone",
    title: "Opens on any device",
    text: "A booking page weighs less than a small photo and needs no script. Old phone, slow train: it works.",
  },
  {
    icon: "calendar",
    title: "No account to book",
    text: "Choose a time, say who you are, done. One private link to look it up, move it or cancel it.",
  },
  {
    icon: "people",
    title: "One person or a full room",
    text: "Lessons, treatments, consultations, and classes with seats that count down as they fill.",
  },
  {
    icon: "place",
    title: "Yours to keep",
    text: "On your own machine, with one command. Nothing sits behind a licence key.",
  },
];

/** What Daybook is, what it promises, and a way to try it. */
export function HomePage({ providers, person, is_demo, source_url }: Props) {
  const first = providers[0];
  return (
    <Page
      sourceUrl={source_url}
      aside={
        person ? (
          <AccountMenu person={person} />
        ) : (
          <a className="step" href="/sign-in">
            Sign in
          </a>
        )
      }
    >
      <section className="grid items-center gap-10 pt-6 lg:grid-cols-[minmax(0,1.15fr)_minmax(0,1fr)] lg:gap-16 lg:pt-14">
        <div className="grid justify-items-start gap-6">
          <h1 className="text-4xl">Say when you’re free. People book.</h1>
          <p className="max-w-reading text-xl text-soft">
            Daybook is an open booking platform for tutors, clinics, studios and small teams. Calm pages,
            honest times, and never two people in one chair.
          </p>
          <p className="grid gap-3 sm:flex sm:flex-wrap">
            <a className="btn main" href={person ? "/dashboard" : "/sign-up"}>
              {person ? "Go to your dashboard" : "Open your own booking page"}
            </a>
            {first && (
              <a className="btn" href={`/book/${first.username}`}>
                Book with {first.name}
              </a>
            )}
          </p>
        </div>
        <DayOfBook />
      </section>

      <section className="pt-16 lg:pt-24" aria-labelledby="promises">
        <h2 id="promises" className="text-2xl">
          What it promises
        </h2>
        <ul className="grid gap-x-12 gap-y-8 pt-8 sm:grid-cols-2 lg:grid-cols-3">
          {PROMISES.map(({ icon, title, text }) => (
            <li key={title} className="grid content-start gap-2 border-t pt-5">
              <span className="-ml-0.5 text-accent">
                <Icon name={icon} size={26} />
              </span>
              <h3 className="text-lg">{title}</h3>
              <p className="text-soft">{text}</p>
            </li>
          ))}
        </ul>
      </section>

      {providers.length > 0 && (
        <section className="pt-16 lg:pt-24" aria-labelledby="demo">
          <h2 id="demo" className="text-2xl">
            {is_demo ? "Try it with one of these" : "Book with one of these"}
          </h2>
          {is_demo && <p className="pt-2 text-soft">Made-up people, real pages. Book as much as you like.</p>}
          <ul className="grid gap-4 pt-6 md:grid-cols-3">
            {providers.map(({ username, name, headline }) => (
              <li key={username} className="sheet card content-start">
                <Avatar provider={{ name, photo_path: null }} />
                <h3 className="pt-2 text-lg">
                  <a className="cover" href={`/book/${username}`}>
                    {name}
                  </a>
                </h3>
                <p className="text-soft">{headline}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  );
}

/** A page of the book, drawn: a day with its lines, some taken, one free. */
function DayOfBook() {
  const lines = [
    { time: "09:00", text: "Amara Osei", tone: "taken" },
    { time: "10:00", text: "Jonas Lindqvist", tone: "taken" },
    { time: "11:00", text: "Your time", tone: "yours" },
    { time: "12:00", text: "", tone: "" },
    { time: "13:00", text: "Priya Nair", tone: "taken" },
    { time: "14:00", text: "Free", tone: "free" },
  ];
  return (
    <div className="dayofbook sheet" aria-hidden="true">
      <p className="flex items-baseline gap-3 pb-4">
        <span className="text-4xl font-bold leading-none text-accent">2</span>
        <span>
          <strong className="block font-semibold">Tuesday</strong>
          <span className="text-sm text-soft">December</span>
        </span>
      </p>
      <ul>
        {lines.map(({ time, text, tone }) => (
          <li key={time}>
            <span className="text-sm text-soft">{time}</span>
            {text && <span className={tone}>{text}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
