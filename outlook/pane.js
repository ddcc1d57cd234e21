// Reports the open mail: which one it is, what the person says happened, and a token that says who the person is. No text of the mail leaves the mailbox.
"use strict";

Office.onReady(async () => {
  const at = id => document.getElementById(id);
  const language = Office.context.displayLanguage || "en";
  const settings = await (await fetch("settings.json?language=" + encodeURIComponent(language))).json();
  const words = settings.words;
  document.documentElement.lang = settings.language;
  for (const place of document.querySelectorAll("[data-word]")) place.textContent = words[place.dataset.word];

  const item = Office.context.mailbox.item;
  if (!item || !item.internetMessageId) {
    say(words.none, true);
    return;
  }
  at("subject").textContent = item.subject || "";
  at("from").textContent = item.from ? item.from.emailAddress : "";
  at("mail").hidden = at("form").hidden = false;
  // Only people of ours: a stranger's address must not be offered. The chat goes to who has that address, whoever wrote the mail.
  const sender = item.from ? item.from.emailAddress : "";
  if (settings.ask_in.includes(sender.slice(sender.lastIndexOf("@") + 1).toLowerCase())) {
    at("chat").href = "https://teams.microsoft.com/l/chat/0/0?users=" + encodeURIComponent(sender) + "&message=" + encodeURIComponent(words.ask_text.replace("{0}", () => (item.subject || "").slice(0, 100)));
    at("chat").textContent = words.ask;
    at("ask").hidden = false;
  }
  at("form").addEventListener("change", () => at("urgent").hidden = !(at("form").opened.checked || at("form").gave_password.checked));
  at("form").addEventListener("submit", async event => {
    event.preventDefault();
    at("send").disabled = true;
    try {
      const answer = await fetch("report", {
        method: "POST", headers: { "Content-Type": "application/json", "Accept-Language": language },
        body: JSON.stringify(Object.assign(await identity(), {
          message_id: item.internetMessageId, from: item.from ? item.from.emailAddress : "", address: Office.context.mailbox.userProfile.emailAddress,
          says: [...at("form").querySelectorAll("input:checked")].map(box => box.name),
        })),
      });
      const said = await answer.json();
      say(said.text || said.error || words.failed, !answer.ok);
      at("form").hidden = answer.ok;
    } catch {
      say(words.failed, true);
    }
    at("send").disabled = false;
  });

  function say(text, wrong) {
    at("said").className = wrong ? "wrong" : "";
    at("said").textContent = text;
  }

  // Exchange Online: single sign-on with Entra ID. Exchange on premises: a token that Exchange signs.
  async function identity() {
    if (settings.entra && Office.auth && Office.context.requirements.isSetSupported("IdentityAPI", "1.3")) {
      try {
        return { kind: "entra", token: await Office.auth.getAccessToken({ allowSignInPrompt: true }) };
      } catch (refused) {
        if (!settings.exchange) throw refused;
      }
    }
    return new Promise((resolve, reject) => Office.context.mailbox.getUserIdentityTokenAsync(result =>
      result.status === Office.AsyncResultStatus.Succeeded ? resolve({ kind: "exchange", token: result.value }) : reject(result.error)));
  }
});
