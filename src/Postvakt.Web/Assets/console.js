// Times in the viewer's zone, and the line of pages that stay open. Pages can be read and their forms sent without any of it.
const shape = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });

function tell(time) {
  const at = new Date(time.dateTime);
  if (isNaN(at) || time.dataset.told === time.dateTime) return;
  time.dataset.told = time.dateTime;
  time.title = time.dateTime;
  time.textContent = at.toDateString() === new Date().toDateString() ? day.format(at) : shape.format(at);
}

// Times in pictures: below a column there is room for the hour or the day only.
const dayOnly = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short", day: "numeric" });

function tellDrawn(text) {
  const { at, as, told } = text.dataset;
  const time = new Date(at);
  if (isNaN(time) || told === at) return;
  text.dataset.told = at;
  text.textContent = as === "time" ? day.format(time) : as === "day" ? dayOnly.format(time) : shape.format(time);
}

function tellAll() {
  for (const time of document.querySelectorAll("time[datetime]")) tell(time);
  for (const text of document.querySelectorAll("text[data-at]")) tellDrawn(text);
}

tellAll();

// The line of a page that stays open. Without it the page is what it was: nothing is covered, nothing is loaded anew, what is typed stays.
const line = document.getElementById("line");
let trying = false;

function tellLine(state) {
  document.documentElement.classList.toggle("stale", state !== "");
  if (line) line.textContent = state === "" ? "" : line.dataset[state];
}

async function comeBack() {
  if (trying) return;
  trying = true;
  tellLine("lost");
  let state = "lost";
  for (let tries = 0; state === "lost"; tries++) {
    await new Promise((go) => setTimeout(go, Math.min(500 * 2 ** tries, 30000)));
    // Throws while no server answers; false from one that does not know the page any more.
    state = await globalThis.Blazor.reconnect().then((known) => (known ? "" : "gone"), () => "lost");
  }
  tellLine(state);
  trying = false;
}

// A page without anything that stays open needs no more than this.
const marks = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
let stays = false;
while (!stays && marks.nextNode()) stays = marks.currentNode.data.startsWith("Blazor:");
if (stays) {
  new MutationObserver(tellAll).observe(document.getElementById("main"), { subtree: true, childList: true, attributes: true, attributeFilter: ["datetime", "data-at"] });
  const script = document.createElement("script");
  script.src = document.querySelector('meta[name="blazor"]').content;
  script.setAttribute("autostart", "false");
  script.onload = () => globalThis.Blazor.start({ circuit: { reconnectionHandler: { onConnectionDown: comeBack, onConnectionUp: () => tellLine("") } } });
  // After the page is painted: reading a script of 180 kB before would hold that up by as long as reading the page takes. A page that is not in sight paints when it is looked at.
  requestAnimationFrame(() => setTimeout(() => document.head.append(script)));
}
