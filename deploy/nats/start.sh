#!/bin/sh
# Finishes the erasing in which this broker may have ended, then starts it.
set -eu
node /talanoa/packages/devstack/unfinished-erasures/main.ts /data
exec nats-server --config /etc/talanoa/nats.conf
