// A chosen file on its way to the engine: its bytes as base64, within what a parcel or a reply can be.

/** As the engine's own limit, with some to spare: it has the words for what is too large. */
export const MOST_BYTES = 9 * 1024 * 1024;

/** Throws where the file cannot be read: a stick that was pulled out. */
export async function base64(file: File): Promise<string> {
  const url = await new Promise<string>((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.onerror = () => failed(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(file.slice(0, MOST_BYTES));
  });
  return url.slice(url.indexOf(',') + 1);
}
