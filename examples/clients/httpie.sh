#!/usr/bin/env bash
# Compare two pictures with HTTPie: ./httpie.sh ONE TWO [auto_rotate], each a file, or id:... of a picture sent before.
set -euo pipefail

if (($# < 2)); then
    echo "usage: $0 ONE TWO [auto_rotate]; each a file, or id:... of a picture sent before" >&2
    exit 2
fi
: "${LINKFACE_API_ID:?the account}" "${LINKFACE_API_SECRET:?its secret}"

form=()
picture() { # SIDE GIVEN
    case $2 in
        id:*) form+=("image_$1_id=${2#id:}") ;;
        *) form+=("image_$1_file@$2") ;;
    esac
}
picture one "$1"
picture two "$2"
if [[ ${3:-} == auto_rotate ]]; then
    form+=(image_one_auto_rotate=true image_two_auto_rotate=true)
fi

# Account and secret are read from pipes: arguments are for everybody on the machine to read, and a query is in every log.
http --ignore-stdin --check-status --timeout 30 --multipart --pretty none --print b \
    POST "${LINKFACE_URL:-https://cloudapi.linkface.cn}/identity/compare_faces_in_two_images" \
    "${form[@]}" \
    api_id=@<(printf %s "$LINKFACE_API_ID") api_secret=@<(printf %s "$LINKFACE_API_SECRET")
