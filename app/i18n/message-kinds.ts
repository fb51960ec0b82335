import type { CustomerKind, MemberKind, MessageKind } from "#app/domain/messages.ts";

/** The kinds of messages in words: what each is called, and when it goes out. */

type Words = { title: string; when: string };

export const CUSTOMER_MESSAGES: Record<CustomerKind, Words> = {
  received: {
    title: "Request received",
    when: "At once, when somebody asks for a time that waits for your yes.",
  },
  confirmed: {
    title: "Booked",
    when: "At once, when a time is booked or you say yes to a request. An entry for their calendar comes with it.",
  },
  declined: { title: "Not possible", when: "At once, when you decline a request." },
  moved: {
    title: "New time",
    when: "At once, when a booking gets another time, whoever moves it. Their calendar follows.",
  },
  cancelled: {
    title: "Cancelled",
    when: "At once, when a booking is cancelled, whoever does it. It goes from their calendar, too.",
  },
  reminder: {
    title: "Reminder",
    when: "Before the visit, as often as the service says. A new time has reminders of its own.",
  },
  follow_up: {
    title: "Follow-up",
    when: "After the visit, for services that say so. Not to people who did not come, nor to those who asked for no more.",
  },
};

export const MEMBER_MESSAGES: Record<MemberKind, Words> = {
  new: { title: "New booking", when: "At once, when somebody books." },
  waiting: { title: "Waiting for your answer", when: "At once, when somebody asks for a time." },
  new_time: { title: "New time", when: "At once, when a customer or a colleague moves a booking." },
  called_off: { title: "Cancelled", when: "At once, when a customer or a colleague cancels a booking." },
  agenda: { title: "The day’s agenda", when: "Each morning with bookings, at the time below." },
};

const TITLES: Record<MessageKind, string> = {
  ...titlesOf(CUSTOMER_MESSAGES),
  ...titlesOf(MEMBER_MESSAGES),
};

function titlesOf<Kind extends string>(words: Record<Kind, Words>): Record<Kind, string> {
  return Object.fromEntries(Object.entries<Words>(words).map(([kind, { title }]) => [kind, title])) as Record<
    Kind,
    string
  >;
}

/** "Reminder"; a kind that is not known by its own name. */
export const messageTitle = (kind: string): string =>
  Object.hasOwn(TITLES, kind) ? TITLES[kind as MessageKind] : kind.replaceAll("_", " ");
