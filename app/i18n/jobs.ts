/** Names of the queue's tasks, for operators. */
const NAMES: Record<string, string> = {
  account_delivery: "Sending a mail about an account",
  account_change_mail: "Mail about a change of an account",
  account_mail: "Mail with a link to sign in or sign up",
  booking_mail: "Mail about a booking",
  calendar_source: "Reading a calendar from elsewhere",
  delivery: "Sending a mail about a booking",
  erased_mails: "Removing the mails of an erased customer",
  invitation_mail: "Mail with an invitation to a provider",
  photo_removal: "Removing an old photo",
  provider_deletion_mail: "Mail about the deletion of a provider",
  purge_account: "Deleting an account",
  purge_provider: "Deleting a provider",
  sweep: "Tidying up at night",
};

/** "Mail about a booking" for "booking_mail". */
export const jobName = (task: string): string => NAMES[task] ?? task.replaceAll("_", " ");
