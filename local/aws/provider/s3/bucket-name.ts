import { z } from "zod";
import { must } from "../must.ts";

const reservedStarts = ["xn--", "sthree-", "amzn-s3-demo-"];
const reservedEnds = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an"];

/** A general purpose bucket's name, by S3's rules. */
export const bucketName = z
  .string()
  .min(3)
  .max(63)
  .regex(/^[a-z0-9.-]*$/, must("hold lower-case letters, digits, dots and hyphens only"))
  .regex(/^[a-z0-9].*[a-z0-9]$/, must("begin and end with a lower-case letter or digit"))
  .refine((name) => !name.includes(".."), "has two dots in a row; keep one")
  .refine((name) => !/^\d+\.\d+\.\d+\.\d+$/.test(name), "looks like an IP address; choose another name")
  .refine(
    (name) =>
      !reservedStarts.some((start) => name.startsWith(start)) && !reservedEnds.some((end) => name.endsWith(end)),
    `begins or ends as only AWS's own may (${[...reservedStarts, ...reservedEnds].join(", ")}); choose another name`,
  );
