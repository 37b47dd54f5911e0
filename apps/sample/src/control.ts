import { answerModes } from "./detonations.ts";
import { answerError, answerJson, jsonObject } from "./exchange.ts";
import type { Route } from "./route.ts";

/** Endpoints for tests: what arrived, and when answers by callback are sent. Off unless asked for. */
export const controlRoutes: Route[] = [
  {
    name: "GET /control/calls",
    method: "GET",
    pattern: /^\/control\/calls$/,
    access: "control",
    handle: ({ response }, { ledger }) => answerJson(response, 200, ledger.report()),
  },
  {
    name: "POST /control/reset",
    method: "POST",
    pattern: /^\/control\/reset$/,
    access: "control",
    handle: ({ response }, { ledger }) => {
      ledger.clear();
      answerJson(response, 200, { status: "cleared" });
    },
  },
  {
    name: "GET /control/detonations",
    method: "GET",
    pattern: /^\/control\/detonations$/,
    access: "control",
    handle: ({ response }, { detonations }) =>
      answerJson(response, 200, { detonations: detonations.list() }),
  },
  {
    name: "POST /control/detonations/:id/finish",
    method: "POST",
    pattern: /^\/control\/detonations\/([^/]+)\/finish$/,
    access: "control",
    handle: async ({ response, params }, { detonations }) => {
      const job = await detonations.finish(params[0] ?? "");
      if (job === null) answerError(response, 404, "not_found", "No such detonation");
      else answerJson(response, 200, { id: job.id, deliveries: job.deliveries });
    },
  },
  {
    name: "POST /control/answer",
    method: "POST",
    pattern: /^\/control\/answer$/,
    access: "control",
    handle: ({ response, body }, memory) => {
      const input = jsonObject(body) ?? {};
      const mode = answerModes.find((name) => name === input.mode);
      const delayMs = input.delayMs;
      if (mode !== undefined) memory.answer.mode = mode;
      if (typeof delayMs === "number" && delayMs >= 0) memory.answer.delayMs = delayMs;
      answerJson(response, 200, memory.answer);
    },
  },
];
