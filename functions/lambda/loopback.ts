/** Whether a URL's hostname, as URL gives it, means the machine itself, where https adds nothing. */
export function isLoopback(hostname: string): boolean {
  return /^(127(\.\d{1,3}){3}|\[::1\]|(.+\.)?localhost)$/.test(hostname);
}
