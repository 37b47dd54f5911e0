import { type Refusal, type RefusalCode, refusalOf } from "@callbook/services/refusal";
import { z } from "zod";

/** What every error of the API looks like. */
export const FailureBody = z
  .strictObject({
    failureIndicator: z.string().meta({ description: "Which request failed, and at which input." }),
    statusCode: z.int(),
    message: z.string(),
    class: z.string().meta({ description: "Which kind of failure it is, for scripts." }),
    field: z.string().optional().meta({ description: "The input at fault, where one is." }),
  })
  .meta({ id: "Error" });
export type FailureBody = z.infer<typeof FailureBody>;

/** A request that HTTP itself refuses: no such address, a body that cannot be read. */
export class HttpFault extends Error {
  override name = "HttpFault";
  readonly status: 400 | 404 | 405 | 408 | 413 | 415;
  readonly failureClass: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: HttpFault["status"],
    failureClass: string,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.failureClass = failureClass;
    this.headers = headers;
  }
}

/** Status of each refusal. Its code is the class, unless a failure class fits better. */
const REFUSALS = {
  UNAUTHENTICATED: { status: 401, class: "UNAUTHENTICATED" },
  FORBIDDEN: { status: 403, class: "FORBIDDEN" },
  NOT_FOUND: { status: 404, class: "NOT_FOUND" },
  INVALID: { status: 400, class: "F-INPUT" },
  CONFLICT: { status: 409, class: "CONFLICT" },
  TOO_MANY: { status: 429, class: "TOO_MANY" },
  UNAVAILABLE: { status: 503, class: "UNAVAILABLE" },
} as const satisfies Record<RefusalCode, { status: number; class: string }>;

export interface FailureAnswer {
  readonly body: FailureBody;
  readonly headers: Readonly<Record<string, string>>;
  /** Not foreseen: to be written to the log, under the reference that the message names. */
  readonly bug: boolean;
}

/** Faults of one input that the message names; the rest are counted. */
const MOST_TOLD = 20;

/** The one place where what went wrong becomes an answer. `title` says what was asked for. */
export function failureAnswer(error: unknown, title: string, reference: string): FailureAnswer {
  const refusal = refusalOf(error);
  if (refusal !== null) return refusalAnswer(refusal, title);
  if (error instanceof z.ZodError) {
    const faults = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    return inputAnswer(title, faults);
  }
  if (error instanceof HttpFault) {
    const { status, failureClass, message, headers } = error;
    return answer(title, { status, class: failureClass, message, headers });
  }
  const message = `Internal error, reference ${reference}.`;
  return { ...answer(title, { status: 500, class: "F-INTERNAL", message }), bug: true };
}

function refusalAnswer({ code, message, detail }: Refusal, title: string): FailureAnswer {
  const { status, class: usual } = REFUSALS[code];
  const { failureClass, retryAfterSeconds, fields = [] } = detail;
  const field = detail.field ?? fields[0]?.path;
  const headers = {
    ...(code === "UNAUTHENTICATED" ? { "WWW-Authenticate": 'Bearer realm="Callbook"' } : {}),
    ...(retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) }),
  };
  const told = fields.length > 1 ? tell(fields) : message;
  return answer(title, { status, class: failureClass ?? usual, message: told, field, headers });
}

function inputAnswer(
  title: string,
  faults: readonly { readonly path: string; readonly message: string }[],
): FailureAnswer {
  const field = faults[0]?.path;
  return answer(title, { status: 400, class: "F-INPUT", message: tell(faults), field });
}

/** One line for each fault, with its path. */
function tell(faults: readonly { readonly path: string; readonly message: string }[]): string {
  const lines = faults
    .slice(0, MOST_TOLD)
    .map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
  const more = faults.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

function answer(
  title: string,
  facts: {
    readonly status: number;
    readonly class: string;
    readonly message: string;
    readonly field?: string | undefined;
    readonly headers?: Readonly<Record<string, string>>;
  },
): FailureAnswer {
  const { status, message, field, headers = {} } = facts;
  const named = field === undefined || field === "" ? null : field;
  return {
    body: {
      failureIndicator: `${title} failed.${named === null ? "" : ` Input: ${named}.`}`,
      statusCode: status,
      message,
      class: facts.class,
      ...(named === null ? {} : { field: named }),
    },
    headers,
    bug: false,
  };
}
