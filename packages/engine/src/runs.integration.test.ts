import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Fixture } from "./testing/fixture.ts";
import { action, debug, decision, end, playbook, start } from "./testing/playbook.ts";
import { reply } from "./testing/target.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.open();
});
afterAll(() => fixture.close());

describe("a run", () => {
  it("D17: one connection and one parameter are one call, and the run ends with its outputs", async () => {
    fixture.target.on("/score", (_, response) => reply(response, 200, { score: 7 }));
    const document = playbook(
      [
        start(),
        action("lookup", "get", "/score"),
        decision("high", "#b_lookup:action_result.data.*.score", ">", "5"),
        end({ score: "#b_lookup:action_result.data.*.score" }),
      ],
      ["start > lookup", "lookup > high", "high.yes > end"],
    );
    const runId = await fixture.run(document);
    const ended = await fixture.ended(runId);
    expect(ended).toMatchObject({ state: "succeeded", outputs: { score: [7] } });
    expect(fixture.target.callsOf("/score")).toHaveLength(1);
    const events = await fixture.events(runId);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)?.event.type).toBe("RunFinished");
    expect(debug("x", "y").type).toBe("debug");
  });
});
