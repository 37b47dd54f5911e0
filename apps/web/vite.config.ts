import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// During development the pages come from vite and everything else from the server.
const server = process.env.CALLBOOK_SERVER ?? "http://127.0.0.1:3000";
const doors = ["/trpc", "/api", "/livez", "/readyz"];

export default defineConfig({
  plugins: [react(), tailwindcss()],
  server: {
    host: "127.0.0.1",
    proxy: Object.fromEntries(doors.map((door) => [door, { target: server, changeOrigin: false }])),
  },
  worker: { format: "es" },
  build: {
    // The content security policy of the server allows no data: fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
});
