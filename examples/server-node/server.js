// A Linkface of one's own: POST /identity/compare_faces_in_two_images in Node.js 20, without a package.
//
//   LINKFACE_API_ID=me LINKFACE_API_SECRET=… node server.js [PORT] [CORPUS]
//
// It has no detector. With CORPUS, a folder that `python -m pytest_linkface corpus CORPUS` wrote, it knows the faces of
// those pictures by their sha256; of any other picture it believes that it shows one face.
'use strict';

const { createHash, randomUUID, timingSafeEqual } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { createServer } = require('node:http');
const { join } = require('node:path');
const { measured, UnknownFormat } = require('./pictures.js');

const PATH = '/identity/compare_faces_in_two_images';
const HTTP_CODES = { UNAUTHORIZED: 401, NOT_FOUND: 404, INTERNAL_ERROR: 500 }; // any other refusal: 400
const MOST_BYTES = 5 * 1024 * 1024;
const MOST_OF_A_BODY = 6 * MOST_BYTES;
const DOWNLOAD_MS = Number(process.env.DOWNLOAD_MS ?? 5000);
const DOWNLOAD_FROM = new Set((process.env.DOWNLOAD_FROM ?? '127.0.0.1,localhost').split(','));
const SIDES = ['one', 'two'];

class Refused extends Error {
  constructor(status, details = {}) {
    super(status);
    this.answer = { status, ...details };
  }
}

const account = { api_id: process.env.LINKFACE_API_ID, api_secret: process.env.LINKFACE_API_SECRET };
const uploaded = new Map(); // id -> faces; a picture itself is never kept
const known = process.argv[3] ? facesOfCorpus(process.argv[3]) : new Map();

function facesOfCorpus(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  return new Map(Object.values(manifest.pictures).map((picture) => [picture.sha256, facesOf(picture)]));
}

function facesOf({ sha256, faces, recipe }) {
  const names = recipe.match(/faces=\(([^)]*)\)/)?.[1].match(/\w+/g) ?? [];
  return Array.from({ length: faces }, (_, index) => names[index] ?? `${sha256}:${index}`);
}

async function answered(request) {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname !== PATH || request.method !== 'POST') throw new Refused('NOT_FOUND');
  const fields = await fieldsOf(request, url);
  authorize(fields);
  for (const side of SIDES) requireSource(side, fields);
  const [one, two] = [await picture('one', fields), await picture('two', fields)];
  const confidences = one.faces.map((row) => two.faces.map((column) => score(row, column)));
  return { status: 'OK', confidences, max_confidence: Math.max(...confidences.flat()), ...one.id, ...two.id };
}

async function fieldsOf(request, url) {
  const fields = new Map(url.searchParams);
  for (const [name, value] of await form(request)) fields.set(name, value);
  for (const value of fields.values()) {
    if (typeof value === 'string' && value.includes('\ufffd')) throw new Refused('ENCODING_ERROR');
  }
  return fields;
}

async function form(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MOST_OF_A_BODY) throw new Refused('INVALID_ARGUMENT', { reason: 'the body is too large' });
    chunks.push(chunk);
  }
  if (size === 0) return [];
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  return new Response(Buffer.concat(chunks), { headers }).formData().catch(() => {
    throw new Refused('INVALID_ARGUMENT', { reason: 'the body is no form' });
  });
}

function authorize(fields) {
  if (!Object.keys(account).every((name) => same(fields.get(name), account[name]))) throw new Refused('UNAUTHORIZED');
}

function same(sent, expected) {
  const [one, two] = [sent, expected].map((text) => createHash('sha256').update(String(text)).digest());
  return typeof sent === 'string' && timingSafeEqual(one, two);
}

function requireSource(side, fields) {
  const given = ['file', 'url', 'id'].filter((source) => fields.has(`image_${side}_${source}`));
  if (given.length !== 1) {
    const reason = `give one of image_${side}_file, image_${side}_url and image_${side}_id, not ${given.length}`;
    throw new Refused('INVALID_ARGUMENT', { reason, image: `image_${side}` });
  }
}

async function picture(side, fields) {
  const name = `image_${side}`;
  if (fields.has(`${name}_id`)) return { faces: facesOfId(name, fields.get(`${name}_id`)) };
  const url = fields.get(`${name}_url`);
  const bytes = url === undefined ? await uploadedBytes(name, fields) : await download(name, url);
  const faces = facesIn(name, bytes);
  const id = randomUUID().replaceAll('-', '');
  uploaded.set(id, faces);
  return { faces, id: { [name]: { [`${name}_id`]: id } } };
}

function facesOfId(image, id) {
  if (!uploaded.has(id)) throw new Refused('IMAGE_ID_NOT_EXIST', { image });
  return uploaded.get(id);
}

async function uploadedBytes(image, fields) {
  const file = fields.get(`${image}_file`);
  if (typeof file === 'string') throw new Refused('INVALID_ARGUMENT', { reason: `${image}_file is no file`, image });
  return Buffer.from(await file.arrayBuffer());
}

async function download(image, text) {
  if (!DOWNLOAD_FROM.has(URL.canParse(text) && new URL(text).hostname)) throw new Refused('DOWNLOAD_ERROR', { image });
  try {
    const response = await fetch(text, { signal: AbortSignal.timeout(DOWNLOAD_MS), redirect: 'error' });
    if (response.ok) return Buffer.from(await response.arrayBuffer());
  } catch (error) {
    if (error.name === 'TimeoutError') throw new Refused('DOWNLOAD_TIMEOUT', { image });
  }
  throw new Refused('DOWNLOAD_ERROR', { image });
}

function facesIn(image, bytes) {
  if (bytes.length > MOST_BYTES) throw new Refused('IMAGE_FILE_SIZE_TOO_BIG', { image });
  if (!sizesOf(image, bytes).every((pixels) => pixels > 8 && pixels <= 4000)) {
    throw new Refused('INVALID_IMAGE_FORMAT_OR_SIZE', { image });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const faces = known.get(sha256) ?? [sha256];
  if (faces.length === 0) throw new Refused('NO_FACE_DETECTED', { image });
  if (faces.length > 4) throw new Refused('TOO_MANY_FACES', { image });
  return faces;
}

function sizesOf(image, bytes) {
  try {
    return measured(bytes);
  } catch (error) {
    const status = error instanceof UnknownFormat ? 'INVALID_IMAGE_FORMAT_OR_SIZE' : 'CORRUPT_IMAGE';
    throw new Refused(status, { image });
  }
}

function score(one, two) {
  return one === two ? 0.97 : 0.21;
}

async function handle(request, response) {
  let answer;
  try {
    answer = await answered(request);
  } catch (error) {
    answer = error instanceof Refused ? error.answer : { status: 'INTERNAL_ERROR' };
  }
  const code = answer.status === 'OK' ? 200 : HTTP_CODES[answer.status] ?? 400;
  response.writeHead(code, { 'content-type': 'application/json;charset=utf-8' });
  response.end(JSON.stringify({ request_id: `TID${randomUUID().replaceAll('-', '')}`, ...answer }));
}

const server = createServer(handle).listen(Number(process.argv[2] ?? 8000), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
