// Pictures that go with the next message: uploaded at once, shown until it is sent.

import { reached } from "./connection.js";
import { Unreachable, studio } from "./api.js";
import { report, toast } from "./notices.js";
import { get, set } from "./store.js";

const MOST = 16;
const BYTES_MOST = 10_000_000;
let nextKey = 1;

/** Take pictures from a file dialog, the clipboard or a drop. */
export async function attach(files) {
  const room = MOST - get().attachments.length;
  const pictures = [...files].filter((file) => file.type.startsWith("image/"));
  if (pictures.length < files.length) toast("Only pictures can be attached.", { title: "Not a picture" });
  if (pictures.length > room) toast(`A message takes ${MOST} pictures at most.`, { title: "Too many pictures" });
  await Promise.all(pictures.slice(0, room).map(upload));
}

export function detach(key) {
  const gone = get().attachments.find((each) => each.key === key);
  if (gone) URL.revokeObjectURL(gone.preview);
  set(({ attachments }) => ({ attachments: attachments.filter((each) => each.key !== key) }));
}

/** Take the uploaded pictures out, for sending. */
export function takeAttachments() {
  const { attachments } = get();
  for (const each of attachments) URL.revokeObjectURL(each.preview);
  set({ attachments: [] });
  return attachments.filter((each) => each.sha256).map((each) => each.sha256);
}

async function upload(file) {
  if (file.size > BYTES_MOST) return toast(`${file.name} is larger than 10 MB.`, { title: "Too large" });
  const key = nextKey++;
  const entry = { key, name: file.name, preview: URL.createObjectURL(file), sha256: null };
  set(({ attachments }) => ({ attachments: [...attachments, entry] }));
  try {
    const asset = await reached(() => studio.upload(file));
    set(({ attachments }) => ({
      attachments: attachments.map((each) => (each.key === key ? { ...each, sha256: asset.sha256 } : each)),
    }));
  } catch (error) {
    detach(key);
    if (error instanceof Unreachable) toast(`${file.name} was not uploaded: the service cannot be reached.`);
    report(error);
  }
}
