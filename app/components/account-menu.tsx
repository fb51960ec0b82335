import { initials } from "#app/components/avatar.tsx";
import { Icon, type IconName } from "#app/components/icons.tsx";
import { PostForm } from "#app/components/post-form.tsx";
import type { PersonView } from "#app/domain/views.ts";

type Entry = { href: string; icon: IconName; label: string };

/** Who is signed in, and where a person goes from any page: a `<details>`, so it opens without script. */
export function AccountMenu({ person }: { person: PersonView }) {
  const entries: Entry[] = [
    { href: "/dashboard", icon: "calendar", label: "Dashboard" },
    { href: "/account", icon: "person", label: "Account" },
    { href: "/dashboard/providers", icon: "swap", label: "Switch provider" },
    ...(person.is_operator ? [{ href: "/admin", icon: "shield", label: "Operator" } as const] : []),
  ];
  return (
    <details className="menu noprint">
      <summary>
        <span className="avatar small" aria-hidden="true">
          {initials(person.account_name)}
        </span>
        <span className="menuname">{person.account_name}</span>
        <span className="hide">, account menu</span>
        <Icon name="down" size={18} />
      </summary>
      <div className="sheet">
        <p className="whose">{person.account_name}</p>
        <ul>
          {entries.map(({ href, icon, label }) => (
            <li key={href}>
              <a href={href}>
                <Icon name={icon} />
                {label}
              </a>
            </li>
          ))}
        </ul>
        <PostForm action="/sign-out">
          <button type="submit">
            <Icon name="leave" />
            Sign out
          </button>
        </PostForm>
      </div>
    </details>
  );
}
