import type { PlaybookDocument } from "@callbook/core/document";
import { resolveInputs } from "@callbook/core/input";
import type { Json } from "@callbook/core/json";
import { EngineStopping, type StartRequest, UnfitRevision } from "@callbook/engine";
import type { Context } from "../context.ts";
import { invalid, Refusal } from "../refusal.ts";

/** The inputs that the document declares; refuses INVALID with the name of each faulty one. */
export function readInputs(
  document: PlaybookDocument,
  values: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> {
  const resolved = resolveInputs(document, values);
  if (resolved.ok) return resolved.inputs;
  throw invalid(resolved.faults.map(({ name, message }) => ({ path: `inputs.${name}`, message })));
}

/** Starts one run; it is on disk when this resolves. */
export async function begin(context: Context, request: StartRequest): Promise<{ runId: number }> {
  try {
    const [started] = await context.engine.startRuns([request]);
    if (started === undefined) throw new Error("the engine started no run");
    if (started.outcome === "different")
      throw new Refusal(
        "CONFLICT",
        "A run with this Idempotency-Key was started with other inputs.",
      );
    return { runId: started.runId };
  } catch (error) {
    if (error instanceof EngineStopping)
      throw new Refusal("UNAVAILABLE", "The server is stopping. Try again in a moment.", {
        retryAfterSeconds: 5,
      });
    if (error instanceof UnfitRevision)
      throw new Refusal(
        "UNAVAILABLE",
        `This revision cannot be run by this server: ${error.reason}. Update the server, or publish the playbook again.`,
        { retryAfterSeconds: 10 },
      );
    throw error;
  }
}
