import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDbosShell } from "../shell/dbos-shell.ts";
import type { Drive } from "../shell/shell.ts";
import { Fixture } from "../testing/fixture.ts";
import { action, end, playbook, start } from "../testing/playbook.ts";
import { Changes } from "./changes.ts";
import { RunEnds } from "./run-end.ts";

const patience = 15_000;

describe("Whoever waits for the end of a run is told of it", () => {
  let fixture: Fixture;
  let drive: Drive = () => Promise.resolve();
  beforeAll(async () => {
    fixture = await Fixture.open({
      openShell: (options) => {
        drive = options.drive;
        return openDbosShell(options);
      },
    });
  });
  afterAll(() => fixture.close());

  const ended = async (): Promise<number> => {
    const blocks = [start(), action("lookup", "get", "/ok"), end()];
    const runId = await fixture.run(playbook(blocks, ["start > lookup", "lookup > end"]));
    await fixture.ended(runId);
    return runId;
  };

  it("when it ended while this process was about to take it up", async () => {
    const runId = await ended();
    const driven = drive([runId]);
    expect(await fixture.engine.waitForEnd(runId, patience)).toMatchObject({ state: "succeeded" });
    await driven;
  });

  it("when this process has lost it and another has ended it", async () => {
    const runId = await ended();
    let isHere = true;
    const store = fixture.engine.runs;
    const ends = new RunEnds({ store, changes: new Changes(), isPerformedHere: () => isHere });
    const told = ends.waitFor(runId, patience);
    isHere = false;
    ends.lookAgain(runId);
    expect(await told).toMatchObject({ runId, state: "succeeded" });
  });
});
