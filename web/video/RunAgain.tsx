// Another enhancement of the same video with other settings. The upload is not repeated.

import { useState } from "react";
import { words } from "../language/words.ts";
import { RunAgainForm, type RunAgainProps } from "./RunAgainForm.tsx";

export function RunAgain({ onAsked, ...props }: RunAgainProps) {
  const [open, setOpen] = useState(false);
  const [opened, setOpened] = useState(false);
  return (
    <details
      className="panel again"
      open={open}
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
        if (currentTarget.open) setOpened(true);
      }}
    >
      <summary>
        <h2>{words().settings.again.title}</h2>
      </summary>
      {/* It plays the film, which nobody needs before they look. What they chose outlasts folding. */}
      {opened && (
        <RunAgainForm
          {...props}
          open={open}
          onAsked={(id) => {
            onAsked(id);
            setOpen(false);
          }}
        />
      )}
    </details>
  );
}
