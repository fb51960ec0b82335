import { describe, expect, test } from "vitest";
import { placesOf } from "#app/domain/bookings.ts";

describe("places", () => {
  const service = { place_address: "Street 1", place_url: "https://meet.example.org", place_phone: "+49 1" };
  test("one place, with what is promised", () => {
    expect(placesOf({ ...service, place: "video" })).toEqual([{ place: "video", detail: service.place_url }]);
    expect(placesOf({ ...service, place: "in_person" })).toEqual([
      { place: "in_person", detail: "Street 1" },
    ]);
  });
  test("the customer's choice offers what the provider has; a call needs nothing", () => {
    const names = (values: object) =>
      placesOf({ ...service, ...values, place: "customer_choice" }).map(({ place }) => place);
    expect(names({})).toEqual(["in_person", "phone", "video"]);
    expect(names({ place_url: "", place_phone: "" })).toEqual(["in_person", "phone"]);
    expect(names({ place_address: "", place_url: "", place_phone: "" })).toEqual(["phone"]);
  });
});
