# Programs are compiled and run on the machine: C, C++ with exceptions and threads, a shared library, a static program, and two files
# with make.
#: in machine container
#: seconds 600
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
try() { "$@" >log 2>&1 || { echo "failed: $*"; tail -n 5 log; exit 1; }; }
prints() { # TEXT PROGRAM…
	wanted=$1
	shift
	got=$("$@" 2>&1)
	[ "$got" = "$wanted" ] || { echo "$* printed: $got"; exit 1; }
}

cat >square.c <<'END'
int square(int number) { return number * number; }
END
cat >main.c <<'END'
#include <math.h>
#include <stdio.h>
int square(int number);
int main(void)
{
	volatile double nine = 9;
	printf("%d %.0f\n", square(7), sqrt(nine));
	return 0;
}
END
try gcc -O2 -Wall -o whole main.c square.c -lm
prints '49 3' ./whole
try gcc -static -o alone main.c square.c -lm
prints '49 3' ./alone
! readelf -l alone | grep -q INTERP || { echo "the static program asks for a loader"; exit 1; }
try gcc -shared -fPIC -o libsquare.so square.c
try gcc -o shared main.c -L. -lsquare -lm -Wl,-rpath,"$folder"
prints '49 3' ./shared
readelf -d shared | grep -q libsquare.so || { echo "the program does not use the shared library"; exit 1; }

printf 'made: main.o square.o\n\t$(CC) -o $@ $^ -lm\n' >Makefile
try make -j2
prints '49 3' ./made
touch square.c
make -n | grep -q square.c && ! make -n | grep -q main.c || { echo "make does not know what a change touches"; exit 1; }

command -v g++ >/dev/null || { echo "C; C++ is not among the languages"; exit 0; }
cat >threads.cc <<'END'
#include <iostream>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>
struct Guard {
	~Guard() { std::cout << "unwound "; }
};
static void fail(int depth)
{
	Guard guard;
	if (depth == 0)
		throw std::runtime_error("caught");
	fail(depth - 1);
}
int main()
{
	std::vector<int> parts(4);
	std::vector<std::thread> threads;
	for (int part = 0; part < 4; part++)
		threads.emplace_back([&parts, part] { parts[part] = part * part; });
	for (auto &thread : threads)
		thread.join();
	try {
		fail(1);
	} catch (const std::exception &error) {
		std::cout << error.what() << " " << std::accumulate(parts.begin(), parts.end(), 0) << std::endl;
	}
}
END
try g++ -O1 -o threads threads.cc
prints 'unwound unwound caught 14' ./threads
readelf -d threads | grep -q 'libstdc++.so.6' || { echo "the C++ library is not a shared one"; exit 1; }
