#!/usr/bin/env bash
# The life of a package in a root that holds nothing else: installed, upgraded over a history of the
# first schema, started, removed, purged, installed again. Each step says what it holds.
# Start it as root under `unshare --mount --pid --fork --kill-child`, in an X session.
# Usage: clean-root.sh ROOT ARCHIVES OLDER.deb NEWER.deb PICTURE
set -euo pipefail
root=$1
archives=$2
older=$3
newer=$4
picture=$5
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

mount --make-rprivate /
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/shm" "$root/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
mkdir -p "$archives" "$root/var/cache/apt/archives" "$root/tmp/.X11-unix"
# What apt fetched is kept for the next run; the packages are checked by their hashes all the same.
mount --bind "$archives" "$root/var/cache/apt/archives"
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
# Nothing that is installed may start by itself.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
cp "$older" "$root/root/older.deb"
cp "$newer" "$root/root/newer.deb"
words=$(mktemp -d)
trap 'rm -rf "$words"' EXIT

in_root() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
apt() { in_root apt-get -qq -o Dpkg::Use-Pty=0 -o APT::Keep-Downloaded-Packages=true "$@"; }
as_ada() {
  chroot --userspec=ada:ada "$root" env -i HOME=/home/ada USER=ada PATH=/usr/bin:/bin LANG=C.UTF-8 \
    DISPLAY="${DISPLAY:-}" XAUTHORITY=/home/ada/.Xauthority NO_AT_BRIDGE=1 GDK_BACKEND=x11 "$@"
}
holds() { # WORDS COMMAND...
  local what=$1
  shift
  if "$@" >"$words/said" 2>&1; then
    echo "  holds: $what"
  else
    echo "  does not hold: $what" >&2
    cat "$words/said" >&2
    exit 1
  fi
}
fails() { ! "$@"; }
says() { # TEXT COMMAND...
  local text=$1
  shift
  "$@" >"$words/heard" 2>&1 || { cat "$words/heard"; return 1; }
  grep -qF -- "$text" "$words/heard" || { cat "$words/heard"; return 1; }
}
version() { in_root dpkg-query -W -f '${db:Status-Abbrev}${Version}' gatehouse; }
data=$root/home/ada/.local/share/app.gatehouse.desktop
is_there() { test -e "$root$1"; }

echo 'The older version, on a system that has nothing yet'
holds 'apt knows its lists' apt update
holds 'it is installed with what it needs' apt install --no-install-recommends /root/older.deb
holds 'dpkg calls it 0.0.1' says 'ii 0.0.1' version
in_root useradd --create-home --shell /bin/bash ada
# A history as the first schema left it, which the migrations start from.
mkdir -p "$data"
sqlite3 "$data/gatehouse.sqlite3" >/dev/null <<SQL
.read $here/../../src-tauri/crates/chat-engine/src/store/migrations/0001_conversations.sql
PRAGMA application_id = 1196705875;
PRAGMA user_version = 1;
PRAGMA journal_mode = WAL;
INSERT INTO conversations (id, title, created_at_ms, updated_at_ms) VALUES ('c1', 'From the first version', 1, 2);
INSERT INTO messages (id, conversation, role, state, text, created_at_ms)
  VALUES ('q1', 1, 'user', 'done', 'An old question', 1);
INSERT INTO messages (id, conversation, parent, role, state, text, created_at_ms)
  VALUES ('a1', 1, 1, 'assistant', 'done', 'An old answer', 1);
UPDATE conversations SET head = 2;
SQL
chmod 700 "$data"
in_root chown -R ada:ada /home/ada

echo 'The new version over it'
holds 'apt upgrades it' apt install --no-install-recommends /root/newer.deb
holds 'dpkg has the new version' fails says 'ii 0.0.1' version
holds 'the command line says its version' says 'gatehouse 0.' as_ada gatehouse --version
holds 'the old conversation is listed' says 'From the first version' as_ada gatehouse history list
holds 'its answer can be read' says 'An old answer' as_ada gatehouse history show c1
holds 'the history was copied before it was changed' test -n "$(ls -A "$data/backups" 2>/dev/null)"
holds 'the schema is a newer one' test "$(sqlite3 "$data/gatehouse.sqlite3" 'PRAGMA user_version')" -gt 1
holds 'the demo answers, without a session bus or a keyring' as_ada gatehouse ask -c demo 'Hello'
holds 'both programs have a man page' test -s "$root/usr/share/man/man1/gatehouse.1.gz" -a -s "$root/usr/share/man/man1/gatehouse-desktop.1.gz"
holds 'bash completes its verbs' in_root bash -c 'source /usr/share/bash-completion/completions/gatehouse &&
  COMP_WORDS=(gatehouse hist) COMP_CWORD=1 && _gatehouse gatehouse hist gatehouse && test "${COMPREPLY[0]}" = history'
holds 'no program of it runs as root by itself' fails is_there /var/lib/dpkg/info/gatehouse.postinst
cp "${XAUTHORITY:-/dev/null}" "$root/home/ada/.Xauthority"
in_root chown ada:ada /home/ada/.Xauthority
cat >"$words/window" <<SH
#!/usr/bin/env bash
exec chroot --userspec=ada:ada "$root" env -i HOME=/home/ada USER=ada PATH=/usr/bin:/bin LANG=C.UTF-8 \
  DISPLAY="$DISPLAY" XAUTHORITY=/home/ada/.Xauthority NO_AT_BRIDGE=1 GDK_BACKEND=x11 /usr/bin/gatehouse-desktop
SH
chmod 755 "$words/window"
holds 'the window shows its page' bash "$here/window-appears.sh" "$words/window" "$picture"

echo 'Away again'
holds 'apt removes it' apt remove gatehouse
for path in /usr/bin/gatehouse /usr/bin/gatehouse-desktop /usr/share/applications/Gatehouse.desktop /usr/share/man/man1/gatehouse.1.gz; do
  holds "$path is gone" fails is_there "$path"
done
holds 'the conversations stay' test -s "$data/gatehouse.sqlite3"
holds 'it is installed again' apt install --no-install-recommends /root/newer.deb
holds 'apt purges it' apt purge gatehouse
holds 'dpkg no longer knows it' fails version
find "$root/etc" "$root/usr" "$root/opt" "$root/var/lib" -xdev -iname '*gatehouse*' >"$words/left"
holds 'nothing of it is left in the system' fails grep . "$words/left"
holds 'the home is untouched' test -s "$data/gatehouse.sqlite3"
holds 'it is installed once more' apt install --no-install-recommends /root/newer.deb
holds 'with the conversations of before' says 'From the first version' as_ada gatehouse history list
