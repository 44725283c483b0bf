/** Somebody left this computer: what their pages kept in the tab goes with them. */
sessionStorage.clear();
