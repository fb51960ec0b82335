import type { Readable } from "node:stream";

/**
 * A stream as the body of an answer. Remix writes what it gets without asking whether the client keeps up, so a slow
 * one would have the whole file in our memory: the next piece is made when the last one is on its way. When the client
 * goes away the source is destroyed. (Not by the request's signal: with several Requests made of one another it is
 * lost when the garbage collector takes one of them, which a test with little memory showed.)
 * @param drained resolves when the client took what was sent, to false when it is gone (AppLoadContext)
 */
export function downloadBody(source: Readable, drained: () => Promise<boolean>): ReadableStream<Uint8Array> {
  const pieces = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const next = (await drained()) ? await pieces.next() : null;
          if (next && !next.done) return controller.enqueue(next.value);
          source.destroy();
          controller.close();
        } catch (error) {
          source.destroy();
          controller.error(error);
        }
      },
      cancel: () => void source.destroy(),
    },
    { highWaterMark: 0 },
  );
}
