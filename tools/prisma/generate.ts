import { runPrisma } from "./install.ts";

// `pnpm db:generate`: prisma/schema.prisma -> packages/db/src/generated.
runPrisma(["format"]);
runPrisma(["generate"]);
