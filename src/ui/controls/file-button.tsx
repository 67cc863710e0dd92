import { useRef } from "react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import type { ButtonLook } from "./button.tsx";

export type FileButtonProps = {
  readonly children: ReactNode;
  readonly onFiles: (files: readonly File[]) => void;
  /** The name of the input itself, for whoever sets files on it. */
  readonly inputLabel?: string;
  /** Another way to choose, where the browser has a better one than the input; the input stays. */
  readonly onPress?: () => void;
  /** A whole folder, through `webkitdirectory`: every browser has it. */
  readonly folder?: boolean;
  readonly multiple?: boolean;
  readonly accept?: string;
  readonly look?: ButtonLook;
  readonly size?: "normal" | "small";
  readonly busy?: boolean;
  readonly held?: boolean;
};

/** A button in front of the browser's own file picker. */
export function FileButton(props: FileButtonProps): ReactNode {
  const { children, onFiles, inputLabel, onPress, folder = false, multiple = false, accept, look, size, busy, held } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        onClick={() => (onPress === undefined ? input.current?.click() : onPress())}
        {...(look === undefined ? {} : { look })}
        {...(size === undefined ? {} : { size })}
        {...(busy === undefined ? {} : { busy })}
        {...(held === undefined ? {} : { held })}
      >
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={inputLabel}
        multiple={multiple || folder}
        accept={accept}
        {...(folder ? { webkitdirectory: "" } : {})}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = ""; // the same file may be chosen again, after it was mended
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}
