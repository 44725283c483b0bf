#!/usr/bin/python3
# On $NAME, once a minute, as any user: keeps the leader of etcd off the machine whose database leads. A machine that
# takes both with it costs seconds more: the next leader of etcd begins every lease anew.
import json
import urllib.error
import urllib.request

PATIENCE = 2.0  # seconds


def told_by_etcd(path, question):
    request = urllib.request.Request("http://$ADDRESS:2379/v3/" + path, json.dumps(question).encode())
    return json.load(urllib.request.urlopen(request, timeout=PATIENCE))


try:
    urllib.request.urlopen("http://$ADDRESS:8008/primary", timeout=PATIENCE)
    status = told_by_etcd("maintenance/status", {})
    here = status["header"]["member_id"]
    if status["leader"] == here:
        members = told_by_etcd("cluster/member/list", {})["members"]
        for member in members:
            if member["ID"] != here:
                try:
                    told_by_etcd("maintenance/transfer-leadership", {"targetID": member["ID"]})
                    break
                except urllib.error.URLError:
                    continue  # that one is away
except OSError:
    pass  # this database does not lead, or etcd is away: nothing to do
