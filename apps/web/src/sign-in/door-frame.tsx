import type { ReactNode } from "react";
import { Mark } from "../shell/mark.tsx";
import { useTitle } from "../shell/page.tsx";
import { ThemeMenu } from "../shell/theme-menu.tsx";

/** The page around a form for people who are not signed in. */
export function DoorFrame({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}) {
  useTitle(title);
  return (
    <div className="flex h-full flex-col overflow-auto">
      <header className="flex h-11 shrink-0 items-center justify-between px-3">
        <Mark />
        <ThemeMenu />
      </header>
      <main id="main" className="mx-auto mt-[12vh] mb-12 w-90 max-w-[calc(100vw-32px)]">
        <div className="rounded-r3 border border-line bg-surface p-6">
          <h1 className="text-t5 font-semibold">{title}</h1>
          {note !== undefined && <p className="mt-1 text-text-2">{note}</p>}
          <div className="mt-5">{children}</div>
        </div>
      </main>
    </div>
  );
}
