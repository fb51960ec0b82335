import { approveBooking } from "#app/domain/bookings.server.ts";
import { answerWith } from "#app/http/answers.server.ts";
import { guarded, notFound } from "#app/http/guarded.server.ts";

export const loader = () => {
  throw notFound();
};

export const action = guarded(answerWith(approveBooking, "approved"));

/** Nothing to draw; with a component a refusal is a page (app/root.tsx) and not JSON. */
export default function Answer() {
  return null;
}
