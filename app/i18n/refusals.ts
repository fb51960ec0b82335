import type { Refusal } from "#app/domain/bookings/outcome.ts";

/** Why a time cannot be had, in a customer's words. */
const words: Record<Refusal, { title: string; text: string }> = {
  taken: {
    title: "That time has just been taken",
    text: "Someone was a moment faster. Nothing has been booked; what you typed is still here.",
  },
  booked: { title: "That time is taken", text: "There is another booking at this time." },
  full: { title: "This session is full", text: "All places at this time are taken." },
  buffer: {
    title: "That time is too close to another booking",
    text: "A short break is needed between two bookings.",
  },
  blocked: { title: "Not available at that time", text: "This time is not open for booking." },
  override: { title: "Not available at that time", text: "Other hours apply on this day." },
  outside_hours: { title: "Not available at that time", text: "This time is outside the working hours." },
  off_grid: {
    title: "Bookings don't start at that time",
    text: "Please choose one of the starting times on offer.",
  },
  notice: { title: "That is too soon", text: "This service needs a little more notice." },
  past: { title: "That time has passed", text: "Please choose a later time." },
  horizon: { title: "That day is not open yet", text: "Bookings are not taken for this day." },
  daily_limit: { title: "That day is full", text: "No more bookings are taken on this day." },
  weekly_limit: { title: "That week is full", text: "No more bookings are taken in this week." },
  unknown_service: { title: "This service is not offered any more", text: "Please choose another one." },
  unknown_duration: {
    title: "This length is not offered",
    text: "Please choose one of the lengths on the booking page.",
  },
  unknown_place: { title: "This place is not offered", text: "Please choose one of the places." },
  unknown_customer: {
    title: "This customer is not there any more",
    text: "Somebody has erased or merged them meanwhile. Please choose the customer again.",
  },
  unwelcome: {
    title: "This booking cannot be taken online",
    text: "Please get in touch directly to find a time.",
  },
  stale: {
    title: "This booking has changed meanwhile",
    text: "It was changed in another window. Please look at it again before you change it.",
  },
  too_late: {
    title: "It is too late to change this online",
    text: "Please get in touch directly; the contact is on your booking's page.",
  },
  over: {
    title: "This booking is over with",
    text: "It was cancelled, declined or has taken place, so it cannot be changed.",
  },
};

/** For whoever is not to book online: polite, and no reason. How to reach the provider only when everybody may know. */
export const unwelcomeWords = (provider: { name: string; phone: string | null; shows_contact: boolean }) => ({
  title: `${provider.name} cannot take this booking online`,
  text:
    provider.shows_contact && provider.phone
      ? `Please call ${provider.phone} to find a time. Nothing has been booked.`
      : `Please get in touch with ${provider.name} directly to find a time. Nothing has been booked.`,
});

/** Title and sentence for a refusal. */
export const wordsFor = (reason: Refusal): { title: string; text: string } => words[reason];
