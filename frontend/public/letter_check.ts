/** The answer for one letter: its PDF compared here, and the signed line behind `#` held against what the page says. */
import { isSameLetter } from "./letter_answer.ts";
import { letterCodeIn } from "./letter_code.ts";
import { onLetterFile } from "./letter_file.ts";
import { letterKeys } from "./letter_keys.ts";
import { judge } from "./letter_signature.ts";

async function checkLine(facts: HTMLElement): Promise<void> {
  const code = letterCodeIn(location.href);
  if (!code?.line) return;
  const keys = await letterKeys();
  if (!keys) return;
  const { number = "", day = "", name = "" } = facts.dataset;
  const [, statement] = await judge(code, keys);
  if (statement && isSameLetter(statement, { number, day, name })) return;
  const warning = document.querySelector<HTMLElement>("#letter-mixed");
  if (warning) warning.hidden = false;
  for (const element of document.querySelectorAll<HTMLElement>("[data-genuine]")) element.hidden = true;
}

onLetterFile(true);
const facts = document.querySelector<HTMLElement>("[data-letter-facts]");
if (facts) void checkLine(facts);
