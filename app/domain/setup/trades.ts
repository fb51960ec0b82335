/** "Your first service", pure: what is proposed for a trade. Minutes; whole units of the currency. */

export type Trade = {
  name: string;
  label: string;
  title: string;
  description: string;
  duration_min: number;
  /** Null: no price is shown. */
  price: number | null;
  place: "in_person" | "phone" | "video";
  capacity: number;
};

export const TRADES: Trade[] = [
  {
    name: "tutor",
    label: "Tutor",
    title: "Lesson",
    description: "An hour for what you need right now. Bring your questions, your homework or the next exam.",
    duration_min: 60,
    price: 40,
    place: "video",
    capacity: 1,
  },
  {
    name: "therapy",
    label: "Therapy or coaching",
    title: "Session",
    description: "Fifty minutes in private. If it is your first time, we start with what brings you here.",
    duration_min: 50,
    price: 90,
    place: "in_person",
    capacity: 1,
  },
  {
    name: "beauty",
    label: "Hair and beauty",
    title: "Cut and finish",
    description: "Consultation, wash, cut and finish.",
    duration_min: 45,
    price: 50,
    place: "in_person",
    capacity: 1,
  },
  {
    name: "consulting",
    label: "Consultant",
    title: "Consultation",
    description: "Half an hour to look at your question together and agree on the next step.",
    duration_min: 30,
    price: null,
    place: "video",
    capacity: 1,
  },
  {
    name: "music",
    label: "Music lessons",
    title: "Music lesson",
    description: "A lesson at your pace, for beginners and for those who come back to it.",
    duration_min: 45,
    price: 35,
    place: "in_person",
    capacity: 1,
  },
  {
    name: "class",
    label: "Yoga or another class",
    title: "Yoga class",
    description: "For all levels. Mats are here; wear something you can move in.",
    duration_min: 75,
    price: 15,
    place: "in_person",
    capacity: 10,
  },
  {
    name: "photography",
    label: "Photographer",
    title: "Portrait session",
    description: "An hour in the studio and ten finished pictures.",
    duration_min: 60,
    price: 150,
    place: "in_person",
    capacity: 1,
  },
  {
    name: "other",
    label: "Something else",
    title: "Appointment",
    description: "",
    duration_min: 30,
    price: null,
    place: "in_person",
    capacity: 1,
  },
];

/** A trade by its name; null for a name that none has. */
export const findTrade = (name: string | null): Trade | null =>
  TRADES.find((trade) => trade.name === name) ?? null;
