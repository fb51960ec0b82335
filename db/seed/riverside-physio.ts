import { type DemoProvider, people } from "./types.ts";

const CLINIC = "Riverside Physiotherapy, 3rd floor, 1 Ferry Landing, New York, NY 10004";

export const riversidePhysio: DemoProvider = {
  username: "riverside-physio",
  name: "Riverside Physiotherapy",
  headline: "Dr. Maya Okafor, DPT: hands-on treatment and a plan you can keep",
  about: `Pain has a story, and the first visit is for listening to it. Then we look at how you move, find what is tight, weak or simply worried, and agree on two or three things that will change it.

Dr. Maya Okafor has looked after marathon runners, new mothers, stagehands and a good many people who sit too long. She holds a doctorate in physical therapy and has worked in New York for sixteen years.

The practice has a quiet treatment room and a small gym with a river view. Wear something you can move in. The elevator is on the left.`,
  email: "hello@riversidephysio.example",
  phone: "+1 212 555 0142",
  time_zone: "America/New_York",
  locale: "en-US",
  currency: "USD",
  week_starts_on: 7,
  schedules: [
    {
      name: "Treatment room",
      hours: {
        1: [
          ["08:00", "12:00"],
          ["13:00", "17:00"],
        ],
        2: [["13:00", "19:00"]],
        3: [
          ["08:00", "12:00"],
          ["13:00", "17:00"],
        ],
        4: [["13:00", "19:00"]],
        5: [["08:00", "13:00"]],
      },
      overrides: [
        {
          in_days: 9,
          weekday: 2,
          intervals: [["15:00", "19:00"]],
          note: "Teaching at the university until two",
        },
      ],
    },
    {
      name: "Gym room",
      hours: {
        2: [["07:00", "12:00"]],
        4: [["07:00", "12:00"]],
        6: [["09:00", "13:00"]],
      },
      overrides: [{ in_days: 5, weekday: 6, intervals: [], note: "New floor in the gym" }],
    },
  ],
  away: [{ in_days: 18, days: 4, reason: "Sports medicine conference, Boston" }],
  services: [
    {
      slug: "initial-assessment",
      title: "Initial assessment",
      description:
        "Your first visit: history, movement tests, a first treatment, and a written plan to take home. Bring reports and images if you have any; a referral is not needed.",
      durations: [{ duration_min: 60, price_cents: 16500 }],
      slot_interval_min: 30,
      buffer_before_min: 5,
      buffer_after_min: 10,
      min_notice_min: 1440,
      limit_per_day: 3,
      place: "in_person",
      place_address: CLINIC,
      phone_field: "required",
      cancel_cutoff_min: 1440,
      reschedule_cutoff_min: 1440,
      questions: [
        {
          label: "What brings you here?",
          help: "Where it hurts, since when, and what you have already tried.",
          kind: "long_text",
          is_required: true,
          answers: [
            "Left knee, after about five miles of running. Rest helps, stairs don't.",
            "Neck and shoulder, since I started working from the kitchen table.",
            "Lower back. It began when our daughter learned to be carried.",
          ],
        },
        {
          label: "Where is the problem?",
          kind: "several",
          options: ["Neck", "Shoulder", "Back", "Hip", "Knee", "Foot or ankle", "Somewhere else"],
          answers: ["Knee", "Neck, Shoulder", "Back, Hip"],
        },
        {
          label: "How strong is the pain today, from 0 to 10?",
          kind: "number",
          is_required: true,
          answers: ["4", "6", "3"],
        },
        {
          label: "How did you hear about us?",
          kind: "choice",
          options: ["My doctor", "A friend", "Online", "I walked past"],
          answers: ["A friend", "My doctor", "I walked past"],
        },
        { label: "Insurance member number", kind: "text", answers: ["RX 4418 220", "", "HN-20931"] },
        {
          label: "I have read the privacy notice for patients",
          kind: "checkbox",
          is_required: true,
          answers: ["Yes"],
        },
      ],
      popularity: 0.16,
    },
    {
      slug: "treatment",
      title: "Treatment session",
      description:
        "Manual therapy and the next step of your plan. Thirty minutes for one area, forty-five if we also go through your exercises.",
      durations: [
        { duration_min: 30, price_cents: 9000 },
        { duration_min: 45, price_cents: 12500 },
      ],
      slot_interval_min: 15,
      buffer_after_min: 10,
      min_notice_min: 240,
      limit_per_day: 8,
      place: "in_person",
      place_address: CLINIC,
      phone_field: "required",
      cancel_cutoff_min: 1440,
      reschedule_cutoff_min: 720,
      popularity: 0.14,
    },
    {
      slug: "gym-session",
      title: "Guided gym session",
      description:
        "Strength and balance under a trained eye, in the gym room: for the weeks after surgery, before the ski trip, or when the exercises at home keep not happening.",
      schedule: "Gym room",
      durations: [{ duration_min: 60, price_cents: 9500 }],
      buffer_after_min: 15,
      slot_interval_min: 15,
      min_notice_min: 720,
      limit_per_day: 4,
      place: "in_person",
      place_address: CLINIC,
      phone_field: "required",
      cancel_cutoff_min: 720,
      reschedule_cutoff_min: 720,
      popularity: 0.3,
    },
    {
      slug: "video-follow-up",
      title: "Video follow-up",
      description:
        "Twenty minutes to check how it goes, correct an exercise and answer what came up since. For patients who have been here before.",
      durations: [{ duration_min: 20, price_cents: 6000 }],
      buffer_after_min: 5,
      min_notice_min: 120,
      place: "video",
      place_url: "https://meet.example.com/riverside-physio",
      phone_field: "optional",
      cancel_cutoff_min: 120,
      reschedule_cutoff_min: 120,
      popularity: 0.05,
    },
  ],
  customers: people(
    [
      ...[
        "Walter Kowalczyk",
        "Denise Baptiste",
        "Arjun Mehta",
        "Rosa Delgado",
        "Ethan Goldberg",
        "Keisha Franklin",
      ],
      ...[
        "Peter Lindqvist",
        "Hyun-woo Park",
        "Marisol Vega",
        "Thomas Brennan",
        "Aaliyah Johnson",
        "George Papadakis",
      ],
      ...["Svetlana Orlova", "Jamal Whitaker", "Ruth Feinstein", "Carlos Medina"],
    ],
    (index) => `+1 212 555 01${String(50 + index)}`,
  ),
  notes: [
    "",
    "",
    "I use a cane, is there somewhere to sit while I wait?",
    "",
    "Same knee as last year, I'm afraid.",
    "",
  ],
  end_reasons: ["Feeling better, thank you!", "My train is not running.", "Child care fell through.", ""],
};
