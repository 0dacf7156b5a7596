# The rules that the profile asks for are loaded.
/usr/sbin/iptables -S INPUT >/tmp/rules 2>&1 || { echo "iptables: $(cat /tmp/rules)"; exit 1; }
grep -q '^-A INPUT -m conntrack --ctstate \(RELATED,ESTABLISHED\|ESTABLISHED,RELATED\) -j ACCEPT' /tmp/rules || { echo "answers are not let in: $(head -n 1 /tmp/rules)"; exit 1; }
for ports in $CHECK_FIREWALL_OPEN; do
	protocol=${ports#*/} range=${ports%/*}
	case $range in *-*) range=${range%-*}:${range#*-} ;; esac
	grep -q -- "-p $protocol .*--dport $range -j ACCEPT" /tmp/rules || { echo "no rule opens $ports"; exit 1; }
done
policy=$(sed -n 's/^-P INPUT //p' /tmp/rules)
[ "$policy" = "$CHECK_FIREWALL_POLICY" ] || { echo "the policy is $policy, not $CHECK_FIREWALL_POLICY"; exit 1; }
