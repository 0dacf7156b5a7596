/* See openssl/hmac.h beside this file. */
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>

/* The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
static const uint32_t rounds[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate(uint32_t value, int bits)
{
	return value >> bits | value << (32 - bits);
}

static void compress(uint32_t state[8], const unsigned char block[64])
{
	uint32_t words[64], v[8];

	for (int i = 0; i < 16; i++)
		words[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (int i = 16; i < 64; i++) {
		uint32_t before = words[i - 15], recent = words[i - 2];
		uint32_t low = rotate(before, 7) ^ rotate(before, 18) ^ before >> 3;
		uint32_t high = rotate(recent, 17) ^ rotate(recent, 19) ^ recent >> 10;
		words[i] = words[i - 16] + low + words[i - 7] + high;
	}
	memcpy(v, state, sizeof v);
	for (int i = 0; i < 64; i++) {
		uint32_t sum = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25);
		uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
		uint32_t first = v[7] + sum + choice + rounds[i] + words[i];
		uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
		uint32_t second = (rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)) + majority;

		memmove(v + 1, v, 7 * sizeof v[0]);
		v[4] += first;
		v[0] = first + second;
	}
	for (int i = 0; i < 8; i++)
		state[i] += v[i];
}

static void sha256_begin(sha256_state *sha)
{
	static const uint32_t start[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};

	memcpy(sha->state, start, sizeof start);
	sha->length = 0;
}

static void sha256_add(sha256_state *sha, const unsigned char *data, size_t length)
{
	while (length > 0) {
		size_t used = sha->length % 64;
		size_t part = length < 64 - used ? length : 64 - used;

		memcpy(sha->block + used, data, part);
		sha->length += part;
		data += part;
		length -= part;
		if (used + part == 64)
			compress(sha->state, sha->block);
	}
}

static void sha256_end(sha256_state *sha, unsigned char result[32])
{
	static const unsigned char padding[64] = { 0x80 };
	uint64_t bits = sha->length * 8;
	unsigned char ending[8];

	for (int i = 0; i < 8; i++)
		ending[i] = (unsigned char)(bits >> (56 - 8 * i));
	/* One bit, zeros until eight bytes are left in a block, and the length in them. */
	sha256_add(sha, padding, (119 - sha->length % 64) % 64 + 1);
	sha256_add(sha, ending, 8);
	for (int i = 0; i < 32; i++)
		result[i] = (unsigned char)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
}

HMAC_CTX *HMAC_CTX_new(void)
{
	return calloc(1, sizeof(HMAC_CTX));
}

int HMAC_Init_ex(HMAC_CTX *context, const void *key, int key_length, const void *digest, void *engine)
{
	unsigned char padded[64] = { 0 };

	(void)digest;
	(void)engine;
	if (key_length > 64) {
		sha256_begin(&context->inner);
		sha256_add(&context->inner, key, (size_t)key_length);
		sha256_end(&context->inner, padded);
	} else {
		memcpy(padded, key, (size_t)key_length);
	}
	for (int i = 0; i < 64; i++) {
		context->outer_key[i] = padded[i] ^ 0x5c;
		padded[i] ^= 0x36;
	}
	sha256_begin(&context->inner);
	sha256_add(&context->inner, padded, 64);
	return 1;
}

int HMAC_Update(HMAC_CTX *context, const unsigned char *data, size_t length)
{
	sha256_add(&context->inner, data, length);
	return 1;
}

int HMAC_Final(HMAC_CTX *context, unsigned char *result, unsigned int *length)
{
	unsigned char inner[32];
	sha256_state outer;

	sha256_end(&context->inner, inner);
	sha256_begin(&outer);
	sha256_add(&outer, context->outer_key, 64);
	sha256_add(&outer, inner, 32);
	sha256_end(&outer, result);
	*length = 32;
	return 1;
}
