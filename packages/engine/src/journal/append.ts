/** Why an append was not written. */
import { EVENT_LIMIT_BYTES } from "@callbook/core/log";

/** The run belongs to another process now (a newer epoch), or has ended: this process drops it. */
export class RunFenced extends Error {
  readonly runId: number;
  constructor(runId: number) {
    super(`run ${runId} is no longer this process's`);
    this.name = "RunFenced";
    this.runId = runId;
  }
}

/** Another run has been started under the same request key. */
export class RequestKeyTaken extends Error {
  constructor() {
    super("a run with this request key exists");
    this.name = "RequestKeyTaken";
  }
}

/** A bug of whoever made the event: texts and bodies do not belong in one. */
export class EventTooLarge extends Error {
  constructor(type: string, bytes: number) {
    super(
      `event ${type} has ${bytes} bytes; an event holds references, at most ${EVENT_LIMIT_BYTES}`,
    );
    this.name = "EventTooLarge";
  }
}

/** The process is on its way out, and the database did not take the append. */
export class JournalStopped extends Error {
  constructor() {
    super("the journal has been stopped");
    this.name = "JournalStopped";
  }
}
