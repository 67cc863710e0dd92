import { useId } from "react";
import type { ReactNode } from "react";
import styles from "./choices.module.css";

export type Choice<V extends string> = { readonly value: V; readonly label: ReactNode; readonly hint?: ReactNode };

export type ChoicesProps<V extends string> = {
  /** What is chosen, for screen readers. */
  readonly label: string;
  readonly value: V | undefined;
  readonly options: readonly Choice<V>[];
  readonly onChange: (value: V) => void;
  /** The label is seen too, where no heading says it. */
  readonly titled?: boolean;
};

/** One of a few, each with its words in full: the platform's own radio buttons. */
export function Choices<V extends string>({ label, value, options, onChange, titled = false }: ChoicesProps<V>): ReactNode {
  const name = useId();
  return (
    <fieldset className={styles.choices}>
      <legend className={titled ? styles.title : styles.legend}>{label}</legend>
      {options.map((option) => {
        const hintId = `${name}-${option.value}`;
        return (
          <div key={option.value} className={styles.choice}>
            <label className={styles.label}>
              <input
                type="radio"
                name={name}
                value={option.value}
                checked={value === option.value}
                aria-describedby={option.hint === undefined ? undefined : hintId}
                onChange={() => onChange(option.value)}
              />
              <span>{option.label}</span>
            </label>
            {option.hint !== undefined && <div id={hintId} className={styles.hint}>{option.hint}</div>}
          </div>
        );
      })}
    </fieldset>
  );
}
