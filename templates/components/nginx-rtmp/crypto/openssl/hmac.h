/*
 * HMAC-SHA-256 under the names that nginx's RTMP module calls, so that a media server need not carry the three megabytes of a
 * cryptographic library for one handshake of a public protocol. SHA-256 as in FIPS 180-4, HMAC as in RFC 2104.
 * Nothing here protects a secret: the protocol's keys are known to everyone.
 */
#ifndef SMART_OS_HMAC_H
#define SMART_OS_HMAC_H

#include <stddef.h>
#include <stdint.h>

/* The newest interface, in which a context is made by HMAC_CTX_new(). */
#define OPENSSL_VERSION_NUMBER 0x10100000L

typedef struct {
	uint32_t state[8];
	uint64_t length;
	unsigned char block[64];
} sha256_state;

typedef struct {
	sha256_state inner;
	unsigned char outer_key[64];
} HMAC_CTX;

/* There is one digest; its name is only handed through. */
#define EVP_sha256() NULL

HMAC_CTX *HMAC_CTX_new(void);
int HMAC_Init_ex(HMAC_CTX *context, const void *key, int key_length, const void *digest, void *engine);
int HMAC_Update(HMAC_CTX *context, const unsigned char *data, size_t length);
int HMAC_Final(HMAC_CTX *context, unsigned char *result, unsigned int *length);

#endif
