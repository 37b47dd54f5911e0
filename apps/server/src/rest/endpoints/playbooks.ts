import { isRunnable } from "@callbook/core/validate";
import {
  playbookCreate,
  playbookList,
  playbookOpen,
  playbookPublish,
  playbookReplace,
  playbookValidate,
} from "@callbook/services/playbook";
import { z } from "zod";
import { answered, ById, type Endpoint, endpoint, rowNumber } from "../endpoint.ts";
import { Id, Named } from "../shapes/common.ts";
import {
  DocumentInput,
  PlaybookRowShape,
  PlaybookShape,
  ProblemShape,
} from "../shapes/playbook.ts";

const tag = "Playbooks";

export const playbookRoutes: readonly Endpoint[] = [
  endpoint({
    method: "get",
    path: "/api/playbooks",
    title: "List playbooks",
    tag,
    verb: playbookList,
    query: z.strictObject({ siteId: rowNumber.optional() }),
    answers: { 200: answered("The last changed first.", z.array(PlaybookRowShape)) },
    handle: async ({ context, query }) => ({
      status: 200,
      body: await playbookList.run({ context, input: query }),
    }),
  }),
  endpoint({
    method: "post",
    path: "/api/playbooks",
    title: "Create playbook",
    description: "Makes a playbook of a document, or an empty one. A bad document saves nothing.",
    tag,
    verb: playbookCreate,
    body: playbookCreate.input.extend({ document: DocumentInput.optional() }),
    answers: { 201: answered("Created.", Named) },
    handle: async ({ context, body }) => {
      const made = await playbookCreate.run({ context, input: body });
      return { status: 201, body: made, location: `/api/playbooks/${made.id}` };
    },
  }),
  endpoint({
    method: "get",
    path: "/api/playbooks/{id}",
    title: "Get playbook",
    tag,
    verb: playbookOpen,
    parameters: ById,
    answers: { 200: answered("The draft as it stands.", PlaybookShape) },
    handle: async ({ context, path }) => ({
      status: 200,
      body: await playbookOpen.run({ context, input: path }),
    }),
  }),
  endpoint({
    method: "put",
    path: "/api/playbooks/{id}",
    title: "Replace playbook",
    description:
      "Replaces the draft as one edit that people can undo. Refused with 409 when the draft is not at `seq` any more.",
    tag,
    verb: playbookReplace,
    parameters: ById,
    body: playbookReplace.input.omit({ id: true }).extend({ document: DocumentInput }),
    answers: { 200: answered("The new seq.", z.strictObject({ id: Id, seq: z.int() })) },
    handle: async ({ context, path, body }) => ({
      status: 200,
      body: await playbookReplace.run({ context, input: { ...path, ...body } }),
    }),
  }),
  endpoint({
    method: "post",
    path: "/api/playbooks/{id}/validate",
    title: "Validate playbook",
    tag,
    verb: playbookValidate,
    parameters: ById,
    answers: {
      200: answered(
        "The problems of the draft, and whether it can run in spite of them.",
        z.strictObject({ runnable: z.boolean(), problems: z.array(ProblemShape) }),
      ),
    },
    handle: async ({ context, path }) => {
      const problems = await playbookValidate.run({ context, input: path });
      return { status: 200, body: { runnable: isRunnable(problems), problems } };
    },
  }),
  endpoint({
    method: "post",
    path: "/api/playbooks/{id}/publish",
    title: "Publish playbook",
    description: "Makes the draft the revision that runs use. `seq` guards against later edits.",
    tag,
    verb: playbookPublish,
    parameters: ById,
    body: playbookPublish.input.omit({ id: true }),
    answers: {
      200: answered("The new revision.", z.strictObject({ revisionId: Id, number: z.int() })),
    },
    handle: async ({ context, path, body }) => ({
      status: 200,
      body: await playbookPublish.run({ context, input: { ...path, ...body } }),
    }),
  }),
];
