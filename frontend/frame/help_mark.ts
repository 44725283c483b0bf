/** Behind an address: the page opens with its help. */
export const HELP_MARK = "#bantuan";
