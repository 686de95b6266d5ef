// Frames as pictures to draw: decoded once, and tinted for onion skins.

const decoded = new Map();
const tinted = new Map();
const MOST = 600;
const TINTS = { before: "#e0503a", after: "#3a78e0" };
const ONION_ALPHA = 0.38;

/** Pictures of lists of addresses, in the same order; those that cannot be read are null. */
export function pictured(lists) {
  return Promise.all(lists.map((urls) => Promise.all(urls.map(picture))));
}

function picture(url) {
  if (!decoded.has(url)) {
    if (decoded.size >= MOST) decoded.clear();
    const image = new Image();
    image.src = url;
    decoded.set(url, image.decode().then(() => image, () => (decoded.delete(url), null)));
  }
  return decoded.get(url);
}

/** The picture as a coloured shade: warm for the frame before, cool for the one after. */
export function onionOf(image, tint) {
  const key = `${tint} ${image.src}`;
  if (!tinted.has(key)) {
    if (tinted.size >= MOST) tinted.clear();
    tinted.set(key, shade(image, TINTS[tint]));
  }
  return tinted.get(key);
}

function shade(image, color) {
  const sheet = document.createElement("canvas");
  sheet.width = image.naturalWidth;
  sheet.height = image.naturalHeight;
  const pen = sheet.getContext("2d");
  pen.globalAlpha = ONION_ALPHA;
  pen.drawImage(image, 0, 0);
  pen.globalAlpha = 1;
  pen.globalCompositeOperation = "source-atop";
  pen.fillStyle = color;
  pen.globalAlpha = 0.75;
  pen.fillRect(0, 0, sheet.width, sheet.height);
  return sheet;
}
