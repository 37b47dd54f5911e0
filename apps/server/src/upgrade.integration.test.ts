import type { Database } from "@callbook/db";
import type { TestDatabase } from "@callbook/db/testing";
import { DAYS_TO_KEEP_SETTING } from "@callbook/engine";
import { loadDump, readDumpFacts } from "@callbook/engine/testing/dump";
import { parseKeyring } from "@callbook/services/secret";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer, type RunningServer } from "./process/create-server.ts";
import { createLog } from "./process/log.ts";
import { readSettings } from "./process/settings.ts";
import { type Echo, startEcho } from "./testing/echo.ts";
import { clientOf, type Person } from "./testing/index.ts";
import { editorOf } from "./testing/playbooks.ts";
import { at, type Script, scriptOf } from "./testing/rest-client.ts";

const { finished, waitingInServer, server: facts } = await readDumpFacts();
let database: TestDatabase;
let server: RunningServer;
let echo: Echo;
let owner: Person;
let script: Script;

/** The program is started on a database of the first version, as whoever upgrades it does. */
beforeAll(async () => {
  [database, echo] = await Promise.all([loadDump(), startEcho()]);
  // What is in it is old, and shall be looked at before it goes.
  await database.prisma.setting.create({ data: { key: DAYS_TO_KEEP_SETTING, value: 100_000 } });
  const borrowed: Database = { ...database, embedded: false, close: () => database.drop() };
  server = await createServer({
    settings: readSettings({ PORT: "0", CALLBOOK_SAMPLE: "0" }),
    keyring: () => parseKeyring(facts.masterKey, "the dump's key"),
    database: borrowed,
    log: createLog("silent"),
  });
  await database.prisma.connection.updateMany({
    where: { id: { in: [...facts.connectionsToRewrite] } },
    data: { requestUrl: echo.url, allowedAddress: new URL(echo.url).host },
  });
  owner = await signIn(facts.owner.email);
  script = scriptOf(server.url, facts.apiToken);
}, 60_000);
afterAll(async () => {
  await server.close();
  await echo.close();
  await database.drop();
});

async function signIn(email: string): Promise<Person> {
  const { api, cookie } = clientOf(server.url);
  const { password } = facts.owner;
  await api.session.signIn.mutate({ email, password });
  const { user } = await api.session.state.query();
  return { id: user?.id ?? "", email, password, api, cookie };
}

function playbookNamed(name: string): number {
  const playbook = facts.playbooks.find((candidate) => candidate.name === name);
  if (playbook === undefined) throw new Error(`there is no playbook ${name}`);
  return playbook.id;
}

describe("a server that is upgraded from the first version", () => {
  it("knows its people, and its playbooks open", async () => {
    expect(owner.id).toBe(facts.owner.id);
    const listed = await owner.api.playbooks.list.query({});
    expect(listed.map(({ id, name }) => ({ id, name }))).toEqual(
      expect.arrayContaining([...facts.playbooks]),
    );
    for (const { id } of facts.playbooks) {
      const { document } = await owner.api.playbooks.open.query({ id });
      expect(document.blocks.map(({ type }) => type)).toContain("start");
    }
  });

  it("an edit that was made before can be undone by whoever made it", async () => {
    const edith = await signIn("edith.editor@example.org");
    const tab = editorOf(edith, playbookNamed("Being edited"), "tab-2");
    const message = async () =>
      (await tab.open()).document.blocks.find(({ name }) => name === "told")?.config["message"];
    expect(await message()).toBe("only in the draft");
    expect(await tab.undo("tab-1:6")).toMatchObject({ status: "applied" });
    expect(await message()).toBe("second");
  });

  it.each(finished)("shows run $runId: $what", async ({ runId, reading }) => {
    const { run, logs, executions } = reading;
    const { state, inputs, outputs, document } = await owner.api.runs.get.query({ id: runId });
    expect({ state, inputs, outputs }).toEqual({
      state: run?.state,
      inputs: run?.inputs,
      outputs: run?.outputs,
    });
    expect(document.blocks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(Object.keys(reading.state.blocks)),
    );
    const { rows: lines } = await owner.api.runs.logs.query({ id: runId });
    expect(lines.map(({ text }) => text)).toEqual(logs.map(({ text }) => text));
    const { rows } = await owner.api.runs.executions.query({ id: runId });
    expect(rows.map(({ message }) => message)).toEqual(executions.map(({ message }) => message));
  });

  it("a run that waited takes its answer at the address that the third party was given, and ends", async () => {
    const { runId, waits, answers, end } = waitingInServer;
    const [wait] = waits;
    const url = `${server.url}/api/callbacks/${wait?.waitId}/${wait?.token}`;
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify(answers[0]);
    expect((await fetch(url, { method: "POST", headers, body })).status).toBe(202);
    const ended = await server.installation.engine.waitForEnd(runId, 15_000);
    expect(ended).toMatchObject({ state: end.state, outputs: end.outputs });
  });

  it("a script's token and its keys are still known", async () => {
    const path = `/api/playbooks/${playbookNamed("Fails")}/runs`;
    const key = { "idempotency-key": "nightly-1" };
    const before = finished.find(({ what }) => what.includes("Idempotency-Key"));
    const answer = await script.call("POST", path, { inputs: {} }, key);
    expect(at(answer.body, "id")).toBe(before?.runId);
  });

  it("a sealed secret goes out as it did", async () => {
    const playbookId = playbookNamed("Fails");
    const edith = await signIn("edith.editor@example.org");
    const { runId } = await edith.api.runs.start.mutate({ playbookId, inputs: {} });
    const ended = await server.installation.engine.waitForEnd(runId, 15_000);
    expect(ended?.failure).toMatchObject({ code: "F-5xx" });
    expect(echo.last().headers.authorization).toBe("Bearer not-a-real-token");
  });
});
