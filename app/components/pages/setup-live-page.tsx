import { Icon, type IconName } from "#app/components/icons.tsx";
import { SetupFrame } from "#app/components/setup/setup-frame.tsx";
import type { PersonView, SetupView } from "#app/domain/views.ts";

export type LiveView = {
  name: string;
  service_title: string;
  /** The absolute address of the booking page. */
  link: string;
  /** The QR code's dark fields as one path, on a square of `size` fields. */
  code: { path: string; size: number };
};

type Props = LiveView & { person: PersonView; setup: SetupView & { username: string } };

/** The end of the start: the link, in every form in which one can share it. */
export function SetupLivePage({ person, setup, name, service_title, link, code }: Props) {
  const base = `/dashboard/${setup.username}`;
  const message = `You can book a time with me here: ${link}`;
  const mail = `mailto:?subject=${encodeURIComponent(`Book a time with ${name}`)}&body=${encodeURIComponent(message)}`;
  const next: { href: string; icon: IconName; title: string; text: string }[] = [
    { href: base, icon: "calendar", title: "Your day", text: "Bookings appear there, and in your mail." },
    {
      href: `${base}/settings`,
      icon: "person",
      title: "Make it yours",
      text: "A photo, a few words, a colour.",
    },
    {
      href: `${base}/members`,
      icon: "people",
      title: "Bring a colleague",
      text: "To run the calendar with you.",
    },
  ];
  return (
    <SetupFrame
      person={person}
      setup={setup}
      current="live"
      title="Your page is live"
      lead={`From now on people can book “${service_title}”. Share the link wherever they look for you.`}
    >
      <section className="sheet golive" aria-labelledby="link">
        <div className="grid content-start gap-5">
          <h2 id="link" className="text-xl">
            This is your link
          </h2>
          <p className="linkshown">
            <a href={link}>{link.replace(/^https?:\/\//, "")}</a>
          </p>
          <p className="grid gap-3 sm:flex sm:flex-wrap">
            <a className="btn main" href={`/book/${setup.username}`}>
              <Icon name="out" />
              Open your page
            </a>
            <CopyButton text={link} label="Copy the link" />
            <a className="btn" href={mail}>
              <Icon name="mail" />
              Send it by mail
            </a>
          </p>
        </div>
        <figure className="qr">
          <svg
            viewBox={`-4 -4 ${code.size + 8} ${code.size + 8}`}
            role="img"
            aria-label={`QR code of ${link}`}
            shapeRendering="crispEdges"
          >
            <path d={`M-4-4h${code.size + 8}v${code.size + 8}h-${code.size + 8}z`} fill="#fff" />
            <path d={code.path} fill="#13211b" />
          </svg>
          <figcaption>
            <span>For a door, a card or a flyer.</span>
            <span className="flex flex-wrap justify-center gap-2">
              <a className="step" href={`${base}/setup/qr.png`} download={`${setup.username}.png`}>
                PNG<span className="hide"> of the QR code</span>
              </a>
              <a className="step" href={`${base}/setup/qr.svg`} download={`${setup.username}.svg`}>
                SVG<span className="hide"> of the QR code</span>
              </a>
            </span>
          </figcaption>
        </figure>
      </section>
      <section aria-labelledby="words" className="grid gap-4">
        <h2 id="words" className="text-xl">
          Words to share
        </h2>
        <ul className="grid gap-4 md:grid-cols-3">
          {[
            { label: "For a message", text: message },
            { label: "Under your mails", text: `${name}\nBook a time: ${link}` },
            { label: "For your website", text: `<a href="${link}">Book a time with ${escaped(name)}</a>` },
          ].map(({ label, text }) => (
            <li key={label} className="sheet words">
              <h3 className="text-sm text-soft">{label}</h3>
              <p>{text}</p>
              <CopyButton text={text} label="Copy" about={label.toLowerCase()} />
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="next" className="grid gap-4">
        <h2 id="next" className="text-xl">
          When you have a minute
        </h2>
        <ul className="grid gap-4 md:grid-cols-3">
          {next.map(({ href, icon, title, text }) => (
            <li key={href} className="sheet card">
              <span className="text-accent">
                <Icon name={icon} size={24} />
              </span>
              <h3 className="text-lg">
                <a className="cover" href={href}>
                  {title}
                </a>
              </h3>
              <p className="text-soft">{text}</p>
            </li>
          ))}
        </ul>
      </section>
      <script src="/setup.js" defer />
    </SetupFrame>
  );
}

const escaped = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/** Copying needs script: without it the button is not there, and the text can be selected. */
function CopyButton({ text, label, about }: { text: string; label: string; about?: string }) {
  return (
    <button type="button" className="btn" data-copy={text} hidden>
      <Icon name="copy" />
      <span data-label>{label}</span>
      {about && <span className="hide"> the words {about}</span>}
    </button>
  );
}
