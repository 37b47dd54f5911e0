/** What the code of a command is given and gives back. It never sees a secret or a socket. */
import type { Failure, TraceStep } from "../failure/index.ts";
import type { Json, JsonObject } from "../json/index.ts";
import type { ConnectionView } from "./connection.ts";

/** A request as the command writes it: texts still hold {{connector.*}} and {{callback.*}}; the door fills them in. */
export interface RequestPlan {
  /** Command name, for the failure indicator. */
  readonly command: string;
  readonly method: string;
  /** Complete or relative to the connection's Request URL; may hold templates. */
  readonly url: string;
  /** JSON object of header name to template text, number or boolean, or its JSON text as typed; null: none. */
  readonly headers: Json;
  /** JSON object whose strings may hold templates; null: no body. A text is the JSON as typed, or one bare expression. */
  readonly body: Json;
  readonly timeoutMs: number;
  /** Adds the header Callback-URL when no template names the callback. */
  readonly async: "none" | "callback";
  /** Input names by which failures of url, headers and body are reported ("URL", "Header", "Body"). */
  readonly fields: { readonly url: string; readonly headers: string; readonly body: string };
  /** False: a body that is declared JSON and does not parse fails F-PARSE; true: it is taken as text. */
  readonly allowNonJson: boolean;
}

/** The keys of an input's JSON object whose values hold data of the run; "all": the input as a whole does. */
export type FilledKeys = "all" | readonly string[];

/** By name of input: what of it a datapath filled. Inputs without any are left out. */
export type FilledInputs = Readonly<Record<string, FilledKeys>>;

/** A third party's answer, scrubbed of every secret, body decoded and at most 10 MiB. */
export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** As received, but for scrubbed secrets. */
  readonly body: Uint8Array;
  /** Sanitised JSON view (numbers with all their digits), or null when the body is no JSON. */
  readonly json: Json | undefined;
  /** The body as text, or null when it is binary. */
  readonly text: string | null;
  /** URL that answered, without query values of secrets. */
  readonly url: string;
  /** What was changed or could not be shown: "not text: the charset "utf-7" is not known". */
  readonly notes: readonly string[];
}

export type RequestOutcome =
  | { readonly ok: true; readonly response: ReceivedResponse; readonly trace: readonly TraceStep[] }
  | {
      readonly ok: false;
      readonly failure: Failure;
      /** Present when a third party answered (4xx, 5xx, unparseable). */
      readonly response: ReceivedResponse | null;
      readonly trace: readonly TraceStep[];
    };

/** The only door of a command to the outside. 2xx is ok; everything else is a classified failure. */
export interface RequestPort {
  send(plan: RequestPlan): Promise<RequestOutcome>;
}

export interface CommandContext {
  /** The parameter object after stage one, typed by the inputs' data types, without `context`. */
  readonly parameter: JsonObject;
  /** Public part of the connection: Test Connection reads its test path and method. */
  readonly connection: ConnectionView;
  readonly request: RequestPort;
}

/** The outcome of one execution (connection x parameter object). */
export type CommandOutcome =
  | {
      readonly kind: "succeeded";
      readonly data: readonly Json[];
      readonly summary: JsonObject;
      readonly message: string;
      readonly response: ReceivedResponse | null;
      readonly trace: readonly TraceStep[];
    }
  | {
      readonly kind: "failed";
      readonly failure: Failure;
      readonly response: ReceivedResponse | null;
      readonly trace: readonly TraceStep[];
    }
  | {
      /** The third party took the request and will call back. */
      readonly kind: "waiting";
      readonly outboundStatusCode: number;
      readonly response: ReceivedResponse | null;
      readonly trace: readonly TraceStep[];
    };

export interface CommandRunner {
  /** Methods and async choice follow from the parameter, before anything is sent. */
  describe(parameter: JsonObject): { readonly method: string; readonly async: "none" | "callback" };
  run(context: CommandContext): Promise<CommandOutcome>;
}

/** integration key -> command name -> runner */
export type CommandRunners = Readonly<Record<string, Readonly<Record<string, CommandRunner>>>>;
