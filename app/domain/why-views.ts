import type { DeskView } from "#app/domain/views.ts";

export type WhyAnswerView = {
  title: string;
  sentences: string[];
  links: { href: string; label: string }[];
  offered: boolean;
  starts_at: number;
  ends_at: number;
  /** Which of two equal times of a night when the clocks go back, or null. */
  which: "first" | "second" | null;
  /** Offered starts of that date, each with where its own answer is. */
  starts: { starts_at: number; href: string; is_asked: boolean }[];
};

export type WhyPageView = {
  desk: DeskView;
  locale: string;
  /** "<service>.<minutes>" and what it is called, service by service. */
  choices: { service: string; lengths: { value: string; label: string }[] }[];
  for: string;
  date: string;
  time: string;
  /** What is wrong with the question, by field. */
  errors: { field: "for" | "date" | "time"; text: string }[];
  /** The time does not exist: where the clock goes on, and its own question. */
  gap: { moved_to: number; href: string } | null;
  /** None while nothing is asked; two for a time that comes twice. */
  answers: WhyAnswerView[];
};
