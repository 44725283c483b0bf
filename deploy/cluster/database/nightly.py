#!/usr/bin/python3
# On $NAME, each night by cron, as postgres: where this database leads, a backup. The first of a month is a full one, that of
# a week a differential one (all since the full one), the others hold what changed. On the machines that follow it does nothing.
import json
import subprocess
import sys
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone

PGBACKREST = ["pgbackrest", "--config-path=$BACKUP_FOLDER", "--stanza=$CITY"]
WEEK = timedelta(days=7) - timedelta(hours=12)  # the seventh night, at whatever minute


def kind(backups, now):
    ends = {each["type"]: datetime.fromtimestamp(each["timestamp"]["stop"], timezone.utc) for each in backups if not each["error"]}
    if "full" not in ends or (ends["full"].year, ends["full"].month) != (now.year, now.month):
        return "full"
    return "diff" if now - max(ends[each] for each in ("full", "diff") if each in ends) >= WEEK else "incr"


def main():
    try:
        urllib.request.urlopen("http://$ADDRESS:8008/primary", timeout=5)
    except urllib.error.HTTPError:
        return 0  # another leads
    told = subprocess.run([*PGBACKREST, "info", "--output=json"], check=True, stdout=subprocess.PIPE)
    backups = json.loads(told.stdout)[0]["backup"]
    return subprocess.call([*PGBACKREST, "--type=" + kind(backups, datetime.now(timezone.utc)), "backup"])


if __name__ == "__main__":
    sys.exit(main())
