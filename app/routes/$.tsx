import { notFound } from "#app/http/guarded.server.ts";

/** Whatever no other route answers. */
export const loader = () => {
  throw notFound();
};
export const action = loader;

export default function NotFound() {
  return null;
}
