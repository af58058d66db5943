/** The loudest sample of each of so many equal parts of a channel, 0 to 1: what a waveform is drawn from. */
export function peaksOf(samples: Float32Array, parts: number): Float32Array {
  const peaks = new Float32Array(parts);
  for (let part = 0; part < parts; part++) {
    const end = Math.floor(((part + 1) * samples.length) / parts);
    let peak = 0;
    for (let at = Math.floor((part * samples.length) / parts); at < end; at++) {
      peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    }
    peaks[part] = Math.min(peak, 1);
  }
  return peaks;
}

/** `83.4` → `1:23` */
export function clock(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (number: number) => String(number).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** `83.4` → `1 minute 23 seconds`, for who listens to the page itself. */
export function spokenClock(seconds: number): string {
  const whole = Number.isFinite(seconds) ? Math.max(0, Math.floor(seconds)) : 0;
  const count = (number: number, unit: string) => `${number} ${unit}${number === 1 ? "" : "s"}`;
  const minutes = Math.floor(whole / 60);
  return minutes > 0 ? `${count(minutes, "minute")} ${count(whole % 60, "second")}` : count(whole, "second");
}
