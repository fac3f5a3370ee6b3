// What learners type as a school's address, made into one.

/** Trimmed, with `https://` where no scheme was typed; plain http only to this computer. `null` where it is no address. */
export function asAddress(typed: string): string | null {
  const text = typed.trim();
  if (text === '' || /\s/.test(text)) return null;
  const whole = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  let url: URL;
  try {
    url = new URL(whole);
  } catch {
    return null;
  }
  const here = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && here)) return null;
  if (!here && !url.hostname.includes('.')) return null;
  return url.href.replace(/\/$/, '');
}
