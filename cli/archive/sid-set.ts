import type { RecordingSid } from "../../media/sid.ts";

/**
 * A set of recordings' SIDs in eight bytes each. Two different SIDs are taken for one with a chance of about one in
 * 40 million where there are a million of them.
 */
export class SidSet {
  #digests = new BigUint64Array(1024);
  #size = 0;
  #isSorted = true;

  add(recording: RecordingSid): void {
    if (this.#size === this.#digests.length) {
      const larger = new BigUint64Array(this.#size * 2);
      larger.set(this.#digests);
      this.#digests = larger;
    }
    this.#digests[this.#size] = digestOf(recording);
    this.#size += 1;
    this.#isSorted = false;
  }

  has(recording: RecordingSid): boolean {
    const sorted = this.#sorted();
    const wanted = digestOf(recording);
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as bigint) < wanted) low = middle + 1;
      else high = middle;
    }
    return sorted[low] === wanted;
  }

  #sorted(): BigUint64Array {
    const used = this.#digests.subarray(0, this.#size);
    if (!this.#isSorted) used.sort();
    this.#isSorted = true;
    return used;
  }
}

/** A SID is random already; its halves together are as good as any hash. */
function digestOf(recording: RecordingSid): bigint {
  return BigInt(`0x${recording.slice(2, 18)}`) ^ BigInt(`0x${recording.slice(18)}`);
}
