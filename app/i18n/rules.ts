/** What a provider is told about their own rules, and about a time that cannot be had. */
import type { SlotRefusal } from "#app/domain/availability.ts";
import type { Missed } from "#app/domain/by-hand.ts";
import { formatDuration } from "#app/i18n/format.ts";
import { wordsFor } from "#app/i18n/refusals.ts";

type Service = {
  title: string;
  min_notice_min: number;
  limit_per_day: number | null;
  limit_per_week: number | null;
};

/** One broken rule, as a sentence. */
export function ruleWords(rule: SlotRefusal, service: Service): string {
  const name = `“${service.title}”`;
  switch (rule) {
    case "past":
      return "It lies in the past. The booking is entered as it took place, and the customer gets no mail.";
    case "horizon":
      return `It is outside the days on which customers can book ${name}.`;
    case "outside_hours":
      return "It is outside your working hours.";
    case "override":
      return "You set other hours for this day, and it is outside of them.";
    case "notice":
      return `It is sooner than the notice of ${formatDuration(service.min_notice_min)} that ${name} asks for.`;
    case "blocked":
      return "It lies in a time that you blocked, or in which another calendar of yours is busy.";
    case "buffer":
      return `It leaves no room for the break that ${name} needs beside a time that you blocked, or in which another calendar of yours is busy.`;
    case "daily_limit":
      return `It would be more than the ${service.limit_per_day} a day that you take of ${name}.`;
    case "weekly_limit":
      return `It would be more than the ${service.limit_per_week} a week that you take of ${name}.`;
    default:
      return `${wordsFor(rule).text}`;
  }
}

/** Why a provider cannot have a time: title and sentence. */
export function takenWords(reason: Missed): { title: string; text: string } {
  switch (reason) {
    case "taken":
    case "booked":
    case "buffer":
      return {
        title: "That time is taken",
        text: "Another booking is there, or so close that the break between the two would be missing.",
      };
    case "full":
      return { title: "This session is full", text: "All its places are taken." };
    case "gap":
      return { title: "No such time", text: "The clocks go forward over this time on that day." };
    case "fold":
      return { title: "This time comes twice", text: "The clocks go back over this time on that day." };
    case "unknown_service":
      return {
        title: "This service is not offered any more",
        text: "Somebody has archived it meanwhile. Please choose another one.",
      };
    case "unknown_duration":
      return {
        title: "This length is not offered any more",
        text: "Somebody has changed the service meanwhile. Please choose its length again.",
      };
    case "over":
      return {
        title: "This booking is over",
        text: "It was cancelled or declined, or it has taken place, so it cannot be moved.",
      };
    case "outside_hours":
    case "override":
      return { title: "Outside your hours", text: "It is outside your working hours on that day." };
    case "blocked":
      return {
        title: "You are away then",
        text: "It lies in a time that you blocked, or in which another calendar of yours is busy.",
      };
    case "past":
      return { title: "That time has passed", text: "A booking can only be moved to a time ahead." };
    default:
      return wordsFor(reason);
  }
}
