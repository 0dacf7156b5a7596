/*
 * HLS files can be encrypted (hls_keys) with keys that the server hands to every player that asks. Over plain HTTP that protects
 * nothing, so that no cipher is carried for it: setting a key fails, and with it the stream of whoever switches hls_keys on.
 */
#ifndef SMART_OS_AES_H
#define SMART_OS_AES_H

#include <openssl/rand.h>
#include <stddef.h>

#define AES_ENCRYPT 1

typedef struct {
	char none;
} AES_KEY;

static inline int AES_set_encrypt_key(const unsigned char *user_key, int bits, AES_KEY *key)
{
	(void)user_key;
	(void)bits;
	(void)key;
	return -1;
}

/* Never reached without a key. */
static inline void AES_cbc_encrypt(const unsigned char *in, unsigned char *out, size_t length, const AES_KEY *key,
				   unsigned char *vector, int direction)
{
	(void)in;
	(void)out;
	(void)length;
	(void)key;
	(void)vector;
	(void)direction;
}

#endif
