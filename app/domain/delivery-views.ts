import type { DeskView } from "#app/domain/views.ts";
import type { DeliveryState } from "#db/deliveries.ts";

/** What pages show of messages; instants are epoch ms, see views.ts. */

export type DeliveryView = {
  id: string;
  kind: string;
  /** "Grace Hopper", "Olga (of the team)". */
  to: string;
  /** Where it goes, as far as that is known: a customer's or an invited person's address. */
  address: string | null;
  state: DeliveryState;
  due_at: number;
  ended_at: number | null;
  tries: number;
  answer: string;
  dismissed: boolean;
  /** Why it cannot be sent again, or null: it can. */
  void_because: string | null;
};

/** A customer's address that a mail server refused: when and why. */
export type RefusalView = { answer: string; ended_at: number };

/** One that could not be delivered, and what it was about. */
export type TroubledView = DeliveryView & {
  booking: { id: string; customer_id: string; service_title: string; starts_at: number } | null;
};

export type TroubledPageView = {
  desk: DeskView;
  locale: string;
  messages: TroubledView[];
  is_first: boolean;
  /** The query of the next page, or null at the end. */
  more: string | null;
};

/** How many messages wait for their turn, are late, were refused and given up. */
export type MessageFiguresView = { waiting: number; overdue: number; refused: number; dead: number };

/** A message about an account, for the operator: nobody's address but that of an account. */
export type AccountDeliveryView = Pick<
  DeliveryView,
  "id" | "kind" | "state" | "due_at" | "ended_at" | "tries" | "answer"
> & {
  account_name: string | null;
  account_email: string | null;
};
