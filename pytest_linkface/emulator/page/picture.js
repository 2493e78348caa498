/** One side of the call: its file, what the browser shows of it, and the faces that were found there. */

import { element, find } from "./element.js";
import { number, say } from "./words.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const CROP = 56;

export class Picture {
  constructor(section, onchange) {
    this.side = section.dataset.side;
    this.section = section;
    this.input = find("input[type=file]", section);
    this.frame = find(".frame", section);
    this.image = null;
    this.input.addEventListener("change", () => {
      this.show();
      onchange(this);
    });
    this.acceptDrops(find(".drop", section));
  }

  get file() {
    return this.input.files[0] ?? null;
  }

  /** What a face is called: numbers in picture one, letters in picture two. */
  name(index) {
    return this.side === "one" ? String(index + 1) : (LETTERS[index] ?? String(index + 1));
  }

  /** Take a file that was dropped or pasted, as if it had been chosen. */
  take(file) {
    const carrier = new DataTransfer();
    carrier.items.add(file);
    this.input.files = carrier.files;
    this.input.dispatchEvent(new Event("change"));
  }

  show() {
    if (this.image) URL.revokeObjectURL(this.image.src);
    this.image = null;
    this.frame.replaceChildren();
    this.frame.hidden = true;
    find(".unshown", this.section).hidden = true;
    this.describe();
    this.blame("");
    if (this.file) this.load(this.file);
  }

  load(file) {
    const image = element("img", { alt: file.name });
    image.addEventListener("load", () => {
      this.frame.hidden = false;
    });
    image.addEventListener("error", () => {
      find(".unshown", this.section).hidden = false;
    });
    image.src = URL.createObjectURL(file);
    this.image = image;
    this.frame.replaceChildren(image);
  }

  describe() {
    const { file } = this;
    const about = find(".about", this.section);
    about.textContent = file ? say("bytes", { name: file.name, size: number(file.size) }) : say("formats");
  }

  /** Say below the picture that it is the one a refusal means; an empty status takes that back. */
  blame(status) {
    this.section.classList.toggle("blamed", status !== "");
    find(".blame", this.section)?.remove();
    if (status) find(".drop", this.section).append(element("p", { class: "blame" }, `✗ ${status}`));
  }

  /** Draw the faces, given as fractions of the picture. */
  mark(faces) {
    for (const box of this.frame.querySelectorAll(".face")) box.remove();
    for (const [index, face] of (faces ?? []).entries()) {
      const box = element("div", { class: "face" }, element("span", {}, this.name(index)));
      for (const part of ["left", "top", "width", "height"]) box.style[part] = `${face[part] * 100}%`;
      this.frame.append(box);
    }
    if (this.image) this.image.alt = faces ? `${this.file.name}. ${say("searched", { count: faces.length })}` : this.file.name;
  }

  /** One face cut out and turned upright, or null where the browser does not show the picture. */
  crop(face) {
    const { image } = this;
    if (!face || !image?.complete || !image.naturalWidth) return null;
    const canvas = element("canvas", { width: CROP, height: CROP, "aria-hidden": "true" });
    const [width, height] = [face.width * image.naturalWidth, face.height * image.naturalHeight];
    const pen = canvas.getContext("2d");
    pen.translate(CROP / 2, CROP / 2);
    pen.rotate((-face.turn * Math.PI) / 180);
    const place = [face.left * image.naturalWidth, face.top * image.naturalHeight, width, height];
    pen.drawImage(image, ...place, -CROP / 2, -CROP / 2, CROP, CROP);
    return canvas;
  }

  acceptDrops(zone) {
    const over = (is) => (event) => {
      event.preventDefault();
      zone.classList.toggle("over", is);
    };
    zone.addEventListener("dragover", over(true));
    zone.addEventListener("dragleave", over(false));
    zone.addEventListener("drop", (event) => {
      over(false)(event);
      const [file] = event.dataTransfer.files;
      if (file) this.take(file);
    });
  }
}
