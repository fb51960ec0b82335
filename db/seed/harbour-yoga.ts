import { type DemoProvider, people } from "./types.ts";

const STUDIO = "Harbour Yoga, the old sail loft, Wharf Lane, Auckland 1010";

export const harbourYoga: DemoProvider = {
  username: "harbour-yoga",
  name: "Harbour Yoga",
  headline: "Small classes above the water, for every kind of body",
  about: `Kia ora! We are a small studio in an old sail loft by the harbour. Twelve mats, tall windows, and the sound of halyards when the wind is up.

Our classes are small because that is the only way to see everybody. Come if you are new, stiff, pregnant, seventy, or all of it in turn: there is always another way into a pose, and nobody here will push you into one.

Mats, blocks and blankets are ours, and there is tea afterwards. The door closes when the class begins, so give yourself five minutes to arrive.`,
  email: "kiaora@harbouryoga.example",
  phone: "+64 9 555 0117",
  time_zone: "Pacific/Auckland",
  locale: "en-NZ",
  currency: "NZD",
  week_starts_on: 1,
  schedules: [
    {
      name: "Private sessions",
      hours: {
        2: [
          ["09:00", "12:00"],
          ["13:30", "16:30"],
        ],
        3: [["12:30", "16:30"]],
        4: [
          ["09:00", "12:00"],
          ["13:30", "16:30"],
        ],
        5: [["09:00", "12:00"]],
      },
      overrides: [
        {
          in_days: 6,
          weekday: 7,
          intervals: [["14:00", "17:00"]],
          note: "Open Sunday: private sessions after the market",
        },
      ],
    },
    {
      name: "Sunrise class",
      hours: {
        1: [["06:15", "07:15"]],
        3: [["06:15", "07:15"]],
        5: [["06:15", "07:15"]],
        6: [["07:30", "08:30"]],
      },
      overrides: [{ in_days: 10, weekday: 1, intervals: [], note: "Public holiday: sleep in" }],
    },
    {
      name: "Evening class",
      hours: { 1: [["17:45", "19:00"]], 2: [["17:45", "19:00"]], 4: [["17:45", "19:00"]] },
    },
    { name: "Morning class", hours: { 1: [["10:00", "11:15"]], 3: [["10:00", "11:15"]] } },
    // One class over midnight is two intervals: a day's hours end at 24:00.
    { name: "Night class", hours: { 5: [["23:00", "24:00"]], 6: [["00:00", "00:30"]] } },
  ],
  away: [{ in_days: 15, days: 4, reason: "Retreat on Great Barrier Island" }],
  services: [
    {
      slug: "sunrise-flow",
      title: "Sunrise flow",
      description:
        "An hour of moving with the light, slow at first and warm by the end. You will be at your desk before nine, and in a better mood than it deserves.",
      schedule: "Sunrise class",
      durations: [{ duration_min: 60, price_cents: 2400 }],
      min_notice_min: 30,
      capacity: 12,
      place: "in_person",
      place_address: STUDIO,
      cancel_cutoff_min: 120,
      popularity: 0.6,
    },
    {
      slug: "evening-vinyasa",
      title: "Evening vinyasa",
      description:
        "Seventy-five minutes to put the day down. Strong in the middle, quiet at the end. Some experience helps.",
      schedule: "Evening class",
      durations: [{ duration_min: 75, price_cents: 2800 }],
      min_notice_min: 30,
      capacity: 12,
      place: "in_person",
      place_address: STUDIO,
      cancel_cutoff_min: 120,
      popularity: 0.75,
    },
    {
      slug: "gentle-yoga",
      title: "Gentle yoga",
      description:
        "Eight people, chairs and bolsters, and all the time in the world. For backs that complain, new mothers, and anybody who was told to take it easy.",
      schedule: "Morning class",
      durations: [{ duration_min: 75, price_cents: 2600 }],
      min_notice_min: 60,
      capacity: 8,
      place: "in_person",
      place_address: STUDIO,
      phone_field: "optional",
      cancel_cutoff_min: 120,
      questions: [
        {
          label: "Is there anything we should look after?",
          help: "Injuries, pregnancy, high blood pressure. Only the teacher reads this.",
          kind: "text",
          answers: ["Hip replacement two years ago", "", "Twenty-two weeks pregnant", ""],
        },
        { label: "This is my first class here", kind: "checkbox", answers: ["Yes", ""] },
      ],
      popularity: 0.6,
    },
    {
      slug: "midnight-yin",
      title: "Midnight yin",
      description:
        "Friday night, candles, long holds, and no alarm clock tomorrow. Ends half an hour after midnight; the ferry still runs.",
      schedule: "Night class",
      durations: [{ duration_min: 90, price_cents: 3200 }],
      min_notice_min: 60,
      capacity: 8,
      place: "in_person",
      place_address: STUDIO,
      cancel_cutoff_min: 240,
      popularity: 0.5,
    },
    {
      slug: "private-session",
      title: "Private session",
      description:
        "Only you and a teacher. For a first start without an audience, a pose that never quite works, or a practice made for your body to take home.",
      durations: [
        { duration_min: 60, price_cents: 11000 },
        { duration_min: 90, price_cents: 15000 },
      ],
      slot_interval_min: 30,
      buffer_before_min: 10,
      buffer_after_min: 10,
      min_notice_min: 720,
      limit_per_day: 3,
      place: "in_person",
      place_address: STUDIO,
      phone_field: "optional",
      cancel_cutoff_min: 1440,
      reschedule_cutoff_min: 1440,
      popularity: 0.22,
    },
    {
      slug: "friends-of-the-loft",
      title: "Friends of the loft",
      description:
        "You were here when the roof still leaked. This hour is our way to say thank you: by video, free, and only with the link.",
      durations: [{ duration_min: 60, price_cents: 0 }],
      min_notice_min: 1440,
      limit_per_week: 2,
      place: "video",
      place_url: "https://meet.example.com/harbour-yoga",
      hidden: true,
      popularity: 0.05,
    },
  ],
  customers: people(
    [
      ...["Aroha Ngata", "Ben Sutherland", "Charlotte Webb", "Dev Sharma", "Emma Fitzgerald", "Finn Larsen"],
      ...["Grace Tuilagi", "Hiroshi Tanaka", "Isla Robertson", "Jack Morrison", "Kiri Parata", "Lily Zhang"],
      ...["Mateo Rossi", "Niamh Kelly", "Oscar Bennett", "Pania Walker", "Rachel Cohen", "Samuel Faleolo"],
    ],
    (index) => `+64 9 555 0${String(130 + index)}`,
  ),
  notes: ["", "", "First time in years, please be kind.", "", "I'll come straight from the ferry.", ""],
  end_reasons: ["Not feeling well, sorry.", "Stuck at work.", "", "The ferry is cancelled."],
};
