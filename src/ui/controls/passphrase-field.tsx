import { useState } from "react";
import type { ReactNode, Ref } from "react";
import { cx } from "../cx.ts";
import { VisuallyHidden } from "../visually-hidden.tsx";
import { Button } from "./button.tsx";
import { Field } from "./field.tsx";
import fieldStyles from "./field.module.css";
import styles from "./passphrase-field.module.css";

export type PassphraseFieldProps = {
  readonly label: ReactNode;
  /** Of the input, for `takeText`. */
  readonly name: string;
  /** `new`: being chosen. `current`: being given. Password managers go by it. */
  readonly use: "new" | "current";
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  /** Called while it is typed; the text may not be kept. */
  readonly onType?: (text: string) => void;
  readonly ref?: Ref<HTMLInputElement>;
};

/**
 * A secret text. It stands in the browser's own field and in no state of React: read it with `takeText` when it is
 * needed, which empties the field.
 */
export function PassphraseField({ label, name, use, hint, error, onType, ref }: PassphraseFieldProps): ReactNode {
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <span className={styles.box}>
          <input
            {...wiring}
            ref={ref}
            className={cx(fieldStyles.input, fieldStyles.code)}
            type={shown ? "text" : "password"}
            name={name}
            autoComplete={`${use}-password`}
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            onInput={(event) => onType?.(event.currentTarget.value)}
          />
          <Button size="small" onClick={() => setShown(!shown)}>
            {shown ? "Hide" : "Show"}
            <VisuallyHidden> what is typed</VisuallyHidden>
          </Button>
        </span>
      )}
    </Field>
  );
}
