import { z } from "zod";
import { minutesOf } from "#app/domain/spans.ts";

/** A span of 0..max minutes; `blank` is what an empty field means, undefined when it must be filled. */
export const span = <Blank extends number | null>(
  max: number,
  { blank, min = 0, range }: { blank: Blank; min?: number; range: string },
) =>
  z
    .string()
    .max(60, range)
    .optional()
    .transform((text, context): number | Blank => {
      if (!text?.trim()) return blank;
      const minutes = minutesOf(text);
      if (minutes !== null && minutes >= min && minutes <= max) return minutes;
      context.addIssue({
        code: "custom",
        message: minutes === null ? "Write it as in “45 minutes”, “1 hour 30 minutes” or “2 days”." : range,
      });
      return z.NEVER;
    });
