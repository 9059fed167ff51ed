// Pictures, documents and voice on their way in: read here, shown once more, sent with a caption.
import { h } from "./dom.js";
import { notice, openDialog } from "./layers.js";
import { sizeInWords } from "./media.js";
import { say } from "./words.js";

const MOST_AT_ONCE = 10;
const PREVIEW_SIDE = 480;

export function pickFiles({ accept, multiple }) {
  return new Promise((resolve) => {
    const input = h("input", { type: "file", accept, multiple, class: "file-input", tabindex: "-1", "aria-hidden": "true" });
    const finish = () => {
      resolve([...input.files]);
      input.remove();
    };
    input.addEventListener("change", finish);
    input.addEventListener("cancel", finish);
    document.body.append(input);
    input.click();
  });
}

function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}

async function preview(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, PREVIEW_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = h("canvas", { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale), role: "img", "aria-label": file.name });
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas;
  } catch {
    return null;
  }
}

/** Show what is about to leave; `send(content)` gets it in the control API's words. */
export async function offerFiles(files, { asPictures }, send) {
  if (!files.length) return;
  if (files.length > MOST_AT_ONCE) notice(say("at-most-ten"));
  const chosen = files.slice(0, MOST_AT_ONCE);
  const previews = asPictures ? await Promise.all(chosen.map(preview)) : [];
  const pictures = asPictures && previews.every(Boolean);
  openDialog({
    title: say(pictures ? "send-picture" : "send-document"),
    content: (close) => {
      const caption = h("input", { type: "text", maxlength: "1024", autofocus: true, hint: "caption", label: "caption" });
      const submit = async (event) => {
        event.preventDefault();
        close();
        send(await content(chosen, pictures, caption.value.trim()));
      };
      return h("form", { class: "dialog-body", on: { submit } },
        h("div", { class: pictures ? "previews" : "file-list" },
          pictures ? previews : chosen.map((file) => h("p", {}, file.name, " ", h("small", {}, sizeInWords(file.size))))),
        caption,
        h("div", { class: "dialog-actions" },
          h("button", { type: "button", class: "button quiet", t: "cancel", on: { click: close } }),
          h("button", { type: "submit", class: "button", t: "send" })));
    },
  });
}

async function content(files, pictures, caption) {
  const parts = await Promise.all(
    files.map(async (file) => {
      const data = await base64(file);
      return pictures ? { photo: data } : { document: { name: file.name, base64: data, mime_type: file.type || undefined } };
    }),
  );
  if (caption) parts[0].caption = caption;
  return parts.length === 1 ? parts[0] : { album: parts };
}

/** Two quiet tones for a voice message: nobody has to lend the page a microphone. */
export async function spokenNote(seconds = 2) {
  const rate = 8000;
  const samples = new DataView(new ArrayBuffer(44 + rate * seconds));
  const text = (at, letters) => [...letters].forEach((letter, n) => samples.setUint8(at + n, letter.charCodeAt(0)));
  text(0, "RIFF");
  samples.setUint32(4, 36 + rate * seconds, true);
  text(8, "WAVEfmt ");
  samples.setUint32(16, 16, true);
  samples.setUint16(20, 1, true);
  samples.setUint16(22, 1, true);
  samples.setUint32(24, rate, true);
  samples.setUint32(28, rate, true);
  samples.setUint16(32, 1, true);
  samples.setUint16(34, 8, true);
  text(36, "data");
  samples.setUint32(40, rate * seconds, true);
  for (let n = 0; n < rate * seconds; n += 1) {
    const tone = n < (rate * seconds) / 2 ? 440 : 330;
    samples.setUint8(44 + n, 128 + 28 * Math.sin((2 * Math.PI * tone * n) / rate));
  }
  return { voice: await base64(new Blob([samples.buffer])), duration: seconds };
}
