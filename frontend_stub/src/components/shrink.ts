/**
 * Makes a picture small enough to store, and forgets what the camera wrote into it: place, time and serial number do
 * not belong on a public market.
 */
const LONGEST_EDGE = 1_600;
const MOST_BYTES = 1_048_576;
const QUALITIES = [0.86, 0.75, 0.6, 0.45];

export class BadPicture extends Error {}

export async function shrink(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new BadPicture("This file is not a picture that this browser can read.");
  });
  const scale = Math.min(1, LONGEST_EDGE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const context = canvas.getContext("2d");
  if (!context) throw new BadPicture("This browser cannot prepare pictures.");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  for (const quality of QUALITIES) {
    const blob = await encode(canvas, quality);
    if (blob.size <= MOST_BYTES) return blob;
  }
  throw new BadPicture("This picture stays larger than 1 MiB. Crop it and try again.");
}

function encode(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new BadPicture("The picture is empty."))),
      "image/jpeg",
      quality,
    );
  });
}
