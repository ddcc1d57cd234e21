// Keys of the quarantine: single letters, so they can be switched off (WCAG 2.1.4), do nothing while somebody types or chooses, and nothing with Ctrl, Alt or the system's key. The page works without any of it.
const list = document.querySelector("table.mails");
const help = document.getElementById("keys-help");
if (list && help) {
  const kept = "postvakt-keys";
  const ways = document.getElementById("keys-on");
  const all = document.getElementById("pick-all");
  const boxes = [...list.querySelectorAll("tbody input[type=checkbox]")];
  const links = [...list.querySelectorAll("tbody th a")];
  const on = () => ways.checked;
  // A browser that keeps nothing has them on.
  try { ways.checked = localStorage.getItem(kept) !== "off"; } catch { ways.checked = true; }
  ways.addEventListener("change", () => { try { localStorage.setItem(kept, ways.checked ? "on" : "off"); } catch { /* for this page only */ } });

  const opener = document.getElementById("keys-open");
  opener.hidden = false;
  opener.addEventListener("click", () => help.showModal());
  document.getElementById("keys-close").addEventListener("click", () => help.close());

  const tellAll = () => {
    const picked = boxes.filter((box) => box.checked).length;
    all.checked = picked === boxes.length;
    all.indeterminate = picked > 0 && picked < boxes.length;
  };
  all.hidden = false;
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
  list.addEventListener("change", tellAll);
  tellAll();

  // Where one is, is where the focus is: a reader of the screen says it, and Enter opens the link by itself.
  const row = () => links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const go = (by) => links[Math.min(links.length - 1, Math.max(0, row() < 0 ? 0 : row() + by))].focus();
  const does = {
    j: () => go(1),
    k: () => go(-1),
    x: () => { if (row() >= 0) { boxes[row()].checked = !boxes[row()].checked; tellAll(); } },
    "/": () => document.getElementById("subject").focus(),
    "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
    if (!on() || help.open || typing || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !Object.hasOwn(does, event.key)) return;
    event.preventDefault();
    does[event.key]();
  });
}
