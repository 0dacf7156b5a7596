# Run in the guest for the check from outside: one TCP connection to CHECK_PORT is answered with CHECK_TOKEN.
[ "$CHECK_NETWORK" = none ] && { echo "the profile has no network"; exit 77; }
command -v nc >/dev/null || { echo "there is no nc in the machine to listen with"; exit 77; }
(echo "$CHECK_TOKEN" | nc -l -p "$CHECK_PORT" >/dev/null 2>&1 &)
# In /proc/net/tcp the port is hexadecimal, and state 0A is listening.
tries=0
until cat /proc/net/tcp* | grep -qi ":$(printf %04x "$CHECK_PORT") [0:]* 0A"; do
  tries=$((tries + 1))
  [ "$tries" -lt 10 ] || { echo "nc does not listen on port $CHECK_PORT"; exit 1; }
  sleep 1
done
