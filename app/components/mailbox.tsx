/** An e-mail address that breaks before its "@" where it does not fit, not before its last letter. */
export function Mailbox({ email }: { email: string }) {
  const at = email.lastIndexOf("@");
  return (
    <>
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </>
  );
}
