/** Two people in three tabs with everything that can happen to them, one step at a time. */
import type { LoggedOperation } from "@callbook/core/operation";
import { chooser, randomEdit, startingDocument } from "@callbook/core/operation/testing";
import type { ServerTroubleKind } from "../playbook-server.ts";
import { emptyUndoStack, type UndoStack } from "../undo-stack.ts";
import { PlaybookLog } from "./playbook-log.ts";
import { TestDisk } from "./test-disk.ts";
import { type Request, TestLine } from "./test-line.ts";
import { openTab, type TestTab } from "./test-tab.ts";

export type Step =
  | { readonly does: "edits"; readonly seat: number; readonly chance: readonly number[] }
  | { readonly does: "makes an edit that cannot be read"; readonly seat: number }
  | { readonly does: "undoes"; readonly seat: number }
  | { readonly does: "redoes"; readonly seat: number }
  /** What becomes of the oldest request that is under way. */
  | { readonly does: "request arrives"; readonly seat: number }
  | { readonly does: "answer arrives"; readonly seat: number }
  | { readonly does: "request is cut"; readonly seat: number }
  /** A request of a page that is gone gets to the server after all. */
  | { readonly does: "late request arrives"; readonly seat: number }
  | { readonly does: "trouble"; readonly seat: number; readonly kind: ServerTroubleKind | null }
  | { readonly does: "hears others"; readonly seat: number; readonly count: number }
  /** An operation that this page cannot apply, as one of a newer version: neither heard nor read. */
  | { readonly does: "hears what does not fit"; readonly seat: number }
  /** One operation is not told, the one after it is. */
  | { readonly does: "misses one"; readonly seat: number }
  | { readonly does: "stream is lost and comes back"; readonly seat: number }
  | { readonly does: "pause passes"; readonly seat: number }
  | { readonly does: "wakes"; readonly seat: number }
  | { readonly does: "reloads"; readonly seat: number }
  | { readonly does: "browser dies"; readonly seat: number }
  | {
      readonly does: "disk";
      readonly seat: number;
      readonly now: "keeps" | "refuses" | "is slow";
    };

export interface Seat {
  readonly person: string;
  readonly name: string;
  readonly disk: TestDisk;
  readonly memory: { stack: UndoStack };
  loads: number;
  openedSeq: number;
  /** Told by the server's log, not yet heard here. */
  stream: LoggedOperation[];
  /** Ids of the edits that this page has to bring to the server: made here, or left by a page before. */
  edits: Set<string>;
  tab: TestTab;
}

const UNREADABLE = "Unreadable";

export class EditingWorld {
  readonly log = new PlaybookLog(startingDocument());
  readonly seats: readonly Seat[];
  /** Every edit that took effect on a screen. */
  readonly made = new Set<string>();
  /** Edits of which a person was told that they were not taken. */
  readonly told = new Set<string>();
  /** Edits that were on no disk when the browser died. */
  readonly lost = new Set<string>();
  /** Whether a disk has ever refused to remove what was done. */
  diskRefused = false;
  #late: Request[] = [];
  #lastId = 0;

  constructor() {
    const disks = { Rui: new TestDisk(), Ana: new TestDisk() };
    this.seats = [
      this.#takeSeat("Rui", "rui_1", disks.Rui),
      this.#takeSeat("Rui", "rui_2", disks.Rui),
      this.#takeSeat("Ana", "ana_1", disks.Ana),
    ];
  }

  async take(step: Step): Promise<void> {
    this.#act(step);
    await quiet();
    for (const seat of this.seats) this.#look(seat);
  }

  /** Everything mends, arrives and is answered, until nothing is under way. */
  async comeToRest(): Promise<void> {
    for (const { tab, disk } of this.seats) {
      tab.line.trouble = null;
      disk.refuses = false;
      disk.catchUp();
    }
    while (this.#late.length > 0) this.#act({ does: "late request arrives", seat: 0 });
    await this.#rest();
    // Whoever signs in again, or is given the right again, comes back to the page.
    for (const { tab } of this.seats) {
      const { kind } = tab.store.getSnapshot().save;
      if (kind === "signedOut" || kind === "lost") tab.store.wake();
    }
    await this.#rest();
    if (!this.diskRefused) return;
    // What a page could not read from the disk is there for the next one.
    for (const seat of this.seats) this.#openAgain(seat);
    await this.#rest();
  }

  async #rest(): Promise<void> {
    for (let round = 0; round < 500; round += 1) {
      await quiet();
      for (const seat of this.seats) this.#look(seat);
      const busy = this.seats.filter(
        ({ tab, stream }) => tab.line.requests.length + tab.pauses() + stream.length > 0,
      );
      if (busy.length === 0) return;
      for (const seat of busy) {
        this.#hear(seat, seat.stream.length);
        seat.tab.line.requests[0]?.answer();
        seat.tab.retry();
      }
    }
    throw new Error("it does not come to rest");
  }

  #takeSeat(person: string, name: string, disk: TestDisk): Seat {
    const memory = { stack: emptyUndoStack };
    const seat: Omit<Seat, "tab"> = {
      person,
      name,
      disk,
      memory,
      loads: 0,
      openedSeq: 0,
      stream: [],
      edits: new Set(),
    };
    return Object.assign(seat, { tab: this.#open(seat) });
  }

  #open(seat: Omit<Seat, "tab">): TestTab {
    seat.loads += 1;
    seat.openedSeq = this.log.seq;
    seat.stream = [];
    seat.edits = new Set();
    const { loads } = seat;
    const line = new TestLine(this.log, seat.person);
    line.isHeld = true;
    line.unreadable = UNREADABLE;
    line.page = 3;
    return openTab(this.log, seat.person, {
      clientId: `${seat.name}_${loads}`,
      disk: seat.disk,
      memory: seat.memory,
      line,
      onBroadcast: (logged) => {
        if (seat.loads === loads) seat.stream.push(logged);
      },
    });
  }

  #seat(place: number): Seat {
    const seat = this.seats[place % this.seats.length];
    if (seat === undefined) throw new Error("nobody sits there");
    return seat;
  }

  #act(step: Step): void {
    if (step.does === "late request arrives") {
      this.#late.shift()?.arrive();
      return;
    }
    const seat = this.#seat(step.seat);
    const { store, line } = seat.tab;
    switch (step.does) {
      case "edits":
        this.#edit(seat, step.chance);
        return;
      case "makes an edit that cannot be read": {
        const { name: from } = store.getSnapshot().document;
        store.apply({ kind: "setPlaybook", path: ["name"], from, value: "Unread" }, UNREADABLE);
        return;
      }
      case "undoes":
        store.undo();
        return;
      case "redoes":
        store.redo();
        return;
      case "request arrives":
        line.requests[0]?.arrive();
        return;
      case "answer arrives":
        line.requests[0]?.answer();
        return;
      case "request is cut":
        line.requests[0]?.cut();
        return;
      case "trouble":
        line.trouble = step.kind;
        return;
      case "hears others":
        this.#hear(seat, step.count);
        return;
      case "hears what does not fit": {
        const [next] = seat.stream;
        if (next === undefined) return;
        line.unfit.add(next.seq);
        seat.stream = seat.stream.map((logged) => line.asHeard(logged));
        this.#hear(seat, 1);
        return;
      }
      case "misses one":
        if (seat.stream.length > 1) seat.stream.shift();
        return;
      case "stream is lost and comes back":
        seat.stream = [];
        store.wake();
        return;
      case "pause passes":
        seat.tab.retry();
        return;
      case "wakes":
        store.wake();
        return;
      case "reloads":
        // The page asks before it goes, and the person stays.
        if (store.leavingLosesEdits()) return;
        store.leave();
        this.#openAgain(seat);
        return;
      case "browser dies":
        seat.disk.crash();
        for (const other of this.seats) {
          if (other.disk !== seat.disk) continue;
          for (const { id } of other.tab.store.unsent()) {
            if (!seat.disk.rows.has(id)) this.lost.add(id);
          }
          this.#openAgain(other);
        }
        return;
      case "disk":
        seat.disk.refuses = step.now === "refuses";
        if (step.now === "refuses") this.diskRefused = true;
        if (step.now === "is slow") seat.disk.isSlow = true;
        else seat.disk.catchUp();
        return;
    }
  }

  #edit(seat: Seat, chance: readonly number[]): void {
    const { store } = seat.tab;
    const newId = (prefix: string) => {
      this.#lastId += 1;
      return `${prefix}_${this.#lastId}`;
    };
    const edit = randomEdit(store.getSnapshot().document, chooser(chance), newId);
    store.apply(edit, `Edit ${this.#lastId}`);
  }

  #hear(seat: Seat, count: number): void {
    const heard = seat.stream.splice(0, count);
    if (heard.length > 0) seat.tab.store.receive(heard);
  }

  #openAgain(seat: Seat): void {
    seat.tab.store.close();
    this.#late.push(...seat.tab.line.requests);
    seat.tab = this.#open(seat);
  }

  /** Notes what there is to see in a tab now. */
  #look(seat: Seat): void {
    const { store } = seat.tab;
    for (const { id } of store.unsent()) {
      seat.edits.add(id);
      this.made.add(id);
    }
    for (const notice of store.getSnapshot().notices) {
      if (notice.kind !== "leftAlone") this.told.add(notice.id);
    }
  }
}

/** Lets everything happen that waits for nothing but its turn. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}
