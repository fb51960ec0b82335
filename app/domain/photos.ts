/** Where photos are served, pure. `/photos/<provider_id>/<name>-<size>.webp`, the name new with each upload. */

const PHOTO = /^\/photos\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/([0-9a-f]{32})-(512|128)\.webp$/;

export type PhotoSize = 512 | 128;

/** The storage's key of a photo in one size. */
export const photoKey = (provider_id: string, name: string, size: PhotoSize): string =>
  `${provider_id}/${name}-${size}.webp`;

/** The address of a photo in its large size, as the provider's row has it. */
export const photoPath = (provider_id: string, name: string): string =>
  `/photos/${photoKey(provider_id, name, 512)}`;

/** What an address of ours leads to, or null. */
export function photoOf(path: string): { provider_id: string; name: string; size: PhotoSize } | null {
  const [, provider_id, name, size] = PHOTO.exec(path) ?? [];
  return provider_id && name ? { provider_id, name, size: Number(size) as PhotoSize } : null;
}

/** The same photo in another size; a path that is not ours stays as it is. */
export function photoOfSize(path: string, size: PhotoSize): string {
  const photo = photoOf(path);
  return photo ? `/photos/${photoKey(photo.provider_id, photo.name, size)}` : path;
}
