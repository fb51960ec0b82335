/** Text that a provider wrote: an empty line starts a paragraph, a line break stays one. */
export function Prose({ text }: { text: string }) {
  const paragraphs = text.split(/\n\s*\n/).filter((part) => part.trim() !== "");
  return (
    <div className="grid gap-3 whitespace-pre-line text-soft">
      {paragraphs.map((paragraph, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once on the server, never reordered
        <p key={index}>{paragraph.trim()}</p>
      ))}
    </div>
  );
}
