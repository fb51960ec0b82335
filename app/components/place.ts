import type { IconName } from "#app/components/icons.tsx";
import type { Place } from "#app/domain/views.ts";

export function placeIcon(place: Place): IconName {
  return place === "phone" ? "phone" : place === "video" ? "video" : "place";
}

/** Where it happens, in words; the address when there is one to go to. */
export function placeLabel(place: Place, address = ""): string {
  switch (place) {
    case "in_person":
      return address || "In person";
    case "phone":
      return "By phone";
    case "video":
      return "Video call";
    case "customer_choice":
      return "Your choice: in person, by phone or video";
  }
}

/** "tel:" wants digits only. */
export function telephoneHref(phone: string): string {
  return `tel:${phone.replace(/[^+\d]/g, "")}`;
}
