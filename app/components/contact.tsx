import { telephoneHref } from "#app/components/place.ts";
import type { ProviderView } from "#app/domain/views.ts";

/** "Call +49 … or write to …": how to reach the provider; nothing when neither is public. */
export function Contact({ provider }: { provider: ProviderView }) {
  const { name, phone, email } = provider;
  if (!phone && !email) return <>Please contact {name} directly.</>;
  return (
    <>
      Please{" "}
      {phone && (
        <>
          call <a href={telephoneHref(phone)}>{phone}</a>
        </>
      )}
      {phone && email && " or "}
      {email && (
        <>
          write to <a href={`mailto:${email}`}>{email}</a>
        </>
      )}
      .
    </>
  );
}
