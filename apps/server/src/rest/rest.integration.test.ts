import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { at, idIn, type RestReply } from "../testing/rest-client.ts";
import { restEndpoints } from "./endpoints/index.ts";
import { FailureBody } from "./failure.ts";
import {
  makeRestWorld,
  oneAction,
  published,
  type RestWorld,
  sampleForm,
} from "./testing/rest-world.ts";

let world: RestWorld;
beforeAll(async () => {
  world = await makeRestWorld();
});
afterAll(() => world.close());

/** The answer has the shape that the API document promises for this title and status. */
function expectShape(reply: RestReply, title: string, status: number): void {
  expect(reply.status, reply.text).toBe(status);
  const shape = restEndpoints.find((endpoint) => endpoint.title === title)?.answers[status]?.shape;
  if (shape === null || shape === undefined) throw new Error(`${title} promises no ${status}`);
  const read = shape.safeParse(reply.body);
  expect(read.success ? [] : z.prettifyError(read.error)).toEqual([]);
}

/** The answer is an error in the one shape. */
function expectFailure(reply: RestReply, status: number, failureClass: string): FailureBody {
  expect(reply.status, reply.text).toBe(status);
  const body = FailureBody.parse(reply.body);
  expect(body).toMatchObject({ statusCode: status, class: failureClass });
  expect(reply.headers.get("content-type")).toBe("application/json");
  return body;
}

describe("integrations and sites", () => {
  it("are listed and read", async () => {
    const { script, intel } = world;
    expectShape(await script.call("GET", "/api/sites"), "List sites", 200);
    const list = await script.call("GET", "/api/integrations");
    expectShape(list, "List integrations", 200);
    const one = await script.call("GET", `/api/integrations/${intel.integrationId}`);
    expectShape(one, "Get integration", 200);
    expect(at(one.body, "key")).toBe("sample-intel");
    expectFailure(await script.call("GET", "/api/integrations/999"), 404, "NOT_FOUND");
    expectFailure(await script.call("GET", "/api/integrations/x"), 400, "F-INPUT");
  });

  it("a connection parameter is added, and not by a viewer", async () => {
    const { script, viewer, intel } = world;
    const path = `/api/integrations/${intel.integrationId}/parameters`;
    const definition = { fieldType: "text", options: [], displayOrder: 1, sensitive: false };
    const body = { ...definition, displayName: "Doc test" };
    expectShape(await script.call("POST", path, body), "Add connection parameter", 201);
    const twice = await script.call("POST", path, body);
    expect(expectFailure(twice, 400, "F-INPUT").field).toBe("displayName");
    const other = { ...definition, displayName: "Other" };
    expectFailure(await viewer.call("POST", path, other), 403, "FORBIDDEN");
  });
});

describe("connections", () => {
  it("are made, read, changed by field and removed, each with its version", async () => {
    const { script, sample, sites, intel } = world;
    const form = sampleForm(sample, sites.berlin, "changed later");
    const created = await script.call("POST", "/api/connections", {
      integrationId: intel.integrationId,
      form,
    });
    expectShape(created, "Create connection", 201);
    const path = created.headers.get("location") ?? "";
    expect(path).toBe(`/api/connections/${idIn(created.body)}`);
    const read = await script.call("GET", path);
    expectShape(read, "Get connection", 200);
    expect(read.text).not.toContain(form.bearerToken);
    const change = { version: 1, form: { description: "By a script" } };
    const changed = await script.call("PATCH", path, change);
    expectShape(changed, "Change connection", 200);
    const again = (await script.call("GET", path)).body;
    expect(at(again, "form", "description")).toBe("By a script");
    expect(at(again, "form", "requestUrl")).toBe(sample.url);
    expect(at(again, "secrets", "bearer_token", "set")).toBe(true);
    expectFailure(await script.call("PATCH", path, change), 409, "CONFLICT");
    expectFailure(await script.call("DELETE", path), 400, "F-INPUT");
    expectFailure(await script.call("DELETE", `${path}?version=1`), 409, "CONFLICT");
    expect((await script.call("DELETE", `${path}?version=2`)).status).toBe(204);
    expectFailure(await script.call("GET", path), 404, "NOT_FOUND");
  });

  it("null clears a secret, and it is not there afterwards", async () => {
    const { script, sample, sites, intel } = world;
    const created = await script.call("POST", "/api/connections", {
      integrationId: intel.integrationId,
      form: sampleForm(sample, sites.berlin, "cleared"),
    });
    const path = `/api/connections/${idIn(created.body)}`;
    const form = { bearerToken: null, authMethod: "none" };
    expect((await script.call("PATCH", path, { version: 1, form })).status).toBe(200);
    expect(at((await script.call("GET", path)).body, "secrets")).toEqual({});
  });

  it("are listed for the sites that a person is a member of", async () => {
    const { script, stranger, sites } = world;
    const list = await script.call("GET", `/api/connections?siteId=${sites.berlin}`);
    expectShape(list, "List connections", 200);
    expect(list.body).not.toEqual([]);
    expect((await stranger.call("GET", "/api/connections")).body).toEqual([]);
    expectFailure(await script.call("GET", "/api/connections?site=1"), 400, "F-INPUT");
  });

  it("A21: an id of a site one is no member of is 404, and of one's own site without permission 403", async () => {
    const { stranger, script, analyst, sample, sites, intel } = world;
    const path = `/api/connections/${intel.connectionId}`;
    expectFailure(await stranger.call("GET", path), 404, "NOT_FOUND");
    const ownerOnly = [{ userId: world.owner.id, role: null, level: "manage" }];
    const created = await script.call("POST", "/api/connections", {
      integrationId: intel.integrationId,
      form: { ...sampleForm(sample, sites.berlin, "hers alone"), permissions: ownerOnly },
    });
    expectFailure(
      await analyst.call("GET", `/api/connections/${idIn(created.body)}`),
      403,
      "F-PERM",
    );
  });

  it("are tested as a form and as they are saved", async () => {
    const { script, sample, sites, intel } = world;
    const { integrationId, connectionId } = intel;
    const form = sampleForm(sample, sites.berlin, "not saved");
    const draft = await script.call("POST", "/api/connections/test", { integrationId, form });
    expectShape(draft, "Test connection form", 200);
    expect(at(draft.body, "passed")).toBe(true);
    const wrong = await script.call("POST", "/api/connections/test", {
      integrationId,
      form: { ...form, testPath: "v1/fail/503" },
    });
    expectShape(wrong, "Test connection form", 200);
    expect(at(wrong.body, "failure", "class")).toBe("F-5xx");
    const saved = await script.call("POST", `/api/connections/${connectionId}/test`);
    expectShape(saved, "Test connection", 200);
    expect(at(saved.body, "passed")).toBe(true);
    expectFailure(
      await script.call("POST", "/api/connections/test", { integrationId }),
      400,
      "F-INPUT",
    );
  });
});

describe("commands", () => {
  it("are tested by integration and name", async () => {
    const { script, viewer, intel } = world;
    const path = `/api/commands/${intel.integrationId}:ip%20reputation/test`;
    const body = { connectionId: intel.connectionId, parameter: { ip: "203.0.113.66" } };
    const tested = await script.call("POST", path, body);
    expectShape(tested, "Test command", 200);
    expect(at(tested.body, "returnData")).toBe("Successful");
    const failed = await script.call("POST", path, { connectionId: intel.connectionId });
    expectShape(failed, "Test command", 200);
    expect(at(failed.body, "execution", "failure", "class")).toBe("F-INPUT");
    expectFailure(await script.call("POST", "/api/commands/nothing/test", body), 400, "F-INPUT");
    const unknown = `/api/commands/${intel.integrationId}:dance/test`;
    expectFailure(await script.call("POST", unknown, body), 404, "NOT_FOUND");
    expectFailure(await viewer.call("POST", path, body), 403, "FORBIDDEN");
  });
});

describe("playbooks", () => {
  it("are made of a document, read, replaced with their seq, validated and published", async () => {
    const { script, sites, intel } = world;
    const created = await script.call("POST", "/api/playbooks", {
      name: "By a script",
      siteId: sites.berlin,
      document: oneAction(intel.connectionId),
    });
    expectShape(created, "Create playbook", 201);
    const path = `/api/playbooks/${idIn(created.body)}`;
    const read = await script.call("GET", path);
    expectShape(read, "Get playbook", 200);
    const document = at(read.body, "document");
    expect(at(document, "name")).toBe("By a script");
    expectShape(await script.call("GET", "/api/playbooks"), "List playbooks", 200);
    const seq = idIn({ id: Number(at(read.body, "seq")) });
    const body = { seq, document: { ...Object(document), description: "Replaced" } };
    const replaced = await script.call("PUT", path, body);
    expectShape(replaced, "Replace playbook", 200);
    expectFailure(await script.call("PUT", path, body), 409, "CONFLICT");
    const problems = await script.call("POST", `${path}/validate`);
    expectShape(problems, "Validate playbook", 200);
    expect(at(problems.body, "runnable")).toBe(true);
    expectFailure(await script.call("POST", `${path}/publish`, { seq }), 409, "CONFLICT");
    expectShape(await script.call("POST", `${path}/publish`, {}), "Publish playbook", 200);
  });

  it("a bad document is refused with the path of every fault, and nothing is saved", async () => {
    const { script, sites, intel } = world;
    const count = async () =>
      Object(await (await script.call("GET", "/api/playbooks")).body).length;
    const before = await count();
    const document = oneAction(intel.connectionId);
    const [start] = document.blocks;
    const bad = {
      ...document,
      blocks: [start, { ...start, name: "dance" }],
      callbacks: [{ id: "c_1", source: "b_start", port: "next", target: "b_gone" }],
    };
    const body = { name: "Bad", siteId: sites.berlin, document: bad };
    const refused = expectFailure(
      await script.call("POST", "/api/playbooks", body),
      400,
      "F-INPUT",
    );
    expect(refused.message).toContain("b_gone");
    expect(refused.message).toContain("twice");
    expect(refused.field).toMatch(/^blocks/);
    expect(await count()).toBe(before);
  });

  it("one that cannot run is not published, and says why", async () => {
    const { script, sites } = world;
    const document = { ...oneAction(999_999, "no such command") };
    const created = await script.call("POST", "/api/playbooks", {
      name: "Cannot run",
      siteId: sites.berlin,
      document,
    });
    const path = `/api/playbooks/${idIn(created.body)}`;
    const checked = await script.call("POST", `${path}/validate`);
    expectShape(checked, "Validate playbook", 200);
    expect(at(checked.body, "runnable")).toBe(false);
    expectFailure(await script.call("POST", `${path}/publish`, {}), 400, "F-INPUT");
    expectFailure(await script.call("POST", `${path}/runs`, {}), 409, "CONFLICT");
  });
});

describe("runs", () => {
  it("are started and waited for, and followed by their events and action runs", async () => {
    const { script, intel } = world;
    const id = await published(world, oneAction(intel.connectionId));
    const ended = await script.call("POST", `/api/playbooks/${id}/runs?wait=30`, {
      inputs: { ip: "203.0.113.66" },
    });
    expectShape(ended, "Start run", 200);
    expect(ended.body).toMatchObject({ state: "succeeded", outputs: { found: [97] } });
    const runId = idIn(ended.body);
    expectShape(await script.call("GET", `/api/runs/${runId}`), "Get run", 200);
    const list = await script.call("GET", `/api/runs?playbookId=${id}&limit=5`);
    expectShape(list, "List runs", 200);
    expect(at(list.body, "rows", 0, "id")).toBe(runId);
    expectFailure(await script.call("POST", `/api/runs/${runId}/cancel`), 409, "CONFLICT");
  });

  it("without a wait the answer is 202, with the address of the run", async () => {
    const { script, intel } = world;
    const id = await published(world, oneAction(intel.connectionId));
    const started = await script.call("POST", `/api/playbooks/${id}/runs`);
    expectShape(started, "Start run", 202);
    const path = started.headers.get("location") ?? "";
    await expect
      .poll(async () => at((await script.call("GET", path)).body, "state"))
      .toBe("succeeded");
  });

  it("a wait that is too short ends with 202, and the run can be cancelled", async () => {
    const { script, intel } = world;
    world.sample.memory.answer = { mode: "never", delayMs: 0 };
    const id = await published(world, waiting(intel.connectionId));
    const started = await script.call("POST", `/api/playbooks/${id}/runs?wait=1`);
    expectShape(started, "Start run", 202);
    expect(at(started.body, "state")).toBe("waiting");
    const path = `/api/runs/${idIn(started.body)}`;
    expectShape(await script.call("POST", `${path}/cancel`), "Cancel run", 202);
    await expect
      .poll(async () => at((await script.call("GET", path)).body, "state"))
      .toBe("cancelled");
  });

  it.each(["0", "61", "x", "1.5"])("a wait of %s seconds is refused", async (wait) => {
    const { script, intel } = world;
    const id = await published(world, oneAction(intel.connectionId));
    const reply = await script.call("POST", `/api/playbooks/${id}/runs?wait=${wait}`);
    expect(expectFailure(reply, 400, "F-INPUT").field).toBe("wait");
  });

  it("an Idempotency-Key starts one run, and is refused with other inputs", async () => {
    const { script, intel } = world;
    const id = await published(world, oneAction(intel.connectionId));
    const start = (ip: string) =>
      script.call(
        "POST",
        `/api/playbooks/${id}/runs?wait=30`,
        { inputs: { ip } },
        { "Idempotency-Key": "nightly 7" },
      );
    const first = await start("203.0.113.66");
    const second = await start("203.0.113.66");
    expect(second.status).toBe(200);
    expect(second.body).toEqual(first.body);
    expectFailure(await start("198.51.100.7"), 409, "CONFLICT");
    const list = await script.call("GET", `/api/runs?playbookId=${id}`);
    expect(at(list.body, "rows", 1)).toBeUndefined();
  });

  it("inputs that the playbook does not declare are refused by name", async () => {
    const { script, intel } = world;
    const id = await published(world, oneAction(intel.connectionId));
    const reply = await script.call("POST", `/api/playbooks/${id}/runs`, { inputs: { nope: 1 } });
    expect(expectFailure(reply, 400, "F-INPUT").field).toBe("inputs.nope");
  });

  it("what a run stored is listed and read by path, page after page", async () => {
    const { script, stranger, intel } = world;
    const id = await published(world, oneAction(intel.connectionId));
    const run = await script.call("POST", `/api/playbooks/${id}/runs?wait=30`);
    const path = `/api/runs/${idIn(run.body)}/results`;
    const all = await script.call("GET", path);
    expectShape(all, "List results", 200);
    expect(at(all.body, "rows", 0, "path")).toBe("b_act");
    const page = await script.call("GET", `${path}?path=b_act&limit=1`);
    expect(page.body).toEqual({ rows: at(all.body, "rows"), nextCursor: null });
    const slot = encodeURIComponent(String(at(all.body, "rows", 0, "slot")));
    const body = await script.call("GET", `${path}/body?path=b_act&slot=${slot}`);
    expectShape(body, "Get result", 200);
    expect(at(body.body, "raw", "status")).toBe(200);
    const wrong = await script.call("GET", `${path}?path=b_act%5B0%5D`);
    expect(expectFailure(wrong, 400, "F-INPUT").field).toBe("path");
    const cursor = await script.call("GET", `${path}?after=nonsense`);
    expect(expectFailure(cursor, 400, "F-INPUT").field).toBe("after");
    expectFailure(await stranger.call("GET", path), 404, "NOT_FOUND");
  });

  it("a page of results leads to the next one", async () => {
    const { script, intel } = world;
    const document = oneAction(intel.connectionId);
    const [start, action, end] = document.blocks;
    const second = { ...action, id: "b_second", name: "act_2" };
    const id = await published(world, {
      ...document,
      blocks: [start, action, second, end],
      callbacks: [
        ...document.callbacks,
        { id: "c_3", source: "b_start", port: "next", target: "b_second" },
        { id: "c_4", source: "b_second", port: "success", target: "b_end" },
      ],
    });
    const run = await script.call("POST", `/api/playbooks/${id}/runs?wait=30`);
    const path = `/api/runs/${idIn(run.body)}/results?limit=1`;
    const first = await script.call("GET", path);
    expectShape(first, "List results", 200);
    const next = await script.call("GET", `${path}&after=${String(at(first.body, "nextCursor"))}`);
    const paths = [first, next].map(({ body }) => at(body, "rows", 0, "path"));
    expect(paths).toEqual(["b_act", "b_second"]);
    expect(at(next.body, "nextCursor")).toBeNull();
  });

  it("the calls of a callback are listed, and their arguments read", async () => {
    const { script, intel } = world;
    const id = await published(world, oneAction(intel.connectionId));
    const run = await script.call("POST", `/api/playbooks/${id}/runs?wait=30`);
    const path = `/api/runs/${idIn(run.body)}/callbacks/c_2`;
    const calls = await script.call("GET", `${path}/calls`);
    expectShape(calls, "List calls of callback", 200);
    expect(at(calls.body, 0, "path")).toBe("b_act");
    const call = await script.call("GET", `${path}/arguments?path=b_act`);
    expectShape(call, "Get callback arguments", 200);
    expect(at(call.body, "arguments", "handle")).toBe("a handle");
    const other = await script.call("GET", `${path}/arguments?path=b_act%5B2%5D`);
    expectFailure(other, 404, "NOT_FOUND");
  });

  it("D6: an action run has its own id, and GET gives the details of the run's inspector", async () => {
    const { script, stranger, owner, intel } = world;
    const id = await published(world, oneAction(intel.connectionId));
    const ids: number[] = [];
    for (const ip of ["203.0.113.66", "198.51.100.7"]) {
      const run = await script.call("POST", `/api/playbooks/${id}/runs?wait=30`, {
        inputs: { ip },
      });
      const runId = idIn(run.body);
      const called = await owner.api.runs.callbackArguments.query({ id: runId, callbackId: "c_2" });
      const { action, results } = called.arguments;
      const actionRunId = action?.action_run_id ?? 0;
      const read = await script.call("GET", `/api/action-runs/${actionRunId}`);
      expectShape(read, "Get action run", 200);
      expect(read.body).toEqual({
        id: actionRunId,
        runId,
        path: "b_act",
        blockId: "b_act",
        name: "act_1",
        command: "ip reputation",
        results,
      });
      expect(action).toMatchObject({ action: "ip reputation", name: "act_1" });
      ids.push(actionRunId);
    }
    expect(new Set(ids).size).toBe(2);
    expectFailure(await script.call("GET", "/api/action-runs/999999"), 404, "NOT_FOUND");
    expectFailure(await stranger.call("GET", `/api/action-runs/${ids[0]}`), 404, "NOT_FOUND");
  });
});

/** A playbook whose one action is answered by callback. */
function waiting(connectionId: number) {
  return oneAction(
    connectionId,
    "detonate file",
    { hash: "44d88612fea8a8f36de82e1278abb02f" },
    "#b_act:action_result.data.*.v",
  );
}
