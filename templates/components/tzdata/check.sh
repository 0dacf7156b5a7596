# The rules of the zone are there and are used: the zone's file begins as the format says (tzfile(5)).
#: in machine container
[ "$(head -c 4 /etc/localtime)" = TZif ] || { echo "/etc/localtime is not a time zone file"; exit 1; }
zone=$(readlink /etc/localtime)
[ "${zone##*/zoneinfo/}" = "$CHECK_TIMEZONE" ] || { echo "the zone is $zone, not $CHECK_TIMEZONE"; exit 1; }
