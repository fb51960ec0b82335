import { changeableUntil, isChangeable, placesOf } from "#app/domain/bookings.ts";
import type { Context } from "#app/domain/context.ts";
import type { BookingView, ProviderView, ServiceView } from "#app/domain/views.ts";
import { localeOf } from "#app/i18n/format.ts";
import type { BookingRow } from "#db/bookings.ts";
import type { ProviderRow } from "#db/providers.ts";
import type { ServiceRow } from "#db/services.ts";

/** Rows to views: the one place that decides which columns a page may show. */

/** What everybody may see of a provider. */
export const viewProvider = (row: ProviderRow): ProviderView => ({
  ...viewProviderToCustomer(row),
  ...(row.shows_contact ? {} : { phone: null, email: null }),
});

/** What people see who have booked: how to reach the provider, whether or not the public page says it. */
export const viewProviderToCustomer = (row: ProviderRow): ProviderView => ({
  username: row.username,
  name: row.name,
  headline: row.headline,
  about: row.about,
  photo_path: row.photo_path,
  time_zone: row.time_zone,
  locale: localeOf(row),
  accent: row.accent,
  phone: row.phone,
  email: row.email,
  links: row.links,
  notice: row.notice,
});

export const viewService = (row: ServiceRow): ServiceView => ({
  slug: row.slug,
  title: row.title,
  description: row.description,
  durations: row.durations,
  currency: row.currency,
  place: row.place,
  place_address: row.place_address,
  capacity: row.capacity,
  requires_approval: row.requires_approval,
});

export const viewPlaces = (row: ServiceRow) => placesOf(row).map(({ place }) => place);

/** Suspended, or about to be deleted: nobody books or moves; what was booked can be seen and cancelled. */
export const isClosed = ({ suspended_at, deletes_at }: ProviderRow): boolean =>
  suspended_at !== null || deletes_at !== null;

export const viewBooking = (
  { provider, now }: Context,
  row: BookingRow,
  service: ServiceRow,
  token: string,
): BookingView => ({
  path: `/book/${provider.username}/bookings/${token}`,
  status: row.status,
  service_slug: service.slug,
  service_title: row.service_title,
  starts_at: row.starts_at,
  ends_at: row.ends_at,
  price_cents: row.price_cents,
  currency: row.currency,
  place: row.place,
  place_detail: row.place_detail,
  customer_name: row.customer_name,
  customer_email: row.customer_email,
  note: row.note,
  answers: row.answers,
  zone: row.customer_time_zone,
  version: row.version,
  is_past: row.ends_at <= now,
  cancelled_by: row.cancelled_by,
  end_reason: row.end_reason,
  cancel_until: isChangeable(row, service.cancel_cutoff_min, now)
    ? changeableUntil(row, service.cancel_cutoff_min)
    : null,
  reschedule_until:
    !isClosed(provider) && isChangeable(row, service.reschedule_cutoff_min, now)
      ? changeableUntil(row, service.reschedule_cutoff_min)
      : null,
  is_closed: isClosed(provider),
});
