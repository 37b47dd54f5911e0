/** The ports of a runner, which write down what they are asked. */
import type {
  ChosenConnection,
  CommandRequest,
  ConnectionsRequest,
  PerformPorts,
  StartPorts,
} from "@callbook/core/block";
import { type FailureClass, makeFailure } from "@callbook/core/failure";
import type { CommandOutcome } from "@callbook/core/integration";
import { AT } from "./run.ts";

/** A connection of the integration "reputation"; `failure`: why it cannot be used. */
export function connection(id: number, failure: FailureClass | null = null): ChosenConnection {
  const name = `connection ${id}`;
  return {
    connectionId: id,
    connection: name,
    integrationKey: "reputation",
    integrationId: 7,
    integration: "Reputation",
    failure: failure === null ? null : connectionFailure(failure, name),
  };
}

function connectionFailure(failureClass: FailureClass, name: string) {
  const place = { kind: "connection", name, connectionId: null, field: null } as const;
  const message = `${name} cannot be used`;
  return makeFailure({ class: failureClass, command: "lookup ip", place, message });
}

/** Ports of a start that finds these connections. Numbers count from 500, guids are "g1", "g2". */
export class RecordedStart implements StartPorts {
  readonly asked: ConnectionsRequest[] = [];
  #numbers = 499;
  #guids = 0;
  readonly #connections: readonly ChosenConnection[];

  constructor(connections: readonly ChosenConnection[]) {
    this.#connections = connections;
  }

  connectionsFor(request: ConnectionsRequest): Promise<readonly ChosenConnection[]> {
    this.asked.push(request);
    return Promise.resolve(this.#connections);
  }

  ids(count: number): Promise<readonly number[]> {
    const first = this.#numbers + 1;
    this.#numbers += count;
    return Promise.resolve(Array.from({ length: count }, (_, index) => first + index));
  }

  guid(): string {
    this.#guids += 1;
    return `g${this.#guids}`;
  }

  now(): Date {
    return new Date(AT);
  }
}

export interface Third {
  /** As the command says it before anything is sent; null: its code is not there. */
  readonly method: string | null;
  /** As it stands in the request line; as `method` when it is not given. */
  readonly sent?: string;
  readonly async?: "none" | "callback";
  /** What comes of it; a rejection: the run was told to stop. */
  readonly outcome: CommandOutcome | Error;
}

/** Ports of an execution against a third party that answers this. */
export class RecordedPerform implements PerformPorts {
  /** What was asked, in its order: "turn on 1 of 5", "intend unsafe", "execute". */
  readonly calls: string[] = [];
  readonly requests: CommandRequest[] = [];
  readonly #third: Third;

  constructor(third: Third) {
    this.#third = third;
  }

  describe() {
    const { method, async = "none" } = this.#third;
    return method === null ? null : { method, async };
  }

  async inTurn<T>(connectionId: number, limit: number, work: () => Promise<T>): Promise<T> {
    this.calls.push(`turn on ${connectionId} of ${limit}`);
    const done = await work();
    this.calls.push("turn over");
    return done;
  }

  prepareCallback(waitSeconds: number) {
    this.calls.push(`callback for ${waitSeconds} s`);
    return { url: "https://callbook.example/api/callbacks/1/secret", id: "w_1", expiresAt: AT };
  }

  intend(unsafe: boolean): Promise<void> {
    this.calls.push(unsafe ? "intend unsafe" : "intend safe");
    return Promise.resolve();
  }

  async execute(request: CommandRequest): Promise<CommandOutcome> {
    this.calls.push("execute");
    this.requests.push(request);
    const { outcome, sent, method } = this.#third;
    await request.beforeSend({ method: sent ?? method ?? "GET" });
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  now(): string {
    return AT;
  }
}
