import { Icon, type IconName } from "#app/components/icons.tsx";
import type { DeskView } from "#app/domain/views.ts";

/** The places of the desk: what the navigation, its shortcuts and the command palette (app/client/palette.ts) know. */
const PLACES = [
  { section: "today", path: "", label: "Today", icon: "today", hotkey: "t" },
  { section: "calendar", path: "/calendar", label: "Calendar", icon: "calendar", hotkey: "c" },
  { section: "bookings", path: "/bookings", label: "Bookings", icon: "list", hotkey: "b" },
  { section: "customers", path: "/customers", label: "Customers", icon: "people", hotkey: "u" },
  { section: "services", path: "/services", label: "Services", icon: "leaf", hotkey: "s" },
  { section: "hours", path: "/hours", label: "Hours", icon: "clock", hotkey: "h" },
  { section: "numbers", path: "/numbers", label: "Numbers", icon: "chart", hotkey: "n" },
  { section: "members", path: "/members", label: "Members", icon: "person", hotkey: "m" },
  { section: "settings", path: "/settings", label: "Settings", icon: "sliders", hotkey: "e" },
  { section: "setup", path: "/setup", label: "Finish setting up", icon: "flag", hotkey: "f" },
] as const satisfies { section: string; path: string; label: string; icon: IconName; hotkey: string }[];

type Place = (typeof PLACES)[number];
export type DeskSection = Place["section"];

/** So many stand side by side on a phone; the others are under "More" until there is room for all. */
const FIRST = 4;

type Props = { desk: DeskView; current: DeskSection };

/**
 * Where one can go: a bar at the foot of a phone, a row at the top of everything wider. The further places are there
 * twice, in the row and under "More"; a rule of the stylesheet shows one of the two, and nobody hears the other.
 */
export function DeskPlaces({ desk, current }: Props) {
  const finished = desk.setup_finished || desk.role === "viewer";
  const places = PLACES.filter(({ section }) => section !== "setup" || !finished);
  const [first, further] = [places.slice(0, FIRST), places.slice(FIRST)];
  const linkTo = (place: Place) => <PlaceLink place={place} username={desk.username} current={current} />;
  const here = further.find(({ section }) => section === current);
  const fresh = desk.role === "viewer" ? undefined : `/dashboard/${desk.username}/bookings/new`;
  return (
    <nav className="places noprint" aria-label="Dashboard" data-new={fresh}>
      <ul>
        {first.map((place) => (
          <li key={place.section}>{linkTo(place)}</li>
        ))}
        {further.map((place) => (
          <li key={place.section} className="further">
            {linkTo(place)}
          </li>
        ))}
        <li className="rest">
          <details className="restmenu">
            <summary className={`place${here ? " here" : ""}${finished ? "" : " todo"}`}>
              <Icon name="more" size={22} />
              <span>More</span>
              {here && <span className="hide">, you are on {here.label}</span>}
            </summary>
            <ul className="sheet">
              {further.map((place) => (
                <li key={place.section}>{linkTo(place)}</li>
              ))}
            </ul>
          </details>
        </li>
      </ul>
    </nav>
  );
}

function PlaceLink({ place, username, current }: { place: Place; username: string; current: DeskSection }) {
  const { section, path, label, icon, hotkey } = place;
  return (
    <a
      href={`/dashboard/${username}${path}`}
      className={section === "setup" ? "place todo" : "place"}
      aria-current={section === current ? "page" : undefined}
      data-hotkey={hotkey}
    >
      <Icon name={icon} size={22} />
      <span>{label}</span>
    </a>
  );
}
