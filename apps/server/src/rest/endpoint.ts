import type { Context } from "@callbook/services/context";
import type { Actor, VerbName } from "@callbook/services/permissions";
import { Refusal } from "@callbook/services/refusal";
import { z } from "zod";

export const METHODS = ["get", "post", "put", "patch", "delete"] as const;
export type Method = (typeof METHODS)[number];

/** A request as an endpoint is given it, its parts checked by the endpoint's shapes. */
export interface RestCall<Path, Query, Headers, Body> {
  readonly context: Context;
  readonly path: Path;
  readonly query: Query;
  readonly headers: Headers;
  readonly body: Body;
  /** Aborted when whoever asked goes away. */
  readonly signal: AbortSignal;
}

/** A request whose verb has been run. */
export interface AnsweredCall<Path, Query, Headers, Body>
  extends RestCall<Path, Query, Headers, Body> {
  /** Asks for the rights again, of the token and of the verb's subject; false: the answer must end. */
  readonly stillAllowed: () => Promise<boolean>;
}

export type RestAnswer =
  | { readonly status: 200 | 201 | 202; readonly body: unknown; readonly location?: string }
  | { readonly status: 200; readonly events: AsyncGenerator<string, void, void> }
  | { readonly status: 204 };

/** A possible answer, for the API document. `shape` null: no JSON body. */
export interface AnswerShape {
  readonly description: string;
  readonly shape: z.ZodType | null;
  readonly mediaType?: "text/event-stream";
}

/** A request with unchecked parts. */
export interface RawCall {
  readonly context: Context;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: (name: string) => string | undefined;
  readonly body: unknown;
  /** Whom the token speaks for now. Refuses UNAUTHENTICATED. */
  readonly actorNow: () => Promise<Actor>;
  readonly signal: AbortSignal;
}

/** One operation of the API: what is served and what the API document says come from it. */
export interface Endpoint {
  readonly method: Method;
  /** As the API document writes it: "/api/runs/{id}". */
  readonly path: string;
  /** What is asked for: "Publish playbook". */
  readonly title: string;
  readonly description?: string;
  readonly tag: string;
  readonly verb: VerbName;
  readonly pathShape: z.ZodObject;
  readonly queryShape: z.ZodObject;
  readonly headersShape: z.ZodObject;
  readonly bodyShape: z.ZodType | null;
  readonly answers: Readonly<Record<number, AnswerShape>>;
  /** Checks every part and does it. Throws ZodError, Refusal or HttpFault. */
  perform(call: RawCall): Promise<RestAnswer>;
}

/** What an endpoint needs of the one verb it calls. */
interface Called<Input, Output> {
  readonly name: VerbName;
  readonly input: z.ZodType<Input>;
  demand(call: { readonly context: Context; readonly input: Input }): Promise<void>;
  run(call: { readonly context: Context; readonly input: Input }): Promise<Output>;
}

interface EndpointParts<
  Path extends z.ZodObject,
  Query extends z.ZodObject,
  Headers extends z.ZodObject,
  Body extends z.ZodType,
  Input,
  Output,
> {
  readonly method: Method;
  readonly path: string;
  readonly title: string;
  readonly description?: string;
  readonly tag: string;
  readonly verb: Called<Input, Output>;
  readonly parameters?: Path;
  readonly query?: Query;
  readonly headers?: Headers;
  readonly body?: Body;
  readonly answers: Readonly<Record<number, AnswerShape>>;
  /** The verb's input, of the parts of the request. */
  readonly input: (
    call: RestCall<z.output<Path>, z.output<Query>, z.output<Headers>, z.output<Body>>,
  ) => NoInfer<Input> | Promise<NoInfer<Input>>;
  /** What comes of the verb's output; left out: 200 with it as the body. */
  readonly reply?: (
    output: NoInfer<Output>,
    call: AnsweredCall<z.output<Path>, z.output<Query>, z.output<Headers>, z.output<Body>>,
  ) => RestAnswer | Promise<RestAnswer>;
}

const NOTHING = z.strictObject({});
type NoParts = typeof NOTHING;

/** Defines an operation: it calls its verb, and nothing else. Parts that are left out must not be sent. */
export function endpoint<
  Input,
  Output,
  Path extends z.ZodObject = NoParts,
  Query extends z.ZodObject = NoParts,
  Headers extends z.ZodObject = NoParts,
  Body extends z.ZodType = NoParts,
>(parts: EndpointParts<Path, Query, Headers, Body, Input, Output>): Endpoint {
  const { parameters, query, headers, body, verb, input, reply, ...rest } = parts;
  const headersShape = headers ?? NOTHING;
  return {
    ...rest,
    verb: verb.name,
    pathShape: parameters ?? NOTHING,
    queryShape: query ?? NOTHING,
    headersShape,
    bodyShape: body ?? null,
    perform: async (raw) => {
      const { context, signal, actorNow } = raw;
      const call = {
        context,
        signal,
        path: read(parameters, raw.path),
        query: read(query, raw.query),
        headers: read(headers, named(headersShape, raw.headers)),
        body: read(body, raw.body ?? {}),
      };
      const given = await input(call);
      const output = await verb.run({ context, input: given });
      if (reply === undefined) return { status: 200, body: output };
      const stillAllowed = () =>
        isAllowed(async () =>
          verb.demand({ context: { ...context, actor: await actorNow() }, input: given }),
        );
      return reply(output, { ...call, stillAllowed });
    },
  };
}

async function isAllowed(demand: () => Promise<void>): Promise<boolean> {
  try {
    await demand();
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Parses a part; a part without a shape must be empty. */
function read<Shape extends z.ZodType>(shape: Shape | undefined, part: unknown): z.output<Shape> {
  const used: z.ZodType = shape ?? NOTHING;
  return used.parse(part) as z.output<Shape>;
}

/** Only the headers that the shape names; a request has many others. */
function named(
  shape: z.ZodObject,
  header: (name: string) => string | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.keys(shape.shape).flatMap((name) => {
      const value = header(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** A number in a path or query: digits only, as a JSON integer would be written. */
export function digits<Shape extends z.ZodType<number, number>>(shape: Shape, what: string) {
  return z
    .string()
    .regex(/^(0|[1-9][0-9]{0,15})$/, `${what} must be a number`)
    .transform(Number)
    .pipe(shape);
}

const RowNumber = z.int().positive().max(2_147_483_647);
export const rowNumber = digits(RowNumber, "an id");
const RunNumber = z.int().positive();
/** Of a run or an action run. */
export const runNumber = digits(RunNumber, "an id");

/** The path's `id`. */
export const ById = z.strictObject({ id: digits(RowNumber, "the id") });
/** The path's `id`, of a run or an action run. */
export const ByRunId = z.strictObject({ id: digits(RunNumber, "the id") });

export function answered(description: string, shape: z.ZodType): AnswerShape {
  return { description, shape };
}
