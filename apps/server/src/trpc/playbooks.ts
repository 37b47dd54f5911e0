import {
  playbookApply,
  playbookCreate,
  playbookDuplicate,
  playbookExport,
  playbookList,
  playbookOpen,
  playbookOperationsSince,
  playbookPublish,
  playbookRemove,
  playbookReplace,
  playbookRevision,
  playbookUndo,
  playbookValidate,
} from "@callbook/services/playbook";
import { on, router } from "./base.ts";

export const playbooksRouter = router({
  list: on(playbookList).query(({ ctx, input }) =>
    playbookList.run({ context: ctx.context, input }),
  ),
  create: on(playbookCreate).mutation(({ ctx, input }) =>
    playbookCreate.run({ context: ctx.context, input }),
  ),
  remove: on(playbookRemove).mutation(({ ctx, input }) =>
    playbookRemove.run({ context: ctx.context, input }),
  ),
  duplicate: on(playbookDuplicate).mutation(({ ctx, input }) =>
    playbookDuplicate.run({ context: ctx.context, input }),
  ),
  open: on(playbookOpen).query(({ ctx, input }) =>
    playbookOpen.run({ context: ctx.context, input }),
  ),
  applyOperations: on(playbookApply).mutation(({ ctx, input }) =>
    playbookApply.run({ context: ctx.context, input }),
  ),
  operationsSince: on(playbookOperationsSince).query(({ ctx, input }) =>
    playbookOperationsSince.run({ context: ctx.context, input }),
  ),
  undo: on(playbookUndo).mutation(({ ctx, input }) =>
    playbookUndo.run({ context: ctx.context, input }),
  ),
  replace: on(playbookReplace).mutation(({ ctx, input }) =>
    playbookReplace.run({ context: ctx.context, input }),
  ),
  validate: on(playbookValidate).query(({ ctx, input }) =>
    playbookValidate.run({ context: ctx.context, input }),
  ),
  publish: on(playbookPublish).mutation(({ ctx, input }) =>
    playbookPublish.run({ context: ctx.context, input }),
  ),
  revision: on(playbookRevision).query(({ ctx, input }) =>
    playbookRevision.run({ context: ctx.context, input }),
  ),
  export: on(playbookExport).query(({ ctx, input }) =>
    playbookExport.run({ context: ctx.context, input }),
  ),
});
