declare const brand: unique symbol;

/** A string or byte array that only its parser may make: the cast stands in that parser and nowhere else. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
