/** The page of a file by keys: its next act, the file before and after. */
import { listenForHotkeys } from "../shared/hotkeys.ts";

listenForHotkeys();
