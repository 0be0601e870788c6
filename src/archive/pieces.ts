/** The pieces of a body; what breaks in the middle becomes the archive's own error. */
export async function* pieces(
  body: AsyncIterable<Uint8Array>,
  errorOf: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw errorOf(error);
  }
}
