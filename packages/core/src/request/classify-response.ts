import { type Failure, type FailureClass, makeFailure } from "../failure/index.ts";
import type { Json } from "../json/index.ts";
import { reasonPhrase } from "./reason-phrase.ts";
import { responseMessage } from "./response-message.ts";

/** What classifying needs of a third party's answer. */
export interface AnsweredWith {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: Json | undefined;
  readonly text: string | null;
}

/** The failure that an answer stands for; null: it is 2xx, a success. Pure. */
export function classifyResponse(command: string, answer: AnsweredWith): Failure | null {
  const { status } = answer;
  if (status >= 200 && status <= 299) return null;
  const isError = status >= 400;
  const remedy = remedyFor(status, answer.headers["retry-after"]);
  return makeFailure({
    class: classOf(status),
    command,
    place: { kind: "command" },
    statusCode: status,
    message: isError ? responseMessage(status, answer.json, answer.text) : reasonPhrase(status),
    ...(remedy === null ? {} : { remedy }),
  });
}

function classOf(status: number): FailureClass {
  if (status < 200) return "F-1xx";
  if (status < 400) return "F-3xx";
  return status < 500 ? "F-4xx" : "F-5xx";
}

function remedyFor(status: number, retryAfter: string | undefined): string | null {
  switch (status) {
    case 401:
      return "The connection is not authorised to run this command: check its credentials and the permission setting of the third party.";
    case 403:
      return "The credentials are known but lack a permission: check the permission setting of the third party.";
    case 404:
      return "Check the path of the URL.";
    case 407:
      return "A proxy asks for credentials: check the agent.";
    case 408:
    case 504:
      return "The third party took too long: try again.";
    case 429:
      return `Too many requests: wait ${waitOf(retryAfter)}, then try again.`;
    default:
      return null;
  }
}

/** A third party's word is taken only within reason. */
function waitOf(retryAfter: string | undefined): string {
  const seconds = /^\d{1,6}$/.test(retryAfter ?? "") ? Number(retryAfter) : Number.NaN;
  return seconds >= 1 && seconds <= 86_400 ? `${seconds} s (Retry-After)` : "a while";
}
