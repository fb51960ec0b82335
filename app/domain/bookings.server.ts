/** What can be done with a booking; each verb has its own file. */
export { bookSlot } from "#app/domain/bookings/book.server.ts";
export { bookByHand } from "#app/domain/bookings/book-by-hand.server.ts";
export { bookWeekly } from "#app/domain/bookings/book-weekly.server.ts";
export { approveBooking, cancelBooking, declineBooking } from "#app/domain/bookings/change.server.ts";
export { markNoShow, unmarkNoShow, writeInternalNote } from "#app/domain/bookings/note.server.ts";
export { rescheduleBooking } from "#app/domain/bookings/reschedule.server.ts";
