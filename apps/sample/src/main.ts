/**
 * The sample service as a process of its own. It prints one line of JSON when it listens
 * ({"event":"listening","port":…,"url":…}), never its token, and ends when its standard input is
 * closed, so that it does not outlive a parent that was killed.
 *
 * Environment: SAMPLE_TOKEN (required), SAMPLE_PORT (0 = any), SAMPLE_HOST, SAMPLE_CONTROL=1 for
 * the test endpoints, SAMPLE_OUTLIVE=1 to go on without the parent.
 */
import { startSample } from "./server.ts";

async function main(): Promise<void> {
  const token = process.env.SAMPLE_TOKEN ?? "";
  const port = Number(process.env.SAMPLE_PORT ?? "0");
  if (token === "") throw new Error("SAMPLE_TOKEN is not set");
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error("SAMPLE_PORT is not a port");
  const sample = await startSample({
    token,
    port,
    host: process.env.SAMPLE_HOST ?? "127.0.0.1",
    control: process.env.SAMPLE_CONTROL === "1",
  });
  const stop = () => void sample.close().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  if (process.env.SAMPLE_OUTLIVE !== "1") {
    process.stdin.resume();
    process.stdin.once("end", stop);
    process.stdin.once("error", stop);
  }
  process.stdout.write(
    `${JSON.stringify({ event: "listening", port: sample.port, url: sample.url })}\n`,
  );
}

main().catch((error: unknown) => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "FAILED";
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${JSON.stringify({ event: "failed", code, message })}\n`);
  process.exit(1);
});
