import { z } from "zod";

const units = { bytes: 1, KiB: 1024, MiB: 1024 ** 2 } as const;

/** A size with its unit, such as `5 MiB` or `300 KiB`. */
export const size = z
  .string()
  .regex(
    /^[1-9]\d{0,8}(\.\d{1,3})? (bytes|KiB|MiB)$/,
    "is no size; give a number, a space and bytes, KiB or MiB, as in 5 MiB",
  );

/** The size in bytes, or `undefined` for what is no size. */
export function bytesOf(text: unknown): number | undefined {
  if (!size.safeParse(text).success) return undefined;
  const [number, unit] = String(text).split(" ");
  return Math.floor(Number(number) * units[unit as keyof typeof units]);
}
