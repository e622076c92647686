#!/usr/bin/env bash
# Speaks as much of the CLI's protocol as a turn takes, and far too much where the prompt says so.
thousand=$(printf "x%.0s" {1..1000})
say() { printf '%s\n' "$1"; }
assistant() { printf '{"type":"assistant","message":{"content":[%s],"usage":{}},"parent_tool_use_id":null}\n' "$1"; }
endless() { head -c 100000000 /dev/zero | tr '\0' x; }

turn() {
  local uuid=$1 prompt=$2 answer="You said: $2"
  say '{"type":"system","subtype":"session_state_changed","state":"running"}'
  say '{"type":"system","subtype":"init"}'
  case $prompt in
    *deltas*)
      say '{"type":"stream_event","event":{"type":"message_start"},"parent_tool_use_id":null}'
      yes '{"type":"stream_event","event":{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"'"$thousand"'"}},"parent_tool_use_id":null}' | head -n 100000
      ;;
    *line*)
      printf '{"type":"assistant","message":{"content":[{"type":"text","text":"It begins so. '
      endless
      printf '"}],"usage":{}},"parent_tool_use_id":null}\n'
      answer=""
      ;;
    *blocks*)
      yes '{"type":"assistant","message":{"content":[{"type":"text","text":"'"$thousand"'"}],"usage":{}},"parent_tool_use_id":null}' | head -n 100000
      ;;
    *tools*)
      yes '{"type":"user","message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"'"$thousand"'","is_error":false}]},"parent_tool_use_id":null}' | head -n 100000
      ;;
    *stderr*) endless >&2 ;;
  esac
  [ -n "$answer" ] && assistant '{"type":"text","text":"'"$answer"'"}'
  printf '{"type":"result","subtype":"success","is_error":false,"result":"","terminal_reason":"completed","user_message_uuids":["%s"],"usage":{}}\n' "$uuid"
  printf '{"type":"command_lifecycle","command_uuid":"%s","state":"completed"}\n' "$uuid"
  say '{"type":"system","subtype":"session_state_changed","state":"idle"}'
}

# The settings it was started with are in force.
for argument in "$@"; do
  case $argument in --settings=*) settings=$(<"${argument#--settings=}") ;; esac
done
deny=${settings#*'"deny":['}
deny=$(sed -E 's/"([^"]*)"/{"behavior":"deny","source":"flagSettings","rule":"\1"}/g' <<<"${deny%%]*}")

value() { local rest=${1#*\""$2"\":\"}; printf '%s' "${rest%%\"*}"; }

while IFS= read -r line; do
  case $line in
    *'"type":"control_request"'*)
      case $line in
        *'"get_settings"'*) response='{"sources":[{"source":"flagSettings","settings":'$settings'}]}' ;;
        *'"list_permission_rules"'*) response='{"state":{"rules":['$deny']}}' ;;
        *) response='{}' ;;
      esac
      printf '{"type":"control_response","response":{"subtype":"success","request_id":"%s","response":%s}}\n' \
        "$(value "$line" request_id)" "$response"
      ;;
    *'"type":"user"'*) turn "$(value "$line" uuid)" "$(value "$line" content)" ;;
  esac
done
