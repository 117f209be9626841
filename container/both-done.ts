// Two things at a time, where the folder they write to goes away when either is thrown: both have
// ended, well or not, before the first error is told.

export async function bothDone<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}
