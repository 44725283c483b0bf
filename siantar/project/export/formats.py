"""How an export is called and what lies in it by name."""

FORMAT = "siantar-export-1"
KEYS, README, TABLES = "keys.json", "README.txt", "tables.json"
