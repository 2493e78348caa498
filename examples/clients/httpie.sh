#!/usr/bin/env bash
# Compare two pictures with HTTPie: ./httpie.sh ONE TWO [auto_rotate], each a file, or id:... of a picture sent before.
set -euo pipefail

fail() {
    echo "$1" >&2
    exit 2
}

(($# >= 2)) || fail "usage: $0 ONE TWO [auto_rotate]; each a file, or id:... of a picture sent before"
: "${LINKFACE_API_ID:?is not set}" "${LINKFACE_API_SECRET:?is not set}"

form=()
picture() { # SIDE GIVEN
    case $2 in
        id:*) form+=("image_$1_id=${2#id:}") ;;
        *)
            [[ -r $2 ]] || fail "cannot read $2"
            form+=("image_$1_file@$2")
            ;;
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
