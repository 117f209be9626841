// An end that a person can do something about: its message is one sentence and is all they see.
// Anything else that is thrown is a bug and keeps its stack.

export class Refusal extends Error {}

/** Runs a command's main function and sets the exit code: 1 after a refusal or a bug. */
export async function runCommand(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
