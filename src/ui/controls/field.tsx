import { useId } from "react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "../cx.ts";
import { Icon } from "../icons/icon.tsx";
import styles from "./field.module.css";

/** What a control takes over from its field, so that label, hint and error belong to it. */
export type FieldWiring = {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
};

export type FieldProps = {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong and what would be right. */
  readonly error?: ReactNode;
  readonly children: (wiring: FieldWiring) => ReactNode;
};

/** A label, a control, a hint and an error, tied together. */
export function Field({ label, hint, error, children }: FieldProps): ReactNode {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const hasError = error !== undefined && error !== null && error !== "";
  const described = cx(hint !== undefined && hintId, hasError && errorId);
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children({ id, "aria-describedby": described === "" ? undefined : described, "aria-invalid": hasError || undefined })}
      {hint !== undefined && (
        <span className={styles.hint} id={hintId}>
          {hint}
        </span>
      )}
      {/* The live region is there before its text, or the first error is not announced. */}
      <span aria-live="polite" id={errorId} className={hasError ? styles.error : undefined}>
        {hasError && <Icon name="bad" size={15} />}
        {hasError && <span>{error}</span>}
      </span>
    </div>
  );
}

type Own = {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** In the mono face: for digests, keys, addresses, dates. */
  readonly code?: boolean;
};
type Native<T extends "input" | "textarea" | "select"> = Omit<ComponentProps<T>, keyof Own | "className" | "style" | "id">;

export type TextFieldProps = Own & Native<"input">;

export function TextField({ label, hint, error, value, onChange, code = false, ...rest }: TextFieldProps): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <input
          type="text"
          {...(code ? CODE_INPUT : {})}
          {...rest}
          {...wiring}
          className={cx(styles.input, code && styles.code)}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export type TextAreaProps = Own & Native<"textarea">;

export function TextArea({ label, hint, error, value, onChange, code = false, ...rest }: TextAreaProps): ReactNode {
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <textarea
          {...(code ? CODE_INPUT : {})}
          {...rest}
          {...wiring}
          className={cx(styles.input, styles.area, code && styles.code)}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export type SelectOption<V extends string> = { readonly value: V; readonly label: string };

export type SelectProps<V extends string> = Omit<Native<"select">, "children"> &
  Pick<Own, "label" | "hint" | "error"> & {
    readonly value: V;
    readonly options: readonly SelectOption<V>[];
    readonly onChange: (value: V) => void;
  };

/** The platform's own list: it needs no script to open, and it works on every phone. */
export function Select<V extends string>(props: SelectProps<V>): ReactNode {
  const { label, hint, error, value, options, onChange, ...rest } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) => (
        <span className={styles.choiceBox}>
          <select
            {...rest}
            {...wiring}
            className={cx(styles.input, styles.choice)}
            value={value}
            onChange={(event) => {
              const chosen = options.find((option) => option.value === event.currentTarget.value);
              if (chosen !== undefined) onChange(chosen.value);
            }}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon name="chevron" size={14} />
        </span>
      )}
    </Field>
  );
}

/** A digest is no word: nothing may correct, complete or capitalise it. */
const CODE_INPUT = { autoComplete: "off", autoCapitalize: "off", autoCorrect: "off", spellCheck: false } as const;
