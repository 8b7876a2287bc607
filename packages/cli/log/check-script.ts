/**
 * Checks a report with nothing but a POSIX shell and OpenSSL 3. Its own pattern does not match itself, as
 * the report holds it too.
 */
export const checkScript = `#!/bin/sh
# Checks the proofs in a report: sh check.sh REPORT KEY
# KEY is the log's verifier key, NAME+ID+BASE64, or a file that holds it. It takes some seconds for each 20 entries.
set -eu
[ $# -eq 2 ] || { echo "Say: sh check.sh REPORT KEY, with the log's verifier key or a file that holds it" >&2; exit 2; }
[ -r "$1" ] || { echo "There is no file $1 to read" >&2; exit 2; }
report=$1 key=$2 dir=$(mktemp -d)
trap 'rm -r "$dir"' EXIT
decode() { openssl base64 -d -A; }
sha256() { openssl dgst -sha256 -binary; }
if [ -f "$key" ]; then key=$(sed -n '/./{p;q;}' "$key"); fi
case $key in *?+????????+?*) ;; *) echo "$2 is no verifier key, and no file that holds one" >&2; exit 2 ;; esac
sed -n '/BEGIN EXCHANGE LOG [P]ROOFS/,/END EXCHANGE LOG [P]ROOFS/p' "$report" > "$dir/proofs"

# 1. The checkpoint is signed by the log.
sed -n 's/^checkpoint //p' "$dir/proofs" | decode > "$dir/note"
sed '/^$/,$d' "$dir/note" > "$dir/text"
name=\${key%%+*} rest=\${key#*+}
printf %s "\${rest#*+}" | decode | tail -c 32 > "$dir/raw"
{ printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'; cat "$dir/raw"; } > "$dir/key.der"
awk -v name="$name" '$2 == name { printf "%s", $3; exit }' "$dir/note" | decode | tail -c 64 > "$dir/signature"
openssl pkeyutl -verify -pubin -keyform DER -inkey "$dir/key.der" -rawin -in "$dir/text" -sigfile "$dir/signature"
[ "$(sed -n 1p "$dir/text")" = "$name" ] || { echo "FAILED: another log"; exit 1; }
size=$(sed -n 2p "$dir/text") root=$(sed -n 3p "$dir/text")

# 2. Each entry commits to what the report shows of it, and stands in the tree of the checkpoint.
index= entry=
failed() { echo "entry $index: FAILED$1"; exit 1; }
proved() {
  [ -z "$index" ] && return
  [ -n "$entry" ] && [ "$last" -eq 0 ] && [ "$(openssl base64 -A < "$dir/hash")" = "$root" ] || failed ""
  echo "entry $index: proved"
}
while read -r word value; do
  case $word in
    index)
      proved
      # Nothing but a number is reckoned with.
      case $value in '' | *[!0-9]* | 0?* | ????????????????*) echo "FAILED: an index is no number"; exit 1 ;; esac
      index=$value place=$value last=$((size - 1)) entry=
      [ "$place" -lt "$size" ] || failed ", beyond the tree" ;;
    entry)
      [ -z "$entry" ] || failed ", two entries"
      entry=read
      printf %s "$value" | decode > "$dir/entry"
      tail -c +2 "$dir/entry" | od -An -v -tx1 | tr -d ' \\n' | fold -w 64 > "$dir/digests"
      { printf '\\000'; cat "$dir/entry"; } | sha256 > "$dir/hash" ;;
    common | part)
      printf %s "$value" | decode > "$dir/shown"
      digest=$(openssl dgst -sha256 -r < "$dir/shown" | cut -c 1-64)
      [ -n "$entry" ] && grep -qx "$digest" "$dir/digests" || failed ", other content"
      # Behind the salt the common part has the step, in small letters, and a party's part the party, in capital ones.
      case $word$(od -An -v -tx1 -j 20 -N 1 "$dir/shown" | tr -d ' \\n') in
        common[67]? | part[345]?) ;;
        *) failed ", a part shown as another" ;;
      esac ;;
    hash)
      [ -n "$entry" ] && [ "$last" -gt 0 ] || failed ""
      printf %s "$value" | decode > "$dir/sibling"
      if [ $((place % 2)) -eq 1 ] || [ "$place" -eq "$last" ]; then
        { printf '\\001'; cat "$dir/sibling" "$dir/hash"; } | sha256 > "$dir/next"
        while [ $((place % 2)) -eq 0 ] && [ "$place" -gt 0 ]; do place=$((place / 2)) last=$((last / 2)); done
      else
        { printf '\\001'; cat "$dir/hash" "$dir/sibling"; } | sha256 > "$dir/next"
      fi
      mv "$dir/next" "$dir/hash"
      place=$((place / 2)) last=$((last / 2)) ;;
  esac
done < "$dir/proofs"
proved
echo "All entries are proved."
`;
