import { type DemoProvider, people } from "./types.ts";

const VIDEO = "https://meet.example.com/lena-hartmann";
const STUDIO = "Sprachzimmer im Kastanienhof, 2nd courtyard, 10435 Berlin";

export const lenaHartmann: DemoProvider = {
  username: "lena-hartmann",
  name: "Lena Hartmann",
  headline: "German lessons for people who want to speak, not only to pass",
  about: `Hello, I'm Lena. I have taught German for fourteen years: to nurses in their first week on a Berlin ward, to engineers who understood everything but dared to say nothing, and to one very patient cellist.

We talk from the first minute. You tell me about your week, I write down what you almost said, and by the end of the lesson you have said it properly three times. Between lessons I send you a short recording instead of a stack of worksheets.

I teach in Prenzlauer Berg, in a small room with good light and better coffee, or by video. English, French and a little Turkish are fine while your German is still on its way.`,
  email: "lena@sprachzimmer.example",
  phone: "+49 30 23125 014",
  time_zone: "Europe/Berlin",
  locale: "en-GB",
  currency: "EUR",
  week_starts_on: 1,
  schedules: [
    {
      name: "Lessons",
      hours: {
        1: [
          ["09:00", "12:30"],
          ["14:00", "18:00"],
        ],
        2: [
          ["10:00", "13:00"],
          ["14:30", "18:00"],
        ],
        3: [
          ["09:00", "12:30"],
          ["14:00", "18:00"],
        ],
        4: [
          ["12:00", "15:00"],
          ["16:00", "20:00"],
        ],
        5: [["09:00", "13:00"]],
      },
      overrides: [
        { in_days: 8, weekday: 3, intervals: [], note: "Oral exams at the adult education centre" },
        { in_days: 12, weekday: 5, intervals: [["09:00", "10:30"]], note: "Train to Leipzig at noon" },
      ],
    },
    { name: "Conversation group", hours: { 2: [["18:30", "20:00"]], 6: [["10:30", "12:00"]] } },
  ],
  away: [{ in_days: 24, days: 7, reason: "A week by the Baltic Sea" }],
  services: [
    {
      slug: "trial-lesson",
      title: "Trial lesson",
      description:
        "Half an hour to get to know each other. You tell me what you need German for, we find out where you stand, and I suggest how to go on. Free, and no strings attached.",
      durations: [{ duration_min: 30, price_cents: 0 }],
      buffer_after_min: 10,
      min_notice_min: 720,
      limit_per_day: 2,
      place: "video",
      place_url: VIDEO,
      questions: [
        {
          label: "How much German do you have so far?",
          kind: "choice",
          options: ["None yet", "A little (A1–A2)", "I get by (B1)", "Quite a lot (B2 and up)"],
          is_required: true,
          answers: ["I get by (B1)", "A little (A1–A2)", "None yet"],
        },
      ],
      popularity: 0.12,
    },
    {
      slug: "german-lesson",
      title: "German lesson",
      description:
        "One to one, built around your week: the call with the landlord, the presentation on Thursday, the in-laws on Sunday. Choose an hour, or ninety minutes if you also want to write.",
      durations: [
        { duration_min: 60, price_cents: 4200 },
        { duration_min: 90, price_cents: 5900 },
      ],
      slot_interval_min: 30,
      buffer_after_min: 15,
      min_notice_min: 720,
      place: "customer_choice",
      place_address: STUDIO,
      place_url: VIDEO,
      phone_field: "optional",
      cancel_cutoff_min: 1440,
      reschedule_cutoff_min: 720,
      popularity: 0.3,
    },
    {
      slug: "conversation-group",
      title: "Conversation group",
      description:
        "Six people, one topic, ninety minutes of nothing but talking. From B1. I bring the topic and the biscuits; you bring your mistakes, we need them.",
      schedule: "Conversation group",
      durations: [{ duration_min: 90, price_cents: 1800 }],
      min_notice_min: 120,
      capacity: 6,
      place: "in_person",
      place_address: STUDIO,
      cancel_cutoff_min: 240,
      popularity: 0.6,
    },
    {
      slug: "exam-preparation",
      title: "Exam preparation",
      description:
        "Two hours for Goethe, telc or TestDaF: a mock exam under real conditions, then what it tells us. I read your answers first and confirm the date within a day.",
      durations: [{ duration_min: 120, price_cents: 11000 }],
      slot_interval_min: 60,
      buffer_after_min: 30,
      min_notice_min: 2880,
      limit_per_week: 3,
      place: "in_person",
      place_address: STUDIO,
      phone_field: "optional",
      requires_approval: true,
      cancel_cutoff_min: 2880,
      reschedule_cutoff_min: 2880,
      questions: [
        {
          label: "Which exam?",
          kind: "choice",
          options: ["Goethe B1", "Goethe B2", "Goethe C1", "telc Deutsch B1", "TestDaF"],
          is_required: true,
          answers: ["Goethe B2", "TestDaF", "telc Deutsch B1"],
        },
        {
          label: "When do you sit it?",
          help: "A month is enough.",
          kind: "text",
          is_required: true,
          answers: ["In about six weeks", "End of next month", "Not registered yet"],
        },
        {
          label: "What worries you most?",
          kind: "long_text",
          answers: [
            "Writing. I never know how formal the letter has to be.",
            "Listening, when two people talk at the same time.",
          ],
        },
      ],
      popularity: 0.08,
    },
  ],
  customers: people(
    [
      ...[
        "Priya Raman",
        "Tomás Aguilar",
        "Agnieszka Nowak",
        "Yusuf Demir",
        "Claire Fontaine",
        "Oluwaseun Adeyemi",
      ],
      ...[
        "Mei-Lin Chao",
        "Daniel O'Rourke",
        "Sofia Petrova",
        "Karim Haddad",
        "Ingrid Solberg",
        "Luca Moretti",
      ],
      ...["Nadia Benali", "Hannah Whitfield"],
    ],
    (index) => `+49 30 23125 ${String(100 + index * 7)}`,
  ),
  notes: [
    "",
    "",
    "Could we look at the letter from my health insurance?",
    "",
    "I may be five minutes late, the ring line is not running.",
    "Please bring the list of verbs again.",
  ],
  end_reasons: [
    "I have a cold, sorry!",
    "A meeting came up that I can't move.",
    "",
    "Travelling that week after all.",
  ],
};
