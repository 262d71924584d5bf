// One file, sent in pieces; what the server has is not sent again.
export class NoLine extends Error {}
export class Later extends NoLine {} // the server answers, and says why not now
export class Refused extends Error {}

export function token() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie ? decodeURIComponent(cookie.split("=")[1]) : document.querySelector("[name=csrfmiddlewaretoken]").value;
}

export async function send(address, options) {
  let answer;
  try {
    answer = await fetch(address, { ...options, method: "POST", headers: { "X-CSRFToken": token(), ...options.headers } });
  } catch {
    throw new NoLine("网络不通");
  }
  if (answer.redirected && new URL(answer.url).pathname.startsWith("/accounts/")) {
    throw new Refused("登录已失效。内容已保存在本机：请在新窗口重新登录，再回到本页提交");
  }
  return answer;
}

async function checked(answer) {
  if (answer.ok) return answer;
  const isText = (answer.headers.get("Content-Type") ?? "").startsWith("text/plain");
  if (answer.status >= 500) throw isText ? new Later(await answer.text()) : new NoLine("服务器暂时没有响应");
  throw new Refused(isText ? await answer.text() : "没有权限，或登录已失效，请重新登录后再试");
}

// Sends the file and gives the line that the page shows for it.
export async function upload(address, step, file, progress) {
  const about = new URLSearchParams({ key: file.key, name: file.name, size: String(file.blob.size) });
  const begun = await (await checked(await send(address, { body: about }))).json();
  let sent = begun.received;
  progress(sent / file.blob.size);
  while (sent < file.blob.size) {
    const piece = file.blob.slice(sent, sent + begun.piece);
    const headers = { "Content-Type": "application/octet-stream" };
    const answer = await checked(await send(`${address}/${begun.upload}?offset=${sent}`, { body: piece, headers }));
    sent = (await answer.json()).received;
    progress(sent / file.blob.size);
  }
  return (await checked(await send(`${address}/${begun.upload}/${step}`, { body: new URLSearchParams() }))).text();
}
