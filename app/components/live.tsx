type Props = {
  username: string;
  /** When what the page shows was read (epoch ms): what happened since then is told at once. */
  now: number;
};

/** On a page that shall learn of changes while it is open; with script only (app/client/live.ts). */
export function Live({ username, now }: Props) {
  return <div hidden data-live={`/dashboard/${username}/changes?since=${now}`} />;
}
