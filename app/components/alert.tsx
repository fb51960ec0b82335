import type { ReactNode } from "react";
import { Icon, type IconName } from "#app/components/icons.tsx";

type Tone = "calm" | "wrong" | "good";

const ICONS: Record<Tone, IconName> = { calm: "notice", wrong: "notice", good: "check" };

/** A message about the page as a whole. `calm` is for what is nobody's fault. */
export function Alert({
  tone = "calm",
  title,
  id,
  children,
}: {
  tone?: Tone;
  title: string;
  id?: string;
  children?: ReactNode;
}) {
  return (
    <div className={tone === "calm" ? "alert" : `alert ${tone}`} role="alert" id={id}>
      <Icon name={ICONS[tone]} size={22} />
      <div>
        <h2 className="text-lg leading-snug tracking-normal">{title}</h2>
        {children}
      </div>
    </div>
  );
}
