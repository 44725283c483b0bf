/** The page of a file prints the receipt anew on the paper this workstation used last. */
import { reprintOnOwnPaper } from "./printing.ts";

reprintOnOwnPaper();
