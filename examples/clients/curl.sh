#!/usr/bin/env bash
# Compare two pictures with curl: ./curl.sh ONE TWO [auto_rotate], each a file, or id:... of a picture sent before.
set -euo pipefail

fail() {
    echo "$1" >&2
    exit 2
}

(($# >= 2)) || fail "usage: $0 ONE TWO [auto_rotate]; each a file, or id:... of a picture sent before"
: "${LINKFACE_API_ID:?is not set}" "${LINKFACE_API_SECRET:?is not set}"

picture() { # SIDE GIVEN: the two arguments that send it
    case $2 in
        id:*) form+=(--form-string "image_$1_id=${2#id:}") ;;
        *)
            [[ -r $2 ]] || fail "cannot read $2"
            form+=(--form "image_$1_file=@\"$2\"")
            ;;
    esac
}

form=(--form-string "api_id=$LINKFACE_API_ID")
picture one "$1"
picture two "$2"
if [[ ${3:-} == auto_rotate ]]; then
    form+=(--form image_one_auto_rotate=true --form image_two_auto_rotate=true)
fi

# The secret comes on standard input: arguments are for everybody on the machine to read, and a query is in every log.
printf %s "$LINKFACE_API_SECRET" | curl --silent --show-error --fail-with-body --max-time 30 \
    "${form[@]}" --form 'api_secret=<-' \
    "${LINKFACE_URL:-https://cloudapi.linkface.cn}/identity/compare_faces_in_two_images"
