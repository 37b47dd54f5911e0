import "./ui/theme.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./api/trpc.ts";
import { router } from "./shell/router.tsx";
import { followSystemTheme } from "./shell/theme.ts";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no element #root");

followSystemTheme();
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
