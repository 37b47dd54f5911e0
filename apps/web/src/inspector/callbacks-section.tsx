import type { Port } from "@callbook/core/block";
import { indexDocument, type Join } from "@callbook/core/document";
import { ArrowRight, Plus } from "lucide-react";
import { blockPorts } from "../canvas/block-ports.ts";
import { legalTargets, useEditing } from "../editor/gestures/index.ts";
import { useEditor } from "../editor/open-playbook/index.ts";
import { Button, Menu, MenuItem } from "../ui/index.ts";
import { useBlockForm } from "./block-form.ts";

const WAITS: Readonly<Record<Join, string>> = {
  all: "waits for all",
  "any-once": "runs for the first",
  "any-always": "runs for each",
};

/** The callbacks that leave the block, by port in the order of calling; connecting by menu. */
export function CallbacksSection() {
  const { document, catalogue } = useEditor();
  const { block } = useBlockForm();
  const index = indexDocument(document);
  const ports = blockPorts(block, index.outgoing(block.id), catalogue);
  const name = (id: string) => index.blocks.get(id)?.name ?? id;
  const incoming = index.incoming(block.id);
  return (
    <section aria-label="Callbacks of the block" className="space-y-3 border-t border-line p-4">
      <h3 className="text-t2 font-medium text-text-3">Callbacks</h3>
      {incoming.length > 0 && (
        <div>
          <p className="mb-1 text-t2 text-text-3">
            {incoming.length > 1 ? `Called by, ${WAITS[block.join]}` : "Called by"}
          </p>
          <ul>
            {incoming.map((callback) => (
              <CallbackButton key={callback.id} id={callback.id}>
                {name(callback.source)}
                <ArrowRight size={12} aria-hidden className="text-text-3" />
                {block.name}
                {incoming.length > 1 && !callback.awaited && (
                  <span className="text-t2 text-text-3">not awaited</span>
                )}
              </CallbackButton>
            ))}
          </ul>
        </div>
      )}
      {ports.map((port) => (
        <PortCallbacks key={port.id} port={port} />
      ))}
    </section>
  );
}

function PortCallbacks({ port }: { readonly port: Port }) {
  const { document, readOnly } = useEditor();
  const { block } = useBlockForm();
  const index = indexDocument(document);
  const callbacks = index.ofPort(block.id, port.id);
  return (
    <div>
      <div className="mb-1 flex items-center justify-between">
        <p className={port.kind === "error" ? "text-t2 text-fail" : "text-t2 text-text-3"}>
          Calls on {port.name}
        </p>
        {!readOnly && <ConnectMenu port={port} />}
      </div>
      {callbacks.length === 0 ? (
        <p className="text-t2 text-text-3">
          {port.kind === "error" ? "nobody: a failure is called on the other port" : "nobody"}
        </p>
      ) : (
        <ol>
          {callbacks.map((callback, place) => (
            <CallbackButton key={callback.id} id={callback.id}>
              {callbacks.length > 1 && <span className="text-text-3">{place + 1}.</span>}
              {index.blocks.get(callback.target)?.name ?? callback.target}
            </CallbackButton>
          ))}
        </ol>
      )}
    </div>
  );
}

function CallbackButton({
  id,
  children,
}: {
  readonly id: string;
  readonly children: React.ReactNode;
}) {
  const { goToCallback } = useEditor();
  return (
    <li>
      <button
        type="button"
        onClick={() => goToCallback(id)}
        className="flex h-6 w-full items-center gap-1.5 rounded-r1 px-1.5 text-left hover:bg-surface-3"
      >
        {children}
      </button>
    </li>
  );
}

function ConnectMenu({ port }: { readonly port: Port }) {
  const { document, catalogue } = useEditor();
  const { block } = useBlockForm();
  const { connect } = useEditing();
  const from = { blockId: block.id, port: port.id };
  const legal = legalTargets(document, catalogue, from);
  const targets = document.blocks.filter((candidate) => legal.has(candidate.id));
  return (
    <Menu
      trigger={
        <Button
          size="sm"
          variant="ghost"
          icon={Plus}
          aria-label={`Connect ${port.name} of ${block.name} to`}
        >
          Connect
        </Button>
      }
    >
      {targets.length === 0 && (
        <MenuItem disabled onSelect={() => undefined} hint="All others run before this block.">
          No block can be called
        </MenuItem>
      )}
      {targets.map((target) => (
        <MenuItem key={target.id} onSelect={() => connect(from, target.id)}>
          {target.name}
        </MenuItem>
      ))}
    </Menu>
  );
}
