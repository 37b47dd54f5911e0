import {
  integrationAddParameter,
  integrationCommands,
  integrationGet,
  integrationList,
  integrationSetSensitive,
} from "@callbook/services/integration";
import { on, router } from "./base.ts";

export const integrationsRouter = router({
  list: on(integrationList).query(({ ctx, input }) =>
    integrationList.run({ context: ctx.context, input }),
  ),
  get: on(integrationGet).query(({ ctx, input }) =>
    integrationGet.run({ context: ctx.context, input }),
  ),
  commands: on(integrationCommands).query(({ ctx, input }) =>
    integrationCommands.run({ context: ctx.context, input }),
  ),
  addParameter: on(integrationAddParameter).mutation(({ ctx, input }) =>
    integrationAddParameter.run({ context: ctx.context, input }),
  ),
  setSensitive: on(integrationSetSensitive).mutation(({ ctx, input }) =>
    integrationSetSensitive.run({ context: ctx.context, input }),
  ),
});
