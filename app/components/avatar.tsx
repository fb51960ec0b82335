import { photoOfSize } from "#app/domain/photos.ts";
import type { ProviderView } from "#app/domain/views.ts";

/** First letters of the first and the last word: "Lena Hartmann" → "LH". By code point, so that no letter breaks. */
export function initials(name: string): string {
  const words = name.split(/[\s·,&/-]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const first = [...(words[0] ?? "?")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}

/** Beside the name, so without words of its own. */
export function Avatar({
  provider,
  large = false,
}: {
  provider: Pick<ProviderView, "name" | "photo_path">;
  large?: boolean;
}) {
  const className = large ? "avatar large" : "avatar";
  const size = large ? 96 : 40;
  if (provider.photo_path) {
    const small = photoOfSize(provider.photo_path, 128);
    return (
      <img
        className={className}
        src={small}
        // 96 px on a screen of two dots a pixel.
        srcSet={large ? `${small} 1x, ${photoOfSize(provider.photo_path, 512)} 2x` : undefined}
        alt=""
        width={size}
        height={size}
      />
    );
  }
  return (
    <span className={className} aria-hidden="true">
      {initials(provider.name)}
    </span>
  );
}
