/** What the reader of the message can mend: it says what is wrong and what to do, and no stack trace belongs with it. */
export class Mendable extends Error {
  override name = "Mendable";
}
