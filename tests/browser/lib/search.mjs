// The search dialog, as a test drives it.
//
// In: an open page. Out: the dialog, opened and asked; it says by itself what it shows and for which words
// (`data-state`, `data-asked`), so nothing here waits for a time.

/** Opens the dialog by its button. */
export async function open(page) {
  await page.locator(".find").click();
  await page.locator("dialog.search[open]").waitFor();
}

/** Types `text` in place of what the field held, and waits for what comes of it; answers with the state. */
export async function ask(page, text, box = "dialog.search") {
  await page.locator(`${box} .field`).fill(text);
  return settled(page, text, box);
}

/** Waits until the box has answered `text`; answers with `found`, `none`, `failed` or `empty`. */
export async function settled(page, text, box = "dialog.search") {
  const answered = ([box, text]) => {
    const { state, asked } = document.querySelector(box)?.dataset ?? {};
    const words = text.normalize("NFC").replace(/\s/g, " ");
    return state !== "loading" && asked === (words.trim() ? words : "") && state;
  };
  return (await page.waitForFunction(answered, [box, text])).jsonValue();
}

/** The rows that are shown: title, address from the top of the site, whether it is chosen. */
export function rows(page, box = "dialog.search") {
  return page.locator(`${box} .list a`).evaluateAll((all) => all.map((a) => ({
    title: a.querySelector(".title")?.textContent ?? a.textContent,
    path: decodeURI(a.pathname).replace(/^.*?\/((?:en|ru)\/)/, "$1") + decodeURIComponent(a.hash),
    text: a.textContent, marks: [...a.querySelectorAll("mark")].map((mark) => mark.textContent),
    chosen: a.ariaSelected === "true", further: a.classList.contains("further"),
  })));
}
