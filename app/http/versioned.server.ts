/** The fields in which somebody chose what others had saved. */
export const chosenTheirs = (form: FormData): string[] =>
  [...form].flatMap(([name, value]) =>
    name.startsWith("keep_") && value === "theirs" ? name.slice("keep_".length) : [],
  );
