export { createServer, type RunningServer, type ServerOptions } from "./create-server.ts";
export { createLog } from "./log.ts";
export { loadKeyring } from "./master-key.ts";
export { readSettings, type Settings } from "./settings.ts";
