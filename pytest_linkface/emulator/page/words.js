/** What the page says, in English and in Chinese. */

const ENGLISH = {
  title: "Linkface emulator",
  subtitle:
    "Compare the faces of two pictures. They stay on the machine that runs this emulator; it goes by looks alone and is no biometric product.",
  other_language: "中文",
  picture_one: "Picture one",
  picture_two: "Picture two",
  choose: "Drop a picture here, paste it, or choose a file:",
  formats: "JPEG, BMP, PNG, GIF or TIFF, up to 5 MB and 4000 × 4000 pixels",
  unshown: "Your browser cannot show this picture; the emulator may well read it.",
  rotate_one: "Look for faces at every turn of picture one",
  rotate_two: "Look for faces at every turn of picture two",
  bytes: "{name}, {size} bytes",
  account: "Account",
  account_note: "Sent with the call and kept nowhere.",
  compare: "Compare",
  comparing: "Asking the emulator …",
  answer: "Answer",
  no_answer_yet: "Nothing has been asked yet.",
  no_answer: "No answer came: the connection ended, or the emulator has.",
  no_facts: "The emulator does not answer. Is it still running?",
  success: "{code} {status}: {one} in picture one, {two} in picture two. Best match {best}: {rate}.",
  refusal: "{code} {status}",
  refusal_of_one: "{code} {status} for picture one",
  refusal_of_two: "{code} {status} for picture two",
  undocumented: "The manual has no such answer.",
  pair: "The manual has {code} beside this status.",
  faces: "{count} faces",
  face: "1 face",
  face_number: "Face {name}",
  faces_unknown: "Nobody can say where the faces are: they were stated by hand, or the search was long ago.",
  faces_uncontrolled: "The faces are not drawn, for the emulator's control is switched off.",
  searched: "Faces found: {count}",
  matrix: "Confidences: a row for each face of picture one, a column for each of picture two",
  corner: "One \\ two",
  best: "best match",
  passes: "above {threshold}, error rate {rate}",
  none: "not above {threshold}, no error rate given",
  rate: "1 in {times}",
  threshold: "Confidence",
  error_rate: "Error rate",
  rates: "Thresholds and their error rates (manual, lines 58 to 60)",
  undefined_rate: "none",
  http_code: "HTTP code",
  status: "Status",
  image: "Picture",
  reason: "Reason",
  manual: "The manual says",
  manual_line: "line {line}",
  meaning: "In English",
  why: "Clause",
  clause_words: "Its words",
  request_id: "Request id",
  kind: "Content type",
  curl: "The same call with curl",
  copy: "Copy",
  copied: "Copied",
  uncopied: "Selected: copy it with the keyboard",
  body: "The body as it came",
  log: "Calls",
  refresh: "Refresh",
  log_off: "The emulator's control is switched off, so that its log of calls cannot be read. Comparing works all the same.",
  log_empty: "No calls yet.",
  log_failed: "The log could not be read.",
  log_state: "{shown} of {count} calls, the latest first",
  log_table: "Table of calls",
  call: "Call",
  time: "Time",
  sent: "Sent",
  answered: "Answered",
};

const CHINESE = {
  title: "Linkface 模拟器",
  subtitle: "比对两张图片中的人脸。图片只发送到运行本模拟器的机器；结果仅凭外观得出，并非生物识别产品。",
  other_language: "English",
  picture_one: "第一张图片",
  picture_two: "第二张图片",
  choose: "把图片拖到这里、粘贴，或选择文件：",
  formats: "JPEG、BMP、PNG、GIF 或 TIFF，不超过 5 MB、4000 × 4000 像素",
  unshown: "浏览器无法显示这张图片，但模拟器也许能读取。",
  rotate_one: "自动旋转第一张图片",
  rotate_two: "自动旋转第二张图片",
  bytes: "{name}，{size} 字节",
  account: "账户",
  account_note: "只随请求发送，不会保存。",
  compare: "比对",
  comparing: "正在请求模拟器……",
  answer: "响应",
  no_answer_yet: "尚未发出请求。",
  no_answer: "没有收到响应：连接中断，或模拟器已停止。",
  no_facts: "模拟器没有响应。它还在运行吗？",
  success: "{code} {status}：第一张图片 {one}，第二张图片 {two}。最相似 {best}：{rate}。",
  refusal: "{code} {status}",
  refusal_of_one: "{code} {status}，对应第一张图片",
  refusal_of_two: "{code} {status}，对应第二张图片",
  undocumented: "手册中没有这样的响应。",
  pair: "手册中该 status 的状态码是 {code}。",
  faces: "{count} 张人脸",
  face: "1 张人脸",
  face_number: "人脸 {name}",
  faces_unknown: "无法标出人脸位置：它们由人工指定，或检测已过去太久。",
  faces_uncontrolled: "模拟器的控制接口已关闭，因此不标出人脸。",
  searched: "检测到的人脸：{count}",
  matrix: "置信度矩阵：每行是第一张图片的一张人脸，每列是第二张图片的一张人脸",
  corner: "一 \\ 二",
  best: "最相似",
  passes: "大于 {threshold}，错误率{rate}",
  none: "未超过 {threshold}，手册未给出错误率",
  rate: "{times}分之一",
  threshold: "阈值（置信度）",
  error_rate: "错误率",
  rates: "置信度阈值与错误率对应关系（手册第 58 至 60 行）",
  undefined_rate: "无",
  http_code: "状态码",
  status: "status 字段",
  image: "图片",
  reason: "原因",
  manual: "手册原文",
  manual_line: "第 {line} 行",
  meaning: "英文说明",
  why: "条款",
  clause_words: "条款原文",
  request_id: "请求 id",
  kind: "内容类型",
  curl: "用 curl 重复此请求",
  copy: "复制",
  copied: "已复制",
  uncopied: "已选中，请用键盘复制",
  body: "原始响应内容",
  log: "请求记录",
  refresh: "刷新",
  log_off: "模拟器的控制接口已关闭，无法读取请求记录；比对功能不受影响。",
  log_empty: "还没有请求。",
  log_failed: "无法读取请求记录。",
  log_state: "共 {count} 次请求，显示最近 {shown} 次",
  log_table: "请求记录表",
  call: "序号",
  time: "时间",
  sent: "发送的图片",
  answered: "响应",
};

const LANGUAGES = { en: ENGLISH, zh: CHINESE };
let language = location.hash === "#zh" ? "zh" : "en";

/** A sentence with its values put in. */
export function say(word, values = {}) {
  return LANGUAGES[language][word].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

const TENS = { 10: "十", 100: "百", 1000: "千", 10000: "万", 100000: "十万", 1000000: "百万" };

/** An error rate as the manual says it. */
export function odds(rate) {
  const times = Math.round(1 / rate);
  return say("rate", { times: language === "zh" && TENS[times] ? TENS[times] : number(times) });
}

export const number = (value) => new Intl.NumberFormat(language).format(value);

export const moment = (seconds) =>
  new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "medium" }).format(new Date(seconds * 1000));

export const count = (faces) => (faces === 1 ? say("face") : say("faces", { count: faces }));

/** Put the words of the language into everything that is marked with ``data-word``. */
export function speak() {
  document.documentElement.lang = language;
  document.title = say("title");
  for (const marked of document.querySelectorAll("[data-word]")) marked.textContent = say(marked.dataset.word);
  const button = document.querySelector("#language");
  button.textContent = say("other_language");
  button.lang = language === "en" ? "zh" : "en";
}

/** The other language from now on; the address remembers it, and nothing else does. */
export function switchLanguage() {
  language = language === "en" ? "zh" : "en";
  history.replaceState(null, "", language === "zh" ? "#zh" : location.pathname + location.search);
  speak();
}
