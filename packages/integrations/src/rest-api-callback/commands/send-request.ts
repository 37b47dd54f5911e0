import type { CommandOutcome, CommandRunner, ReceivedResponse } from "@callbook/core/integration";
import type { Json, JsonObject } from "@callbook/core/json";
import { reasonPhrase } from "@callbook/core/request";
import { failedInput } from "../../declare/failed-input.ts";

const name = "Send Request";
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const defaultSeconds = 30;
const mostSeconds = 600;

/** Runs Send Request. Templates are filled, and everything else is checked, by the request port. */
export const sendRequest: CommandRunner = {
  describe: (parameter) => ({ method: methodOf(parameter), async: asyncOf(parameter) }),
  run: async ({ parameter, request }): Promise<CommandOutcome> => {
    if (isEmpty(parameter["URL"])) return failedInput(name, "URL", "URL is required");
    const method = methodOf(parameter);
    if (!methods.includes(method)) {
      return failedInput(name, "Method", `Method must be one of ${methods.join(", ")}`);
    }
    const seconds = secondsOf(parameter["Timeout"]);
    if (seconds === null) {
      return failedInput(name, "Timeout", `Timeout must be a number from 1 to ${mostSeconds}`);
    }
    const wanted = String(parameter["Async"] ?? "none");
    if (!isEmpty(parameter["Async"]) && wanted !== "none" && wanted !== "callback") {
      return failedInput(name, "Async", "Async must be none or callback");
    }
    const outcome = await request.send({
      command: name,
      method,
      url: String(parameter["URL"]),
      headers: parameter["Header"] ?? null,
      body: parameter["Body"] ?? null,
      timeoutMs: seconds * 1000,
      async: asyncOf(parameter),
      fields: { url: "URL", headers: "Header", body: "Body" },
      allowNonJson: false,
    });
    const { response, trace } = outcome;
    if (!outcome.ok) return { kind: "failed", failure: outcome.failure, response, trace };
    if (asyncOf(parameter) === "callback") {
      return { kind: "waiting", outboundStatusCode: outcome.response.status, response, trace };
    }
    return { kind: "succeeded", ...reduce(outcome.response), response, trace };
  },
};

/** Empty: POST when there is a body, else GET. */
function methodOf(parameter: JsonObject): string {
  const given = parameter["Method"];
  if (!isEmpty(given)) return String(given).trim().toUpperCase();
  return isEmpty(parameter["Body"]) ? "GET" : "POST";
}

function asyncOf(parameter: JsonObject): "none" | "callback" {
  return parameter["Async"] === "callback" ? "callback" : "none";
}

function secondsOf(value: Json | undefined): number | null {
  if (isEmpty(value)) return defaultSeconds;
  const seconds = typeof value === "string" ? Number(value) : value;
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) return null;
  return seconds >= 1 && seconds <= mostSeconds ? seconds : null;
}

function isEmpty(value: Json | undefined): boolean {
  return (
    value === undefined || value === null || (typeof value === "string" && value.trim() === "")
  );
}

/**
 * The answer as results: the elements of a JSON array, else the JSON value alone, else the text
 * as {text}. An empty or binary body has no data; its bytes are in Raw Data.
 */
function reduce(response: ReceivedResponse): {
  data: readonly Json[];
  summary: JsonObject;
  message: string;
} {
  const { status, json, text, headers, body } = response;
  const reason = reasonPhrase(status);
  return {
    data: dataOf(json, text),
    summary: {
      status_code: status,
      reason,
      content_type: headers["content-type"] ?? "",
      size: body.length,
    },
    message: `${name} answered ${status} ${reason}`,
  };
}

function dataOf(json: Json | undefined, text: string | null): readonly Json[] {
  if (json !== undefined) return Array.isArray(json) ? json : [json];
  return text === null || text === "" ? [] : [{ text }];
}
